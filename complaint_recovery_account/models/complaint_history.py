from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.complaint_recovery.models.ticket.sql_row import HIDDEN


class ComplaintHistory(models.Model):
    """A complaint, with the invoice it is about."""

    _inherit = "complaint.history"
    _depends = {"helpdesk.ticket": ["complaint_invoice_id"]}

    invoice_id = fields.Many2one("account.move", string="Invoice complained about")

    @api.model
    def _get_columns(self):
        invoice = SQL("CASE WHEN NOT %s THEN ticket.complaint_invoice_id END", HIDDEN)
        return {**super()._get_columns(), "invoice_id": invoice}
