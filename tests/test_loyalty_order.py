from freezegun import freeze_time

from .common.documents import MONDAY
from .common.every_kind import EveryKindCommon


@freeze_time(MONDAY)
class TestUsedOnAnOrder(EveryKindCommon):
    """The code is typed on a real order, as the customer's next one."""

    def setUp(self):
        super().setUp()
        self.coupon = self._make_kind("voucher", amount=10)
        self.coupon.action_send_document()
        self.card = self._document(self.coupon, self.handler).sudo()

    def _use_the_code(self):
        line = {"product_id": self.mug.id, "product_uom_qty": 1, "price_unit": 30}
        order = self.env["sale.order"].create(
            {"partner_id": self.customer.id, "order_line": [(0, 0, line)]}
        )
        found = order._try_apply_code(self.card.code)
        self.assertNotIn("error", found)
        for card, rewards in found.items():
            order._apply_program_reward(rewards, card)
        order.action_confirm()
        return order

    def test_handler_and_customer_read_on_which(self):
        order = self._use_the_code()
        self.coupon.invalidate_recordset()
        self.assertIn(f"Used on {order.name}", self._get_label())
        told = str(self.ticket._complaint_portal_values()["timeline"])
        self.assertIn(order.name, told)
        self.assertEqual(self.coupon.state, "delivered")
        self.assertEqual(self.ticket.complaint_cost_amount, 10)

    def _get_label(self):
        return self.coupon.document_label.replace("Order ", "")

    def test_order_cancelled_the_code_may_be_used_again(self):
        order = self._use_the_code()
        order.with_context(disable_cancel_warning=True)._action_cancel()
        self.coupon.invalidate_recordset()
        self.assertIn("Code sent", self.coupon.document_label)
        self.assertEqual((self.coupon.state, self.card.points), ("delivered", 10))
        again = self._use_the_code()
        self.coupon.invalidate_recordset()
        self.assertIn(f"Used on {again.name}", self._get_label())
