from odoo import api, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    """A company names who finishes the documents of its remedies (``Maker.named``)."""

    _inherit = "res.company"

    @api.model
    def _get_complaint_named(self):
        """Return field → group whose people alone may be named there."""
        makers = self.env["complaint.remedy"]._get_makers().values()
        return {maker.named: maker.group for maker in makers if maker.named}

    def _validate_fields(self, field_names, excluded_names=()):
        """Each is judged when it changes: who was named before is no hindrance.

        That is no ``constrains``: one method for all fields would judge all of them.
        """
        result = super()._validate_fields(field_names, excluded_names)
        named = self._get_complaint_named()
        for name in named.keys() & set(field_names) - set(excluded_names):
            self.sudo()._check_complaint_named(name, named[name])  # As constraints are.
        return result

    def _check_complaint_named(self, name, group):
        """Raise an error where somebody is named who has no rights there."""
        for user in self[name]:
            if not user.has_group(group):
                raise ValidationError(
                    self.env._(
                        "%(what)s: %(user)s has no rights there.",
                        what=self._fields[name]._description_string(self.env),
                        user=user.name,
                    )
                )
