from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .complaint_remedy import COMMITTED_STATES
from .ticket_intake import INTERNAL

#: What a customer claimed and got is summed over so many days (domain.md, D10).
CUSTOMER_DAYS = 365
#: Similar cases are those of the same cause within so many days (D10).
SIMILAR_DAYS = 90


class ComplaintTicketFigures(models.AbstractModel):
    """What to know beside a decision on money, from data and in company currency."""

    _name = "complaint.ticket.figures"
    _inherit = ["complaint.ticket.intake"]  # Its currency is the one of all amounts.
    _description = "Complaint Figures"

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
        help="Remedies accepted or delivered, and gifts.",
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

    @api.depends(
        "complaint_remedy_ids.state",
        "complaint_remedy_ids.company_amount",
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
            ticket.complaint_cost_amount = given + sum(sent.mapped("gift_cost"))

    @api.depends("partner_id", "company_id", "complaint_claim_amount")
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
        # What a customer claimed counts, whichever colleague handled it.
        rows = self.sudo()._read_group(
            Domain("is_complaint", "=", True) & domain,
            ["commercial_partner_id", "company_id"],
            ["complaint_claim_amount:sum"],
        )
        return {(partner.id, company.id): total for partner, company, total in rows}

    def _complaint_sum_given(self, since, domain, groupby):
        """Return rows of ``groupby`` and what was given on complaints since (UTC)."""
        # What was given counts, whichever colleague gave it.
        remedies = self.env["complaint.remedy"].sudo()
        return remedies._read_group(
            Domain("state", "in", COMMITTED_STATES)
            & Domain("ticket_id.complaint_received_at", ">=", since)
            & domain,
            groupby,
            ["company_amount:sum"],
        )

    @api.depends("complaint_cause_id", "company_id")
    def _compute_complaint_similar(self):
        since = fields.Datetime.now() - timedelta(days=SIMILAR_DAYS)
        causes = self.complaint_cause_id
        rows = self._complaint_sum_given(
            since,
            Domain("ticket_id.complaint_cause_id", "in", causes.ids),
            ["ticket_id"],
        )
        for ticket in self:
            amounts = [
                amount
                for other, amount in rows
                if other != ticket._origin
                and other.complaint_cause_id == ticket.complaint_cause_id
                and other.company_id == ticket.company_id
            ]
            ticket.complaint_similar_count = len(amounts)
            ticket.complaint_similar_min = min(amounts, default=0.0)
            ticket.complaint_similar_max = max(amounts, default=0.0)

    def _complaint_is_unusual(self, amount):
        """Is ``amount`` outside what similar cases got? Never where there are none."""
        self.ensure_one()
        ticket = self.sudo()  # The range is shown beside the decision.
        if not ticket.complaint_similar_count:
            return False
        low, high = ticket.complaint_similar_min, ticket.complaint_similar_max
        return not low <= amount <= high
