"""Whose the goods of a remedy are: the customer's."""

from freezegun import freeze_time

from odoo.exceptions import UserError

from .common.documents import MONDAY
from .common.stock import StockCommon


@freeze_time(MONDAY)
class TestWhose(StockCommon):
    def test_a_replacement_goes_to_nobody_else(self):
        self._name_order()
        goods = {"goods_product_id": self.kettle.id, "goods_quantity": 1}
        remedy = self._make(type_id=self.replacement.id, **goods)
        transfer = self._document(remedy, self.storekeeper)
        customer = transfer.partner_id
        nobody = customer.browse()
        for other in (self.stranger, self.storekeeper.partner_id, nobody):
            transfer.partner_id = other
            with self.subTest(other.name), self.assertRaisesRegex(UserError, "not for"):
                with self.env.cr.savepoint():
                    self._do(transfer)
        transfer.partner_id = customer
        self._do(transfer)
        self.assertEqual(remedy.state, "delivered")

    def test_goods_of_an_order_go_where_those_of_the_order_went(self):
        self.order = self._order({self.kettle: 1}, partner_shipping_id=self.stranger.id)
        self._do(self.order.picking_ids)
        self._name_order()
        goods = {"goods_product_id": self.kettle.id, "goods_quantity": 1}
        remedy = self._make(type_id=self.replacement.id, **goods)
        transfer = self._document(remedy, self.storekeeper)
        self.assertEqual(transfer.partner_id, self.stranger)
        self._do(transfer)
        self.assertEqual(remedy.state, "delivered")

    def test_who_may_not_know_of_the_complaint_is_not_told_its_number(self):
        """Whom it is about hears what was approved, and nothing of a complaint."""
        self._name_order()
        goods = {"goods_product_id": self.kettle.id, "goods_quantity": 1}
        remedy = self._make(type_id=self.replacement.id, **goods)
        transfer = self._document(remedy, self.storekeeper)
        for about in (self.env["res.users"], self.storekeeper):
            self.ticket.sudo().complaint_about_user_id = about
            with self.assertRaisesRegex(UserError, "was asked for") as caught:
                with self.env.cr.savepoint():
                    self._do(transfer, count=3)
            words = str(caught.exception)
            self.assertEqual(self.ticket.number in words, not about)
            self.assertEqual("complaint" in words, not about)
