from odoo import api, models, tools
from odoo.fields import Domain

from .belonging import OURS, about_ours

#: How Odoo's dialogs call the model of what they are about.
ABOUT = ("res_model", "model", "active_model")


class Base(models.AbstractModel):
    """Dialogs of Odoo's that are about something of ours: they belong to their user.

    Odoo lets everybody with access to the model into everybody's dialogs: a file that
    is imported, words to whom one adds as a follower, a to-do that is being written.
    """

    _inherit = "base"

    @api.model
    @tools.ormcache(cache="stable")
    def _complaint_dialogs_about_us(self):
        """Return the domain of those of these dialogs that are about ours."""
        if not self._transient:
            return Domain.FALSE
        if self._name.startswith(OURS):
            return Domain.TRUE
        found = [Domain.FALSE]
        for name, field in self._fields.items():
            if not field.store:
                continue
            if field.type == "reference" or (field.type == "char" and name in ABOUT):
                found.append(about_ours(name))
            elif field.relational and field.comodel_name.startswith(OURS):
                found.append(Domain(name, "!=", False))
        return Domain.OR(found)


class IrRule(models.Model):
    _inherit = "ir.rule"

    @api.model
    def _compute_domain(self, model_name, mode="read"):
        domain = super()._compute_domain(model_name, mode)
        about = self.env[model_name]._complaint_dialogs_about_us()
        if self.env.su or about.is_false():
            return domain
        return domain & (~about | Domain("create_uid", "=", self.env.uid))
