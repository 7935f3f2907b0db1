from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from .common import ComplaintCommon

#: Operator → a value for it.
ASKED = {"=": "overdue", "!=": False, "in": [True], "ilike": "o", ">": "2020-01-01"}
#: What Odoo answers where a field cannot be searched like that.
NO_SUCH = (ValueError, TypeError, NotImplementedError)


class TestSearchHidden(ComplaintCommon):
    """What one may not read one does not search: the count would tell it."""

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models", "odoo.domains")
    def test_no_field_is_searched_by_who_may_not_read_it(self):
        seen = 0
        for model in self._models():
            for field in model._fields.values():
                if not (field.groups and field.search and not field.store):
                    continue
                for user in (self.portal, self.employee):
                    records = model.with_user(user)
                    if user.has_groups(field.groups):
                        continue
                    seen += 1
                    for operator, value in ASKED.items():
                        with self.subTest(str(field), user=user.name, op=operator):
                            self._assert_told_nothing(records, field, operator, value)
        self.assertGreater(seen, 8)

    def _models(self):
        ours = [n for n in self.env.registry if n.startswith("complaint.")]
        models = [self.env[name] for name in ("helpdesk.ticket", *ours)]
        return [m for m in models if not m._abstract and not m._transient]

    def _assert_told_nothing(self, records, field, operator, value):
        asked = field.name, operator, value
        self._assert_finds_nothing(records, asked)
        if records._name == "helpdesk.ticket":
            # Behind a link as well, in each of its spellings.
            customers = records.env["res.partner"]
            path = f"helpdesk_ticket_ids.{field.name}"
            self._assert_finds_nothing(customers, (path, operator, value))
            through = "helpdesk_ticket_ids", "any", [asked]
            self._assert_finds_nothing(customers, through)
            own = "commercial_partner_id", "any", [through]
            self._assert_finds_nothing(customers, own)

    def _assert_finds_nothing(self, records, condition):
        try:
            with self.env.cr.savepoint():
                found = records.search([condition])
        except (AccessError, *NO_SUCH):
            return
        self.assertFalse(found)
