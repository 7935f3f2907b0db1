from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    complaint_director_id = fields.Many2one(
        related="company_id.complaint_director_id", readonly=False
    )
    complaint_followup_user_id = fields.Many2one(
        related="company_id.complaint_followup_user_id", readonly=False
    )
    complaint_apology_team_ids = fields.Many2many(
        related="company_id.complaint_apology_team_ids", readonly=False
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
    complaint_watch_suggest = fields.Boolean(
        related="company_id.complaint_watch_suggest", readonly=False
    )
    complaint_watch_complaints = fields.Integer(
        related="company_id.complaint_watch_complaints", readonly=False
    )
    complaint_watch_remedies = fields.Integer(
        related="company_id.complaint_watch_remedies", readonly=False
    )
    complaint_watch_months = fields.Integer(
        related="company_id.complaint_watch_months", readonly=False
    )
    complaint_watch_review_months = fields.Integer(
        related="company_id.complaint_watch_review_months", readonly=False
    )
    complaint_watch_end_months = fields.Integer(
        related="company_id.complaint_watch_end_months", readonly=False
    )
    complaint_watch_erase_months = fields.Integer(
        related="company_id.complaint_watch_erase_months", readonly=False
    )
    complaint_surge_customers = fields.Integer(
        related="company_id.complaint_surge_customers", readonly=False
    )
    complaint_surge_days = fields.Integer(
        related="company_id.complaint_surge_days", readonly=False
    )
    complaint_archive_months = fields.Integer(
        related="company_id.complaint_archive_months", readonly=False
    )
    complaint_review_period = fields.Selection(
        related="company_id.complaint_review_period", readonly=False
    )
    complaint_redress = fields.Text(
        related="company_id.complaint_redress", readonly=False
    )
    complaint_other_mails = fields.Boolean(
        related="company_id.complaint_other_mails", readonly=False
    )
