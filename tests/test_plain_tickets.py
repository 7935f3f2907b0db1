import json
from pathlib import Path
from runpy import run_path

from odoo.addons.complaint_recovery.models.deadline.mail_activity import MailActivity

from .common import ComplaintCommon

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "scripts" / "plain_ticket_queries.py"
#: Measured by the script in a database without the addon.
WITHOUT_ADDON = ROOT / "tests" / "data" / "plain_ticket_queries.json"


def without_ours(activities, target):
    """Return what Odoo tells of them by itself."""
    return super(MailActivity, activities)._to_store_defaults(target)


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

    def test_to_dos_cost_who_has_no_rights_here_nothing_more(self):
        """Whatever they are on, automated or not; an escalation's are ours."""
        employee = self.employee
        partners = self.env["res.partner"].with_user(employee)
        mine = partners.browse(employee.partner_id.id)
        for automated in (True, False):
            mine.sudo().activity_schedule(user_id=employee.id, automated=automated)

        def cost(*names):
            self.env.flush_all()
            self.env.invalidate_all()
            mine.activity_ids.read(names)
            before = self.env.cr.sql_log_count
            mine.activity_ids.activity_format()
            return self.env.cr.sql_log_count - before

        def costs():
            return cost("id"), cost("summary"), "not read and read before"

        costs()  # What is cached once is read once.
        ours = costs()
        self.patch(MailActivity, "_to_store_defaults", without_ours)
        self.assertEqual(ours, costs())
