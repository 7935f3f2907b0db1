from odoo import fields, models

from odoo.addons.complaint_recovery.tools.groups import SETTINGS_READERS

from .complaint_remedy import ACCOUNTANTS

READERS = f"{SETTINGS_READERS},{ACCOUNTANTS}"


class ResCompany(models.Model):
    """How a company pays back."""

    _inherit = "res.company"

    complaint_accountant_id = fields.Many2one(
        "res.users",
        string="Credit notes are posted by",
        groups=READERS,
        copy=False,
        help="Gets the task. Empty: whoever asks and may, else the first who may.",
    )
    complaint_refund_product_id = fields.Many2one(
        "product.product",
        string="Product of refunds without an invoice",
        groups=READERS,
        copy=False,
    )
    complaint_refund_account_id = fields.Many2one(
        "account.account",
        string="Account of refunds without an invoice",
        groups=READERS,
        copy=False,
        check_company=True,
    )
