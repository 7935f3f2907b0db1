from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from odoo.addons.complaint_recovery.exceptions import ComplaintRequirementError
from odoo.addons.complaint_recovery.tools.rendering import rendering

from .common import ComplaintCommon

MONDAY = datetime(2026, 3, 2, 9)


@freeze_time(MONDAY)
class TestStageEffects(ComplaintCommon):
    """Closing, reopening, withdrawing; the ticket's stage goes along."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.done = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        cls.new = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_new")
        with freeze_time(MONDAY):
            cls.ticket = cls._create_complaint(complaint_severity_id=cls.normal.id)

    def _close(self, ticket=None):
        ticket = ticket or self.ticket
        self._play_to_follow_up(ticket)
        self._follow_up(ticket)
        self.assertEqual(ticket.complaint_stage_id, self.stage_closed)

    def _ready(self, ticket):
        """Bring a complaint to where only the last step to Closed is missing."""
        self._contact(ticket)
        self._create_interaction(ticket, purpose="progress", channel="email")
        ticket.action_resolve()
        self.stage_closed.write({"require_followup": False, "require_outcome": False})

    def test_resolving_stamps_ends_the_policy_and_asks_for_the_follow_up(self):
        self._contact(self.ticket)
        self.ticket.action_resolve()
        self.assertEqual(self.ticket.complaint_stage_id, self.stage_following_up)
        self.assertEqual(self.ticket.complaint_resolved_at, MONDAY)
        running = self.ticket._complaint_running().mapped("kind")
        self.assertEqual(running, ["follow_up"])

    def test_closing_stamps_and_closes_the_ticket(self):
        self._close()
        self.assertEqual(self.ticket.complaint_closed_at, MONDAY)
        self.assertTrue(self.ticket.closed)
        self.assertFalse(self.ticket._complaint_running())

    def test_ticket_stage_of_the_complaint_stage_is_taken(self):
        stage = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_cancelled")
        self.stage_closed.ticket_stage_id = stage
        self._close()
        self.assertEqual(self.ticket.stage_id, stage)

    def test_ticket_stage_the_team_does_not_use_is_left_out(self):
        stage = self.done.copy({"team_ids": [(6, 0, self.plain_team.ids)]})
        self.stage_closed.ticket_stage_id = stage
        self._close()
        self.assertTrue(self.ticket.closed)
        self.assertNotEqual(self.ticket.stage_id, stage)

    def test_team_change_keeps_the_ticket_of_a_complaint_open(self):
        stages = self.env["helpdesk.ticket.stage"].search([])
        stages.filtered(lambda s: not s.closed).team_ids = self.team
        own = self.new.copy({"team_ids": [(6, 0, self.plain_team.ids)], "sequence": 99})
        self.ticket.team_id = self.plain_team
        self.assertEqual(self.ticket.stage_id, own)

    def test_team_without_an_open_stage_leaves_the_ticket_where_it_is(self):
        stages = self.env["helpdesk.ticket.stage"].search([])
        stages.filtered(lambda s: not s.closed).team_ids = self.team
        before = self.ticket.stage_id
        self.ticket.team_id = self.plain_team
        self.assertEqual(self.ticket.stage_id, before)
        self.assertFalse(self.ticket.closed)

    def test_closing_the_ticket_closes_a_complaint_that_lacks_nothing(self):
        self._ready(self.ticket)
        self.ticket.stage_id = self.done
        self.assertEqual(self.ticket.complaint_stage_id, self.stage_closed)
        self.assertEqual(self.ticket.stage_id, self.done)

    def test_closing_the_ticket_of_a_complaint_names_what_is_missing(self):
        with self.assertRaises(ComplaintRequirementError) as caught:
            self.ticket.stage_id = self.done
        self.assertIn("a first contact", str(caught.exception))
        action = caught.exception.context["action"]
        self.assertEqual(action["context"]["default_stage_id"], self.stage_closed.id)
        self.assertEqual(caught.exception.context["button"], "Fill in what is missing")

    def test_in_a_batch_plain_tickets_close_and_complaints_stay_with_a_note(self):
        plain = self._create_ticket()
        self._ready(self.ticket)
        (plain | self.ticket).write({"stage_id": self.done.id, "priority": "3"})
        self.assertEqual(plain.stage_id, self.done)
        self.assertFalse(self.ticket.closed)
        self.assertFalse(self.ticket.complaint_closed_at)
        self.assertEqual(self.ticket.priority, "3")
        self.assertIn("The complaint stays", self.ticket.message_ids[0].body)

    def test_superuser_code_closes_plain_tickets_and_leaves_complaints(self):
        self._ready(self.ticket)
        self.ticket.sudo().stage_id = self.done
        self.assertFalse(self.ticket.closed)
        self.assertIn("The complaint stays", self.ticket.message_ids[0].body)
        plain = self._create_ticket()
        plain.sudo().stage_id = self.done
        self.assertTrue(plain.closed)

    def test_moving_between_open_stages_of_the_ticket_is_free(self):
        stage = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_in_progress")
        self.ticket.stage_id = stage
        self.assertEqual(self.ticket.stage_id, stage)
        self.assertEqual(self.ticket.complaint_stage_id, self.stage_received)

    def test_reopening_asks_follow_up_and_outcome_anew(self):
        self._close()
        with freeze_time("2026-03-03 09:00"):
            self.ticket.action_reopen()
        ticket = self.ticket
        self.assertEqual(ticket.complaint_stage_id, self.stage_recovering)
        self.assertFalse(ticket.closed)
        self.assertEqual(ticket.complaint_reopen_count, 1)
        for name in ("closed_at", "resolved_at", "outcome", "satisfaction"):
            self.assertFalse(ticket[f"complaint_{name}"], name)
        running = ticket._complaint_running().mapped("kind")
        self.assertCountEqual(running, ["progress", "resolution"])
        with freeze_time("2026-03-03 10:00"):
            missing = ticket._complaint_missing(self.stage_closed)
        self.assertEqual(len(missing), 2)

    def test_reopening_keeps_earlier_evidence(self):
        self._close()
        self.ticket.action_reopen()
        self.assertTrue(self.ticket.complaint_first_contact_at)
        self.assertTrue(self.ticket.complaint_apology_ids)

    def test_reopening_the_ticket_reopens_the_complaint(self):
        self._close()
        self.ticket.stage_id = self.new
        self.assertEqual(self.ticket.complaint_stage_id, self.stage_recovering)
        self.assertEqual(self.ticket.complaint_reopen_count, 1)

    def test_reopening_ends_with_the_time_of_the_company(self):
        self._close()
        self.company.complaint_reopen_days = 30
        with freeze_time(MONDAY + timedelta(days=30, seconds=1)):
            for reopen in (
                lambda: self.ticket.action_reopen(),
                lambda: self.ticket.write({"stage_id": self.new.id}),
                lambda: self.ticket.action_resolve(),
                lambda: self.ticket.write(
                    {"complaint_stage_id": self.stage_received.id}
                ),
            ):
                with self.assertRaises(UserError):
                    reopen()
        with freeze_time(MONDAY + timedelta(days=30)):
            self.ticket.action_reopen()

    def test_open_complaint_is_not_reopened(self):
        with self.assertRaises(UserError):
            self.ticket.action_reopen()

    def test_reopening_is_never_refused_for_what_is_missing(self):
        self._close()
        self.stage_recovering.write(
            {"requirement_severity_ids": [(5,)], "require_finding": True}
        )
        self.ticket.action_reopen()
        self.assertEqual(self.ticket.complaint_stage_id, self.stage_investigating)

    def test_after_the_time_a_linked_complaint_continues(self):
        self._close()
        action = self.ticket.action_continue()
        new = self.ticket.browse(action["res_id"])
        self.assertEqual(new.complaint_origin_id, self.ticket)
        self.assertTrue(new.is_complaint)
        self.assertFalse(new.complaint_closed_at)

    def test_withdrawing_asks_for_a_reason_and_nothing_else(self):
        for reason in (False, "", " "):
            with self.subTest(reason), self.assertRaises(UserError):
                self.ticket.action_withdraw(reason)
        self.ticket.action_withdraw("They found it")
        self.assertEqual(self.ticket.complaint_stage_id, self.stage_withdrawn)
        self.assertEqual(self.ticket.complaint_outcome, "withdrawn")
        self.assertEqual(self.ticket.complaint_end_reason, "They found it")
        self.assertEqual(self.ticket.complaint_closed_at, MONDAY)
        self.assertTrue(self.ticket.closed)
        self.assertFalse(self.ticket._complaint_running())

    def test_dragging_to_withdrawn_asks_for_the_reason(self):
        with self.assertRaises(ComplaintRequirementError):
            self.ticket.complaint_stage_id = self.stage_withdrawn

    def test_closed_complaint_is_not_withdrawn_afterwards(self):
        self._close()
        with self.assertRaises(UserError):
            self.ticket.action_withdraw("Better for the figures")
        with self.assertRaises(ComplaintRequirementError):
            self.ticket.complaint_stage_id = self.stage_withdrawn

    def _decide(self):
        self._contact(self.ticket)
        self.ticket.write(
            {"complaint_decision": "upheld", "complaint_explanation": "<p>Sorry</p>"}
        )
        self.ticket.action_send_decision()

    def test_manager_closes_unsettled_with_a_reason_after_the_decision(self):
        self._decide()
        ticket = self.ticket.with_user(self.manager)
        with self.assertRaises(UserError):
            ticket.action_close_unsettled(" ")
        ticket.action_close_unsettled("Declines every option")
        self.assertEqual(ticket.complaint_outcome, "unsettled")
        self.assertEqual(ticket.complaint_end_reason, "Declines every option")
        self.assertEqual(ticket.complaint_stage_id, self.stage_closed)

    def test_unsettled_closing_is_for_managers(self):
        self._decide()
        with self.assertRaises(AccessError):
            self.ticket.action_close_unsettled("Declines")

    def test_unsettled_closing_waits_for_the_decision(self):
        self._contact(self.ticket)
        with self.assertRaises(UserError):
            self.ticket.with_user(self.manager).action_close_unsettled("Declines")

    def test_unsettled_closing_still_asks_for_contact_and_apology(self):
        self.ticket.write(
            {"complaint_decision": "upheld", "complaint_explanation": "<p>Sorry</p>"}
        )
        self.ticket.action_send_decision()
        with self.assertRaises(ComplaintRequirementError):
            self.ticket.with_user(self.manager).action_close_unsettled("Declines")

    def test_unsettled_customers_are_followed_after_14_45_and_90_days(self):
        self._decide()
        self.ticket.with_user(self.manager).action_close_unsettled("Declines")
        care = self.ticket._complaint_running("care").sorted("due_at")
        days = [(deadline.due_at - MONDAY).days for deadline in care]
        self.assertEqual(days, [14, 45, 90])
        self.assertEqual(care.user_id, self.handler)
        care[:1].with_user(self.handler).action_done()
        self.ticket.action_reopen()
        self.assertFalse(self.ticket._complaint_running("care"))

    def test_settled_customers_are_left_in_peace(self):
        self._close()
        self.assertFalse(self.ticket._complaint_running("care"))

    def test_stage_mail_goes_out_once_on_entering(self):
        mails = self.env["mail.mail"].sudo()
        domain = [("model", "=", "helpdesk.ticket"), ("res_id", "=", self.ticket.id)]
        before = mails.search_count(domain)
        self._close()
        closing = mails.search(domain)[: mails.search_count(domain) - before]
        template = rendering(self.stage_closed.mail_template_id, self.ticket)
        subject = template._render_field("subject", self.ticket.ids)[self.ticket.id]
        self.assertEqual(closing.mapped("subject").count(subject), 1)
