from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.complaint_recovery.models.ticket.sql_row import HIDDEN


class ComplaintHistory(models.Model):
    """A complaint, with the serial number it is about."""

    _inherit = "complaint.history"
    _depends = {"helpdesk.ticket": ["complaint_lot_id"]}

    lot_id = fields.Many2one("stock.lot", string="Serial number complained about")

    @api.model
    def _get_columns(self):
        lot = SQL("CASE WHEN NOT %s THEN ticket.complaint_lot_id END", HIDDEN)
        return {**super()._get_columns(), "lot_id": lot}
