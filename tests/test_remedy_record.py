from datetime import datetime

from odoo.exceptions import UserError
from odoo.tests import freeze_time

from .common import ComplaintCommon

MONDAY = datetime(2026, 3, 2, 9)


@freeze_time(MONDAY)
class RemedyRecordCommon(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(MONDAY):
            cls.ticket = cls._create_complaint(complaint_severity_id=cls.normal.id)

    def _offer(self, **vals):
        remedy = self._create_remedy(self.ticket, **vals)
        remedy.action_offer()
        return remedy


@freeze_time(MONDAY)
class TestRecordOfSteps(RemedyRecordCommon):
    """Who did what, when and why stays on record."""

    @classmethod
    def default_env_context(cls):
        return {}  # With tracking.

    def _tracked(self, remedy):
        self.cr.precommit.run()
        values = remedy.sudo().message_ids.tracking_value_ids
        values = values.filtered(lambda v: v.field_id.name == "state")
        return values.sorted("id").mapped("new_value_char")

    def test_declined_with_reason_person_and_time(self):
        remedy = self._offer()
        with freeze_time("2026-03-04 11:00:00"):
            remedy.with_user(self.leader).action_decline("Wants a new one")
        self.assertEqual(remedy.reason, "Wants a new one")
        self.assertEqual(remedy.step_user_id, self.leader)
        self.assertEqual(remedy.step_at, datetime(2026, 3, 4, 11))

    def test_refused_with_reason_person_and_time(self):
        remedy = self._create_remedy(self.ticket, amount=200)
        remedy.action_request()
        with freeze_time("2026-03-02 12:00:00"):
            remedy.with_user(self.leader).action_refuse("Too much")
        self.assertEqual(remedy.requested_by_id, self.handler)
        self.assertEqual(remedy.step_user_id, self.leader)
        self.assertEqual(remedy.step_at, datetime(2026, 3, 2, 12))

    def test_every_step_is_in_the_conversation(self):
        remedy = self._create_remedy(self.ticket)
        for step in ("action_offer", "action_accept", "action_deliver"):
            self.cr.precommit.run()  # As after each click.
            getattr(remedy, step)()
        self.assertEqual(
            self._tracked(remedy)[-3:], ["Offered", "Accepted", "Delivered"]
        )
        authors = remedy.sudo().message_ids.author_id
        self.assertEqual(authors, self.handler.partner_id)

    def test_declined_offer_is_followed_by_a_new_one(self):
        first = self._offer()
        first.action_decline("Wants a new one")
        second = self._offer()
        self.assertEqual(
            (self.ticket.complaint_remedy_ids - second, first.state),
            (first, "declined"),
        )
        self.assertEqual((first.offer_number, second.offer_number), (1, 2))
        second.action_accept()
        self.assertEqual(first.reason, "Wants a new one")

    def test_nobody_writes_who_did_it(self):
        remedy = self._create_remedy(self.ticket)
        for vals in ({"step_user_id": self.leader.id}, {"step_at": MONDAY}):
            with self.subTest(vals), self.assertRaises(Exception) as error:
                remedy.write(vals)
            self.assertIn("cannot be written directly", str(error.exception))


@freeze_time(MONDAY)
class TestMoney(RemedyRecordCommon):
    """Money in any currency; what it means for the authority is fixed once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreign = cls.env["res.currency"].create(
            {
                "name": "FOR",
                "symbol": "F",
                "rate_ids": [(0, 0, {"name": "2026-01-01", "rate": 10})],
            }
        )

    def test_foreign_money_counts_by_the_rate_of_the_request(self):
        remedy = self._offer(amount=400, currency_id=self.foreign.id)
        self.assertEqual((remedy.amount, remedy.company_amount), (400, 40))
        self.assertEqual(remedy.state, "offered")

    def test_foreign_money_above_the_limit_is_asked_for(self):
        remedy = self._offer(amount=510, currency_id=self.foreign.id)
        self.assertEqual(remedy.state, "to_approve")

    def test_later_rate_changes_nothing(self):
        remedy = self._offer(amount=400, currency_id=self.foreign.id)
        self.foreign.rate_ids.rate = 1
        remedy.action_accept()
        self.assertEqual(remedy.company_amount, 40)
        self.assertEqual(self.ticket.complaint_given_amount, 40)

    def test_rate_at_the_request_counts_and_not_that_of_the_draft(self):
        remedy = self._create_remedy(
            self.ticket, amount=400, currency_id=self.foreign.id
        )
        self.foreign.rate_ids.rate = 1
        remedy.action_offer()
        self.assertEqual((remedy.company_amount, remedy.state), (400, "to_approve"))

    def test_complaint_in_another_company_keeps_the_worth_of_what_was_given(self):
        remedy = self._offer(amount=40)
        remedy.action_accept()
        remedy.action_deliver()
        other = self.env["res.company"].create(
            {"name": "Other", "currency_id": self.foreign.id}
        )
        self.manager.company_ids += other
        self.ticket.with_user(self.manager).company_id = other
        remedy = remedy.with_user(self.manager)
        self.assertEqual((remedy.company_id, remedy.amount), (other, 40))
        self.assertEqual(remedy.company_currency_id, self.foreign)
        self.assertEqual(remedy.company_amount, 400)


@freeze_time(MONDAY)
class TestDeliveredOnce(RemedyRecordCommon):
    def _count_deliveries(self):
        delivered = []

        def deliver(remedy):
            delivered.append(remedy.id)

        remedies = self.env.registry["complaint.remedy"]
        self.patch(remedies, "_deliver_refund", deliver)
        return delivered

    def test_second_click_delivers_nothing_twice(self):
        delivered = self._count_deliveries()
        remedy = self._offer()
        remedy.action_accept()
        remedy.action_deliver()
        with self.assertRaises(UserError):
            remedy.action_deliver()
        self.assertEqual(delivered, remedy.ids)

    def test_stale_cache_delivers_nothing_twice(self):
        delivered = self._count_deliveries()
        remedy = self._offer()
        remedy.action_accept()
        self.env.flush_all()
        self.cr.execute(
            "UPDATE complaint_remedy SET state = 'delivered' WHERE id = %s",
            remedy.ids,
        )
        self.assertEqual(remedy.state, "accepted", "the cache is stale")
        with self.assertRaises(UserError):
            remedy.action_deliver()
        self.assertFalse(delivered)

    def test_failed_delivery_stays_owed(self):
        def fail(remedy):
            raise ValueError("Out of stock")

        self.patch(self.env.registry["complaint.remedy"], "_deliver_refund", fail)
        remedy = self._offer()
        remedy.action_accept()
        with self.assertRaises(ValueError), self.env.cr.savepoint():
            remedy.action_deliver()
        self.assertEqual(remedy.state, "accepted")
        self.assertEqual(remedy.sudo().deadline_id.state, "running")


@freeze_time(MONDAY)
class TestBulk(RemedyRecordCommon):
    """100 remedies in one call; measured: 11 queries, with tracking."""

    @classmethod
    def default_env_context(cls):
        return {}

    def _count_queries(self, tickets):
        remedies = self.env["complaint.remedy"].with_user(self.handler)
        vals = [
            {"ticket_id": ticket.id, "type_id": self.refund.id, "amount": 5}
            for ticket in tickets
        ]
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        remedies.create(vals)
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_creating_100_remedies_costs_less_than_a_query_each(self):
        self._create_remedy(self.ticket)  # The rules are read once.
        tickets = self._create_complaint(count=100)
        self.assertLess(self._count_queries(tickets), 50)
        self.assertLess(self._count_queries([self.ticket] * 100), 50)
