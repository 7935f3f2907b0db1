from odoo import SUPERUSER_ID, api, models, tools

from ...tools.marks import BY_FIELD

KEY = "complaint_filed"
PARTS = "complaint."


class Base(models.AbstractModel):
    """Fields of ours that keep their values in files: a customer's signature.

    The file is written by the field alone, where the guards of its record were asked.
    """

    _inherit = "base"

    @api.model
    @tools.ormcache(cache="stable")
    def _complaint_filed(self):
        """Return the names of fields of ours whose values are files."""
        return frozenset(
            name
            for name, field in self._fields.items()
            if self._name.startswith(PARTS) and field.store
            if field.type == "binary" and field.attachment
        )

    @api.model_create_multi
    def create(self, vals_list):
        if not self._complaint_filed():
            return super().create(vals_list)
        filing = self.with_context(**{KEY: BY_FIELD})
        return super(Base, filing).create(vals_list).with_env(self.env)

    def write(self, vals):
        if self._complaint_filed().isdisjoint(vals):
            return super().write(vals)
        return super(Base, self.with_context(**{KEY: BY_FIELD})).write(vals)

    def unlink(self):
        if not self._complaint_filed():
            return super().unlink()
        return super(Base, self.with_context(**{KEY: BY_FIELD})).unlink()


class IrAttachment(models.Model):
    """Files that are the value of a field of ours."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        files = super().create(vals_list)
        files._complaint_ensure_by_field()
        return files

    def write(self, vals):
        result = super().write(vals)
        if {"res_model", "res_id", "res_field"} & vals.keys():
            self._complaint_ensure_by_field()
        return result

    def _complaint_is_by_field(self):
        """Does a field write its value? It does so as superuser, and says so."""
        if self.env.uid == SUPERUSER_ID:
            return True
        return self.env.su and self.env.context.get(KEY) is BY_FIELD

    def _complaint_of_fields(self):
        """Return those that are the value of a field of ours."""
        return self.sudo().filtered(  # Judged, not shown.
            lambda f: f.res_field and (f.res_model or "").startswith(PARTS)
        )

    def _complaint_ensure_by_field(self):
        """Raise an AccessError where a file is made the value of a field of ours."""
        if self._complaint_is_by_field():
            return
        for file in self._complaint_of_fields():
            model = self.env.get(file.res_model)
            # Dialogs guard nothing else.
            if not hasattr(model, "_check_guarded"):
                model = self.env["complaint.guarded"]
            model._check_guarded({file.res_field})
