from .common.customer_mail import CustomerMailCase


class TestMailsOfTheParent(CustomerMailCase):
    """Each mail of helpdesk_mgmt goes out for a plain ticket, and not beside ours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.new = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_new")
        cls.done = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        cls.cancelled = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_cancelled")

    def _subjects(self, ticket):
        """Return the subjects of what went to the customer about ``ticket``."""
        self.env.flush_all()
        self.env.cr.precommit.run()
        mails = self.env["mail.mail"].search([("res_id", "=", ticket.id)])
        to_customer = mails.filtered(
            lambda m: self.customer in m.recipient_ids
            or self.customer.email in (m.email_to or "")
        )
        return to_customer.mapped("subject")

    def _template_on(self, stage, name):
        """Let ``stage`` send a template of the parent that no stage has at first."""
        stage.mail_template_id = self.env.ref(f"helpdesk_mgmt.{name}")

    def test_closed_plain(self):
        ticket = self._create_ticket()
        self._subjects(ticket)
        ticket.stage_id = self.done
        subject = f"The ticket {ticket.number} has been closed."
        self.assertEqual(self._subjects(ticket), [subject])

    def test_closed_complaint(self):
        ticket = self._create_complaint()
        self._play_to_follow_up(ticket)
        self._follow_up(ticket)
        self.assertTrue(ticket.stage_id.closed)
        self.assertEqual(
            sorted(self._subjects(ticket)),
            [
                f"We have your complaint {ticket.number}",
                f"Your complaint {ticket.number} is settled",
            ],
        )

    def test_withdrawn_complaint(self):
        self.stage_withdrawn.ticket_stage_id = self.cancelled
        ticket = self._create_complaint()
        ticket.action_withdraw(reason="It works again.")
        self.assertEqual(ticket.stage_id, self.cancelled)
        self.assertEqual(
            sorted(self._subjects(ticket)),
            [
                f"We have your complaint {ticket.number}",
                f"Your complaint {ticket.number} is withdrawn",
            ],
        )

    def test_stage_changed_plain(self):
        self._template_on(self.new, "changed_stage_template")
        ticket = self._create_ticket(stage_id=self.new.id)
        subject = f"The ticket {ticket.number} stage has changed."
        self.assertEqual(self._subjects(ticket), [subject])

    def test_stage_changed_complaint(self):
        self._template_on(self.new, "changed_stage_template")
        ticket = self._create_complaint(stage_id=self.new.id)
        subject = f"We have your complaint {ticket.number}"
        self.assertEqual(self._subjects(ticket), [subject])

    def test_assigned_plain(self):
        self._template_on(self.new, "assignment_email_template")
        ticket = self._create_ticket(stage_id=self.new.id)
        self.assertIn("Ticket Assignment", self._subjects(ticket)[0])

    def test_assigned_complaint(self):
        self._template_on(self.new, "assignment_email_template")
        ticket = self._create_complaint(stage_id=self.new.id)
        subject = f"We have your complaint {ticket.number}"
        self.assertEqual(self._subjects(ticket), [subject])

    def test_what_it_tells_followers_reaches_no_customer(self):
        """Tracked changes and "assigned to you" are for colleagues, on both."""
        for create in (self._create_ticket, self._create_complaint):
            ticket = create()
            ticket.message_subscribe(self.customer.ids)
            before = self._subjects(ticket)
            ticket.with_user(self.manager).user_id = self.leader
            self.assertEqual(self._subjects(ticket), before)

    def test_marked_later_it_is_ours_from_then_on(self):
        ticket = self._create_ticket()
        self.assertFalse(self._subjects(ticket))
        ticket.action_mark_complaint()
        subject = f"We have your complaint {ticket.number}"
        self.assertEqual(self._subjects(ticket), [subject])

    def test_imported_history_sends_neither(self):
        ticket = self._create_complaint(
            self.manager, stage_id=self.done.id, complaint_imported=True
        )
        self.assertFalse(self._subjects(ticket))
