from collections.abc import Collection

from odoo import api, models, tools
from odoo.fields import Domain

from .base import OURS

#: Conditions that name records by their ids, and what they are with the user's rights.
BY_IDS = {"in": "any", "=": "any", "not in": "not any", "!=": "not any"}


class Base(models.AbstractModel):
    """Models that lead to complaints: whom somebody searches by them, they may read.

    Odoo asks the rules of what a path leads to, and not of ids: any employee would find
    the customer of a complaint by its number.
    """

    _inherit = "base"

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access) and self._complaint_leading():
            domain = Domain(domain).map_conditions(self._complaint_judge_ids)
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    @api.model
    @tools.ormcache("self._name")
    def _complaint_leading(self):
        """Return the names of the lists that lead to complaints or parts of them."""
        return frozenset(
            name
            for name, field in self._fields.items()
            if field.type in ("one2many", "many2many")
            and field.comodel_name.startswith(OURS)
        )

    @api.model
    def _complaint_judge_ids(self, condition):
        """Return ``condition`` on such a list, asked with the rights of the user."""
        name, operator = condition.field_expr, condition.operator
        if name not in self._complaint_leading() or operator not in BY_IDS:
            return condition
        ids = condition.value
        ids = list(ids) if isinstance(ids, Collection) and ids != str(ids) else [ids]
        if any(isinstance(id_, str) for id_ in ids):
            return condition  # A name, which is searched with the rights of the user.
        some, none = BY_IDS[operator], [id_ for id_ in ids if not id_]
        named = Domain("id", "in", [id_ for id_ in ids if id_])
        if not none:
            return Domain(name, some, named)
        # "Is not set" and "is one of these or not set".
        empty = Domain(name, "not any", Domain.TRUE)
        found = Domain(name, "any", named) | empty
        return found if some == "any" else ~found
