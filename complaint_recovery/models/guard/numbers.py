from itertools import chain

from odoo import api, models
from odoo.exceptions import UserError

from .base import OURS

#: More than anything costs; sums and conversions of less stay finite.
LARGEST = 1e15


class Base(models.AbstractModel):
    """Numbers of ours, by whatever way they come: forms, dialogs, RPC, import."""

    _inherit = "base"

    def onchange(self, values, field_names, fields_spec):
        self._complaint_check_numbers(values)
        return super().onchange(values, field_names, fields_spec)

    @api.model_create_multi
    def create(self, vals_list):
        self._complaint_check_numbers(*vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._complaint_check_numbers(vals)
        return super().write(vals)

    @api.model
    def _complaint_check_numbers(self, *vals_list):
        """Turn away what is no number, or none that anybody counts with.

        JSON and Python know NaN and infinity, which no sum and no page survives.
        """
        if not self._name.startswith(OURS):
            return
        for name, value in chain.from_iterable(vals.items() for vals in vals_list):
            if isinstance(value, float) and not abs(value) < LARGEST:
                field = self._fields.get(name)
                raise UserError(
                    self.env._(
                        "%s: please write a number of at most 15 digits.",
                        field._description_string(self.env) if field else name,
                    )
                )
