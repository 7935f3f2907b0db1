from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form

from .common.documents import MONDAY
from .common.stock import StockCommon


@freeze_time(MONDAY)
class TestSerialNumber(StockCommon):
    """The serial number complained about: whose it is, and who may choose it."""

    def setUp(self):
        super().setUp()
        self.lot = self._sell_machine()

    def test_handler_types_it_and_reads_no_more(self):
        self.ticket.complaint_lot_number = "sn-0007"
        self.assertEqual(self.ticket.sudo().complaint_lot_id, self.lot)
        self.assertEqual(self.ticket.complaint_lot_number, "SN-0007")
        with self.assertRaises(AccessError):
            self.lot.with_user(self.handler).read(["product_id"])
        with self.assertRaises(AccessError):
            self.ticket.complaint_lot_id = self.lot

    def test_number_of_what_others_got_finds_nothing(self):
        self.ticket.sudo().partner_id = self.stranger
        for number in ("SN-0007", "SN-%"):
            with self.assertRaisesRegex(UserError, "nothing with the serial number"):
                self.ticket.complaint_lot_number = number
        with self.assertRaises(ValidationError):
            self.ticket.sudo().complaint_lot_id = self.lot

    def test_another_company_delivered_it(self):
        other = self.env["res.company"].create({"name": "Other"})
        ticket = self.ticket.sudo()
        ticket.complaint_lot_id = self.lot
        with self.assertRaises(ValidationError):
            ticket.write({"company_id": other.id, "team_id": False})

    def test_customer_writes_it_on_the_portal(self):
        tickets = self.env["helpdesk.ticket"]
        found = [
            tickets._complaint_find_named(" SN-0007 ", customer, self.company)
            for customer in (self.customer, self.stranger)
        ]
        self.assertEqual(found, [{"complaint_lot_id": self.lot.id}, {}])

    def test_customer_writes_it_at_the_door_and_the_address_answers(self):
        ticket = self.ticket.sudo()
        ticket.complaint_reference = "SN-0007"
        found = ticket._door_match_reference(self.customer.email)
        mine = {"partner_id": self.customer.id, "complaint_lot_id": self.lot.id}
        self.assertEqual(found, mine)
        self.assertEqual(ticket._door_match_reference(self.stranger.email), {})

    def test_customer_and_number_are_corrected_in_one_save(self):
        self.ticket.complaint_lot_number = "SN-0007"
        other = self.env["stock.lot"].create(
            {"name": "SN-0008", "product_id": self.machine.id}
        )
        self._stock(self.machine, 1, other)
        order = self._order({self.machine: 1}, partner_id=self.stranger.id)
        self._do(order.picking_ids)
        ticket = self.ticket.with_user(self.manager)
        with self.assertRaises(ValidationError), self.cr.savepoint():
            ticket.partner_id = self.stranger
        self.env.invalidate_all()
        ticket.write(
            {"partner_id": self.stranger.id, "complaint_lot_number": "SN-0008"}
        )
        self.assertEqual(self.ticket.sudo().complaint_lot_id, other)

    def test_it_alone_is_replaced_and_comes_back(self):
        self._name_order()
        self.ticket.complaint_lot_number = "SN-0007"
        receipt = self._document(
            self._make(type_id=self.back.id, amount=5), self.storekeeper
        )
        self.assertEqual(receipt.move_ids.product_id, self.machine)
        self.assertEqual(receipt.move_ids.product_uom_qty, 1)
        given = self._make(type_id=self.replacement.id, amount=12)
        delivery = self._document(given, self.storekeeper)
        self.assertEqual(delivery.move_ids.product_id, self.machine)
        self.assertEqual(delivery.state, "confirmed", "none is in stock")


