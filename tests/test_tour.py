from .browser import BrowserCase
from .common import ComplaintCommon


class TestTour(ComplaintCommon, BrowserCase):
    """What only a browser shows. The tours count their clicks: twelve at most."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.phone = "+32 470 12 34 56"

    def _tour(self, name):
        start = "/odoo/action-complaint_recovery.complaint_action_my"
        self.start_tour(start, name, login=self.handler.login, timeout=90)
        return self.env["helpdesk.ticket"].search(
            [("partner_id", "=", self.customer.id), ("is_complaint", "=", True)]
        )

    def test_complaint_is_taken_on_the_phone(self):
        ticket = self._tour("complaint_quick_entry_tour")
        self.assertEqual(ticket.name, "The kettle leaks")
        self.assertEqual(ticket.complaint_severity_id, self.critical)
        self.assertTrue(ticket.complaint_first_contact_at)
        self.assertTrue(ticket.complaint_apologised_at)
        self.assertTrue(ticket._complaint_running("promise"))

    def test_complaint_is_solved_on_the_spot(self):
        ticket = self._tour("complaint_on_spot_tour")
        self.assertEqual(ticket.complaint_stage_id, self.stage_closed)
        self.assertEqual(ticket.complaint_cause_id, self.cause)
        self.assertEqual(ticket.complaint_outcome, "satisfied")
        self.assertFalse(ticket._complaint_running())
