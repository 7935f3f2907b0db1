from itertools import chain

from odoo import api, models
from odoo.exceptions import UserError

from .belonging import OURS

#: More than anything costs; sums and conversions of less stay finite.
LARGEST = 1e15
NUMERIC = ("float", "monetary", "integer")


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
            field = self._fields.get(name)
            if not abs(self._complaint_as_number(field, value)) < LARGEST:
                raise UserError(
                    self.env._(
                        "%s: please write a number of at most 15 digits.",
                        field._description_string(self.env) if field else name,
                    )
                )

    @api.model
    def _complaint_as_number(self, field, value):
        """Return the number Odoo makes of ``value``, which may be a text; else 0."""
        if isinstance(value, float):
            return value
        if isinstance(value, int) or field is None or field.type not in NUMERIC:
            return 0.0
        try:
            return float(value)
        except (TypeError, ValueError, OverflowError):
            return 0.0  # No number at all: Odoo says so.
