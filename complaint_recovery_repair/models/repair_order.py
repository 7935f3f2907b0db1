from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.complaint_recovery.tools.groups import CONCERNED


class RepairOrder(models.Model):
    """A repair order, of a customer who may have complained, or made for a remedy."""

    _name = "repair.order"
    _inherit = ["repair.order", "complaint.customer.banner", "complaint.document"]

    complaint_count = fields.Integer(
        string="Complaints", compute="_compute_complaint_count", groups=CONCERNED
    )

    @api.depends("partner_id", "lot_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_complaint_count(self):
        """Count the complaints about this piece that the user may read."""
        rows = self.env["complaint.history"]._read_group(
            self._complaint_history_domain(), ["lot_id"], ["__count"]
        )
        counts = {lot.id: count for lot, count in rows}
        for repair in self:
            repair.complaint_count = counts.get(repair.lot_id.id, 0)

    def action_view_complaints(self):
        """Open the complaints about this piece."""
        self.ensure_one()
        self.check_access("read")
        self._check_field_access(self._fields["complaint_count"], "read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Complaints about %s", self.lot_id.name),
            "res_model": "complaint.history",
            "view_mode": "list,form",
            "domain": list(self._complaint_history_domain()),
            "context": {"create": False},
        }

    def _complaint_history_domain(self):
        # An index finds the customer's complaints, and none the serial number.
        entities = self.partner_id.commercial_partner_id
        return Domain("commercial_partner_id", "in", entities.ids) & Domain(
            "lot_id", "in", self.lot_id.ids
        )

    def _prepare_complaint_report_context(self):
        context = super()._prepare_complaint_report_context()
        order = self.sale_order_id
        if order and order.has_access("read"):
            context["default_order_id"] = order.id
        return {**context, "default_lot_id": self.lot_id.id}
