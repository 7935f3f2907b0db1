from odoo import Command
from odoo.tests import Form, new_test_user

from .documents import DocumentsCommon


class StockCommon(DocumentsCommon):
    """An order of two kettles and a lid, delivered, and whoever does transfers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.storekeeper = new_test_user(
            cls.env,
            "storekeeper_user",
            groups="base.group_user,stock.group_stock_user",
            name="Storekeeper",
            email="storekeeper@company.example",
        )
        cls.company.sudo().complaint_storekeeper_id = cls.storekeeper
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        goods = {"is_storable": True, "standard_price": 12}
        cls.kettle, cls.lid, cls.mug = cls.env["product.product"].create(
            [{"name": name, **goods} for name in ("Kettle", "Lid", "Mug")]
        )
        cls.machine = cls.env["product.product"].create(
            {"name": "Machine", "tracking": "serial", **goods}
        )
        for product in (cls.kettle, cls.lid, cls.mug):
            cls._stock(product, 50)
        cls.replacement, cls.back = cls.env["complaint.remedy.type"].create(
            [
                {"name": "Replacement", "kind": "replacement"},
                {"name": "Return", "kind": "return"},
            ]
        )
        cls.order = cls._order({cls.kettle: 2, cls.lid: 1})
        cls.delivery = cls.order.picking_ids
        cls._do(cls.delivery)

    @classmethod
    def _stock(cls, product, quantity, lot=None):
        cls.env["stock.quant"]._update_available_quantity(
            product, cls.warehouse.lot_stock_id, quantity, lot_id=lot
        )

    @classmethod
    def _order(cls, goods, **vals):
        lines = [
            Command.create(
                {"product_id": product.id, "product_uom_qty": count, "price_unit": 30}
            )
            for product, count in goods.items()
        ]
        order = cls.env["sale.order"].create(
            {"partner_id": cls.customer.id, "order_line": lines, **vals}
        )
        order.action_confirm()
        return order

    @classmethod
    def _do(cls, transfer, count=None, backorder=True):
        """Do ``transfer``, ``count`` pieces of each line of it, as its user."""
        transfer.action_assign()
        for move in transfer.move_ids:
            move.quantity = move.product_uom_qty if count is None else count
            move.picked = True
        context = {"skip_backorder": True, "skip_sms": True}
        if not backorder:
            context["picking_ids_not_to_backorder"] = transfer.ids
        transfer.with_context(**context).button_validate()

    def _name_order(self):
        self.ticket.sudo().complaint_order_id = self.order

    def _sell_machine(self, number="SN-0007"):
        """Return the serial number of a machine the customer bought."""
        lot = self.env["stock.lot"].create(
            {"name": number, "product_id": self.machine.id}
        )
        self._stock(self.machine, 1, lot)
        self._do(self._order({self.machine: 1}).picking_ids)
        return lot

    def _count(self, step):
        """Return how many queries ``step`` costs in a request of its own."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        step()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def _send_back(self, transfer, count=None, done=True):
        """Send ``transfer`` back, all or ``count`` of each line, with *Return*."""
        dialog = Form(
            self.env["stock.return.picking"]
            .with_user(transfer.env.user)
            .with_context(active_model="stock.picking", active_id=transfer.id)
        ).save()
        if count is None:
            action = dialog.action_create_returns_all()
        else:
            dialog.product_return_moves.quantity = count
            action = dialog.action_create_returns()
        back = transfer.browse(action["res_id"])
        if done:
            self._do(back)
        return back
