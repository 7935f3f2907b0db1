from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import new_test_user

from .common.documents import MONDAY
from .common.loyalty import VoucherCommon


@freeze_time(MONDAY)
class TestProvedOnce(VoucherCommon):
    """A line of an order proves one use, of one coupon, of what was to be paid."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sales = new_test_user(
            cls.env, "proof_sales", groups="sales_team.group_sale_salesman"
        )

    def _send(self, amount=10):
        remedy = self._make_voucher(amount=amount)
        remedy.action_send_document()
        return remedy

    def _empty(self, remedy, order):
        card = self._card(remedy)
        self._note_use(card, card.points, order, user=self.sales)
        card.with_user(self.sales).points = 0
        self.env.cr.flush()

    def _states(self, remedies):
        return [remedy.document_state for remedy in remedies]

    def test_line_of_sales_that_names_no_coupon_is_no_use(self):
        """One order of one's own, whose lines cancel: it proves nothing of any."""
        remedies = [self._send() for _each in range(3)]
        reward = {"reward_id": self.program.reward_ids.id, "points_cost": 10}
        order = self._create_order((10, {}), (-10, reward))
        for remedy in remedies:
            self._empty(remedy, order)
        self.assertEqual(self._states(remedies), ["short"] * 3)
        self.assertEqual(remedies[0].state, "accepted")

    def test_order_takes_off_no_more_than_there_was_to_pay(self):
        remedies = [self._send() for _each in range(3)]
        cards = [self._card(remedy) for remedy in remedies]
        lines = [(-10, self._named(card, 10)) for card in cards]
        order = self._create_order((10, {}), *lines)
        for remedy in remedies:
            self._empty(remedy, order)
        self.assertEqual(self._states(remedies), ["done", "short", "short"])

    def test_lines_that_cancel_leave_nothing_to_take_off(self):
        remedy = self._send()
        card = self._card(remedy)
        order = self._create_order((10, {}), (-10, {}), (-10, self._named(card, 10)))
        self._empty(remedy, order)
        self.assertEqual(remedy.document_state, "short")

    def test_all_there_was_to_pay_may_be_taken_off(self):
        remedy = self._send()
        named = self._named(self._card(remedy), 10)
        self._empty(remedy, self._create_order((10, {}), (-10, named)))
        self.assertEqual((remedy.state, remedy.document_state), ("delivered", "done"))

    def test_order_that_is_none_any_more_or_takes_off_less_is_followed(self):
        changes = {
            "cancelled": lambda order, line: order.write({"state": "cancel"}),
            "price": lambda order, line: line.write({"price_unit": 0}),
            "coupon": lambda order, line: line.write({"coupon_id": False}),
            "other lines": lambda order, line: order.order_line[0].write(
                {"price_unit": 0}
            ),
            "moved": lambda order, line: line.write(
                {"order_id": self._create_order((99, {}), name="Other").id}
            ),
            "lines added": lambda order, line: line.copy(
                {"order_id": order.id, "price_unit": -60, "coupon_id": False}
            ),
        }
        for what, change in changes.items():
            remedy = self._send(5)
            order = self._use(self._card(remedy), 5, name=what).sudo()
            self.assertEqual(remedy.state, "delivered")
            change(order, order.order_line[1])
            self.env.cr.flush()
            with self.subTest(what):
                self.assertEqual(
                    (remedy.state, remedy.document_state), ("accepted", "short")
                )

    def test_orders_without_a_coupon_of_a_remedy_cost_no_query(self):
        stranger = self.env["loyalty.card"].create(
            {"program_id": self.program.id, "points": 10}
        )

        def change():
            order = self._create_order((10, {}), (-10, self._named(stranger, 10)))
            self.env.invalidate_all()
            count = self.cr.sql_log_count
            order.order_line[0].price_unit = 12
            order.state = "cancel"
            self.env.cr.flush()
            return self.cr.sql_log_count - count

        change()
        with_us = change()
        followed = self.registry["loyalty.card"]
        self.patch(followed, "_complaint_weighed_by", lambda self, name: frozenset())
        self.assertEqual(with_us, change())


