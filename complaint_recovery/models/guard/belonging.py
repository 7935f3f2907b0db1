"""What is ours, or belongs to something of ours, and who is told its name."""

from odoo import api, models, tools
from odoo.exceptions import MissingError
from odoo.fields import Domain

from ...tools.asker import hidden_from_asker
from ...tools.marks import TOLD
from ...tools.named import ids_in, named_by_link

#: Values of these models are told to nobody through a link somebody only names.
OURS = ("complaint.", "helpdesk.ticket")
#: How Odoo's models call the model of what they are about, beside an id.
MODEL, ID = ("model", "res_model"), "res_id"


def about_ours(name):
    """Return the domain of records whose field ``name`` holds a model name of ours."""
    return Domain.OR(Domain(name, "=like", f"{start}%") for start in OURS)


class Base(models.AbstractModel):
    """Records of any model that belong to one of ours: files, messages, to-dos, …

    Odoo reads a name as superuser, by any link and for any pair of model and id. Names
    of ours, and of what belongs to ours, are for who may read those.
    """

    _inherit = "base"

    @api.model
    @tools.ormcache(cache="stable")
    def _complaint_pairs(self):
        """Return (field of the model, field of the id) of what these belong to.

        What opens lists of ours belongs to none of them.
        """
        if self._abstract or self._name.startswith("ir.actions."):
            return ()
        fields = self._fields
        pairs = {
            (field.model_field, name)
            for name, field in fields.items()
            if field.type == "many2one_reference"
        }
        if ID in fields and fields[ID].type in ("integer", "many2one_reference"):
            pairs |= {(model, ID) for model in MODEL}
        return tuple(sorted(p for p in pairs if p[0] in fields))

    def _complaint_on_ours(self):
        """Return those that are ours or belong to one of ours. Extend."""
        if self._name.startswith(OURS) or not self:
            return self
        pairs = self._complaint_pairs()
        return self.filtered(
            lambda r: any(
                (model or "").startswith(OURS)
                for model in (r.sudo()[name] for name, _id in pairs)  # Judged.
            )
        )

    def _complaint_filter_ours(self):
        """Return those of these, which a client names, that are or belong to ours."""
        if self._name.startswith(OURS) or not self._complaint_keeps_name():
            return self._complaint_on_ours()
        try:  # What was just made is in memory.
            return self._complaint_on_ours()
        except MissingError:
            return self.exists()._complaint_on_ours()

    @api.model
    def _complaint_may_be_ours(self, model):
        """Return whether records of ``model``, any text, may be or belong to ours."""
        if model.startswith(OURS):
            return model in self.env
        return model in self.env and self.env[model]._complaint_keeps_name()

    def _complaint_whole(self):
        """Return the ticket that this is, or a part of which it is; or none. Extend."""
        return self.env["helpdesk.ticket"]

    def _complaint_readable(self):
        """Return those whose name the user may know: who may read them. Extend."""
        return self._filtered_access("read")

    def _complaint_found(self):
        """Return those of these that a search of the user's finds."""
        if not (self and self.browse().has_access("read")):
            return self.browse()
        return self.with_context(active_test=False).search([("id", "in", self.ids)])

    @api.model
    @tools.ormcache(cache="stable")
    def _complaint_keeps_name(self):
        """Return whether names of these may be for few. Nearly no model's are.

        A ticket has a number besides, and keeps its title itself.
        """
        ours = self._name.startswith("complaint.")
        return ours or bool(self._complaint_pairs())

    def _compute_field_value(self, field):
        result = super()._compute_field_value(field)
        if field.name == "display_name" and self._complaint_keeps_name():
            self._complaint_hide_names()
        return result

    def _complaint_hide_names(self):
        """Who may not read the record sees no name of it, whoever reads for them.

        What our own code tells of it, it reads with the mark ``TOLD``. Ours and Odoo's
        busiest keep a name in memory for each user; of dialogs and of other addons'
        models it stays for the request, which is one user's.
        """
        # Read as oneself it is judged as well: what our code has read of a record as
        # superuser stands in memory, and a name made of it would be told.
        if self.env.context.get("complaint_told") is TOLD:
            return
        if ours := self._origin._complaint_on_ours():
            hidden = hidden_from_asker(ours)
            for record in self.filtered(lambda r: r._origin in hidden):
                record.display_name = False

    def _complaint_collect_pairs(self, values, named):
        """Add to ``named`` model → ids of what ``values`` point to by model and id.

        One of both may be what the record says already, or a default. A pair that
        stays as it is tells nothing new.
        """
        record = self[:1].sudo()  # What it points to is judged, not shown.
        for model_field, name in self._complaint_pairs():
            if not {name, *self._complaint_model_path(model_field)} & values.keys():
                continue
            context = self.env.context.get
            ids = ids_in(values.get(name)) or ids_in(record[name])
            ids = ids or ids_in(context(f"default_{name}"))
            for model in self._complaint_models_named(record, model_field, values):
                same = record[name] in ids and record[model_field] == model
                if ids and not same and self._complaint_may_be_ours(model):
                    named.setdefault(model, set()).update(ids)

    @api.model
    @tools.ormcache("name", cache="stable")
    def _complaint_model_path(self, name):
        """Return the fields that say which model it is: it, and a link to the model."""
        related = (self._fields[name].related or "").split(".")
        return (name, related[0]) if related[1:] == ["model"] else (name,)

    @api.model
    def _complaint_models_named(self, record, name, values):
        """Return the names of models that ``values`` may mean, by name or link."""
        told = {values.get(name), self.env.context.get(f"default_{name}")}
        told.add(record[name])
        for link in self._complaint_model_path(name)[1:]:
            ids, _nested = named_by_link(values.get(link))
            # Which models there are is no secret.
            told.update(
                self.env["ir.model"].sudo().browse(ids).exists().mapped("model")
            )
        return {model for model in told if model and isinstance(model, str)}
