from odoo import api, models
from odoo.exceptions import AccessError

from ...tools.import_columns import find_guarded
from ...tools.in_use import ensure_in_use, leave_out_of_use
from ...tools.marks import OWN_HAND, TOLD
from ...tools.own_hand import is_own_hand, without_hand


class ComplaintGuarded(models.AbstractModel):
    """Fields that only the model's own methods write (decision 23).

    Forms, import, RPC, defaults and the superuser code of others are turned away. Our
    methods write with ``own_hand()`` after they have checked who asks and what is
    allowed: a context key could be sent by any client, the object in it cannot.
    Defaults of the context or of a user are passed over even then, since a method may
    run in the caller's context. Data of modules being loaded are as they say.
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

    @api.depends_context("uid", "complaint_told")
    def _compute_display_name(self):
        return super()._compute_display_name()

    def _told(self):
        """Return these as our code reads them, to tell of them to somebody."""
        return self.with_context(complaint_told=TOLD)

    @api.model
    def default_get(self, fields):
        """Guarded fields begin as the model says, whoever stored or sent a default."""
        guarded = self._get_guarded_fields()
        defaults = super().default_get([name for name in fields if name not in guarded])
        defaults = leave_out_of_use(self, defaults)
        for name in guarded.intersection(fields):
            field = self._fields[name]
            if field.default:
                value = field.convert_to_cache(field.default(self), self, False)
                defaults[name] = field.convert_to_write(value, self)
        return defaults

    @api.model
    def load(self, fields, data):
        if self.env.su:  # An administrator in superuser mode; others meet ``create``.
            guarded = self._get_guarded_fields()
            self._check_guarded(find_guarded(self, fields, guarded))
        return super().load(fields, data)

    @api.model_create_multi
    def create(self, vals_list):
        if not is_own_hand(self):
            guarded = self._get_guarded_fields()
            for vals in vals_list:
                self._check_guarded(guarded & vals.keys())
                ensure_in_use(self, vals)
        # Parts created or linked along are ours as well; what is returned is not.
        return without_hand(super().create(self._complete_guarded(vals_list)))

    @api.model
    def _complete_guarded(self, vals_list):
        return [{**self._prepare_guarded_vals(vals), **vals} for vals in vals_list]

    def unlink(self):
        # What may go takes along what was said of it.
        kept = self.with_context(complaint_kept=OWN_HAND)
        return super(ComplaintGuarded, kept).unlink()

    def write(self, vals):
        # Odoo's own code writes on what it searched for, also where that is nothing.
        if self and not is_own_hand(self):
            fixed = self._get_guarded_fields() | self._get_frozen_fields()
            self._check_guarded(fixed & vals.keys())
            ensure_in_use(self, vals)
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
                        if name in self._fields
                        else name
                        for name in sorted(names)
                    ),
                    model=self.env["ir.model"]._get(self._name).sudo().name,
                )
            )
