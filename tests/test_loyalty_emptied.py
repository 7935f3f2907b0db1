from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import new_test_user

from .common.documents import MONDAY
from .common.loyalty import VoucherCommon


@freeze_time(MONDAY)
class TestEmptied(VoucherCommon):
    """What a coupon holds is weighed before its code is sent."""

    def _salesperson(self):
        return new_test_user(
            self.env, "coupon_sales", groups="sales_team.group_sale_salesman"
        )

    def test_emptied_before_it_is_sent_it_is_not_sent(self):
        """By whichever way its value is taken out: what it holds is weighed."""

        def by_hand(card):
            dialog = self.env["loyalty.card.update.balance"].with_user(sales)
            vals = {"card_id": card.id, "new_balance": 0, "description": "x"}
            dialog.create(vals).action_update_card_point()

        def by_an_order(card):
            self._use(card, card.points, self.env["res.partner"].create({"name": "S7"}))

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
