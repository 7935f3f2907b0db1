from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    complaint_storekeeper_id = fields.Many2one(
        related="company_id.complaint_storekeeper_id", readonly=False
    )
