from ast import literal_eval

from odoo import api, models
from odoo.exceptions import ValidationError

from ...tools.alias import TOLD, alias_tells


class MailAlias(models.Model):
    """Addresses by which tickets come, and what they tell of them."""

    _inherit = "mail.alias"

    @api.constrains("alias_defaults", "alias_model_id")
    def _check_complaint_defaults(self):
        """Raise an error for defaults of tickets that the gateway would pass over."""
        model_id = self.env["ir.model"]._get_id("helpdesk.ticket")
        # Whoever writes a team writes its alias.
        for alias in self.sudo().filtered(lambda a: a.alias_model_id.id == model_id):
            try:
                defaults = dict(literal_eval(alias.alias_defaults or "{}"))
            except (ValueError, SyntaxError, TypeError):
                continue  # Odoo says so itself.
            untold = [n for n, v in defaults.items() if not alias_tells(n, v)]
            if untold:
                fields = self.env["helpdesk.ticket"]._fields
                raise ValidationError(
                    self.env._(
                        "An address says no “%(untold)s” of tickets. It may say: "
                        "%(told)s; tags by their ids.",
                        untold="”, “".join(map(str, untold)),
                        told=", ".join(sorted(TOLD.keys() & fields.keys())),
                    )
                )


class MailAliasMixinOptional(models.AbstractModel):
    """Records that have an address: their own, and nobody else's."""

    _inherit = "mail.alias.mixin.optional"

    @api.model_create_multi
    def create(self, vals_list):
        self._complaint_check_aliases(*vals_list)
        return super().create(vals_list)

    def write(self, vals):
        # Whoever leaves the address alone does not pay for reading it.
        if "alias_id" in vals and not all(
            record._complaint_is_own_alias(vals["alias_id"]) for record in self
        ):
            self._complaint_check_aliases(vals)
        return super().write(vals)

    def _complaint_is_own_alias(self, alias_id):
        """Has it that alias already, or did Odoo make it for it, to be written now?"""
        if self.alias_id.id == alias_id or not alias_id:
            return True
        alias = self.env["mail.alias"].sudo().browse(alias_id)  # Judged, not shown.
        model, thread = alias.alias_parent_model_id.model, alias.alias_parent_thread_id
        return (model, thread) == (self._name, self.id)

    @api.model
    def _complaint_check_aliases(self, *vals_list):
        """Turn away who takes an alias over that they could not write.

        Odoo writes its name and its defaults as superuser, for whoever may write the
        record that has it.
        """
        taken = [vals["alias_id"] for vals in vals_list if vals.get("alias_id")]
        if taken and not self.env.su:
            self.env["mail.alias"].browse(taken).check_access("write")
