from collections import defaultdict
from datetime import timedelta
from math import inf

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_datetime

from ...tools.groups import CONCERNED
from ...tools.in_use import IN_USE
from ..remedy.figures import CUSTOMER_DAYS

#: So many complaints are shown on the customer's form, so many told on top of it.
LAST_SHOWN, OPEN_TOLD = 10, 3


class ResPartner(models.Model):
    """What a customer complained of, and what came of it.

    It is counted over the commercial entity, in the current companies and with the
    rights of the user, in as many queries for a page of customers as for one.
    """

    _inherit = "res.partner"

    complaint_count = fields.Integer(
        string="Complaints", compute="_compute_complaint_count", groups=CONCERNED
    )
    complaint_open_count = fields.Integer(
        string="Open complaints", compute="_compute_complaint_count", groups=CONCERNED
    )
    complaint_last_date = fields.Datetime(
        string="Last complaint", compute="_compute_complaint_count", groups=CONCERNED
    )
    complaint_currency_id = fields.Many2one(
        "res.currency",
        string="Currency of remedies",
        compute="_compute_complaint_remedy_amount",
        groups=CONCERNED,
    )
    complaint_remedy_amount = fields.Monetary(
        string="Remedies in 12 months",
        currency_field="complaint_currency_id",
        compute="_compute_complaint_remedy_amount",
        groups=CONCERNED,
        help="Accepted or delivered, on complaints of the last twelve months.",
    )
    complaint_history_ids = fields.Many2many(
        "complaint.history",
        string="Last complaints",
        compute="_compute_complaint_history_ids",
        groups=CONCERNED,
        context=IN_USE,
    )
    complaint_notice = fields.Html(
        string="Open complaints now",
        compute="_compute_complaint_notice",
        groups=CONCERNED,
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_complaint_count(self):
        total, opened, last = defaultdict(int), defaultdict(int), {}
        for entity, is_open, count, date in self._complaint_read_history(
            Domain.TRUE, ["is_open"], ["__count", "received_at:max"]
        ):
            total[entity] += count
            opened[entity] += count if is_open else 0
            last[entity] = max(last.get(entity, date), date)
        for partner in self:
            entity = partner._complaint_entity()
            partner.complaint_count = total[entity]
            partner.complaint_open_count = opened[entity]
            partner.complaint_last_date = last.get(entity)

    @api.depends("complaint_last_date")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_complaint_remedy_amount(self):
        since = fields.Datetime.now() - timedelta(days=CUSTOMER_DAYS)
        company, amounts = self.env.company, defaultdict(float)
        # Whoever never complained costs nothing beyond having been counted.
        lately = self.filtered(
            lambda p: p.complaint_last_date and p.complaint_last_date >= since
        )
        for entity, paying, amount in lately._complaint_read_history(
            Domain("received_at", ">=", since), ["company_id"], ["remedy_amount:sum"]
        ):
            # What was paid is no secret to whoever may read the complaints.
            currency = paying.sudo().currency_id
            amounts[entity] += currency._convert(amount, company.currency_id, company)
        for partner in self:
            partner.complaint_currency_id = company.currency_id
            partner.complaint_remedy_amount = amounts[partner._complaint_entity()]

    @api.depends("complaint_count")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_complaint_history_ids(self):
        known = self.filtered("complaint_count")
        last = known._complaint_last_ids(Domain.TRUE, LAST_SHOWN)
        for partner in self:
            partner.complaint_history_ids = last[partner._complaint_entity()]

    @api.depends("complaint_open_count")
    @api.depends_context("uid", "allowed_company_ids", "lang", "tz")
    def _compute_complaint_notice(self):
        waiting = self.filtered("complaint_open_count")
        last = waiting._complaint_worst_ids(Domain("is_open", "=", True), OPEN_TOLD)
        everything = self.env["complaint.history"].browse(
            history_id for ids in last.values() for history_id in ids
        )
        for partner in self:
            rows = everything.browse(last[partner._complaint_entity()])
            rows = rows.with_prefetch(everything._prefetch_ids)
            lines = [self._complaint_notice_line(row) for row in rows]
            if (more := partner.complaint_open_count - len(rows)) > 0:
                lines.append(Markup("%s") % self.env._("Open besides: %s", more))
            partner.complaint_notice = Markup("<br/>").join(lines) or False

    def action_complaint_history(self):
        """Open all complaints of the customer."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_recovery.complaint_history_action"
        )
        entities = self.commercial_partner_id
        domain = [("commercial_partner_id", "in", entities.ids)]
        return {**action, "domain": domain, "context": {}}

    def action_report_complaint(self):
        """Open the dialog to report a complaint of the customer."""
        self.check_access("read")
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_recovery.complaint_sales_entry_action"
        )
        return {**action, "context": {"default_partner_id": self.id}}

    def _complaint_entity(self):
        """Return the id of the commercial entity, also of a customer being changed."""
        self.ensure_one()
        return self.commercial_partner_id._origin.id

    def _complaint_history_domain(self):
        """Return which complaints are those of ``self``; with the user's own rights."""
        entities = self.commercial_partner_id._origin
        return Domain("commercial_partner_id", "in", entities.ids) & Domain(
            "company_id", "in", self.env.companies.ids
        )

    def _complaint_read_history(self, domain, groupby, aggregates):
        """Yield (id of the entity, groups, figures) as the user may read them."""
        history = self.env["complaint.history"]
        if not self or not history.has_access("read"):
            return
        if (rows := self._complaint_at_hand()) is not None:
            groups = rows.filtered_domain(domain).grouped(
                lambda row: tuple(row[name] for name in groupby)
            )
            for values, some in groups.items():
                figures = map(some._get_figure, aggregates)
                yield self._complaint_entity(), *values, *figures
            return
        domain &= self._complaint_history_domain()
        groupby = ["commercial_partner_id", *groupby]
        for entity, *values in history._read_group(domain, groupby, aggregates):
            yield entity.id, *values

    def _complaint_last_ids(self, domain, limit):
        """Return id of the entity → ids of its last complaints, in one query."""
        if (rows := self._complaint_at_hand()) is not None:
            newest = rows.filtered_domain(domain)[:limit]
            return defaultdict(list, {self._complaint_entity(): newest.ids})
        return self._complaint_ranked_ids(
            domain, limit, lambda column: (SQL("0"), SQL("FALSE"))
        )

    def _complaint_worst_ids(self, domain, limit):
        """Return id of the entity → ids of its gravest complaints, in one query.

        Those with something not to bring up come first, however many they are.
        """
        if (rows := self._complaint_at_hand()) is not None:
            worst = rows.filtered_domain(domain).sorted(self._complaint_how_bad)
            noted = worst.filtered("sales_note")
            told = worst[: max(limit, len(noted))]
            return defaultdict(list, {self._complaint_entity(): told.ids})

        def rank(column):
            noted = SQL("COALESCE(%s, '') <> ''", column("sales_note"))
            gravity = SQL(
                """CASE WHEN %s THEN 0 ELSE 1 END, (SELECT severity.sequence
                    FROM complaint_severity severity WHERE severity.id = %s) DESC""",
                noted,
                column("severity_id"),
            )
            return gravity, noted

        return self._complaint_ranked_ids(domain, limit, rank)

    @api.model
    def _complaint_how_bad(self, row):
        """Return what sorts complaints as SQL does, the gravest first."""
        severity = row.severity_id
        return not row.sales_note, -(severity.sequence if severity else inf)

    def _complaint_ranked_ids(self, domain, limit, rank):
        """Return id of the entity → ids of ``limit`` of its complaints, in one query.

        ``rank`` gets a function from field to column, and returns (SQL) what they are
        ordered by before the newest, and which are there beyond the limit.
        """
        history, last = self.env["complaint.history"], defaultdict(list)
        if not self or not history.has_access("read"):
            return last
        query = history._search(domain & self._complaint_history_domain())

        def column(name):
            return history._field_to_sql(query.table, name, query)

        entity, row_id, received_at = map(
            column, ("commercial_partner_id", "id", "received_at")
        )
        first, always = rank(column)
        ranked = query.select(
            SQL("%s AS entity", entity),
            SQL("%s AS id", row_id),
            SQL("%s AS always", always),
            SQL(
                """ROW_NUMBER() OVER
                    (PARTITION BY %s ORDER BY %s, %s DESC, %s DESC) AS place""",
                entity,
                first,
                received_at,
                row_id,
            ),
        )
        rows = self.env.execute_query(
            SQL(
                """SELECT entity, id FROM (%s) ranked
                    WHERE place <= %s OR always ORDER BY place""",
                ranked,
                limit,
            )
        )
        for entity_id, history_id in rows:
            last[entity_id].append(history_id)
        return last

    def _complaint_notice_line(self, row):
        """Return what to know of an open complaint before talking to the customer."""
        # A browser tells the user's zone, which would be asked for otherwise.
        context = self.env.context
        zone = (context["tz"] if "tz" in context else self.env.user.tz) or "UTC"
        parts = [row.severity_id.name]
        if row.owner_name:
            parts.append(self.env._("in charge: %s", row.owner_name))
        if row.next_promise_at:
            when = format_datetime(self.env, row.next_promise_at, zone, "short")
            parts.append(self.env._("next promise: %s", when))
        line = Markup('<a href="/odoo/complaint-history/%s"><b>%s %s</b></a> %s') % (
            row.id,
            row.number,
            row.title,
            " · ".join(filter(None, parts)),
        )
        if not row.sales_note:
            return line
        return line + Markup(" · <b>%s</b>") % self.env._(
            "Do not bring up: %s", row.sales_note
        )
