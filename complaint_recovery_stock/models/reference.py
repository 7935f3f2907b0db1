from odoo import api, models


class HelpdeskTicket(models.Model):
    """The piece whose serial number the customer named."""

    _inherit = "helpdesk.ticket"

    @api.model
    def _complaint_match_number(self, number, customer, company):
        values = super()._complaint_match_number(number, customer, company)
        lots = self.env["stock.lot"]
        # An order is one, whatever piece is called like it.
        lot = not values and lots._complaint_find_by_number(number, customer, company)
        return {"complaint_lot_id": lot.id} if lot else values
