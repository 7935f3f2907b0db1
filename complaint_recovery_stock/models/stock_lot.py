from odoo import api, models
from odoo.fields import Domain
from odoo.tools import escape_psql


class StockLot(models.Model):
    """A serial number, which a customer may complain about."""

    _inherit = "stock.lot"

    @api.model
    def _complaint_find_by_number(self, number, customer, company):
        """Return the one lot ``number`` that ``customer`` got from us, or nothing."""
        name = Domain("lot_id.name", "=ilike", escape_psql(number.strip()))
        lines = self._complaint_lines_to(customer, name)
        lots = lines.filtered(lambda line: line.company_id == company).lot_id
        return lots if len(lots) == 1 else self.browse()

    @api.model
    def _complaint_lines_to(self, customer, condition):
        """Return what was delivered to ``customer``'s entity under ``condition``."""
        entity = customer.commercial_partner_id
        if not entity:
            return self.env["stock.move.line"].sudo()  # Nothing.
        # The number is on what the customer holds.
        return (
            self.env["stock.move.line"]
            .sudo()
            .search(
                condition
                & Domain("state", "=", "done")
                & Domain("location_dest_id.usage", "=", "customer")
                & Domain("picking_id.partner_id.commercial_partner_id", "=", entity.id)
            )
        )

    def _complaint_moves_to(self, customer):
        """Return the moves that brought these to ``customer``."""
        mine = Domain("lot_id", "in", self.ids)
        return self._complaint_lines_to(customer, mine).move_id
