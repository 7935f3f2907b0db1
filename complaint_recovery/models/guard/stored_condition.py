import re

from odoo import api, models, tools
from odoo.exceptions import UserError

from ...tools.conditions import asked_by
from .belonging import OURS

#: What fields are called that hold a condition as text.
NAMES = re.compile(r"(?:^|_)(?:domain|filter|condition)s?(?:_|$)")
#: How a record says of which model its condition is, beside a link to one.
MODELS = frozenset({"model", "model_name", "res_model"})
#: Lists are found with these by whoever opens them, with the own rights.
OWN = frozenset({"ir.filters", "ir.embedded.actions"})


class Base(models.AbstractModel):
    """Conditions that somebody stores and Odoo evaluates with more rights later.

    A mailing, a promotion, the assignment of leads: whom or what it finds would answer,
    letter by letter, what stands on a complaint.
    """

    _inherit = "base"

    @api.model
    @tools.ormcache(cache="stable")
    def _complaint_conditions(self):
        """Return the names of fields of this model that hold a condition as text.

        A dialog's is evaluated for whoever has it open.
        """
        passing = self._abstract or self._transient
        kept = passing or self._name in OWN or self._name.startswith(OURS)
        return frozenset(
            name
            for name, field in self._fields.items()
            if not kept
            and field.type in ("char", "text")
            and field.store
            and NAMES.search(name)
        )

    @api.model
    @tools.ormcache(cache="stable")
    def _complaint_condition_models(self):
        """Return the names of fields that say of which model a condition is."""
        return frozenset(
            name
            for name, field in self._fields.items()
            if (field.comodel_name == "ir.model" and field.type == "many2one")
            or (name in MODELS and field.type == "char")
        )

    @api.model
    @tools.ormcache(cache="stable")
    def _complaint_ways(self):
        """Return the names of fields, of whatever model, that lead to what is ours.

        What was said on a record, and is planned there, is the record's own. Once one
        is there, it is too late to ask.
        """
        return frozenset(
            name
            for model_name, model in self.pool.items()
            if not (model._abstract or model._transient)
            for name, field in model._fields.items()
            if name.startswith("complaint_")
            or not self._complaint_may_be_ours(model_name)
            and self._complaint_is_way(field)
        )

    @api.model
    def _complaint_is_way(self, field):
        model = field.comodel_name or ""
        if field.type == "one2many":
            return model.startswith(OURS)
        return self._complaint_may_be_ours(model)

    def _complaint_check_conditions(self, vals=None):
        """Raise a UserError where a condition of these leads to complaints.

        Who may write what an administrator writes may ask anything anyway.
        """
        names = self._complaint_conditions()
        if not names or self.env.su or self.env.is_system():
            return
        watched = names | self._complaint_condition_models()
        if vals is not None and watched.isdisjoint(vals):
            return
        for record in self.sudo():  # What it asks is judged, not shown.
            of_ours = record._complaint_is_condition_on_ours()
            for name in names:
                if of_ours or self._complaint_asks(record[name]):
                    raise UserError(
                        self.env._(
                            "“%s” is evaluated for others, and cannot ask about "
                            "complaints. Find the records in a list, and choose them "
                            "there.",
                            self._fields[name]._description_string(self.env),
                        )
                    )

    def _complaint_is_condition_on_ours(self):
        """Is what this one's condition is on a model of ours?"""
        told = [self[name] for name in self._complaint_condition_models()]
        models = [one if isinstance(one, str) else one and one.model for one in told]
        return any((model or "").startswith(OURS) for model in models)

    @api.model
    def _complaint_asks(self, text):
        if not (text or "").strip().startswith(("[", "(")):
            return False
        asked = asked_by(text)
        if asked is None:
            return True
        ways = self.env["base"]._complaint_ways()
        return any(not ways.isdisjoint(word.split(".")) for word in asked)
