from odoo import api, models


class HelpdeskTicket(models.Model):
    """A complaint, of a customer somebody works on in the pipeline."""

    _inherit = "helpdesk.ticket"

    @api.model
    def _complaint_sales_documents(self):
        return super()._complaint_sales_documents() | {"crm.lead": "create_date"}
