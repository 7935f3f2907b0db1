from odoo import models

from ...tools.groups import INTERNAL
from ...tools.in_use import in_use

#: By these users get into a group and out of it.
MEMBERS = frozenset({"user_ids", "implied_ids", "implied_by_ids"})


class ResGroups(models.Model):
    """Groups, by which colleagues lose their rights without being written on."""

    _inherit = "res.groups"

    def write(self, vals):
        before = self._complaint_people() if MEMBERS & vals.keys() else None
        result = super().write(vals)
        if before:
            (before - self._complaint_people())._complaint_give_up()
        return result

    def unlink(self):
        before = self._complaint_people()
        result = super().unlink()
        (before - self.browse()._complaint_people())._complaint_give_up()
        return result

    def _complaint_people(self):
        """Return who has helpdesk rights today."""
        group = self.env.ref(INTERNAL, raise_if_not_found=False)
        # Who has rights is asked by the rule.
        return in_use(group.sudo()).all_user_ids if group else self.env["res.users"]
