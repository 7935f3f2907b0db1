from odoo import api, fields, models

#: Who keeps the books is named by administrators, who may read accounts.
ADMINS = "base.group_system"
REFUNDS = (
    "complaint_accountant_id",
    "complaint_refund_product_id",
    "complaint_refund_account_id",
)


class ComplaintSettings(models.TransientModel):
    """The settings of a company's complaints, with how it pays back."""

    _inherit = "complaint.settings"

    complaint_accountant_id = fields.Many2one(
        "res.users",
        string="Credit notes are posted by",
        groups=ADMINS,
        domain=[("share", "=", False)],
    )
    complaint_refund_product_id = fields.Many2one(
        "product.product",
        string="Product of refunds without an invoice",
        groups=ADMINS,
    )
    complaint_refund_account_id = fields.Many2one(
        "account.account",
        string="Account of refunds without an invoice",
        groups=ADMINS,
    )

    @api.model
    def _get_settled(self):
        mine = REFUNDS if self.env.user.has_group(ADMINS) else ()
        return (*super()._get_settled(), *mine)
