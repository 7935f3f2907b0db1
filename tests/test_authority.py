from datetime import datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time

from odoo.addons.complaint_recovery.models.remedy.authority import UNLIMITED

from .common import ComplaintCommon


@freeze_time("2026-03-02 09:00:00")
class TestAuthority(ComplaintCommon):
    """Handler 50, team leader 250, manager 1000, executive contact without limit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-03-02 09:00:00"):
            cls.ticket = cls._create_complaint(complaint_severity_id=cls.normal.id)

    def _limit(self, user):
        return self.env["complaint.authority"]._get_limit(user, self.ticket)

    def _request(self, amount, user=None):
        remedy = self._create_remedy(self.ticket, user, amount=amount)
        remedy.action_request()
        return remedy

    def test_each_role_has_its_limit(self):
        for user, limit in (
            (self.employee, 0),
            (self.portal, 0),
            (self.sales, 0),
            (self.handler, 50),
            (self.agent_all, 50),
            (self.leader, 250),
            (self.manager, 1000),
            (self.director, UNLIMITED),
        ):
            with self.subTest(user.name):
                self.assertEqual(self._limit(user), limit)

    def test_leader_of_another_team_is_a_handler_here(self):
        self.team.user_id = self.handler
        self.assertEqual(self._limit(self.leader), 50)
        self.assertEqual(self._limit(self.handler), 250)

    def test_without_a_director_managers_stand_in(self):
        self.company.complaint_director_id = False
        self.assertEqual(self._limit(self.manager), UNLIMITED)

    def test_company_without_any_row_leaves_it_to_the_managers(self):
        self.env["complaint.authority"].search([]).unlink()
        self.assertEqual(self._limit(self.manager), UNLIMITED)
        self.assertEqual(self._limit(self.handler), 0)

    def test_limits_of_another_company_do_not_count(self):
        other = self.env["res.company"].create({"name": "Other"})
        rows = self.env["complaint.authority"].search([("role", "=", "handler")])
        rows.company_id = other
        self.assertEqual(self._limit(self.handler), 0)

    def test_highest_row_that_applies_counts(self):
        rows = self.env["complaint.authority"].with_user(self.manager)
        group = self.env.ref("helpdesk_mgmt.group_helpdesk_user_own")
        rows.create({"name": "Group", "group_id": group.id, "amount": 80})
        self.assertEqual(self._limit(self.handler), 80)
        rows.create({"name": "One", "user_ids": self.handler.ids, "amount": 60})
        self.assertEqual(self._limit(self.handler), 80)
        rows.create({"name": "Him", "user_ids": self.handler.ids, "amount": 90})
        self.assertEqual(self._limit(self.handler), 90)

    def test_archived_row_does_not_count(self):
        row = self.env["complaint.authority"].search([("role", "=", "handler")])
        row.active = False
        self.assertEqual(self._limit(self.handler), 0)

    def test_row_is_for_a_role_a_group_or_users(self):
        rows = self.env["complaint.authority"].with_user(self.manager)
        group = self.env.ref("helpdesk_mgmt.group_helpdesk_user_own")
        for vals in ({}, {"role": "handler", "group_id": group.id}):
            with self.subTest(vals), self.assertRaises(ValidationError):
                rows.create({"name": "x", "amount": 1, **vals})

    def test_limits_are_set_by_managers(self):
        row = self.env["complaint.authority"].search([("role", "=", "handler")])
        for user in (self.handler, self.leader, self.agent_all):
            with self.subTest(user.name), self.assertRaises(AccessError):
                row.with_user(user).amount = 1000
        row.with_user(self.manager).amount = 60

    def test_limit_itself_is_within_and_a_cent_more_is_not(self):
        self.assertEqual(self._request(50).state, "approved")
        self.ticket.complaint_remedy_ids.action_cancel()
        self.assertEqual(self._request(50.01).state, "to_approve")

    def test_three_options_of_40_are_fine_together(self):
        remedies = self.env["complaint.remedy"].with_user(self.handler)
        for _count in range(3):
            remedies |= self._create_remedy(self.ticket)
        remedies.action_offer()
        self.assertEqual(set(remedies.mapped("state")), {"offered"})
        self.assertEqual(set(remedies.mapped("offer_number")), {1})

    def test_second_offer_of_40_needs_approval(self):
        self._create_remedy(self.ticket).action_offer()
        second = self._create_remedy(self.ticket)
        action = second.action_offer()
        self.assertEqual(second.state, "to_approve")
        self.assertEqual(action["params"]["type"], "warning")

    def test_options_approved_together_are_not_offered_apart(self):
        first, second = self._request(40), self._request(40)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            first.action_offer()
        (first | second).action_offer()
        self.assertEqual(first.offer_number, second.offer_number)

    def test_accepted_and_delivered_ones_count_in_full(self):
        remedy = self._create_remedy(self.ticket)
        remedy.action_offer()
        remedy.action_accept()
        self.assertEqual(self._request(20).state, "to_approve")
        remedy.action_deliver()
        self.assertEqual(self._request(20).state, "to_approve")
        self.assertEqual(self._request(10).state, "approved")

    def test_declined_refused_and_cancelled_ones_do_not_count(self):
        first = self._create_remedy(self.ticket)
        first.action_offer()
        first.action_decline()
        second = self._request(40)
        second.action_cancel()
        third = self._request(200)
        third.with_user(self.leader).action_refuse("Too much")
        self.assertEqual(self._request(50).state, "approved")

    def test_dearest_option_counts_and_not_their_sum(self):
        remedies = self._create_remedy(self.ticket, amount=10)
        remedies |= self._create_remedy(self.ticket, amount=45)
        remedies.action_offer()
        self.assertEqual(self.ticket._complaint_exposure_with(remedies.browse()), 45)

    def test_other_complaints_do_not_count(self):
        self._create_remedy(self.ticket).action_offer()
        self.ticket = self._create_complaint(complaint_severity_id=self.normal.id)
        self.assertEqual(self._request(40).state, "approved")

    def test_nearest_superior_whose_limit_suffices_is_asked(self):
        for amount, user in ((200, self.leader), (5000, self.director)):
            remedy = self._request(amount)
            with self.subTest(amount):
                self.assertEqual(remedy.sudo().deadline_id.user_id, user)
            remedy.action_cancel()

    def test_nobody_approves_above_the_own_limit(self):
        remedy = self._request(500)
        for user in (self.handler, self.leader):
            for method, args in (("action_approve", []), ("action_refuse", ["No"])):
                with self.subTest(user.name), self.assertRaises(UserError):
                    getattr(remedy.with_user(user), method)(*args)
        remedy.with_user(self.manager).action_approve()
        self.assertEqual(remedy.approved_by_id, self.manager)
        self.assertEqual(remedy.sudo().deadline_id.state, "done")

    def test_own_request_within_the_own_limit_needs_nobody(self):
        remedy = self._request(200, self.leader)
        self.assertEqual(remedy.approved_by_id, self.leader)

    def test_approving_counts_what_was_committed_meanwhile(self):
        remedy = self._request(200)
        other = self._create_remedy(self.ticket, self.manager, amount=100)
        other.action_offer()
        with self.assertRaises(UserError):
            remedy.with_user(self.leader).action_approve()

    def test_colleague_it_is_about_approves_nothing(self):
        remedy = self._request(200)
        self.ticket.complaint_about_user_id = self.leader
        with self.assertRaises(AccessError):
            remedy.with_user(self.leader).action_approve()
        self.assertEqual(self._limit(self.leader), 0)

    def test_foreign_currency_is_fixed_at_the_request(self):
        currency = self.env["res.currency"].create(
            {"name": "XTS", "symbol": "X", "rounding": 0.01}
        )
        rates = self.env["res.currency.rate"]
        rate = rates.create(
            {
                "name": datetime(2026, 3, 1),
                "rate": 0.5,
                "currency_id": currency.id,
                "company_id": self.company.id,
            }
        )
        remedy = self._create_remedy(self.ticket, amount=20, currency_id=currency.id)
        remedy.action_request()
        self.assertEqual((remedy.state, remedy.company_amount), ("approved", 40))
        rate.rate = 0.1
        remedy.action_offer()
        self.assertEqual(remedy.company_amount, 40)
        dear = self._create_remedy(self.ticket, amount=10, currency_id=currency.id)
        dear.action_request()
        self.assertEqual((dear.state, dear.company_amount), ("to_approve", 100))
