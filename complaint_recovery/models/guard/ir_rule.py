import logging

from odoo import api, models, tools
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

_logger = logging.getLogger(__name__)


def told_to_sql(model, alias, query):
    """What we found ourselves, customers hear from a person before they read of it."""
    # Where it comes from is internal; that they were told may be asked.
    column = model.sudo()._field_to_sql
    return SQL(
        "(%s IS DISTINCT FROM 'internal' OR %s IS NOT NULL)",
        column(alias, "complaint_source", query),
        column(alias, "complaint_first_contact_at", query),
    )


def is_told(ticket):
    """As above, of one ticket in memory."""
    told = ticket.sudo()  # Asked, not shown.
    return (
        not told.is_complaint
        or told.complaint_source != "internal"
        or bool(told.complaint_first_contact_at)
    )


class IrRule(models.Model):
    """The rule of secrecy of complaints, global for all tickets (decision 17).

    It is no record: the parent's portal page puts the domains of rules into a search of
    the user's own, where a plain employee may not name an internal field. And while the
    parent alone is loaded, at its update, a record would name fields not there yet.
    """

    _inherit = "ir.rule"

    @api.model
    def _compute_domain(self, model_name, mode="read"):
        domain = super()._compute_domain(model_name, mode)
        if model_name != "helpdesk.ticket" or self.env.su:
            return domain
        if users := self._get_complaint_deputised():
            # A deputy handles what the absent own, like they themselves.
            domain |= (
                Domain("is_complaint", "=", True)
                & Domain("user_id", "in", users)
                & Domain("company_id", "in", [False, *self.env.companies.ids])
            )
        return domain & self._get_complaint_secrecy()

    def _make_access_error(self, operation, records):
        """Name no record, rule or company to who may not read it, in no mode.

        In developer mode Odoo tells what it is called, and the name of a rule would
        say whom it is about. Who may read it, in any of their companies, is told.
        """
        companies = list(self.env.user._get_company_ids())
        ours = records.sudo(False)._complaint_on_ours()
        ours = ours.with_context(allowed_company_ids=companies)
        if not ours - ours._complaint_readable():
            return super()._make_access_error(operation, records)
        _logger.info(
            "%s of %s %s was refused to user %s",
            operation,
            records._name,
            records.ids[:6],
            self.env.uid,
        )
        records.invalidate_recordset()  # As Odoo: what was judged was read.
        what = self.env["ir.model"]._get(records._name).sudo().name  # Of the model.
        return AccessError(
            self.env._(
                "“%s”: this is kept from you, or does not exist. If your work needs "
                "it, ask a helpdesk manager.",
                what,
            )
        )

    @api.model
    def _get_complaint_deputised(self):
        """Return the ids of those whose complaints the current user handles. Extend."""
        return ()

    @api.model
    @tools.ormcache("self.env.uid")
    def _get_complaint_secrecy(self):
        """Return which tickets the current user may know of (decision 17).

        Colleagues none about themselves, customers none of other entities and no
        confidential one of another, and none that we found ourselves before they were
        told.
        Kept in memory like the rules themselves, so it holds ids and no records. Extend
        it with ``&`` only: it keeps people out.
        """
        user, uid = self.env.user, self.env.uid
        if user.share:
            customer = user.partner_id
            entity = customer.commercial_partner_id
            theirs = Domain("partner_id", "=", customer.id)
            theirs |= Domain("is_complaint", "=", False)
            # What colleagues complain of as customers is no matter of who shares our
            # house with them. Which contacts are our companies', is no secret.
            companies = self.env["res.company"].sudo().with_context(active_test=False)
            if not companies.search_count([("partner_id", "=", entity.id)], limit=1):
                theirs |= Domain("commercial_partner_id", "=", entity.id) & Domain(
                    "complaint_confidential", "=", False
                )
            return theirs & Domain.custom(to_sql=told_to_sql, predicate=is_told)

        def to_sql(model, alias, query):
            # Whom it is about is internal; that it is not oneself may be asked.
            about = model.sudo()._field_to_sql(alias, "complaint_about_user_id", query)
            return SQL("%s IS DISTINCT FROM %s", about, uid)

        def predicate(ticket):
            # Whom it is about is internal; that it is not oneself may be asked.
            return ticket.sudo().complaint_about_user_id.id != uid

        return Domain.custom(to_sql=to_sql, predicate=predicate)