@freeze_time(MONDAY)
class TestOnTransfers(StockCommon):
    """What a transfer tells of complaints, and that plain ones pay nothing."""

    def test_reported_from_the_transfer_and_counted_there(self):
        self.sales.group_ids += self.env.ref("stock.group_stock_user")
        delivery = self.delivery.with_user(self.sales)
        action = delivery.action_report_complaint()
        entries = self.env["complaint.sales.entry"].with_user(self.sales)
        entry = entries.with_context(**action["context"]).create(
            {"description": "One of them leaks"}
        )
        entry.action_report()
        ticket = self.env["helpdesk.ticket"].search([], order="id desc", limit=1)
        self.assertEqual(ticket.complaint_order_id, self.order)
        self.env.flush_all()
        self.assertEqual(delivery.complaint_count, 1)
        self.assertIn(ticket.number, str(delivery.complaint_notice))
        rows = self.env["complaint.history"].with_user(self.sales)
        found = rows.search(delivery.action_view_complaints()["domain"])
        self.assertEqual(found.id, ticket.id)

    def test_reported_from_the_serial_number_and_counted_there(self):
        lot = self._sell_machine()
        self.sales.group_ids += self.env.ref("stock.group_stock_user")
        mine = lot.with_user(self.sales)
        action = mine.action_report_complaint()
        self.assertEqual(action["context"]["default_partner_id"], self.customer.id)
        entries = self.env["complaint.sales.entry"].with_user(self.sales)
        entry = entries.with_context(**action["context"]).create(
            {"description": "It does not start"}
        )
        entry.action_report()
        ticket = self.env["helpdesk.ticket"].search([], order="id desc", limit=1)
        self.assertEqual(ticket.complaint_lot_id, lot)
        self.env.flush_all()
        mine.invalidate_recordset()
        with Form(mine) as form:
            self.assertEqual(form.complaint_count, 1)
            self.assertIn(ticket.number, str(form.complaint_notice))
        rows = self.env["complaint.history"].with_user(self.sales)
        found = rows.search(mine.action_view_complaints()["domain"])
        self.assertEqual(found.id, ticket.id)

    def test_every_document_tells_of_complaints_whoever_its_customer_is(self):
        """Those without a customer as well, and those whose customer is no field."""
        banner = "complaint.customer.banner"
        for name in self.env.registry.descendants([banner], "_inherit") - {banner}:
            with self.subTest(name):
                document = self.env[name].with_user(self.director).new()
                self.assertFalse(document._complaint_customers())
                self.assertFalse(document.complaint_notice)
                if "complaint_count" in document._fields:
                    self.assertEqual(document.complaint_count, 0)

    def test_serial_numbers_tell_of_who_got_each_last_in_one_query(self):
        back, kept = self._sell_machine("SN-1"), self._sell_machine("SN-2")
        self.ticket.complaint_lot_number = "SN-1"
        lines = self.env["stock.move.line"].search([("lot_id", "=", back.id)])
        self._send_back(lines.picking_id)
        self._do(
            self._order({self.machine: 1}, partner_id=self.stranger.id).picking_ids
        )
        self.sales_all.group_ids += self.env.ref("stock.group_stock_user")
        lots = (back | kept).with_user(self.sales_all)
        found = dict(lots._get_each_complaint_customer())
        self.assertEqual(list(found.values()), [self.stranger, self.customer])
        self.assertEqual(lots[0]._get_complaint_customer(), self.stranger)
        self.assertEqual(lots.mapped("complaint_count"), [1, 0], "by who had it before")

        def cost(some):
            return self._count(lambda: some.mapped("complaint_open_count"))

        cost(lots)  # What is cached once is read once.
        self.assertEqual(cost(lots), cost(lots[0]))

    def test_storekeeper_sees_for_what_it_was_made(self):
        self._name_order()
        remedy = self._make(type_id=self.replacement.id)
        transfer = self._document(remedy, self.storekeeper)
        with Form(transfer) as form:
            self.assertEqual(form.complaint_number, self.ticket.number)
            self.assertNotIn("complaint_notice", form._view["fields"])
        action = transfer.action_open_complaint()
        self.assertEqual(action["res_model"], "complaint.deadline")
        with self.assertRaises(AccessError):
            self.delivery.with_user(self.storekeeper).complaint_remedy_id = remedy

    def _measure(self):
        """Return the queries of a transfer's day, by step."""
        first, second, third = (
            self._order({self.mug: 2}).picking_ids.with_user(self.storekeeper)
            for _each in range(3)
        )
        chief = self.director  # Only administrators delete transfers.
        return {
            "part": self._count(lambda: self._do(first, count=1)),
            "rest": self._count(lambda: self._do(first.backorder_ids)),
            "back": self._count(lambda: self._send_back(first)),
            "cancel": self._count(second.action_cancel),
            "delete": self._count(third.with_user(chief).unlink),
        }

    def test_plain_transfers_cost_no_query_more(self):
        self.director.group_ids += self.env.ref("stock.group_stock_manager")
        self._measure()  # What is cached once is read once.
        ours = self._measure()
        pickings = self.env.registry["stock.picking"]
        self.patch(pickings, "_get_complaint_linked", lambda self: self.sudo().browse())
        self.patch(pickings, "_complaint_pass_link", lambda self, picking: None)
        self.assertEqual(ours, self._measure())
