import re
from pathlib import Path

from .browser import BrowserCase
from .common import ComplaintCommon

ROOT = Path(__file__).parents[1]
GUIDES = ROOT / "complaint_recovery/static/src/guide/guides.esm.js"


class TestGuides(ComplaintCommon, BrowserCase):
    """Each role is shown around by a guide whose every step is there."""

    def _walk(self, name, user, start):
        tour = f"complaint_guide_{name}"
        self.assertIn(f'"{tour}"', GUIDES.read_text())
        self.start_tour(f"/odoo/{start}", tour, login=user.login, timeout=60)

    def test_handler(self):
        self._walk("handler", self.handler, "complaint-day")
        self.assertTrue(
            self.env["helpdesk.ticket"].search(
                [("partner_id.name", "=", "Nadia Brandt")]
            )
        )

    def test_leader(self):
        self._create_complaint()
        self._walk("leader", self.leader, "complaint-day")

    def test_manager(self):
        self.env["complaint.review"].create(
            {
                "company_id": self.company.id,
                "date_from": "2026-01-01",
                "date_to": "2026-01-31",
            }
        )
        self._walk("manager", self.manager, "complaint-day")

    def test_salesperson(self):
        self._create_complaint()
        start = "action-complaint_recovery.complaint_history_action"
        self._walk("sales", self.sales, start)

    def test_guide_asked_for_is_followed_by_none_of_odoos(self):
        tours = self.env["web_tour.tour"].with_user(self.handler)
        self.handler.tour_enabled = True
        self.assertFalse(tours.consume("complaint_guide_handler"))
        self.assertFalse(self.handler.tour_enabled)

    def test_each_role_has_a_guide(self):
        offered = (GUIDES.parent / "help.esm.js").read_text()
        names = re.findall(r'\["[\w.]+", "(\w+)"\]', offered)
        self.assertEqual(len(names), 4)
        for name in names:
            self.assertIn(f'"complaint_guide_{name}"', GUIDES.read_text())
