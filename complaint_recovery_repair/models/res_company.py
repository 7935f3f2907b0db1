from odoo import fields, models

from odoo.addons.complaint_recovery.tools.groups import SETTINGS_READERS
from odoo.addons.complaint_recovery_stock.models.complaint_remedy import STOREKEEPERS


class ResCompany(models.Model):
    """Who repairs what a company's customers complain about."""

    _inherit = "res.company"

    complaint_repairer_id = fields.Many2one(
        "res.users",
        string="Repairs are done by",
        groups=f"{SETTINGS_READERS},{STOREKEEPERS}",
        copy=False,
        help="Gets the task. Empty: whoever asks and may, else the first who may.",
    )
