import logging
from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import format_date

from ...tools.in_use import IN_USE, in_use
from ...tools.own_hand import own_hand

_logger = logging.getLogger(__name__)


class ComplaintGroup(models.Model):
    """Groups proposed where several customers have one cause within few days."""

    _inherit = "complaint.group"

    proposed_ticket_ids = fields.Many2many(
        "helpdesk.ticket",
        "complaint_group_proposed_rel",
        string="Proposed for",
        copy=False,
        help="The complaints it was proposed for. They join when it is accepted.",
        context=IN_USE,
    )

    @api.model
    def _run_daily(self):
        """Propose one group for each surge. Run twice, it proposes nothing more."""
        # Surges are counted over all complaints of a company, whoever runs it.
        companies = in_use(self.env["res.company"].sudo())
        for company in companies.search([("complaint_surge_customers", ">", 0)]):
            # A surge counts whoever runs the scheduled action, which nobody else calls.
            surges = self.sudo()._find_surges(company)
            for cause, tickets in surges.items():
                # Groups are proposed by the system, and shown to who may read them.
                self.sudo()._propose(company, cause, tickets)

    @api.model
    def _find_surges(self, company):
        """Return cause → complaints of enough customers that nobody has grouped yet."""
        since = fields.Datetime.now() - timedelta(days=company.complaint_surge_days)
        tickets = self.env["helpdesk.ticket"].search(
            Domain("is_complaint", "=", True)
            & Domain("company_id", "=", company.id)
            & Domain("complaint_received_at", ">=", since)
            & Domain("complaint_cause_id", "!=", False)
            & Domain("complaint_group_id", "=", False)
            & Domain("complaint_imported", "=", False)
            & Domain("complaint_unconfirmed", "=", False)
            & Domain("complaint_stage_id.phase", "!=", "withdrawn")
            & Domain("complaint_outcome", "!=", "duplicate")
        )
        if not tickets:
            return {}
        groups = self.search(
            Domain("company_id", "=", company.id)
            & Domain("cause_id", "in", tickets.complaint_cause_id.ids)
        )
        taken_up = groups.filtered(lambda g: g.state in ("proposed", "open")).cause_id
        # What a person did not want as a group is not asked for again.
        dismissed = groups.filtered(lambda g: g.state == "dismissed")
        left = tickets - dismissed.proposed_ticket_ids
        by_cause = left.grouped("complaint_cause_id")
        return {
            cause: found
            for cause, found in by_cause.items()
            if cause not in taken_up
            and self._count_customers(found) >= company.complaint_surge_customers
        }

    @api.model
    def _count_customers(self, tickets):
        return len(
            {
                ticket.commercial_partner_id.id
                or (ticket.partner_email or "").casefold()
                or (ticket.partner_name or ticket)
                for ticket in tickets
            }
        )

    @api.model
    def _propose(self, company, cause, tickets):
        lang = company.partner_id.lang or self.env.lang
        env = self.with_context(lang=lang).with_company(company).env
        group = own_hand(env["complaint.group"]).create(
            {
                "name": env._(
                    "%(cause)s, %(date)s",
                    cause=cause.with_env(env).name,
                    date=format_date(env, fields.Date.context_today(self)),
                ),
                "cause_id": cause.id,
                "company_id": company.id,
                "state": "proposed",
                "proposed_ticket_ids": [Command.set(tickets.ids)],
            }
        )
        if user := group._find_leader(tickets):
            group.user_id = user
            group._ask_leader(user, tickets)
        else:
            _logger.warning("Nobody may decide on the proposed group %s", group.id)

    def _find_leader(self, tickets):
        """Return who decides: a leader of the teams concerned, else a manager.

        Whoever could not read and change the group is never asked.
        """
        self.ensure_one()
        leaders = defaultdict(int)
        for ticket in tickets:
            leaders[ticket.team_id.user_id] += 1
        ranked = sorted(leaders, key=leaders.get, reverse=True)
        users = self.env["res.users"].union(
            *ranked, self.env["res.users"]._complaint_managers(self.company_id)
        )
        return users.filtered(lambda u: self._may_lead(u, tickets))[:1]

    def _may_lead(self, user, tickets):
        if not user._complaint_may_answer(self.company_id):
            return False
        own = self.with_user(user).with_context(allowed_company_ids=self.company_id.ids)
        return own.has_access("write") and len(tickets) == len(
            tickets.with_env(own.env)._filtered_access("write")
        )

    def _ask_leader(self, user, tickets):
        env = self.with_context(lang=user.lang).env
        self.with_context(mail_activity_quick_update=True).activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=user.id,
            summary=env._(
                "%(count)s customers, one cause: handle them as a group?",
                count=self._count_customers(tickets),
            ),
        )