@freeze_time(MONDAY)
class TestTerms(VoucherCommon):
    """What takes value from a code that a customer has is refused."""

    def setUp(self):
        super().setUp()
        self.remedy = self._make_voucher(amount=10)
        self.reward = self.program.reward_ids

    def _write(self, record, vals):
        with self.cr.savepoint():
            record.write(vals)
            self.env.cr.flush()

    def _get_less(self):
        """Return (record, values) by which the code would be worth less, or more."""
        reward, program = self.reward, self.program
        return [
            (reward, {"discount": 0.01}),
            (reward, {"discount": 100}),
            (reward, {"required_points": 5000}),
            (reward, {"discount_max_amount": 0.01}),
            (reward, {"discount_mode": "percent"}),
            (reward, {"clear_wallet": True}),
            (reward, {"active": False}),
            (reward, {"program_id": program.copy().id}),
            (program, {"date_from": "2020-01-01", "date_to": "2020-01-02"}),
            (program, {"date_to": "2026-03-03"}),
            (program, {"date_from": "2026-03-03"}),
            (program, {"limit_usage": True, "max_usage": 1}),
            (program, {"active": False}),
            (program, {"sale_ok": False}),
            (program, {"currency_id": self.env.ref("base.CHF").id}),
            (program, {"applies_on": "current"}),
            (program, {"trigger": "with_code"}),
            (program, {"program_type": "coupons"}),
            (program, {"reward_ids": [(2, reward.id)]}),
            (program, {"reward_ids": [(0, 0, {"discount": 50})]}),
        ]

    def test_code_that_was_sent_keeps_what_it_takes_off_and_where(self):
        self.remedy.action_send_document()
        for record, vals in self._get_less():
            with self.subTest(vals), self.assertRaisesRegex(UserError, "have codes"):
                self._write(record, vals)
        with self.assertRaisesRegex(UserError, "have codes"), self.cr.savepoint():
            self.reward.unlink()
        rewards = self.reward.with_context(default_program_id=self.program.id)
        with self.assertRaisesRegex(UserError, "have codes"), self.cr.savepoint():
            rewards.create({"discount": 50})

    def test_what_is_more_generous_or_says_nothing_of_it_passes(self):
        self.program.write({"date_to": "2027-12-31", "date_from": "2026-01-01"})
        self.remedy.action_send_document()
        for record, vals in (
            (self.program, {"date_to": "2028-12-31"}),
            (self.program, {"date_to": False, "date_from": False}),
            (self.program, {"date_to": "2026-04-01"}),  # The coupon ends with it.
            (self.program, {"date_from": "2026-03-01"}),
            (self.program, {"name": "Other", "portal_point_name": "Stars"}),
            (self.program, {"sequence": 7}),
            (self.reward, {"required_points": 0.5}),
            (self.reward, {"description": "Thank you"}),
        ):
            with self.subTest(vals):
                self._write(record, vals)
        found = self.remedy.state, self.remedy.document_cost
        self.assertEqual(found, ("delivered", 10))

    def test_used_or_ended_they_hold_nothing_back(self):
        self.remedy.action_send_document()
        ended = self._make_voucher(amount=5, voucher_valid_until="2026-03-20")
        ended.action_send_document()
        self._use(self._card(self.remedy), 10)
        with freeze_time("2026-03-21 09:00:00"):
            for record, vals in (
                (self.reward, {"discount": 0.5}),
                (self.program, {"active": False}),
            ):
                self._write(record, vals)
            self._card(self.remedy)._complaint_follow()
        self.assertEqual((self.remedy.state, ended.state), ("delivered", "delivered"))
        self.assertEqual(self.remedy.document_cost, 10)

    def test_not_sent_yet_it_is_not_made_dearer_and_not_sent_for_less(self):
        with self.assertRaisesRegex(UserError, "change it to that"):
            self._write(self.reward, {"discount": 2})
        channels = dict.fromkeys(
            {"sale_ok", "pos_ok"} & self.program._fields.keys(), False
        )
        for record, vals in (
            (self.reward, {"discount": 0.5}),
            (self.reward, {"required_points": 11}),
            (self.program, {"date_to": "2026-03-20"}),
            (self.program, {"limit_usage": True, "max_usage": 5}),
            (self.program, channels),
            (self.program, {"active": False}),
        ):
            savepoint = self.cr.savepoint()
            record.write(vals)
            with self.subTest(vals), self.assertRaises(UserError):
                self.remedy.action_send_document()
            savepoint.close(rollback=True)
            self.env.invalidate_all()
        self.remedy.action_send_document()
        self.assertEqual(self.remedy.state, "delivered")

    def test_coupon_ends_with_its_program_at_the_latest(self):
        self.program.date_to = "2026-03-20"
        card = self._card(self._make_voucher(amount=5))
        self.assertEqual(str(card.expiration_date), "2026-03-20")
        with self.assertRaisesRegex(UserError, "ends on"):
            self._make_voucher(amount=5, voucher_valid_until="2026-03-21")

    def test_card_that_was_sent_stays_the_customers(self):
        card = self._card(self.remedy)
        self.remedy.action_send_document()
        for other in (self.stranger, self.stranger.browse()):
            with self.assertRaisesRegex(UserError, "is not for the customer"):
                self._write(card, {"partner_id": other.id})
        child = self.customer.create({"name": "Son", "parent_id": self.customer.id})
        self._write(card, {"partner_id": child.id})
        # Their record is gone; Point of Sale writes down who used the code.
        self.env.cr.execute(
            "UPDATE loyalty_card SET partner_id = NULL WHERE id = %s", (card.id,)
        )
        card.invalidate_recordset()
        self._write(card, {"partner_id": self.stranger.id})

    def test_programs_without_coupons_of_remedies_cost_one_look(self):
        other = self.program.copy()
        reward = other.reward_ids

        def change(value):
            self.env.flush_all()
            count = self.cr.sql_log_count
            reward.discount = value
            other.date_to = f"2030-01-0{value}"
            self.env.cr.flush()
            return self.cr.sql_log_count - count

        change(2)
        with_us = change(3)
        self.patch(
            self.registry["complaint.coupon.terms"],
            "_is_complaint_term",
            lambda self, name: False,
        )
        self.assertEqual(with_us, change(4) + 2)
