from odoo import models
from odoo.exceptions import UserError

from odoo.addons.base_import.models.base_import import ImportValidationError


class BaseImport(models.TransientModel):
    """The dialog for imports, which guesses what parts digits in a number."""

    _inherit = "base_import.import"

    def _parse_float_from_data(self, data, index, name, options):
        """Read our amounts as people type them: "1.250,50 $" is no 1.2505."""
        if not self._complaint_is_amount(name):
            return super()._parse_float_from_data(data, index, name, options)
        tickets = self.env["helpdesk.ticket"]
        for line in data:
            try:
                amount = tickets._complaint_read_amount(line[index])
            except UserError as error:
                raise ImportValidationError(str(error), field=name) from error
            line[index] = str(amount) if line[index].strip() else ""
        return None

    def _complaint_is_amount(self, path):
        """Return whether the column ``path`` ("a/b") is an amount of ours."""
        if self.res_model not in self.env:  # Nobody has said yet what is imported.
            return False
        model, field = self.env[self.res_model], None
        for name in path.split("/"):
            field = model._fields.get(name)
            if not field:
                return False
            if field.relational:
                model = self.env[field.comodel_name]
        ours = (field._module or "").startswith("complaint_recovery")
        return ours and field.type == "monetary"
