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

    @api.constrains(lambda self: [*self._get_complaint_named()])
    def _check_complaint_named(self):
        """Raise an error where somebody is named who has no rights there."""
        for name, group in self._get_complaint_named().items():
            for user in self[name]:
                if not user.has_group(group):
                    raise ValidationError(
                        self.env._(
                            "%(what)s: %(user)s has no rights there.",
                            what=self._fields[name]._description_string(self.env),
                            user=user.name,
                        )
                    )
