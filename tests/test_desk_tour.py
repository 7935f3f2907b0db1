from .browser import BrowserCase
from .common import ComplaintCommon


class TestDeskTour(ComplaintCommon, BrowserCase):
    """What a day costs in clicks: each tour counts its own, and fails above."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.phone = "+32 470 12 34 56"

    def _walk(self, name, path=""):
        start = f"/odoo/action-complaint_recovery.complaint_action_my{path}"
        login = self.handler.login
        self.start_tour(start, f"complaint_{name}_tour", login=login, timeout=90)
        self.env.invalidate_all()

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

    def test_words_of_a_call_outlive_escape(self):
        self._walk("draft")

    def test_escalating_takes_three_clicks(self):
        ticket = self._create_complaint()
        self._walk("escalate", f"/{ticket.id}")
        self.assertEqual(ticket.complaint_level, 1)
