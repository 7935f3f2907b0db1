from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .common.attacks import AttackCommon


class TestAttackPeople(AttackCommon):
    """Who becomes somebody else, or is no longer who was asked."""

    def test_whoever_left_the_group_decides_no_more(self):
        remedy = self._request()
        self.leader.group_ids = self.env.ref("base.group_user")
        self._assert_refused(AccessError, self.leader, remedy, "action_approve")

    def test_whoever_was_lowered_decides_no_more(self):
        remedy = self._request(500)
        self.manager.group_ids = self.env.ref("helpdesk_mgmt.group_helpdesk_user")
        self._assert_refused(UserError, self.manager, remedy, "action_approve")

    def test_archived_approver_decides_no_more(self):
        remedy = self._request()
        rows = self.env["complaint.authority"]
        rows.create({"name": "L", "user_ids": self.leader.ids, "amount": 900})
        self.leader.active = False
        self._assert_refused(UserError, self.leader, remedy, "action_approve")

    def test_what_was_approved_stays_approved_when_the_approver_leaves(self):
        remedy = self._request()
        self._rpc(self.leader, remedy, "action_approve")
        self.leader.active = False
        self._rpc(self.handler, remedy, "action_offer")
        self.assertEqual(remedy.state, "offered")

    def test_nobody_approves_the_own_request_above_the_own_limit(self):
        for user in (self.handler, self.agent_all, self.leader):
            remedy = self._request(500, user)
            with self.subTest(user.name):
                self._assert_refused(UserError, user, remedy, "action_approve")

    def test_deputy_does_not_decide_on_the_own_request(self):
        self._send_away(self.leader, self.handler)
        remedy = self._request(200)
        self.assertEqual(remedy.state, "to_approve")
        self.assertNotEqual(remedy.sudo().deadline_id.user_id, self.handler)
        self._assert_refused(UserError, self.handler, remedy, "action_approve")

    def test_deputy_tells_no_own_options_apart(self):
        self._send_away(self.leader, self.handler)
        first = self._request(40) | self._request(40)
        self._assert_refused(UserError, self.handler, first[0], "action_offer")

    def test_deputy_gives_no_gift_on_the_limit_of_the_one_away(self):
        self._send_away(self.leader, self.handler)
        self.assertTrue(self._create_apology(self.ticket, gift="Tea", gift_cost=50))
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._create_apology(self.ticket, gift="Tea set", gift_cost=150)

    def test_nobody_comes_by_a_concession_of_their_own(self):
        self._send_away(self.leader, self.agent_all)
        asked = self.ticket.with_user(self.agent_all)
        escalation = asked._complaint_escalate("She calls", users=self.agent_all)
        self._rpc(self.agent_all, escalation, "action_return", "Be generous", 200)
        self.assertEqual(escalation.sudo().concession_amount, 200)
        remedy = self._request(150)
        self.assertEqual(remedy.state, "approved")  # The owner of then may.
        self._rpc(self.handler, remedy, "action_cancel")
        self._rpc(
            self.agent_all, self.ticket, "action_hand_over", self.agent_all.id, "Mine"
        )
        remedy = self._request(150, self.agent_all)
        self.assertEqual(remedy.state, "to_approve")
        self._assert_refused(UserError, self.agent_all, remedy, "action_approve")

    def _send_away(self, user, deputy):
        user.write(
            {"complaint_deputy_id": deputy.id, "complaint_away_until": "2026-03-05"}
        )

    def test_deputy_has_the_limit_of_the_one_away_and_no_more(self):
        self.leader.write(
            {
                "complaint_deputy_id": self.agent_all.id,
                "complaint_away_until": "2026-03-05",
            }
        )
        within, above = self._request(250), self._request(251)
        self._assert_refused(UserError, self.agent_all, above, "action_approve")
        self._rpc(self.agent_all, within, "action_approve")

    def test_deputy_of_a_deputy_decides_nothing(self):
        until = "2026-03-05"
        self.manager.write(
            {
                "complaint_deputy_id": self.leader.id,
                "complaint_away_until": until,
            }
        )
        self.leader.write(
            {
                "complaint_deputy_id": self.agent_all.id,
                "complaint_away_until": until,
            }
        )
        remedy = self._request(500)
        self._assert_refused(UserError, self.agent_all, remedy, "action_approve")

    def test_deputy_of_the_colleague_it_is_about_has_the_own_limit_alone(self):
        rows = self.env["complaint.authority"]
        rows.create({"name": "M", "user_ids": self.manager.ids, "amount": 900})
        self.manager.write(
            {
                "complaint_deputy_id": self.agent_all.id,
                "complaint_away_until": "2026-03-05",
            }
        )
        remedy = self._request(200)
        self.ticket.sudo().complaint_about_user_id = self.manager
        self._assert_refused(UserError, self.agent_all, remedy, "action_approve")

    def test_deputy_of_whoever_left_the_helpdesk_has_the_own_limit_alone(self):
        rows = self.env["complaint.authority"]
        rows.create({"name": "L", "user_ids": self.leader.ids, "amount": 900})
        self.leader.write(
            {
                "complaint_deputy_id": self.agent_all.id,
                "complaint_away_until": "2026-03-05",
                "group_ids": [(6, 0, self.env.ref("base.group_user").ids)],
            }
        )
        remedy = self._request(200)
        self._assert_refused(UserError, self.agent_all, remedy, "action_approve")

    def test_deputy_is_named_by_nobody_but_oneself(self):
        vals = {
            "complaint_deputy_id": self.handler.id,
            "complaint_away_until": "2030-01-01",
        }
        for user in (self.handler, self.agent_all, self.manager):
            with self.subTest(user.name):
                self._assert_refused(AccessError, user, self.leader, "write", vals)
        self._rpc(self.leader, self.leader, "write", vals)
        self._assert_refused(AccessError, self.portal, self.portal, "write", vals)

    def test_nobody_makes_oneself_deputy_or_leader_from_the_own_side(self):
        for vals in (
            {"complaint_deputy_of_ids": [[4, self.manager.id]]},
            {"complaint_led_team_ids": [[4, self.team.id]]},
            {"complaint_deputy_id": self.agent_all.id, "group_ids": [[4, 1]]},
        ):
            with self.subTest(vals):
                self._assert_refused(
                    AccessError, self.handler, self.handler, "write", vals
                )

    def test_nobody_raises_the_own_limit(self):
        row = self.env["complaint.authority"].search([("role", "=", "handler")])
        new = {"name": "Me", "amount": 900}
        for user in (self.handler, self.leader, self.agent_all):
            for vals in ({"user_ids": user.ids}, {"group_id": user.group_ids[:1].id}):
                self._assert_refused(AccessError, user, row, "create", [new | vals])
                self._assert_refused(AccessError, user, row, "write", vals)
            self._assert_refused(AccessError, user, row, "unlink")
            self._assert_refused(
                AccessError, user, user, "write", {"group_ids": [[4, 1]]}
            )

    def test_limit_lowered_while_it_waits_counts(self):
        remedy = self._request(200)
        row = self.env["complaint.authority"].search([("role", "=", "team_leader")])
        row.with_user(self.manager).amount = 199
        self._assert_refused(UserError, self.leader, remedy, "action_approve")
        row.with_user(self.manager).amount = 200
        self._rpc(self.leader, remedy, "action_approve")

    def test_nobody_makes_oneself_team_leader(self):
        vals = {"user_id": self.handler.id}
        for user in (self.handler, self.agent_all, self.leader):
            self._assert_refused(AccessError, user, self.team, "write", vals)
            change = {"team_id": self.team.id, "user_id": user.id}
            self._assert_refused(AccessError, user, self.team, "create", [change])

    def test_nobody_takes_a_complaint_to_the_own_team_for_its_limit(self):
        self.plain_team.write({"user_id": self.handler.id, "complaint_default": True})
        remedy = self._request(200)
        vals = {"team_id": self.plain_team.id}
        self._assert_refused(AccessError, self.handler, self.ticket, "write", vals)
        self._rpc(self.leader, self.ticket, "write", vals)
        self.assertEqual(
            (remedy.state, self.ticket.team_id), ("to_approve", self.plain_team)
        )

    def test_nobody_takes_to_a_company_what_is_above_the_own_limit_there(self):
        other = self.env["res.company"].create({"name": "Without limits"})
        self.manager.company_ids += other
        remedy = self._create_remedy(self.ticket, self.manager, amount=5000)
        boss = self.ticket.with_user(self.manager)
        boss.company_id = other
        remedy.action_offer()
        self.assertEqual((remedy.state, remedy.company_id), ("offered", other))
        with self.assertRaises(UserError), self.env.cr.savepoint():
            boss.company_id = self.company


