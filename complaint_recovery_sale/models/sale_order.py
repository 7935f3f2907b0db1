from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.complaint_recovery.tools.groups import CONCERNED


class SaleOrder(models.Model):
    """A quotation or order, of a customer who may have complained."""

    _name = "sale.order"
    _inherit = ["sale.order", "complaint.customer.banner"]

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
        counts = {}
        if told:
            rows = self.env["complaint.history"]._read_group(
                told._complaint_history_domain(), ["order_id"], ["__count"]
            )
            counts = {order.id: count for order, count in rows}
        for order in self:
            order.complaint_count = counts.get(order._origin.id, 0)

    def action_view_complaints(self):
        """Open the complaints about this order."""
        self.ensure_one()
        self.check_access("read")
        self._check_field_access(self._fields["complaint_count"], "read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Complaints about %s", self.name),
            "res_model": "complaint.history",
            "view_mode": "list,form",
            "domain": list(self._complaint_history_domain()),
            "context": {"create": False},
        }

    def _complaint_history_domain(self):
        orders = self._origin
        # An index finds the customer's complaints, and none the order.
        entities = orders.partner_id.commercial_partner_id
        return Domain("commercial_partner_id", "in", entities.ids) & Domain(
            "order_id", "in", orders.ids
        )

    def _prepare_complaint_report_context(self):
        return {
            **super()._prepare_complaint_report_context(),
            "default_order_id": self.id,
        }
