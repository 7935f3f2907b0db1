from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    complaint_accountant_id = fields.Many2one(
        related="company_id.complaint_accountant_id", readonly=False
    )
    complaint_refund_product_id = fields.Many2one(
        related="company_id.complaint_refund_product_id", readonly=False
    )
    complaint_refund_account_id = fields.Many2one(
        related="company_id.complaint_refund_account_id", readonly=False
    )