class TestAttackAmounts(AttackCommon):
    """Figures that are none, and currencies nobody knows the worth of."""

    def test_no_number_is_no_amount(self):
        for amount in ("nan", "inf", "-inf", "1e308"):
            with self.subTest(amount), self.assertRaises(UserError):
                self._draft(float(amount))
        self.assertEqual(self._given(), 0)

    def test_huge_amounts_are_above_every_limit_but_none(self):
        for amount in (1e12, 9e14):
            remedy = self._request(amount)
            with self.subTest(amount):
                self.assertEqual(remedy.state, "to_approve")
                self._assert_refused(UserError, self.manager, remedy, "action_approve")

    def test_cents_are_rounded_before_they_are_judged(self):
        for amount, state in (
            (50.004, "approved"),
            (50.005, "to_approve"),
            (50.0000001, "approved"),
        ):
            remedy = self._request(amount)
            with self.subTest(amount):
                self.assertEqual(remedy.state, state)
            remedy.action_cancel()

    def test_what_has_a_price_is_not_asked_for_without_one(self):
        remedy = self._draft(0)
        self._assert_refused(UserError, self.handler, remedy, "action_offer")
        self.assertEqual(remedy.state, "draft")

    def test_what_costs_nothing_is_given_without_an_amount(self):
        word = self.refund.copy({"nature": "non_material"})
        remedy = self._draft(0, type_id=word.id)
        self._rpc(self.handler, remedy, "action_offer")
        self.assertEqual(remedy.state, "offered")

    def test_currency_without_a_rate_is_not_taken_for_ours(self):
        currency = self.env["res.currency"].create(
            {"name": "XTT", "symbol": "X", "rounding": 0.01}
        )
        remedy = self._draft(40, currency_id=currency.id)
        self._assert_refused(UserError, self.handler, remedy, "action_request")
        self.assertEqual(remedy.state, "draft")

    def test_rates_and_currencies_are_not_made_by_handlers(self):
        currency = self.env.ref("base.CHF")
        rate = {"currency_id": currency.id, "rate": 1000, "name": "2026-03-02"}
        for user in (self.handler, self.leader, self.manager):
            with self.subTest(user.name):
                rates = self.env["res.currency.rate"]
                self._assert_refused(AccessError, user, rates, "create", [rate])
                self._assert_refused(
                    AccessError, user, currency, "write", {"rounding": 100}
                )

    def test_rate_of_nothing_is_none(self):
        rates = self.env["res.currency.rate"]
        for rate in (0, -1):
            with self.subTest(rate), mute_logger("odoo.sql_db"):
                with self.assertRaises(CheckViolation), self.env.cr.savepoint():
                    rates.create(
                        {"currency_id": self.env.ref("base.CHF").id, "rate": rate}
                    ).flush_recordset()

    def test_rate_that_changes_after_the_approval_changes_nothing(self):
        chf = self.env.ref("base.CHF")
        rate = self.env["res.currency.rate"].create(
            {"currency_id": chf.id, "rate": 1, "name": "2026-03-01"}
        )
        remedy = self._draft(40, currency_id=chf.id)
        remedy.action_request()
        rate.rate = 0.001
        self.assertEqual((self._given(), remedy.company_amount), (40, 40))


