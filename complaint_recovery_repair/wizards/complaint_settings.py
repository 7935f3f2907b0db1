from odoo import api, fields, models


class ComplaintSettings(models.TransientModel):
    """The settings of a company's complaints, with who repairs."""

    _inherit = "complaint.settings"

    complaint_repairer_id = fields.Many2one(
        "res.users", string="Repairs are done by", domain=[("share", "=", False)]
    )

    @api.model
    def _get_settled(self):
        return (*super()._get_settled(), "complaint_repairer_id")
