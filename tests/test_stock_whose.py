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
        self.order.partner_shipping_id = self.stranger
        self._name_order()
        goods = {"goods_product_id": self.kettle.id, "goods_quantity": 1}
        remedy = self._make(type_id=self.replacement.id, **goods)
        transfer = self._document(remedy, self.storekeeper)
        self.assertEqual(transfer.partner_id, self.stranger)
        self._do(transfer)
        self.assertEqual(remedy.state, "delivered")
