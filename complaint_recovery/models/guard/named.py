from collections.abc import Set

from odoo import api, models, tools
from odoo.fields import Domain

from ...tools.named import named_by_commands, named_by_link
from .belonging import OURS

#: What is said and kept on complaints hangs on these models of Odoo's.
HELD = frozenset({"ir.attachment", "mail.message"})
#: These ask for access to the document themselves, Odoo's code or ours.
JUDGED = frozenset(
    {"ir.attachment", "mail.message", "mail.scheduled.message"}
    | {"mail.activity", "mail.followers"}
)
#: Conditions on ids of records that a field leads to.
HIERARCHY = ("child_of", "parent_of")
BY_ID = {"in": "any", "not in": "not any", "=": "any", "!=": "not any"}
BY_ID |= dict.fromkeys(HIERARCHY, "any")
#: By these conditions are on what a link leads to.
THROUGH = frozenset({"any", "not any"})
#: By these everybody finds the own records, and Odoo looks at whose they are.
OWN = frozenset({"message_partner_ids"})


def is_ours(model_name):
    return model_name in HELD or model_name.startswith(OURS)


class Base(models.AbstractModel):
    """Records of any model that name one of ours: by a link, an id, a condition.

    Many of Odoo's models are written by every employee, and tell of what they name what
    is read with more rights: the fields of a file, a report made of a record. Whoever
    names one of ours may read it. Which models do so, the registry says.
    """

    _inherit = "base"

    @api.model
    @tools.ormcache(cache="stable")
    def _complaint_leads(self):
        """Return links that tell with more rights, and pairs of model and id, by name.

        Nearly all models have none of both.
        """
        if self._abstract:
            return (), ()
        links = {
            name
            for field in self._fields.values()
            if field.compute and field.compute_sudo
            for path in self.pool.field_depends[field]
            for name, _dot, rest in (path.partition("."),)
            if rest and is_ours(self._fields[name].comodel_name or "")
        }
        if self._name not in JUDGED:
            links |= self._complaint_links_kept()
        if self._name.startswith(OURS):
            links = set()  # All their links are judged.
        judged = self._transient or self._name in JUDGED
        pairs = () if judged else self._complaint_pairs()
        stored = {name for name, field in self._fields.items() if field.store}
        return tuple(sorted(links)), tuple(p for p in pairs if stored.issuperset(p))

    @api.model
    def _complaint_links_kept(self):
        """Return links to a message or an inherited file, and a dialog's to ours.

        Odoo reads messages as superuser wherever a link leads to them, and what a
        record inherits as its own: a document of a product would tell all of a file. A
        dialog is its user's own.
        """
        inherited = {
            name
            for parent, name in self._inherits.items()
            if parent in self.env and self._complaint_may_be_ours(parent)
        }
        return inherited | {
            name
            for name, field in self._fields.items()
            if field.type == "many2one"
            and (
                field.comodel_name == "mail.message"
                or (self._transient and field.comodel_name.startswith(OURS))
            )
        }

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        self._complaint_check_led(*vals_list)
        records = super().create(vals_list)
        records._complaint_check_pointed()
        records._complaint_check_conditions()
        return records

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        self._complaint_check_led(vals)
        result = super().write(vals)
        self._complaint_check_pointed(vals)
        self._complaint_check_conditions(vals)
        self._complaint_check_moved_away(vals)
        return result

    @api.model
    def _complaint_check_led(self, *vals_list):
        """Turn away who names what they may not read, and would be told of it.

        Lines are judged when they are saved themselves.
        """
        if self._complaint_is_own_dialog() or self._name.startswith("complaint."):
            self._complaint_check_named(*vals_list)
        for vals in vals_list:
            self._complaint_check_links_led(vals)

    @api.model
    def _complaint_check_links_led(self, vals):
        for name in self._complaint_leads()[0]:
            if value := vals.get(name):
                one = self._fields[name].type == "many2one"
                ids, _nested = (named_by_link if one else named_by_commands)(value)
                named = self.env[self._fields[name].comodel_name].browse(ids)
                named._complaint_filter_ours().check_access("read")

    def _complaint_check_pointed(self, vals=None):
        """Turn away who has these records name a record of ours they may not read."""
        for model, name in self._complaint_leads()[1]:
            if vals is not None and not {model, name} & vals.keys():
                continue
            for record in self.sudo():  # What it names is judged, not shown.
                if record[name] and (record[model] or "").startswith(OURS):
                    named = self.env[record[model]].browse(record[name])
                    named.check_access("read")

    def _complaint_check_moved_away(self, vals):
        """Turn away who moves a record of ours to where they could not write it.

        Odoo's rules judge it before a write alone.
        """
        if self._transient or not self._name.startswith("complaint."):
            return
        fields = filter(None, map(self._fields.get, vals))
        if any(field.comodel_name == "res.company" for field in fields):
            self.check_access("write")

    @api.model
    @tools.ormcache(cache="stable")
    def _complaint_led_fields(self):
        """Return the names of x2many fields that hold records of ours, or on ours.

        Who takes part in a meeting that is kept from somebody is in one.
        """
        return frozenset(
            name
            for name, field in self._fields.items()
            if field.type in ("one2many", "many2many")
            and (field.store or field.inherited)
            # What teams, stages and tags there are is no secret.
            and (
                field.comodel_name == "helpdesk.ticket"
                or field.comodel_name.startswith("complaint.")
                or self.env[field.comodel_name]._complaint_told_by()
            )
        )

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        """Search by ids of our records only among those the user may read.

        Odoo looks for the ids themselves and asks no rule of what they belong to: they
        would tell whose a hidden complaint is.
        """
        if not (self.env.su or bypass_access):
            domain = Domain(domain)
            if any(map(self._complaint_may_lead, domain.iter_conditions())):
                domain = domain.map_conditions(self._complaint_by_access)
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    @api.model
    def _complaint_may_lead(self, condition):
        """Return whether ``condition`` may be on records of ours, or by one of them."""
        return (
            bool(self._complaint_led_fields())
            or "." in condition.field_expr
            or condition.operator in THROUGH
        )

    @api.model
    def _complaint_through(self, name, operator, value):
        """Return the condition on linked records with those on these judged as well.

        None where that changes nothing, as where code has looked them up already.
        """
        if not isinstance(value, (Domain, list, tuple)):
            return None
        linked, inner = self.env[self._fields[name].comodel_name], Domain(value)
        judged = inner.map_conditions(linked._complaint_by_access)
        return None if judged == inner else Domain(name, operator, judged)

    @api.model
    def _complaint_by_access(self, condition):
        """Return ``condition`` with ids in it looked up by the user's own rights."""
        name, operator, value = (
            condition.field_expr,
            condition.operator,
            condition.value,
        )
        first, _dot, rest = name.partition(".")
        field = self._fields.get(first)
        if rest and field and field.relational:
            # As Odoo takes a path, which judges what is behind it too late.
            path = self._complaint_through(first, "any", Domain(rest, operator, value))
            return path or condition
        if operator in THROUGH and field and field.relational:
            return self._complaint_through(name, operator, value) or condition
        if not self._complaint_led_fields():
            return condition
        if field and field.groups and field.search and is_ours(self._name):
            # Odoo asks it of columns, and of what these search in nobody.
            if field.name not in OWN:
                self._check_field_access(field, "read")
        if operator not in BY_ID or name not in self._complaint_led_fields():
            return condition
        # What code has looked up already, it has looked up with some right.
        values = value if isinstance(value, (list, tuple, Set)) else [value]
        if not all(isinstance(v, (int, str, type(None))) for v in values):
            return condition
        ids = [v for v in values if v and isinstance(v, int)]
        inner = operator if operator in HIERARCHY else "in"
        found = Domain(name, "any", Domain("id", inner, ids)) if ids else Domain.FALSE
        if words := [v for v in values if v and isinstance(v, str)]:
            found |= Domain(name, "in", words)
        if not all(values):
            found |= Domain(name, "not any", Domain.TRUE)
        return found if BY_ID[operator] == "any" else ~found
