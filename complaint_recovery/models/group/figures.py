from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

from ..remedy.transitions import COMMITTED_STATES

#: What customers of the group were offered or got, to be compared.
COMPARED_STATES = ("offered", *COMMITTED_STATES)


class ComplaintGroup(models.Model):
    """How far a group is, in numbers of what the user may read."""

    _inherit = "complaint.group"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self._default_company_id()
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    ticket_count = fields.Integer(string="Complaints", compute="_compute_counts")
    customer_count = fields.Integer(string="Customers", compute="_compute_counts")
    reached_count = fields.Integer(
        string="Customers reached",
        compute="_compute_counts",
        help="With a first contact on each of their complaints.",
    )
    open_count = fields.Integer(string="Open", compute="_compute_counts")
    satisfied_count = fields.Integer(string="Satisfied", compute="_compute_counts")
    cost = fields.Monetary(
        compute="_compute_cost",
        help="Remedies accepted or delivered and gifts, in company currency.",
    )
    remedies_differ = fields.Boolean(compute="_compute_cost")
    remedy_note = fields.Html(
        string="Differences between remedies", compute="_compute_cost"
    )

    def _default_company_id(self):
        return self.env.company

    @api.depends("ticket_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_counts(self):
        rows = self.env["helpdesk.ticket"]._read_group(
            Domain("complaint_group_id", "in", self.ids),
            ["complaint_group_id", "commercial_partner_id", "complaint_satisfaction"],
            [
                "__count",
                "complaint_first_contact_at:count",
                "complaint_closed_at:count",
            ],
        )
        counts = defaultdict(lambda: defaultdict(int))
        waiting = defaultdict(lambda: defaultdict(int))
        for group, customer, satisfaction, total, reached, closed in rows:
            count = counts[group.id]
            count["ticket_count"] += total
            count["open_count"] += total - closed
            count["satisfied_count"] += total if satisfaction == "satisfied" else 0
            if customer:
                waiting[group.id][customer.id] += total - reached
            else:  # Senders we have no contact of are one customer each.
                count["customer_count"] += total
                count["reached_count"] += reached
        for group in self:
            customers = waiting[group.id]
            count = counts[group.id]
            group.ticket_count = count["ticket_count"]
            group.open_count = count["open_count"]
            group.satisfied_count = count["satisfied_count"]
            group.customer_count = count["customer_count"] + len(customers)
            group.reached_count = count["reached_count"] + sum(
                not left for left in customers.values()
            )

    @api.depends("ticket_ids")
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_cost(self):
        mine = Domain("ticket_id.complaint_group_id", "in", self.ids)
        remedies = self.env["complaint.remedy"]._read_group(
            mine & Domain("state", "in", COMPARED_STATES),
            ["ticket_id.complaint_group_id", "type_id", "state"],
            [f"company_amount:{function}" for function in ("sum", "min", "max")]
            + ["__count"],
        )
        gifts = self.env["complaint.apology"]._read_group(
            mine & Domain("state", "=", "sent"),
            ["ticket_id.complaint_group_id"],
            ["gift_cost:sum"],
        )
        cost = defaultdict(float, {group.id: amount for group, amount in gifts})
        spans = defaultdict(dict)
        for group, kind, state, amount, least, most, count in remedies:
            if state in COMMITTED_STATES:
                cost[group.id] += amount
            before = spans[group.id].get(kind, (least, most, 0))
            spans[group.id][kind] = (
                min(least, before[0]),
                max(most, before[1]),
                count + before[2],
            )
        for group in self:
            group.cost = cost[group.id]
            group.remedies_differ = any(
                group.currency_id.compare_amounts(least, most)
                for least, most, _count in spans[group.id].values()
            )
            group.remedy_note = group._describe_remedies(spans[group.id])

    def _describe_remedies(self, spans):
        """Return one line a type: how often, from how much to how much."""
        line = Markup("<li>%s</li>")
        lines = []
        for kind, (least, most, count) in spans.items():
            money = self.currency_id.format
            amounts = money(least)
            if self.currency_id.compare_amounts(least, most):
                amounts = Markup("<b>%s – %s</b>") % (amounts, money(most))
            lines.append(line % Markup("%s × %s: %s") % (count, kind.name, amounts))
        if not lines:
            return False
        return Markup("<ul class='mb-0 ps-3'>%s</ul>") % Markup().join(lines)
