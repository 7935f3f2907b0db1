from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.complaint_recovery.tools.groups import CONCERNED


class SaleOrder(models.Model):
    """A quotation or order, of a customer who may have complained."""

    _name = "sale.order"
    _inherit = ["sale.order", "complaint.customer.banner", "complaint.given"]

    complaint_count = fields.Integer(
        string="Complaints", compute="_compute_complaint_count", groups=CONCERNED
    )

    @api.depends("partner_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_complaint_count(self):
        """Count the complaints about this order that the user may read.

        Only a customer who complained may have complained about it.
        """
        told = self.filtered("partner_id.complaint_count")
        counts = told._complaint_counts_by("order_id") if told else {}
        for order in self:
            order.complaint_count = counts.get(order._origin.id, 0)

    def action_view_complaints(self):
        """Open the complaints about this order."""
        self.ensure_one()
        self.check_access("read")
        return self._complaint_open_about(self.env._("Complaints about %s", self.name))

    @api.model
    def _complaint_agreed(self):
        return SQL("document.state = 'sale' AND document.amount_total > 0")

    def _complaint_history_domain(self):
        orders = self._origin
        return self._complaint_about(orders.partner_id, "order_id", orders)

    def _prepare_complaint_report_context(self):
        return {
            **super()._prepare_complaint_report_context(),
            "default_order_id": self.id,
        }
