from collections import Counter
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import plaintext2html

from ...tools.asker import not_about_asker
from ...tools.groups import INTERNAL
from ...tools.in_use import in_use

#: A cause is recent, or grows, over so many days.
RECENT_DAYS = 90


class ComplaintCause(models.Model):
    """How often a cause comes, finer ones included, and what is done against it."""

    _inherit = "complaint.cause"

    open_count = fields.Integer(
        string="Open complaints", compute="_compute_counts", groups=INTERNAL
    )
    recent_count = fields.Integer(
        string="In 90 days", compute="_compute_counts", groups=INTERNAL
    )
    former_count = fields.Integer(
        string="In the 90 days before",
        compute="_compute_counts",
        groups=INTERNAL,
    )
    corrective_action_ids = fields.One2many(
        "complaint.corrective.action",
        "cause_id",
        string="Corrective actions",
        groups=INTERNAL,
    )

    @api.depends("child_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_counts(self):
        """Count complaints and corrective actions, in two queries for all causes."""
        finer = self.with_context(active_test=False).search(
            Domain("id", "child_of", self.ids)
        )
        now = fields.Datetime.now()
        span = timedelta(days=RECENT_DAYS)
        counts = {
            "open_count": finer._count_tickets(
                Domain("complaint_closed_at", "=", False)
            ),
            "recent_count": finer._count_tickets(
                Domain("complaint_received_at", ">=", now - span)
            ),
            "former_count": finer._count_tickets(
                Domain("complaint_received_at", ">=", now - 2 * span)
                & Domain("complaint_received_at", "<", now - span)
            ),
        }
        for cause in self:
            path = cause.parent_path or ""
            within = finer.filtered(
                lambda other, path=path: path and other.parent_path.startswith(path)
            )
            for name, found in counts.items():
                cause[name] = sum(found[other.id] for other in within)

    def _count_tickets(self, domain):
        # How often it comes concerns everybody. Who could count those they may read
        # would learn of the ones about themselves: these are left out.
        rows = in_use(self.env["helpdesk.ticket"].sudo())._read_group(
            Domain("is_complaint", "=", True)
            & Domain("complaint_unconfirmed", "=", False)
            & Domain("complaint_cause_id", "in", self.ids)
            & Domain("company_id", "in", self.env.companies.ids)
            & not_about_asker(self.env)
            & domain,
            ["complaint_cause_id"],
            ["__count"],
        )
        return Counter({cause.id: count for cause, count in rows})

    def action_view_complaints(self):
        """Open the complaints of this cause, finer ones included."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_recovery.complaint_action_all"
        )
        return action | {
            "domain": [
                ("is_complaint", "=", True),
                ("complaint_cause_id", "child_of", self.id),
            ],
            "context": {"search_default_group_cause": 1},
        }

    def action_new_corrective_action(self):
        """Open a new corrective action against this cause."""
        self.ensure_one()
        self.check_access("read")
        return self._action_new_corrective()

    def _action_new_corrective(self, ticket=None):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_recovery.complaint_corrective_action_action"
        )
        context = {
            "default_cause_id": self.id,
            "default_user_id": self.responsible_id.id or self.env.uid,
        }
        if ticket:
            context["default_ticket_id"] = ticket.id
            context["default_company_id"] = ticket.company_id.id
            if suggestion := ticket.complaint_suggestion:
                context["default_description"] = plaintext2html(suggestion)
        return action | {"views": [(False, "form")], "context": context}
