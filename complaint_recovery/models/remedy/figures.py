from collections import defaultdict
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.asker import not_about_asker
from ...tools.groups import INTERNAL
from ...tools.in_use import in_use
from .transitions import COMMITTED_STATES, PREPARED_STATES

#: What a customer claimed and got is summed over so many days (D10).
CUSTOMER_DAYS = 365
#: Similar cases are those of the same cause within so many days (D10).
SIMILAR_DAYS = 90


class HelpdeskTicket(models.Model):
    """What to know beside a decision on money, in company currency (D10)."""

    _inherit = "helpdesk.ticket"

    complaint_given_amount = fields.Monetary(
        string="Given on this complaint",
        currency_field="complaint_currency_id",
        compute="_compute_complaint_own_figures",
        groups=INTERNAL,
        help="Remedies accepted or delivered.",
    )
    complaint_cost_amount = fields.Monetary(
        string="Full cost",
        currency_field="complaint_currency_id",
        compute="_compute_complaint_own_figures",
        groups=INTERNAL,
        help="Remedies accepted or delivered, at what their documents cost us where "
        "there are some, and gifts.",
    )
    complaint_customer_claimed = fields.Monetary(
        string="Claimed by the customer",
        currency_field="complaint_currency_id",
        compute="_compute_complaint_customer_figures",
        groups=INTERNAL,
        help="All complaints of the customer in twelve months.",
    )
    complaint_customer_given = fields.Monetary(
        string="Given to the customer",
        currency_field="complaint_currency_id",
        compute="_compute_complaint_customer_figures",
        groups=INTERNAL,
        help="All complaints of the customer in twelve months.",
    )
    complaint_similar_count = fields.Integer(
        string="Similar cases",
        compute="_compute_complaint_similar",
        groups=INTERNAL,
        help="Other complaints of this cause that got a remedy in the last 90 days.",
    )
    complaint_similar_min = fields.Monetary(
        string="Similar cases from",
        currency_field="complaint_currency_id",
        compute="_compute_complaint_similar",
        groups=INTERNAL,
    )
    complaint_similar_max = fields.Monetary(
        string="Similar cases to",
        currency_field="complaint_currency_id",
        compute="_compute_complaint_similar",
        groups=INTERNAL,
    )

    complaint_similar_range = fields.Char(
        string="Similar cases got",
        compute="_compute_complaint_similar_range",
        groups=INTERNAL,
    )
    complaint_figures = fields.Html(
        string="What to know about the money",
        compute="_compute_complaint_figures",
        groups=INTERNAL,
    )
    complaint_apology_warning = fields.Char(
        compute="_compute_complaint_apology_warning", groups=INTERNAL
    )
    complaint_options_advice = fields.Char(
        compute="_compute_complaint_options_advice", groups=INTERNAL
    )

    @api.depends(
        "complaint_remedy_ids.state",
        "complaint_remedy_ids.company_amount",
        "complaint_remedy_ids.document_state",
        "complaint_remedy_ids.document_cost",
        "complaint_apology_ids.state",
        "complaint_apology_ids.gift_cost",
    )
    def _compute_complaint_own_figures(self):
        for ticket in self:
            remedies = ticket.complaint_remedy_ids.filtered(
                lambda r: r.state in COMMITTED_STATES
            )
            sent = ticket.complaint_apology_ids.filtered(lambda a: a.state == "sent")
            given = sum(remedies.mapped("company_amount"))
            ticket.complaint_given_amount = given
            cost = sum(remedy._get_cost() for remedy in remedies)
            ticket.complaint_cost_amount = cost + sum(sent.mapped("gift_cost"))

    @api.depends("partner_id", "company_id", "complaint_claim_amount")
    @api.depends_context("uid")
    def _compute_complaint_customer_figures(self):
        since = fields.Datetime.now() - timedelta(days=CUSTOMER_DAYS)
        customers = Domain(
            "commercial_partner_id", "in", self.commercial_partner_id.ids
        )
        claimed = self._complaint_sum_claims(
            customers & Domain("complaint_received_at", ">=", since)
        )
        path = "ticket_id.commercial_partner_id"
        rows = self._complaint_sum_given(
            since,
            Domain(path, "in", self.commercial_partner_id.ids),
            [path, "company_id"],
        )
        given = {(partner.id, company.id): total for partner, company, total in rows}
        for ticket in self:
            key = (ticket.commercial_partner_id.id, ticket.company_id.id)
            ticket.complaint_customer_claimed = claimed.get(key, 0.0)
            ticket.complaint_customer_given = given.get(key, 0.0)

    def _complaint_sum_claims(self, domain):
        # What a customer claimed counts, whichever colleague handled it; what they
        # claimed because of who asks is not told to those.
        rows = in_use(self.sudo())._read_group(
            Domain("is_complaint", "=", True) & not_about_asker(self.env) & domain,
            ["commercial_partner_id", "company_id"],
            ["complaint_claim_amount:sum"],
        )
        return {(partner.id, company.id): total for partner, company, total in rows}

    def _complaint_sum_given(self, since, domain, groupby):
        """Return rows of ``groupby`` and what was given on complaints since (UTC)."""
        # What was given counts, whichever colleague gave it; what was given because of
        # who asks is not told to those.
        remedies = self.env["complaint.remedy"].sudo()
        return remedies._read_group(
            Domain("state", "in", COMMITTED_STATES)
            & Domain("ticket_id.complaint_received_at", ">=", since)
            & not_about_asker(self.env, "ticket_id.complaint_about_user_id")
            & domain,
            groupby,
            ["company_amount:sum"],
        )

    @api.depends("complaint_cause_id", "company_id")
    @api.depends_context("uid")
    def _compute_complaint_similar(self):
        since = fields.Datetime.now() - timedelta(days=SIMILAR_DAYS)
        causes = self.complaint_cause_id
        rows = self._complaint_sum_given(
            since,
            Domain("ticket_id.complaint_cause_id", "in", causes.ids),
            ["ticket_id"],
        )
        amounts = defaultdict(dict)
        for ticket, amount in rows:
            key = (ticket.complaint_cause_id, ticket.company_id)
            amounts[key][ticket.id] = amount
        for ticket in self:
            similar = dict(amounts[ticket.complaint_cause_id, ticket.company_id])
            similar.pop(ticket._origin.id, None)
            ticket.complaint_similar_count = len(similar)
            ticket.complaint_similar_min = min(similar.values(), default=0.0)
            ticket.complaint_similar_max = max(similar.values(), default=0.0)

    @api.depends("complaint_similar_count", "complaint_similar_min")
    @api.depends_context("uid", "lang")
    def _compute_complaint_similar_range(self):
        for ticket in self:
            money = ticket.complaint_currency_id.format
            low, high = ticket.complaint_similar_min, ticket.complaint_similar_max
            if not ticket.complaint_similar_count:
                ticket.complaint_similar_range = False
            elif low == high:
                ticket.complaint_similar_range = money(low)
            else:
                ticket.complaint_similar_range = f"{money(low)} – {money(high)}"

    @api.depends(
        "complaint_given_amount",
        "complaint_cost_amount",
        "complaint_customer_claimed",
        "complaint_customer_given",
        "complaint_similar_range",
    )
    @api.depends_context("uid", "lang")
    def _compute_complaint_figures(self):
        for ticket in self:
            lines = ticket._complaint_figures_lines() if ticket.is_complaint else []
            ticket.complaint_figures = Markup("<br/>").join(lines)

    def _complaint_figures_lines(self):
        """Return in words what to know before deciding. Extend to say more."""
        self.ensure_one()

        def money(amount):
            return Markup("<b>%s</b>") % self.complaint_currency_id.format(amount)

        lines = [
            self.env._(
                "This complaint: claimed %(claimed)s, given %(given)s, "
                "full cost with gifts %(cost)s.",
                claimed=money(self.complaint_claim_amount),
                given=money(self.complaint_given_amount),
                cost=money(self.complaint_cost_amount),
            ),
            self.env._(
                "This customer in twelve months: claimed %(claimed)s, given %(given)s.",
                claimed=money(self.complaint_customer_claimed),
                given=money(self.complaint_customer_given),
            ),
        ]
        if self.complaint_similar_range:
            lines.append(
                self.env._(
                    "Similar cases in 90 days (%(count)s): %(range)s.",
                    count=self.complaint_similar_count,
                    range=Markup("<b>%s</b>") % self.complaint_similar_range,
                )
            )
        return lines

    @api.depends(
        "complaint_apology_ids.state",
        "complaint_apology_ids.handed_over_at",
        "complaint_apology_ids.interaction_id.reached",
        "complaint_received_at",
        "complaint_stage_id",
    )
    @api.depends_context("lang")
    def _compute_complaint_apology_warning(self):
        """Warn that no apology was given. Not stored: time passes without a write."""
        for ticket in self:
            owed = (
                ticket.is_complaint
                and not ticket.complaint_closed_at
                and ticket._complaint_gap_apology()
            )
            ticket.complaint_apology_warning = owed and ticket._complaint_no_apology()

    def _complaint_no_apology(self):
        self.ensure_one()
        hours = self._complaint_age_hours()
        if hours >= 48:
            return self.env._(
                "%s days without an apology: apologise before you offer.", hours // 24
            )
        if hours:
            return self.env._(
                "%s h without an apology: apologise before you offer.", hours
            )
        return self.env._("No apology yet: apologise before you offer.")

    @api.depends("complaint_remedy_ids.state", "complaint_severity_id")
    @api.depends_context("lang")
    def _compute_complaint_options_advice(self):
        for ticket in self:
            prepared = ticket.complaint_remedy_ids.filtered(
                lambda remedy: remedy.state in PREPARED_STATES
            )
            ticket.complaint_options_advice = bool(
                prepared
            ) and ticket._complaint_get_options_advice(len(prepared))

    def _complaint_get_options_advice(self, count):
        """Return in words that ``count`` options are too few, or nothing (D8)."""
        severity = self.complaint_severity_id
        wanted = severity.min_remedy_options
        if wanted < 2 or count >= wanted:  # One option is nothing to choose from.
            return False
        return self.env._(
            "%(severity)s: offer at least %(count)s options to choose from.",
            severity=severity.name,
            count=wanted,
        )

    def _complaint_usual_remedy_types(self):
        """Return the remedies that are usual for the cause, in their order."""
        cause = self.complaint_cause_id
        return cause._get_usual_remedy_types(self.company_id)

    def _complaint_is_unusual(self, amount):
        """Return whether ``amount`` is outside what similar cases got, if any."""
        self.ensure_one()
        ticket = self.sudo()  # The range is shown beside the decision.
        if not ticket.complaint_similar_count:
            return False
        low, high = ticket.complaint_similar_min, ticket.complaint_similar_max
        return not low <= amount <= high
