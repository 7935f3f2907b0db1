from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    complaint_director_id = fields.Many2one(
        related="company_id.complaint_director_id", readonly=False
    )
    complaint_followup_user_id = fields.Many2one(
        related="company_id.complaint_followup_user_id", readonly=False
    )
    complaint_strict_24h = fields.Boolean(
        related="company_id.complaint_strict_24h", readonly=False
    )
    complaint_reopen_days = fields.Integer(
        related="company_id.complaint_reopen_days", readonly=False
    )
    complaint_repeat_days = fields.Integer(
        related="company_id.complaint_repeat_days", readonly=False
    )
