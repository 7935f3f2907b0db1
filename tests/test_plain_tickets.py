import json
from pathlib import Path
from runpy import run_path

from .common import ComplaintCommon

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "scripts" / "plain_ticket_queries.py"
#: Measured by the script in a database without the addon.
WITHOUT_ADDON = ROOT / "tests" / "data" / "plain_ticket_queries.json"


class TestPlainTickets(ComplaintCommon):
    def test_plain_ticket_costs_what_it_costs_without_the_addon(self):
        expected = json.loads(WITHOUT_ADDON.read_text())
        plain_tickets = run_path(str(SCRIPT))["PlainTickets"]
        figures = plain_tickets(self.env).measure()
        self.assertEqual(figures.keys(), expected.keys())
        for step, queries in expected.items():
            with self.subTest(step):
                self.assertEqual(figures[step], queries)

    def test_to_do_on_a_plain_ticket_asks_nothing_about_deadlines(self):
        ticket = self._create_ticket()
        activity = ticket.activity_schedule(user_id=self.handler.id, automated=False)
        with self.assertQueryCount(0):
            self.assertFalse(activity._get_complaint_deadlines())
