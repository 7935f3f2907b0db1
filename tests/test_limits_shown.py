from odoo.exceptions import AccessError
from odoo.tests import Form, freeze_time, new_test_user

from .common import ComplaintCommon


@freeze_time("2030-01-02 09:00:00")
class TestLimitsShown(ComplaintCommon):
    """Handler 50, team leader 250, manager 1000, executive contact without limit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.currency_id = cls.env.ref("base.USD")

    def _limit(self, user, reader=None):
        user.invalidate_recordset(["complaint_limit", "complaint_role"])
        return user.with_user(reader or self.manager).complaint_limit

    def _plain(self, user):
        return (self._limit(user) or "").replace("\N{NO-BREAK SPACE}", " ")

    def test_everybody_of_the_helpdesk_has_a_limit_in_words(self):
        for user, limit, role in (
            (self.handler, "$ 50.00", "Handler"),
            (
                self.leader,
                "$ 250.00 on the own teams, $ 50.00 on others",
                "Team leader",
            ),
            (self.manager, "$ 1,000.00", "Helpdesk manager"),
            (self.director, "unlimited", "Executive contact"),
            (self.employee, "", False),
            (self.portal, "", False),
        ):
            with self.subTest(user.name):
                self.assertEqual(self._plain(user), limit)
                shown = user.with_user(self.manager).complaint_role
                self.assertEqual(shown, role)

    def test_what_is_shown_is_what_holds_on_a_complaint(self):
        ticket = self._create_complaint()
        limits = self.env["complaint.authority"]
        for user in (self.handler, self.manager, self.leader):
            with self.subTest(user.name):
                limit = limits._get_limit(user, ticket)
                self.assertIn(f"{limit:,.2f}", self._limit(user))

    def test_standing_in_for_somebody_is_shown_while_it_lasts(self):
        self.leader.write(
            {
                "complaint_deputy_id": self.agent_all.id,
                "complaint_away_until": "2030-01-02",
            }
        )
        self.assertEqual(
            self._plain(self.agent_all), "$ 50.00; standing in for Leader: $ 250.00"
        )
        self.leader.complaint_away_until = "2030-01-01"
        self.assertEqual(self._plain(self.agent_all), "$ 50.00")

    def test_without_limits_managers_decide_alone_and_settings_say_so(self):
        settings = self.env["complaint.settings"]
        self.assertFalse(settings.create({}).complaint_limits_missing)
        self.env["complaint.authority"].search([]).unlink()
        self.assertTrue(settings.create({}).complaint_limits_missing)
        self.assertEqual(self._limit(self.manager), "unlimited")
        self.assertEqual(self._plain(self.handler), "$ 0.00")

    def test_limit_is_that_of_the_current_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.manager.company_ids |= other
        there = self.manager.with_user(self.manager).with_company(other)
        self.assertEqual(there.complaint_limit, "unlimited")
        self.assertFalse(self.handler.with_company(other).complaint_limit)

    def test_limits_are_for_the_helpdesk_and_administrators(self):
        admin = new_test_user(
            self.env, "system", groups="base.group_user,base.group_system"
        )
        for reader in (self.handler, self.leader, admin):
            self.assertTrue(self._limit(self.handler, reader))
        for reader in (self.employee, self.sales, self.portal):
            with self.subTest(reader.name), self.assertRaises(AccessError):
                reader.with_user(reader).read(["complaint_limit"])

    def test_own_limit_is_shown_in_the_preferences(self):
        view = "base.view_users_form_simple_modif"
        for user, shown in ((self.handler, True), (self.employee, False)):
            with self.subTest(user.name):
                form = Form(user.with_user(user), view)
                self.assertEqual("complaint_limit" in form._view["fields"], shown)

    def test_list_shows_everybody_of_the_helpdesk_and_nobody_else(self):
        action = (
            self.env["complaint.authority"].with_user(self.manager).action_view_limits()
        )
        users = self.env["res.users"].with_user(self.manager)
        shown = users.search(action["domain"])
        team = self.handler | self.leader | self.manager | self.director
        self.assertEqual(shown & (team | self.employee | self.portal), team)

    def test_list_of_80_costs_no_more_queries_than_one_of_8(self):
        users = self.env["res.users"].create(
            [
                {
                    "name": f"User {number}",
                    "login": f"user_{number}",
                    "group_ids": [
                        (6, 0, self.env.ref("helpdesk_mgmt.group_helpdesk_user").ids)
                    ],
                }
                for number in range(80)
            ]
        )
        self._count(users[:1])
        few = self._count(users[:8])
        self.assertLessEqual(self._count(users), few)

    def _count(self, users):
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.registry.clear_cache("default")
        self.env["res.users"].with_user(self.manager).search([("id", "=", 1)])
        before = self.env.cr.sql_log_count
        users.with_user(self.manager).read(
            ["name", "complaint_limit", "complaint_role", "complaint_led_team_ids"]
        )
        return self.env.cr.sql_log_count - before

    def test_limit_asked_again_costs_no_query(self):
        ticket = self._create_complaint()
        limits = self.env["complaint.authority"].with_user(self.handler)
        limits._get_limit(self.leader, ticket)
        with self.assertQueryCount(0):
            limits._get_limit(self.leader, ticket)

    def test_limit_that_was_just_changed_counts_at_once(self):
        ticket = self._create_complaint()
        rows = self.env["complaint.authority"].with_user(self.manager)
        limits = self.env["complaint.authority"]
        self.assertEqual(limits._get_limit(self.handler, ticket), 50)
        row = rows.search([("role", "=", "handler")])
        row.amount = 30
        self.assertEqual(limits._get_limit(self.handler, ticket), 30)
        row.active = False
        self.assertEqual(limits._get_limit(self.handler, ticket), 0)
        rows.create({"name": "New", "role": "handler", "amount": 70})
        self.assertEqual(limits._get_limit(self.handler, ticket), 70)
        rows.search([("role", "=", "handler")]).unlink()
        self.assertEqual(limits._get_limit(self.handler, ticket), 0)

    def test_row_for_a_user_gives_no_limit_on_a_complaint_about_that_user(self):
        self.env["complaint.authority"].create(
            {"name": "Her", "user_ids": self.leader.ids, "amount": 900}
        )
        ticket = self._create_complaint()
        limits = self.env["complaint.authority"]
        self.assertEqual(limits._get_limit(self.leader, ticket), 900)
        ticket.sudo().complaint_about_user_id = self.leader
        self.assertEqual(limits._get_limit(self.leader, ticket), 0)
