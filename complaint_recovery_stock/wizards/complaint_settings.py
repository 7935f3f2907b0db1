from odoo import api, fields, models


class ComplaintSettings(models.TransientModel):
    """The settings of a company's complaints, with who moves the goods."""

    _inherit = "complaint.settings"

    complaint_storekeeper_id = fields.Many2one(
        "res.users", string="Transfers are done by", domain=[("share", "=", False)]
    )

    @api.model
    def _get_settled(self):
        return (*super()._get_settled(), "complaint_storekeeper_id")
