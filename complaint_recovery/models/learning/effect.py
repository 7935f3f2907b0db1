from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .transitions import CHECK_DAYS


class ComplaintCorrectiveAction(models.Model):
    """Whether a corrective action worked, in equal spans before and after it (D26)."""

    _inherit = "complaint.corrective.action"

    span_days = fields.Integer(
        string="Days compared",
        compute="_compute_counts",
        help="From the day it was done to the check date, today at the latest; as many "
        "days before.",
    )
    count_before = fields.Integer(string="Complaints before", compute="_compute_counts")
    count_after = fields.Integer(string="Complaints after", compute="_compute_counts")

    @api.depends("state", "done_at", "check_date", "cause_id", "company_id")
    @api.depends_context("uid")
    def _compute_counts(self):
        """Count what came in equal spans before and after, in one query for all."""
        spans = {action: action._get_span() for action in self}
        counts = self._count_complaints(
            {action.id: span for action, span in spans.items() if span}
        )
        for action, span in spans.items():
            action.span_days = span.days if span else 0
            action.count_before, action.count_after = counts.get(
                action._origin.id, (0, 0)
            )

    def _get_span(self):
        """Return how long it has worked, in whole days; nothing before the first."""
        self.ensure_one()
        if not self.done_at or not self._origin.id:
            return None
        today = fields.Date.context_today(self)
        until = min(self.check_date or today, today)
        return timedelta(days=max((until - self.done_at.date()).days, 0)) or None

    @api.model
    def _count_complaints(self, spans):
        """Return action id → (complaints before, complaints after). One query.

        ``spans`` maps action ids to the length of each side. Complaints count whoever
        may read them, but for those about who asks.
        """
        if not spans:
            return {}
        self.env["helpdesk.ticket"].flush_model(
            [
                *("is_complaint", "complaint_cause_id", "complaint_received_at"),
                "complaint_about_user_id",
            ]
        )
        self.flush_model(["cause_id", "company_id", "done_at"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT action.id,
                       count(*) FILTER (WHERE %(received)s < action.done_at),
                       count(*) FILTER (WHERE %(received)s >= action.done_at)
                  FROM complaint_corrective_action AS action
                  JOIN unnest(%(ids)s, %(lengths)s) AS span (id, length)
                    ON span.id = action.id
                  JOIN complaint_cause AS cause ON cause.id = action.cause_id
                  JOIN complaint_cause AS finer
                    ON finer.parent_path LIKE cause.parent_path || '%%'
                  JOIN helpdesk_ticket AS ticket
                    ON ticket.complaint_cause_id = finer.id
                   AND ticket.is_complaint IS TRUE
                   AND ticket.complaint_unconfirmed IS NOT TRUE
                   AND ticket.company_id = action.company_id
                   AND ticket.complaint_about_user_id IS DISTINCT FROM %(uid)s
                 WHERE %(received)s >= action.done_at - span.length
                   AND %(received)s < action.done_at + span.length
                 GROUP BY action.id
                """,
                received=SQL.identifier("ticket", "complaint_received_at"),
                ids=list(spans),
                lengths=list(spans.values()),
                uid=self.env.uid,
            )
        )
        return {action_id: (before, after) for action_id, before, after in rows}

    def action_view_complaints(self):
        """Open the complaints that are counted, those before and those after."""
        self.ensure_one()
        self.check_access("read")
        span = self._get_span() or timedelta(days=CHECK_DAYS)
        middle = self.done_at or fields.Datetime.now()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_recovery.complaint_action_all"
        )
        return action | {
            "domain": [
                ("is_complaint", "=", True),
                ("company_id", "=", self.company_id.id),
                ("complaint_cause_id", "child_of", self.cause_id.id),
                ("complaint_received_at", ">=", middle - span),
                ("complaint_received_at", "<", middle + span),
            ],
            "context": {},
        }
