from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from .belonging import about_ours

#: What whoever has it says, in an answer to us, is taken for the customer's word.
KEY = "access_token"
#: These have such a key. That of a meeting opens its call, and says nothing.
SPEAKING = frozenset({"rating.rating"})


class Base(models.AbstractModel):
    """Records of other addons by which somebody speaks for a customer: ratings.

    Odoo lets every employee make them, about any record, and read the key with which
    its customer answers. On what is ours the system alone makes them, and whoever has a
    key has got it by mail.
    """

    _inherit = "base"

    def _has_field_access(self, field, operation):
        if field.name == KEY and self._name in SPEAKING and not self.env.su:
            # Searched or grouped by, it would be told letter by letter.
            if not self or self._complaint_said_of_ours():
                return False
        return super()._has_field_access(field, operation)

    @api.model
    def _search(self, domain, *args, **kwargs):
        if self._name in SPEAKING and not self.env.su:
            domain = Domain(domain).map_conditions(self._complaint_by_whole_key)
        return super()._search(domain, *args, **kwargs)

    @api.model
    def _complaint_by_whole_key(self, condition):
        """Look a whole key up that somebody has: Odoo applies a rating by it."""
        keys = condition.value
        if condition.field_expr != KEY or condition.operator not in ("=", "in"):
            return condition
        keys = (keys,) if isinstance(keys, str) else tuple(keys or ())

        def to_sql(model, alias, query):
            column = model.sudo()._field_to_sql(alias, KEY, query)  # They have it.
            return SQL("%s IN %s", column, keys or (None,))

        def predicate(rating):
            return rating.sudo()[KEY] in keys  # Compared, not shown.

        whole = Domain.custom(to_sql=to_sql, predicate=predicate)
        return whole & ~about_ours("res_model")

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._complaint_ensure_system_speaks()
        return records

    def write(self, vals):
        self._complaint_ensure_system_speaks()
        result = super().write(vals)
        self._complaint_ensure_system_speaks()
        return result

    def unlink(self):
        self._complaint_ensure_system_speaks()
        return super().unlink()

    def _complaint_said_of_ours(self):
        """Return those of these about something of ours, or pinned to a word on it."""
        judged = self.sudo()  # Judged, not shown.
        words = judged.filtered(lambda r: r.message_id._complaint_on_ours())
        return self._complaint_on_ours() | words.sudo(False)

    def _complaint_ensure_system_speaks(self):
        """Raise an AccessError where a person makes one of these about ours."""
        if self.env.su or self._name not in SPEAKING:
            return
        if not self._complaint_said_of_ours():
            return
        raise AccessError(
            self.env._("What a customer says of a complaint is written by nobody else.")
        )