class TestLimitsTold(AttackCommon):
    """Who changes who decides on how much is heard of; gifts have a limit as well."""

    def _told(self, user):
        notes = self.env["mail.notification"].search(
            [("res_partner_id", "=", user.partner_id.id)]
        )
        return " ".join(notes.mail_message_id.mapped("body"))

    def test_the_executive_contact_hears_who_takes_the_place(self):
        settings = self.env["complaint.settings"].with_user(self.manager)
        settings.create({"complaint_director_id": self.manager.id}).action_apply()
        self.assertIn(self.manager.name, self._told(self.director))

    def test_superiors_hear_of_each_limit_that_changes(self):
        limits = self.env["complaint.authority"].with_user(self.manager)
        limit = limits.search([("role", "=", "handler")], limit=1)
        limit.amount = 4321
        self.assertIn("4,321", self._told(self.director))
        limit.name = "For all of us"
        limit.unlink()
        self.assertIn("For all of us", self._told(self.director))
        limits.create({"name": "New one", "role": "handler", "amount": 1234})
        self.assertIn("1,234", self._told(self.director))
        self.assertFalse(self._told(self.manager))

    def test_a_gift_is_within_the_limit_of_whoever_gives_it(self):
        vals = {"gift": "Watch", "gift_cost": 51}
        with self.assertRaises(UserError):
            self._create_apology(self.ticket.with_user(self.handler), **vals)
        apology = self._create_apology(
            self.ticket.with_user(self.handler), gift="Tea", gift_cost=30
        )
        with self.assertRaises(UserError):
            apology.with_user(self.handler).gift_cost = 60
        with self.assertRaises(UserError):
            self._create_apology(
                self.ticket.with_user(self.handler), gift="More", gift_cost=30
            )
        apology.with_user(self.leader).gift_cost = 200
        self.assertEqual(apology.gift_cost, 200)

    def test_a_manager_of_one_company_takes_over_no_team_of_two(self):
        other = self.env["res.company"].create({"name": "Other"})
        manager = new_test_user(
            self.env,
            "other_manager",
            groups="helpdesk_mgmt.group_helpdesk_manager",
            company_id=other.id,
            company_ids=other.ids,
        )
        team = self.ticket.team_id.sudo()
        team.company_id = False
        with self.assertRaises(AccessError):
            team.with_user(manager).user_id = manager
        team.with_user(manager).name = "Renamed"
        team.with_user(self.manager).user_id = self.manager
        self.assertEqual(team.user_id, self.manager)
