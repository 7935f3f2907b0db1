from odoo import api, models

from .base import OURS


class Base(models.AbstractModel):
    """Dialogs of ours: what they name, they tell of, and rules they have none.

    Each is about a complaint, or something on one, that whoever opens it may read.
    """

    _inherit = "base"

    @api.model_create_multi
    def create(self, vals_list):
        if self._transient and self._name.startswith(OURS):
            for vals in vals_list:
                self._complaint_check_named(vals)
        return super().create(vals_list)

    def write(self, vals):
        if self._transient and self._name.startswith(OURS):
            self._complaint_check_named(vals)
        return super().write(vals)
