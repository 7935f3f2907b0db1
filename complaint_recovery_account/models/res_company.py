from odoo import api, fields, models
from odoo.exceptions import ValidationError

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

    @api.constrains("complaint_accountant_id")
    def _check_complaint_accountant(self):
        """Raise an error where somebody is to post who may not."""
        for user in self.complaint_accountant_id:
            if not user.has_group(ACCOUNTANTS):
                raise ValidationError(
                    self.env._("%s has no rights to post credit notes.", user.name)
                )
