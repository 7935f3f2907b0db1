from odoo import fields, models

from odoo.addons.complaint_recovery.tools.groups import SETTINGS_READERS

from .complaint_remedy import STOREKEEPERS


class ResCompany(models.Model):
    """Who moves the goods of a company's remedies."""

    _inherit = "res.company"

    complaint_storekeeper_id = fields.Many2one(
        "res.users",
        string="Transfers are done by",
        groups=f"{SETTINGS_READERS},{STOREKEEPERS}",
        copy=False,
        help="Gets the task. Empty: whoever asks and may, else the first who may.",
    )
