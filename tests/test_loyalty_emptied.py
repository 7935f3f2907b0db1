from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import new_test_user

from .common.documents import MONDAY
from .common.loyalty import VoucherCommon


@freeze_time(MONDAY)
class TestEmptied(VoucherCommon):
    """What a coupon holds is weighed before its code is sent."""

    def _salesperson(self):
        users = self.env["res.users"].search([("login", "=", "coupon_sales")])
        return users or new_test_user(
            self.env, "coupon_sales", groups="sales_team.group_sale_salesman"
        )

    def test_emptied_before_it_is_sent_it_is_not_sent(self):
        """By whichever way its value is taken out: what it holds is weighed."""

        def by_hand(card):
            dialog = self.env["loyalty.card.update.balance"].with_user(sales)
            vals = {"card_id": card.id, "new_balance": 0, "description": "x"}
            dialog.create(vals).action_update_card_point()

        def by_an_order(card):
            self._use(card, card.points)

        def by_a_line_over_rpc(card):
            lines = self.env["loyalty.history"].with_user(sales)
            lines.create({"card_id": card.id, "description": "x", "used": card.points})
            card.with_user(sales).sudo().points = 0

        sales = self._salesperson()
        for empty in (by_hand, by_an_order, by_a_line_over_rpc):
            remedy = self._make_voucher(amount=10)
            card = self._card(remedy)
            empty(card)
            with (
                self.subTest(empty.__name__),
                self.assertRaisesRegex(UserError, "was promised"),
                self.cr.savepoint(),
            ):
                remedy.action_send_document()
            self.assertEqual(remedy.state, "accepted")
            self.assertFalse(self._mails_with(card.code))

    def test_emptied_by_hand_it_is_filled_up_and_sent(self):
        remedy = self._make_voucher()
        dialog = self.env["loyalty.card.update.balance"].with_user(self._salesperson())
        card = self._card(remedy)
        for balance in (0, 40):
            dialog.create(
                {"card_id": card.id, "new_balance": balance, "description": "x"}
            ).action_update_card_point()
        remedy.action_send_document()
        self.assertEqual(remedy.state, "delivered")
        self.assertIn("40.00", self._customer_mails()[-1].body)

    def test_taken_out_by_hand_after_it_was_sent_it_was_not_used(self):
        remedy = self._make_voucher()
        remedy.action_send_document()
        card = self._card(remedy)
        self.env["loyalty.history"].with_user(self._salesperson()).create(
            {"card_id": card.id, "description": "x", "used": 40}
        )
        card.active = False
        self._assert_owed_again(remedy)

    def test_it_is_moved_to_no_program_that_gives_more(self):
        remedy = self._make_voucher()
        rich = self.program.copy()
        rich.reward_ids.discount = 2
        with self.assertRaisesRegex(UserError, "change it to that"):
            self._card(remedy).program_id = rich

    def test_emptied_by_hand_after_it_was_sent_it_is_owed_again(self):
        remedy = self._make_voucher()
        remedy.action_send_document()
        card = self._card(remedy).with_user(self._salesperson())
        card.points = 0
        self.env.cr.flush()
        self.assertEqual((remedy.state, remedy.document_state), ("accepted", "short"))
        self.assertIn("It is about", self._told(self.handler)[0].body)

    def test_use_that_no_order_has_is_none(self):
        """Whatever a note on the coupon says: its order has to have a line of it."""
        sales = self._salesperson()
        order = self.env["sale.order"].create({"partner_id": self.customer.id})
        order.state = "sale"
        for named in (order, order.browse(order.id + 1000), self.customer, sales):
            remedy = self._make_voucher(amount=10)
            remedy.action_send_document()
            card = self._card(remedy)
            self._note_use(card, 10, named, user=sales)
            card.with_user(sales).points = 0
            self.env.cr.flush()
            with self.subTest(named=named):
                self.assertEqual(remedy.state, "accepted")
                self.assertNotIn("Used on", remedy.document_label)
                card.active = False
                self.assertEqual(remedy.document_state, "undone")

    def test_line_that_takes_nothing_off_is_no_use(self):
        remedy = self._make_voucher()
        remedy.action_send_document()
        self._use(self._card(remedy), 40, off=0)
        self.assertEqual((remedy.state, remedy.document_state), ("accepted", "short"))
        self.assertNotIn("Used on", remedy.document_label)

    def test_points_that_are_no_number_break_no_page(self):
        for points in (float("inf"), 1e308):
            remedy = self._make_voucher(amount=5)
            remedy.action_send_document()
            self._card(remedy).with_user(self._salesperson()).points = points
            self.env.cr.flush()
            with self.subTest(points=points):
                self.assertEqual(remedy.state, "accepted")
                self.assertTrue(self.ticket._complaint_portal_values()["timeline"])

    def test_note_on_what_is_not_there_breaks_no_page(self):
        remedy = self._make_voucher()
        remedy.action_send_document()
        note = {"description": "x", "used": 1, "order_model": "no.such", "order_id": 1}
        self.env["loyalty.history"].with_user(self._salesperson()).create(
            {"card_id": self._card(remedy).id, **note}
        )
        self.assertIn("Code sent", remedy.document_label)
        self.assertTrue(self.ticket._complaint_portal_values()["timeline"])

    def test_order_of_somebody_else_is_not_told(self):
        remedy = self._make_voucher()
        remedy.action_send_document()
        self._use(self._card(remedy), 15, customer=self.stranger)
        self.assertIn("Used on an order", remedy.document_label)
        told = str(self.ticket._complaint_portal_values()["timeline"])
        self.assertNotIn("S00042", told)

    def test_another_one_in_its_place_it_stays_archived(self):
        remedy = self._make_voucher()
        remedy.action_send_document()
        former = self._card(remedy).with_user(self._salesperson())
        former.active = False
        remedy.action_make_document()
        with self.assertRaisesRegex(UserError, "took the place of"):
            former.active = True

    def test_code_that_was_sent_stays_as_it_is(self):
        remedy = self._make_voucher()
        card = self._card(remedy).with_user(self._salesperson())
        card.expiration_date = "2026-03-20"
        remedy.action_send_document()
        other = card.sudo().program_id.copy()
        for vals in (
            {"code": "OTHER"},
            {"expiration_date": "2026-03-19"},
            {"program_id": other.id},
        ):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "has the code"):
                card.write(vals)
        card.expiration_date = "2027-03-20"
        self.assertEqual(remedy.state, "delivered")
