from contextlib import contextmanager

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_list

from ...tools.in_use import in_use


class ComplaintArchived(models.AbstractModel):
    """What complaints hang on is archived where somebody deletes it.

    Whether something uses it is a question about complaints one may not read.
    """

    _name = "complaint.archived"
    _description = "Archived, Not Deleted"

    def _archive_instead(self):
        """Archive what somebody deletes, and say so: a list would show it gone.

        The words are the same, used or not, and in whichever list it is deleted.
        """
        self.check_access("unlink")
        result = self.write({"active": False})
        said = self.env._(
            "Archived, not deleted: %s. Complaints may need what is deleted here, so "
            "it is kept, used or not.",
            format_list(self.env, self.mapped("display_name")),
        )
        told = {"type": "warning", "message": said}
        self.env.user._bus_send("simple_notification", told)
        return result


class ComplaintShared(models.AbstractModel):
    """What a company has of its own, or all companies share.

    What is shared is changed by whoever works in all companies that use it, or by an
    administrator; a company may make its own copy.
    """

    _name = "complaint.shared"
    _inherit = ["complaint.archived"]
    _description = "Shared by Companies"

    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self._default_company_id(),
        ondelete="restrict",  # Emptied by a deletion it would be for every company.
        help="Empty: for every company.",
    )

    @api.model
    def _complaint_keeps_name(self):
        """Its name stands wherever a complaint does: in what changed, on pages."""
        return False

    @api.model
    def _default_company_id(self):
        """What somebody makes who may not share it is of their own company."""
        shared = self.env.su or self._may_share()
        return self.env["res.company"] if shared else self.env.company

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._ensure_may_share()
        return records

    def write(self, vals):
        self._ensure_may_share()
        self._ensure_may_move(vals)
        result = super().write(vals)
        if "company_id" in vals:
            self._ensure_may_share()
        return result

    def unlink(self):
        """What somebody deletes who manages these is archived, used or not.

        Whether something uses it is a question about complaints one may not read.
        """
        self._ensure_may_share()
        if self.env.su or self.env.user._is_system():
            return super().unlink()
        return self._archive_instead()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for model, name in self._get_links():
            if self.env[model]._fields[name].ondelete != "restrict":
                continue
            # Whose it is does not matter, nor whether it is archived.
            others = self.env[model].sudo().with_context(active_test=False)
            domain = Domain(name, "in", self.ids)
            if model == self._name:
                domain &= Domain("id", "not in", self.ids)  # Deleted together.
            if other := others.search(domain, limit=1):
                self._refuse_to_delete(other[name].display_name, other)

    def _refuse_to_delete(self, used, other):
        number = self._find_number(other)
        if number:
            raise ValidationError(
                self.env._(
                    "“%(name)s” is used by complaints, %(number)s for example. "
                    "Archive it instead of deleting it.",
                    name=used,
                    number=number,
                )
            )
        raise ValidationError(
            self.env._(
                "“%s” is in use. Archive it instead of deleting it.",
                used,
            )
        )

    def _find_number(self, other):
        """Return the number of the complaint of ``other``, of one who asks may read."""
        ticket = other["ticket_id"] if "ticket_id" in other._fields else other
        if "number" not in ticket._fields:
            return ""
        # In an error it would tell that there is one, and when it came.
        readable = ticket.sudo(False)._filtered_access("read")
        return ", ".join(readable.mapped("number"))

    def copy_data(self, default=None):
        """A copy by somebody who may not share it is of the own company."""
        vals_list = super().copy_data(default)
        if not self.env.su and not self._may_share():
            for vals in vals_list:
                vals["company_id"] = vals.get("company_id") or self.env.company.id
        return vals_list

    @api.constrains("company_id")
    def _check_company_of_used(self):
        """Raise an error where something of another company has it."""
        for record in self.filtered("company_id"):
            for model, name in self._get_links():
                # Whose it is does not matter, nor whether it is archived.
                others = self.env[model].sudo().with_context(active_test=False)
                other = others.search(
                    Domain(name, "=", record.id)
                    & Domain("company_id", "!=", record.company_id.id),
                    order="id",
                    limit=1,
                )
                if other:
                    record._refuse_to_take(other)

    def _refuse_to_take(self, other):
        raise ValidationError(
            self.env._(
                "“%(name)s” is used by %(what)s of another company. Make a copy "
                "instead.",
                name=self.display_name,
                what=self._find_number(other) or other._description,
            )
        )

    @api.model
    def _get_links(self):
        """Yield (model, field) of all that has one of these, and a company."""
        for model in self.env.registry.values():
            company = model._fields.get("company_id")
            kept = model._auto and not model._abstract and not model._transient
            if not kept or not company or not company.store:
                continue
            for name, field in model._fields.items():
                if field.type == "many2one" and field.comodel_name == self._name:
                    if field.store and not field.company_dependent:
                        yield model._name, name

    def _ensure_may_share(self):
        if self.env.su or self._may_share():
            return
        if shared := self.filtered(lambda record: not record.company_id):
            raise AccessError(
                self.env._(
                    "“%s” is for every company: an administrator changes it, or "
                    "whoever manages all of them. Make a copy for your own company.",
                    shared[0].display_name,
                )
            )

    def _ensure_may_move(self, vals):
        """Turn away who gives these to another company, used or not.

        Refused where something uses one alone, it would tell of complaints one may not
        read.
        """
        company_id = vals.get("company_id")
        if not company_id or self.env.su or self.env.user._is_system():
            return
        if moved := self.filtered(lambda record: record.company_id.id != company_id):
            raise AccessError(
                self.env._(
                    "“%s” is given to another company by administrators alone, since "
                    "complaints may use it. Make a copy for that company.",
                    moved[0].display_name,
                )
            )

    @api.model
    def _may_share(self):
        user = in_use(self.env.user)
        if user._is_system():
            return True
        # Which companies use it is asked for everybody, whoever may see them.
        env = in_use(self.sudo()).env
        teams = env["helpdesk.ticket.team"]
        tickets = env["helpdesk.ticket"].with_context(active_test=False)
        others = Domain("id", "not in", user.company_ids.ids)
        for company in env["res.company"].search(others):
            own = Domain("company_id", "=", company.id)
            if teams.search_count(own, limit=1) or tickets.search_count(
                own & Domain("is_complaint", "=", True), limit=1
            ):
                return False
        return True


