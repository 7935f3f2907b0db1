from .common import ComplaintCommon


class TestStatus(ComplaintCommon):
    """How it stands, in words."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_complaint(complaint_severity_id=cls.normal.id)

    def _assert_next(self, step):
        self.ticket.invalidate_recordset(["complaint_next_step", "complaint_status"])
        self.assertEqual(self.ticket.complaint_next_step, step)

    def test_next_step_leads_from_contact_to_closing(self):
        self._assert_next("contact")
        self._create_interaction(self.ticket)
        self._assert_next("apologise")
        self._create_apology(self.ticket).action_send()
        self._assert_next("offer")
        remedy = self._create_remedy(self.ticket)
        remedy.action_offer()
        self._assert_next("choose")
        remedy.action_accept()
        self._assert_next("deliver")
        remedy.action_deliver()
        self._assert_next("follow_up")
        self._follow_up(self.ticket)
        self._assert_next("none")

    def test_grave_complaint_is_investigated_and_decided_first(self):
        self.ticket.complaint_severity_id = self.major
        self._contact(self.ticket)
        self._assert_next("find")
        self.ticket.write(
            {"complaint_finding": "<p>Seal</p>", "complaint_attribution": "ours"}
        )
        self._assert_next("decide")
        self.ticket.write(
            {"complaint_decision": "upheld", "complaint_explanation": "<p>Yes</p>"}
        )
        self.ticket.action_send_decision()
        self._assert_next("offer")

    def test_status_says_what_is_missing_and_due_and_who(self):
        status = self.ticket.complaint_status
        self.assertIn("Contact the customer", status)
        self.assertIn("an apology", status)
        self.assertIn("Handler", status)

    def test_status_tells_how_it_ended(self):
        self.ticket.action_withdraw("Found it")
        self.assertIn("Withdrawn", self.ticket.complaint_status)

    def test_plain_ticket_has_no_status(self):
        ticket = self._create_ticket()
        self.assertEqual(ticket.complaint_next_step, "none")
        self.assertFalse(ticket.complaint_status)
        self.assertFalse(ticket.complaint_overdue)
        self.assertEqual(ticket.complaint_silence_days, 0)

    def test_earlier_complaints_of_the_customer_are_counted_without_this_one(self):
        self.assertEqual(self.ticket.complaint_earlier_count, 0)
        self._create_complaint(partner_id=self.customer_company.id)
        self._create_complaint(partner_id=self.stranger.id)
        self.ticket.invalidate_recordset(["complaint_earlier_count"])
        self.assertEqual(self.ticket.complaint_earlier_count, 1)

    def test_earlier_complaints_are_those_one_may_see(self):
        ticket = self._create_complaint(self.agent_all, user_id=self.leader.id)
        self.assertFalse(ticket.with_user(self.handler).has_access("read"))
        self.assertEqual(self.ticket.complaint_earlier_count, 0)
