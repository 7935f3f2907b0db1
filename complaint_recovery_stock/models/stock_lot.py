from odoo import api, models
from odoo.fields import Domain
from odoo.tools import escape_psql


class StockLot(models.Model):
    """A serial number, which a customer may complain about."""

    _inherit = "stock.lot"

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
        # The number is on what the customer holds.
        return (
            self.env["stock.move.line"]
            .sudo()
            .search(
                condition
                & Domain("state", "=", "done")
                & Domain("location_dest_id.usage", "=", "customer")
                & Domain(theirs, "in", entities.ids)
            )
        )

    def _complaint_moves_to(self, customers):
        """Return the moves that brought these to the ``customers``."""
        mine = Domain("lot_id", "in", self.ids)
        return self._complaint_lines_to(customers, mine).move_id
