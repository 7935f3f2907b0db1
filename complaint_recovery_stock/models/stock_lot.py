from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import escape_psql

from odoo.addons.complaint_recovery.tools.groups import CONCERNED


class StockLot(models.Model):
    """A serial number, which a customer may complain about."""

    _name = "stock.lot"
    _inherit = ["stock.lot", "complaint.customer.banner"]

    complaint_count = fields.Integer(
        string="Complaints", compute="_compute_complaint_count", groups=CONCERNED
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_complaint_count(self):
        """Count the complaints about this piece that the user may read."""
        counts = self._complaint_counts_by("lot_id")
        for lot in self:
            lot.complaint_count = counts.get(lot._origin.id, 0)

    def action_view_complaints(self):
        """Open the complaints about this piece."""
        self.ensure_one()
        self.check_access("read")
        return self._complaint_open_about(self.env._("Complaints about %s", self.name))

    def _complaint_history_domain(self):
        lots = self._origin
        customers = lots._complaint_deliveries().picking_id.partner_id
        return self._complaint_about(customers, "lot_id", lots)

    def _prepare_complaint_report_context(self):
        context = super()._prepare_complaint_report_context()
        return {**context, "default_lot_id": self.id}

    @api.model
    def _get_complaint_customer_depends(self):
        return []

    def _get_complaint_customer(self):
        """Return the customer it was delivered to last."""
        lines = self._origin._complaint_deliveries()
        # As far as whoever looks at it may see them.
        customer = lines[:1].picking_id.partner_id.with_env(self.env)
        return customer._filtered_access("read")

    @api.model
    def _complaint_find_by_number(self, number, customers, company):
        """Return the one lot ``number`` that ``customers`` got, or nothing."""
        name = Domain("lot_id.name", "=ilike", escape_psql(number.strip()))
        lines = self._complaint_lines_to(customers, name)
        lots = lines.filtered(lambda line: line.company_id == company).lot_id
        return lots if len(lots) == 1 else self.browse()

    @api.model
    def _complaint_lines_to(self, customers, condition):
        """Return what the ``customers``' entities got, under ``condition``."""
        entities = customers.commercial_partner_id
        theirs = "picking_id.partner_id.commercial_partner_id"
        return self._complaint_lines(condition & Domain(theirs, "in", entities.ids))

    @api.model
    def _complaint_lines(self, condition):
        """Return what customers got under ``condition``, the latest first."""
        # The number is on what the customer holds.
        return (
            self.env["stock.move.line"]
            .sudo()
            .search(
                condition
                & Domain("state", "=", "done")
                & Domain("location_dest_id.usage", "=", "customer"),
                order="date DESC, id DESC",
            )
        )

    def _complaint_deliveries(self):
        """Return the lines that brought these to customers, the latest first."""
        return self._complaint_lines(Domain("lot_id", "in", self.ids))

    def _complaint_moves_to(self, customers):
        """Return the moves that brought these to the ``customers``."""
        mine = Domain("lot_id", "in", self.ids)
        return self._complaint_lines_to(customers, mine).move_id
