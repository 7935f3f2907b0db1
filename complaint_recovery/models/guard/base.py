from odoo import api, models
from odoo.exceptions import AccessError

from ...tools.named import ids_in, named_by_commands, named_by_link
from .belonging import OURS


class Base(models.AbstractModel):
    """Forms that are not saved, and dialogs: what they name must be one's own to read.

    A record that is not saved has no rules. What it shows of another one, related or
    computed, would come from what superuser code has read into memory. A dialog is its
    user's own, whatever it is about, so that its rules ask nothing of that either.
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

    def _check_access(self, operation):
        """A copy of a record of ours that is not saved is judged as the record is.

        Odoo allows all of it: what a form computes would be shown to anybody.
        """
        copied = self._origin if self._name.startswith(OURS) else None
        if not copied or any(self._ids):
            return super()._check_access(operation)
        if result := copied._check_access(operation):
            forbidden, error = result
            return self.filtered(lambda record: record._origin in forbidden), error
        return None

    @api.model
    def _complaint_check_named(self, *vals_list):
        """Turn away who names in these values a record of ours they may not read.

        However deep: a many2one may be the values of a record, commands hold others. A
        company that is named for something of ours must be one's own. Dialogs of ours
        name nothing else that one may not read, either: they would tell its name.
        """
        if self.env.su:
            return
        named = {}
        for values in vals_list:
            self._complaint_collect_named(values, named)
        companies = named.pop("res.company", set())
        if not companies <= set(self.env.user._get_company_ids()):
            raise AccessError(self.env._("You may not act for this company."))
        dialog = self._complaint_is_own_dialog()
        for model, ids in named.items():
            records = self.env[model].browse(ids)
            if not dialog:
                records = records._complaint_filter_ours()
            if records:
                records.check_access("read")

    @api.model
    def _complaint_is_own_dialog(self):
        return self._transient and self._name.startswith(OURS)

    @api.model
    def _complaint_collect_named(self, values, named):
        """Add to ``named`` model → ids of what is or may be ours, and of companies.

        Nothing is read but the ``values``.
        """
        own = self._name.startswith(OURS)
        dialog = self._complaint_is_own_dialog()
        self._complaint_collect_pairs(values, named)
        for name, value in values.items():
            field = self._fields.get(name)
            if not value or field is None:
                continue
            if field.type == "reference":
                model, _comma, record_id = str(value).partition(",")
                ids, nested = ids_in(record_id), []
            elif field.relational:
                model = field.comodel_name
                parse = named_by_link if field.type == "many2one" else named_by_commands
                ids, nested = parse(value)
            else:
                continue
            company = own and model == "res.company"
            if ids and (company or dialog or self._complaint_may_be_ours(model)):
                named.setdefault(model, set()).update(ids)
            for vals in nested:
                self.env[model]._complaint_collect_named(vals, named)
