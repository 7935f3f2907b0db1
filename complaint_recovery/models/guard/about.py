from odoo import api, models, tools
from odoo.fields import Domain
from odoo.tools import SQL

from .belonging import OURS

TICKET = "helpdesk.ticket"
#: What says whether a ticket is for few, see ``_complaint_is_kept()``.
KEPT = ("is_complaint", "complaint_received_at", "complaint_about_user_id")
#: Whose it is, and who takes part, as Odoo's models call them.
PEOPLE = ("create_uid", "user_id", "partner_ids")


def _columns(model, alias, pair, query):
    """Return the columns of ``pair``; what is pending of ours is stored before.

    Odoo stores all that is pending of a field which a condition names: an update for
    each search, also of what is about other records.
    """
    own = model.sudo()  # Asked, whoever searches, and not shown.
    env, fields = own.env, [own._fields[name] for name in pair]
    pending = {
        record_id
        for field in fields
        for ids in (env._field_dirty, env.transaction.tocompute)
        for record_id in ids.get(field, ())
    }
    if any((r[pair[0]] or "").startswith(OURS) for r in own.browse(pending)):
        own.flush_model(pair)
    columns = (own._field_to_sql(alias, name, query) for name in pair)
    return [SQL(column.code, *column.params) for column in columns]


def _about_to_sql(pair):
    """Return what makes the condition of ``_is_told`` in SQL."""

    def to_sql(model, alias, query):
        name, id_ = _columns(model, alias, pair, query)
        tickets = model.sudo(False).env[TICKET].with_context(active_test=False)
        tickets.flush_model(KEPT)
        told = SQL(
            "NOT EXISTS (SELECT FROM helpdesk_ticket kept WHERE kept.id = %s"
            " AND (kept.is_complaint IS TRUE OR kept.complaint_received_at IS NOT NULL"
            " OR kept.complaint_about_user_id IS NOT NULL))",
            id_,
        )
        if tickets.has_access("read"):
            told = SQL("(%s OR %s IN %s)", told, id_, tickets._search([]).subselect())
        return SQL(
            "(%s IS NULL OR %s NOT LIKE 'complaint.%%' AND (%s <> %s OR %s))",
            *(name, name, name, TICKET, told),
        )

    return to_sql


def _is_told(pair):
    """Return what says whether the user may know that a record is about what it is."""

    def predicate(record):
        name, id_ = (record.sudo()[n] for n in pair)  # Judged, not shown.
        if (name or "").startswith("complaint."):
            return False
        if name != TICKET:
            return True
        ticket = record.sudo(False).env[TICKET].browse(id_).exists()
        return not ticket._complaint_is_kept() or ticket.has_access("read")

    return predicate


def _hanging_to_sql(link):
    """Return what makes the condition of ``_is_shown`` in SQL."""

    def to_sql(model, alias, query):
        column = model.sudo()._field_to_sql(alias, link, query)  # Asked, not shown.
        whole = model.sudo(False).env[model._fields[link].comodel_name]
        if not whole.has_access("read"):
            return SQL("%s IS NULL", column)
        shown = whole.with_context(active_test=False)._search([])
        return SQL("(%s IS NULL OR %s IN %s)", column, column, shown.subselect())

    return to_sql


def _is_shown(link):
    """Return what says whether the user may read what a record is a part of."""

    def predicate(record):
        whole = record.sudo()[link]  # Judged, not shown.
        return not whole or whole.sudo(False).has_access("read")

    return predicate


class Base(models.AbstractModel):
    """Records of other apps about a complaint: a meeting, a rating.

    Odoo lets every employee read them. What they say of a complaint is for who may read
    that, for who made them, and for those who take part.
    """

    _inherit = "base"

    @api.model
    @tools.ormcache(cache="stable")
    def _complaint_told_by(self):
        """Return the pairs of model and id by which these tell people of a record.

        Odoo's own lists of what there is in the database say no words.
        """
        if self._name.startswith((*OURS, "ir.")):
            return ()
        return self._complaint_leads()[1]

    @api.model
    @tools.ormcache(cache="stable")
    def _complaint_hangs_on(self):
        """Return the links to records told of in that way, of which these are parts.

        Such as who takes part in a meeting: they go with it, and tell of it.
        """
        if self._abstract or self._name.startswith((*OURS, "ir.")):
            return ()
        return tuple(
            name
            for name, field in sorted(self._fields.items())
            if field.type == "many2one" and field.store and field.ondelete == "cascade"
            if field.comodel_name in self.env
            and self.env[field.comodel_name]._complaint_told_by()
        )


class IrRule(models.Model):
    _inherit = "ir.rule"

    @api.model
    def _compute_domain(self, model_name, mode="read"):
        domain = super()._compute_domain(model_name, mode)
        records = self.env[model_name]
        if self.env.su:
            return domain
        for link in records._complaint_hangs_on():
            domain &= Domain.custom(
                to_sql=_hanging_to_sql(link), predicate=_is_shown(link)
            )
        if not (pairs := records._complaint_told_by()):
            return domain
        user, told = self.env.user, Domain.TRUE
        for pair in pairs:
            told &= Domain.custom(to_sql=_about_to_sql(pair), predicate=_is_told(pair))
        for name in PEOPLE:
            if field := records._fields.get(name):
                own = user if field.comodel_name == user._name else user.partner_id
                told |= Domain(name, "in", own.ids)
        return domain & told
