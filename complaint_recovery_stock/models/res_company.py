from odoo import api, fields, models
from odoo.exceptions import ValidationError

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

    @api.constrains("complaint_storekeeper_id")
    def _check_complaint_storekeeper(self):
        """Raise an error where somebody is to do transfers who may not."""
        for user in self.complaint_storekeeper_id:
            if not user.has_group(STOREKEEPERS):
                raise ValidationError(
                    self.env._("%s has no rights to do transfers.", user.name)
                )
