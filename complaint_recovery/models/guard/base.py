from odoo import api, models

#: Values of these models are told to nobody through a link somebody only names.
OURS = ("complaint.", "helpdesk.ticket")


class Base(models.AbstractModel):
    """Forms of ours that are not saved yet: what they name must be one's own to read.

    A record that is not saved has no rules. What it shows of another one, related or
    computed, would come from what superuser code has read into memory.
    """

    _inherit = "base"

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        self._complaint_check_named(values)
        return values

    def onchange(self, values, field_names, fields_spec):
        self._complaint_check_named(values)
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def _complaint_check_named(self, values):
        """Turn away who names a record of ours in ``values`` that they may not read."""
        if self.env.su or not self._name.startswith(OURS):
            return
        for name, value in values.items():
            field = self._fields.get(name)
            if not value or field is None or not field.relational:
                continue
            if not field.comodel_name.startswith(OURS):
                continue
            ids = [value] if isinstance(value, int) else self._complaint_linked(value)
            if ids:
                self.env[field.comodel_name].browse(ids).check_access("read")

    @api.model
    def _complaint_linked(self, commands):
        """Return the ids that ``commands`` of an x2many field name."""
        ids = set()
        for command in commands if isinstance(commands, (list, tuple)) else ():
            if isinstance(command, int):
                ids.add(command)
            elif command[0] in (1, 4):
                ids.add(command[1])
            elif command[0] == 6:
                ids.update(command[2])
        return [id_ for id_ in ids if isinstance(id_, int)]
