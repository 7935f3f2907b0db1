r"""Plain orders, invoices and transfers cost the same number of queries without us.

    make db DB=without MODULES=helpdesk_mgmt,sale_management,sale_stock,loyalty,repair
    make db DB=with MODULES=complaint_recovery,sale_management,sale_stock,loyalty,repair
    python scripts/plain_document_queries.py without with

All glue addons whose apps are there install themselves in the second. Prints the
figures of both databases and fails when any of them differs. Plain is what has nothing
to do with a complaint, its customer included; each is done by somebody of its
department with the least rights. The rest of it is in query_common.py.
"""

import sys

sys.path.insert(0, "scripts")
from query_common import Plain, compare, measure_in_shell

#: Who works on what, with the least rights that do.
PEOPLE = {
    "salesperson": "sales_team.group_sale_salesman",
    "accountant": "account.group_account_invoice",
    "storekeeper": "stock.group_stock_user",
    "administrator": "stock.group_stock_manager",
}
#: The lists as the web client asks for them.
LISTS = {
    "sale.order": ["name", "partner_id", "amount_total", "state"],
    "account.move": ["name", "partner_id", "amount_total", "state", "payment_state"],
    "stock.picking": ["name", "partner_id", "origin", "state"],
    "repair.order": ["name", "partner_id", "product_id", "state"],
}
FORMS = {
    "sale.order": "sale.view_order_form",
    "account.move": "account.view_move_form",
    "stock.picking": "stock.view_picking_form",
    "repair.order": "repair.view_repair_order_form",
}