class ComplaintConfiguration(models.AbstractModel):
    """A short list that admins shape, and that is cached."""

    _name = "complaint.configuration"
    _description = "List Shaped by Admins"
    _inherit = ["complaint.shared"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    @api.model_create_multi
    def create(self, vals_list):
        with self._forgetting():
            return super().create(vals_list)

    def write(self, vals):
        with self._forgetting():
            return super().write(vals)

    def unlink(self):
        with self._forgetting():
            return super().unlink()

    @contextmanager
    def _forgetting(self):
        """Keep in memory neither how it was, nor what was looked at meanwhile."""
        self.env.registry.clear_cache()
        try:
            yield
        finally:
            self.env.registry.clear_cache()

    def _update_field_translations(self, *args, **kwargs):
        with self._forgetting():
            return super()._update_field_translations(*args, **kwargs)

    def fetch(self, field_names=None):
        """Fetch from what is kept in memory; who may read it is asked as ever."""
        kept = self._get_kept(self.env.lang)
        known = self.filtered(lambda record: record._origin.id in kept)._origin
        langs = self.env.context.get("prefetch_langs")
        if known and not langs and (self.env.su or known.has_access("read")):
            for position, name in enumerate(self._get_kept_names()):
                values = [kept[id_][position] for id_ in known.ids]
                # What was changed and is not saved yet stays as it is.
                self._fields[name]._insert_cache(known, values)
        return super().fetch(field_names)

    @api.model
    @tools.ormcache(cache="stable")
    def _get_kept_names(self):
        """Return the names of the columns kept in memory."""
        return tuple(
            name
            for name, field in self._fields.items()
            if field.store
            and field.column_type
            and field.prefetch is True
            and not field.company_dependent
            and name != "id"
        )

    @api.model
    @tools.ormcache("lang")
    def _get_kept(self, lang):
        """Return id → values of the columns kept, in ``lang``, of all records."""
        # The list is the same for everybody; what may be read is checked on reading.
        every = self.sudo().with_context(active_test=False, lang=lang)
        names = self._get_kept_names()
        self.flush_model(names)
        every = every._fetch_query(
            every._search(Domain.TRUE), [self._fields[name] for name in names]
        )
        caches = [self._fields[name]._get_cache(every.env) for name in names]
        return {id_: tuple(cache[id_] for cache in caches) for id_ in every.ids}

    @api.model
    def _get_for_company(self, company):
        """Return the active records of ``company``, in their order."""
        return self.browse(self._get_ids_for_company(company.id))

    @api.model
    @tools.ormcache("company_id")
    def _get_ids_for_company(self, company_id):
        # The list is the same for everybody; what may be read is checked on reading.
        return tuple(
            in_use(self.sudo())._search(
                Domain("company_id", "in", [False, company_id]), order=self._order
            )
        )
