from odoo import api, models
from odoo.exceptions import AccessError


class ComplaintGuarded(models.AbstractModel):
    """Fields that only the model's own methods write (decision 23).

    Forms, import, RPC and ``default_*`` keys of the context raise an AccessError. The
    methods write as superuser after they have checked who asks and what is allowed: a
    context key could be sent by any client, superuser rights cannot.
    """

    _name = "complaint.guarded"
    _description = "Record with Guarded Fields"

    @api.model
    def _get_guarded_fields(self):
        """Return the names of the fields nobody writes directly."""
        return frozenset()

    @api.model
    def _get_frozen_fields(self):
        """Return the names of the fields that are given once, at creation."""
        return frozenset()

    @api.model
    def _prepare_guarded_vals(self, vals):
        """Return the guarded values a new record starts with, given its ``vals``."""
        return {}

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(self._complete_guarded(vals_list))
        guarded = self._get_guarded_fields()
        for vals in vals_list:
            self._check_guarded(guarded & vals.keys())
        # A default somebody stored for himself is no way round, either.
        unset = {
            name: (default := self._fields[name].default) and default(self)
            for name in guarded
            if not self._fields[name].compute
        }
        vals_list = [{**unset, **vals} for vals in self._complete_guarded(vals_list)]
        clean = {
            key: value
            for key, value in self.env.context.items()
            if key.removeprefix("default_") not in guarded
        }
        # pylint: disable=context-overridden
        return super(ComplaintGuarded, self.with_context(clean)).create(vals_list)

    @api.model
    def _complete_guarded(self, vals_list):
        return [{**self._prepare_guarded_vals(vals), **vals} for vals in vals_list]

    def write(self, vals):
        if not self.env.su:
            fixed = self._get_guarded_fields() | self._get_frozen_fields()
            self._check_guarded(fixed & vals.keys())
        return super().write(vals)

    @api.model
    def _check_guarded(self, names):
        if names:
            # A model's name is told to everybody who is turned away.
            raise AccessError(
                self.env._(
                    "%(fields)s of %(model)s cannot be written directly. "
                    "Use the buttons on the complaint.",
                    fields=", ".join(
                        self._fields[name]._description_string(self.env) or name
                        for name in sorted(names)
                    ),
                    model=self.env["ir.model"]._get(self._name).sudo().name,
                )
            )
