from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import new_test_user

from .browser import BrowserCase
from .common import ComplaintCommon


class TestDeskTour(ComplaintCommon, BrowserCase):
    """What a day costs in clicks: each tour counts its own, and fails above."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.phone = "+32 470 12 34 56"

    def _walk(self, name, path="complaint_action_my", user=None):
        start = f"/odoo/action-complaint_recovery.{path}"
        login = (user or self.handler).login
        self.start_tour(start, f"complaint_{name}_tour", login=login, timeout=90)
        self.env.invalidate_all()

    def _walk_on(self, name, ticket):
        self._walk(name, f"complaint_action_my/{ticket.id}")

    def _newest(self):
        return self.env["helpdesk.ticket"].search(
            [("is_complaint", "=", True)], order="id desc", limit=1
        )

    def test_new_caller_is_taken_down_in_four_clicks(self):
        self._walk("new_caller")
        ticket = self._newest()
        self.assertEqual(ticket.partner_id.name, "Nadia Brandt")
        self.assertEqual(ticket.partner_id.phone, "+49 30 555 0140")
        self.assertTrue(ticket.complaint_apologised_at)

    def test_normal_complaint_takes_twelve_clicks_from_the_call_to_the_end(self):
        self._walk("normal")
        ticket = self._newest()
        self.assertEqual(ticket.complaint_outcome, "satisfied")
        self.assertEqual(ticket.complaint_remedy_ids.state, "delivered")

    def test_major_complaint_takes_twenty_clicks_from_the_call_to_the_end(self):
        self._walk("major")
        ticket = self._newest()
        self.assertEqual(ticket.complaint_severity_id, self.major)
        self.assertEqual(ticket.complaint_outcome, "satisfied")
        self.assertTrue(ticket.complaint_decision_sent_at)

    def test_option_ticked_twice_has_its_line(self):
        """What was hidden by that was offered at 0."""
        self.cause.default_remedy_type_ids = self.refund
        ticket = self._create_complaint(
            complaint_severity_id=self.normal.id, complaint_cause_id=self.cause.id
        )
        self._contact(ticket)
        self._walk_on("ticks", ticket)
        remedies = ticket.complaint_remedy_ids
        self.assertEqual(remedies.mapped("amount"), [30])

    def test_words_of_a_call_outlive_escape(self):
        self._walk("draft")

    def test_escalating_takes_three_clicks(self):
        ticket = self._create_complaint()
        self._walk_on("escalate", ticket)
        self.assertEqual(ticket.complaint_level, 1)

    def test_what_was_refused_and_discarded_leaves_no_draft(self):
        ticket = self._create_complaint()
        self._create_interaction(ticket, purpose="first_contact")
        self._walk_on("discard", ticket)
        self.assertFalse(ticket.complaint_apology_ids)

    def test_conversation_asks_about_names_and_takes_a_mail_back(self):
        new_test_user(self.env, "jonas", name="Jonas Weber", groups="base.group_user")
        ticket = self._create_complaint()
        self._walk_on("chatter", ticket)
        told = ticket.message_ids.filtered(lambda message: "billed" in message.body)
        self.assertFalse(told)

    def test_what_was_not_measured_is_drawn_as_a_gap(self):
        for months, solved in ((3, True), (2, False), (1, True)):
            then = fields.Datetime.now() + relativedelta(months=-months, day=15)
            ticket = self._create_complaint(
                complaint_received_at=then, complaint_severity_id=self.normal.id
            )
            if solved:
                self._play_to_follow_up(ticket)
        self._walk("graph", "complaint_report_action", self.manager)