class PlainDocuments(Plain):
    """Some plain documents, and what people do with them all day."""

    def __init__(self, env):
        super().__init__(env, skip_sms=True)
        groups = {name: ("base.group_user", group) for name, group in PEOPLE.items()}
        self.people = dict(zip(PEOPLE, self.make_users(groups), strict=True))
        self.customer, self.other = map(self.make_customer, ("one", "two"))
        self.product = self.env["product.product"].create(
            {"name": "Kettle", "is_storable": True, "list_price": 30}
        )
        warehouse = self.env["stock.warehouse"].search([], limit=1)
        self.stock = warehouse.lot_stock_id
        self.env["stock.quant"]._update_available_quantity(
            self.product, self.stock, 1000
        )

    def measure(self):
        self.measure_orders()
        self.measure_invoices()
        self.measure_transfers()
        self.measure_repairs()
        return self.figures

    def mine(self, records, person):
        return records.with_user(self.people[person])

    def order(self, count=1):
        line = {"product_id": self.product.id, "product_uom_qty": 2}
        vals = {
            "partner_id": self.customer.id,
            "user_id": self.people["salesperson"].id,
            "order_line": [(0, 0, line)],
        }
        return self.env["sale.order"].create([vals] * count)

    def invoice(self, count=1):
        line = {"product_id": self.product.id, "price_unit": 30, "tax_ids": False}
        vals = {
            "move_type": "out_invoice",
            "partner_id": self.customer.id,
            "invoice_line_ids": [(0, 0, line)],
        }
        return self.env["account.move"].create([vals] * count)

    def measure_orders(self):
        person = "salesperson"
        order = self.mine(self.order(), person)
        orders = order.browse()
        vals = {"partner_id": self.customer.id}
        self.count(person, "order: create", lambda: orders.create(vals))
        self.count(person, "order: change", lambda: order.write({"note": "More"}))
        self.count(
            person,
            "order: customer",
            lambda: order.write({"partner_id": self.other.id}),
        )
        self.count(person, "order: confirm", order.action_confirm)
        self.count(person, "order: copy", order.copy)
        self.measure_looking(person, order)
        order.action_confirm()
        self.count(person, "order: cancel", order._action_cancel)
        invoice = self.mine(order, "accountant").sudo()._create_invoices
        self.count("superuser", "order: invoice", invoice)

    def measure_invoices(self):
        person = "accountant"
        draft, posted = (self.mine(self.invoice(), person) for _each in range(2))
        posted.action_post()
        self.count(person, "invoice: post", draft.action_post)
        self.count(person, "invoice: change", lambda: draft.write({"narration": "x"}))
        self.count(person, "invoice: copy", draft.copy)
        self.count(person, "invoice: delete", draft.unlink)
        self.count(person, "invoice: reset", posted.button_draft)
        self.count(person, "invoice: reverse", lambda: posted._reverse_moves())
        self.count(person, "invoice: pay", lambda: self.pay(posted))
        self.measure_looking(person, posted)

    def pay(self, invoice):
        context = {"active_model": "account.move", "active_ids": invoice.ids}
        register = invoice.env["account.payment.register"].with_context(**context)
        register.create({})._create_payments()

    def measure_transfers(self):
        person = "storekeeper"
        orders = self.order(2)
        orders.action_confirm()
        waiting, done = (self.mine(o.picking_ids, person) for o in orders)
        vals = {
            "picking_type_id": waiting.picking_type_id.id,
            "partner_id": self.customer.id,
        }
        self.count(person, "transfer: create", lambda: waiting.browse().create(vals))
        self.count(person, "transfer: change", lambda: waiting.write({"note": "x"}))
        self.count(person, "transfer: do", lambda: self.do(waiting))
        self.count(person, "transfer: do a part", lambda: self.do(waiting, 1))
        self.count(person, "transfer: cancel", waiting.action_cancel)
        chief = self.mine(waiting, "administrator")
        self.count("administrator", "transfer: delete", chief.unlink)
        self.do(done)
        self.count(person, "transfer: send back", lambda: self.send_back(done))
        self.measure_looking(person, waiting)

    def do(self, transfer, count=2):
        transfer.move_ids.quantity = count
        transfer.move_ids.picked = True
        transfer.with_context(skip_backorder=True).button_validate()

    def send_back(self, transfer):
        context = {"active_model": "stock.picking", "active_id": transfer.id}
        dialog = transfer.env["stock.return.picking"].with_context(**context).create({})
        dialog.product_return_moves.quantity = 1
        dialog.action_create_returns()

    def measure_repairs(self):
        person = "storekeeper"
        vals = {"partner_id": self.customer.id, "product_id": self.product.id}
        repair = self.mine(self.env["repair.order"].create(vals), person)
        self.count(person, "repair: create", lambda: repair.browse().create(vals))
        self.count(person, "repair: cancel", repair.action_repair_cancel)
        self.count(person, "repair: delete", repair.unlink)
        self.count(person, "repair: do", lambda: self.repair(repair))
        self.measure_looking(person, repair)

    def repair(self, repair):
        repair._action_repair_confirm()
        repair.action_repair_start()
        repair.action_repair_end()

    def measure_looking(self, person, document):
        """Count its list and Odoo's own form of it, and a word in its chatter."""
        model, name = document.browse(), document._description
        lines = ("one2many", "many2many")
        spec = self.form_spec(model, FORMS[model._name], lines)
        domain = [("partner_id", "=", self.customer.id)]
        rows = {field: {} for field in LISTS[model._name]}
        self.count(person, f"{name}: list", lambda: model.web_search_read(domain, rows))
        self.count(person, f"{name}: form", lambda: document.web_read(spec))
        self.count(person, f"{name}: note", lambda: self.post(document, "mail.mt_note"))


def main(arguments):
    if len(arguments) != 2:
        sys.exit(__doc__)
    if differing := compare(*arguments, __file__):
        sys.exit(f"{differing} figures differ: a plain document pays for the addons.")
    print("Plain documents cost the same with and without the addons.")


if "env" in globals():
    measure_in_shell(globals()["env"], PlainDocuments)
elif __name__ == "__main__":
    main(sys.argv[1:])
