from odoo import api, fields, models

from odoo.addons.complaint_recovery.tools.groups import CONCERNED
from odoo.addons.complaint_recovery.tools.own_hand import own_hand


class StockPicking(models.Model):
    """A transfer, of a customer who may have complained, or made for a remedy.

    Backorders and returns of the latter carry the same link: they change how it stands.
    """

    _name = "stock.picking"
    _inherit = ["stock.picking", "complaint.customer.banner", "complaint.document"]

    complaint_count = fields.Integer(
        string="Complaints", compute="_compute_complaint_count", groups=CONCERNED
    )

    @api.depends("sale_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_complaint_count(self):
        """Count the complaints about the order of this transfer, as far as readable."""
        counts = self._complaint_counts_by("order_id")
        for picking in self:
            order = picking.sudo().sale_id  # Whose order it is tells nothing of it.
            picking.complaint_count = counts.get(order.id, 0)

    def action_view_complaints(self):
        """Open the complaints about the order of this transfer."""
        self.ensure_one()
        self.check_access("read")
        return self._complaint_open_about(self.env._("Complaints about %s", self.name))

    def _complaint_customers(self):
        return self.env["res.partner"]  # Goods may go to somebody else.

    def _complaint_history_domain(self):
        orders = self._origin.sudo().sale_id  # Their ids alone.
        return self._complaint_about(orders.partner_id, "order_id", orders)

    def _prepare_complaint_report_context(self):
        context = super()._prepare_complaint_report_context()
        lots = self.move_line_ids.lot_id
        if self.sale_id.has_access("read"):
            context["default_order_id"] = self.sale_id.id
        if len(lots) == 1:
            context["default_lot_id"] = lots.id
        return context

    # What was made for a remedy

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") == "cancel":  # One without a line.
            self._complaint_follow()
        return result

    def unlink(self):
        linked = self._get_complaint_linked()
        remedies = linked.complaint_remedy_id
        # Before its moves are cancelled, which would be told as well.
        linked._complaint_go()
        own_hand(linked).complaint_remedy_id = False
        result = super().unlink()
        remedies._get_transfers()._complaint_follow()  # A backorder is gone.
        return result

    def _complaint_follow(self):
        for remedy in self._get_complaint_linked().complaint_remedy_id:
            if transfer := remedy._get_transfer():
                remedy._follow_document(transfer)
        self._complaint_stay_replaced()

    def _get_complaint_whole(self):
        return self.browse().union(*(p._get_complaint_beginning() for p in self))

    def _get_complaint_beginning(self):
        """Return what was made for the remedy, whatever that itself came from."""
        above = self.backorder_id or self.return_id
        if above and above.complaint_former_id == self.complaint_former_id:
            return above._get_complaint_beginning()
        return self

    def _get_complaint_parts(self):
        forth, back = self._get_complaint_ways()
        return self._get_complaint_chain() | (forth | back).picking_id

    def _create_backorder_picking(self):
        backorder = super()._create_backorder_picking()
        self._complaint_pass_link(backorder)
        return backorder

    def _complaint_pass_link(self, picking):
        """Let ``picking``, which follows from this one, belong to its remedy."""
        # The storekeeper need not see the complaint; the links are ours.
        this = self.sudo()
        if this.complaint_remedy_id or this.complaint_former_id:
            own_hand(picking).write(
                {name: this[name].id for name in self._get_complaint_links()}
            )
