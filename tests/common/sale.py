from freezegun import freeze_time

from odoo import Command
from odoo.tests import new_test_user

from .complaint import ROLES, ComplaintCommon


class GlueCommon(ComplaintCommon):
    """A second salesperson, who has no business with the customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name in ("complaint_recovery_sale", "complaint_recovery_crm"):
            module = cls.env["ir.module.module"].search([("name", "=", name)])
            if module.state != "installed":
                raise AssertionError(
                    f"{name} is not installed in this database. `make test` makes one "
                    "with it; where that fails, this Odoo lacks sale or crm."
                )
        cls.foreign_sales = new_test_user(
            cls.env, "foreign_sales_user", groups=ROLES["sales"], name="Foreign"
        )


class SaleCommon(GlueCommon):
    """Orders of the customer, written by the salesperson."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kettle = cls.env["product.product"].create({"name": "Kettle"})

    @classmethod
    def _create_order(cls, amount=100, user=None, confirm=True, **vals):
        """Create an order of the customer as ``user`` (the salesperson)."""
        user = user or cls.sales
        line = {"product_id": cls.kettle.id, "price_unit": amount, "tax_ids": False}
        order = (
            cls.env["sale.order"]
            .with_user(user)
            .create(
                {
                    "partner_id": cls.customer.id,
                    "user_id": user.id,
                    "order_line": [Command.create(line)],
                    **vals,
                }
            )
        )
        if confirm:
            order.action_confirm()
        return order

    @classmethod
    def _create_order_on(cls, date, *args, **vals):
        with freeze_time(date):
            return cls._create_order(*args, **vals)

    @classmethod
    def _create_closed(cls, date, **vals):
        """Create a complaint that was closed on ``date``."""
        with freeze_time(date):
            ticket = cls._create_complaint(**vals)
            cls._play_to_follow_up(ticket)
            cls._follow_up(ticket)
        return ticket

    @classmethod
    def _watch(cls, **vals):
        """Put the customer on the watchlist."""
        entry = cls.env["complaint.watchlist.entry"].create(
            {
                "partner_id": cls.customer_company.id,
                "kind": "key_customer",
                "reason": "Half of our turnover",
                "guidance": "Call back within the hour",
                **vals,
            }
        )
        entry.with_user(cls.manager).action_activate()
        return entry
