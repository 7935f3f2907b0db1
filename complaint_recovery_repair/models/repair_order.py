from odoo import api, fields, models

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
        counts = self._complaint_counts_by("lot_id")
        for repair in self:
            repair.complaint_count = counts.get(repair.lot_id.id, 0)

    def action_view_complaints(self):
        """Open the complaints about this piece."""
        self.ensure_one()
        self.check_access("read")
        return self._complaint_open_about(
            self.env._("Complaints about %s", self.lot_id.name)
        )

    def _complaint_history_domain(self):
        return self._complaint_about(self.partner_id, "lot_id", self.lot_id)

    def _prepare_complaint_report_context(self):
        context = super()._prepare_complaint_report_context()
        order = self.sale_order_id
        if order and order.has_access("read"):
            context["default_order_id"] = order.id
        return {**context, "default_lot_id": self.lot_id.id}
