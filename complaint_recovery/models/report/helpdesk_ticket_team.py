from collections import Counter
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.days import day_bounds
from ...tools.groups import INTERNAL

COMPLAINT = Domain("is_complaint", "=", True)
#: Whose sender is known: what anybody files without an account is not counted before.
COUNTED = COMPLAINT & Domain("complaint_unconfirmed", "=", False)
OPEN = COMPLAINT & Domain("complaint_closed_at", "=", False)
#: Satisfaction and causes are compared over so many days with as many before.
SPAN_DAYS = 30
GROWING_CAUSES = 5


class HelpdeskTicketTeam(models.Model):
    """Each morning's view of what is open, due and growing, by own rights."""

    _inherit = "helpdesk.ticket.team"

    complaint_open_count = fields.Integer(
        string="Open complaints", compute="_compute_complaint_counts", groups=INTERNAL
    )
    complaint_overdue_count = fields.Integer(
        string="Overdue", compute="_compute_complaint_counts", groups=INTERNAL
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_complaint_counts(self):
        open_counts = self._count_complaints(OPEN)
        overdue = self._count_complaints(self._get_today_domains()["overdue"])
        for team in self:
            team.complaint_open_count = open_counts[team.id]
            team.complaint_overdue_count = overdue[team.id]

    def _count_complaints(self, domain):
        rows = self.env["helpdesk.ticket"]._read_group(
            domain & Domain("team_id", "in", self.ids), ["team_id"], ["__count"]
        )
        return Counter({team.id: count for team, count in rows})

    @api.model
    @api.readonly
    def retrieve_complaint_today(self):
        """Return tiles, open complaints by phase, and the causes that grow most.

        Each with the action that shows what was counted. For the web client.
        """
        self.env["helpdesk.ticket"].check_access("read")
        self.env["complaint.deadline"].check_access("read")
        self._check_field_access(self._fields["complaint_open_count"], "read")
        return {
            "tiles": self._get_today_tiles(),
            "phases": self._get_today_phases(),
            "causes": self._get_today_causes(),
        }

    @api.model
    def _get_today_domains(self):
        """Return what is counted → domain, of complaints."""
        now, tonight = fields.Datetime.now(), self._get_tonight()
        due = COMPLAINT & Domain("complaint_next_due_at", "<", tonight)
        return {
            "open": OPEN,
            "overdue": COMPLAINT & Domain("complaint_next_due_at", "<", now),
            "today": due & Domain("complaint_next_due_at", ">=", now),
        }

    @api.model
    def _get_tonight(self):
        """Return when the day of the user ends, in UTC."""
        return day_bounds(fields.Date.context_today(self), self.env.tz)[1]

    @api.model
    def _get_today_tiles(self):
        tickets = self.env["helpdesk.ticket"]
        names = {
            "open": (self.env._("Open"), "fa-comments-o"),
            "overdue": (self.env._("Overdue"), "fa-exclamation-triangle"),
            "today": (self.env._("Due today"), "fa-clock-o"),
        }
        tiles = []
        for key, domain in self._get_today_domains().items():
            name, icon = names[key]
            action = self._get_today_action("complaint_action_all", domain)
            tiles.append(
                {
                    "name": name,
                    "icon": icon,
                    "value": tickets.search_count(domain),
                    "action": action,
                }
            )
        return [
            *tiles,
            self._get_promises_tile(),
            self._get_approvals_tile(),
            self._get_satisfaction_tile(),
        ]

    @api.model
    def _get_promises_tile(self):
        domain = (
            Domain("state", "=", "running")
            & Domain("kind", "=", "promise")
            & Domain("due_at", "<", self._get_tonight())
        )
        return {
            "name": self.env._("Promises until tonight"),
            "icon": "fa-handshake-o",
            "value": self.env["complaint.deadline"].search_count(domain),
            "action": self._get_today_action("complaint_deadline_action", domain),
        }

    @api.model
    def _get_approvals_tile(self):
        domain = Domain("state", "=", "to_approve")
        return {
            "name": self.env._("Waiting for approval"),
            "icon": "fa-gavel",
            "value": self.env["complaint.remedy"].search_count(domain),
            "action": self._get_today_action("complaint_remedy_action", domain),
        }

    @api.model
    def _get_satisfaction_tile(self):
        now, span = fields.Datetime.now(), timedelta(days=SPAN_DAYS)
        recent = self._get_satisfaction(now - span, now)
        former = self._get_satisfaction(now - 2 * span, now - span)
        return {
            "name": self.env._(
                "Satisfied, 30 days (before: %s)", self._get_percent(former)
            ),
            "icon": "fa-smile-o",
            "value": self._get_percent(recent),
            "action": self._get_today_action(
                "complaint_action_all",
                COMPLAINT
                & Domain("complaint_closed_at", ">=", now - span)
                & Domain("complaint_satisfaction", "!=", False),
            ),
        }

    @api.model
    def _get_satisfaction(self, since, until):
        """Return the share of the satisfied of those asked; None where nobody was."""
        rows = self.env["helpdesk.ticket"]._read_group(
            COMPLAINT
            & Domain("complaint_closed_at", ">=", since)
            & Domain("complaint_closed_at", "<", until)
            & Domain("complaint_satisfaction", "!=", False),
            ["complaint_satisfaction"],
            ["__count"],
        )
        counts = dict(rows)
        return counts.get("satisfied", 0) / sum(counts.values()) if counts else None

    @api.model
    def _get_percent(self, share):
        return "–" if share is None else self.env._("%s %%", round(100 * share))

    @api.model
    def _get_today_phases(self):
        """Return the open complaints by phase, in the order of the work."""
        stages = self.env["helpdesk.ticket"]._read_group(
            OPEN, ["complaint_stage_id"], ["__count"]
        )
        counts = Counter()
        for stage, count in stages:
            counts[stage.phase] += count
        phases = self.env["complaint.stage"]._fields["phase"]
        return [
            {
                "name": label,
                "value": counts[phase],
                "action": self._get_today_action(
                    "complaint_action_all",
                    OPEN & Domain("complaint_stage_id.phase", "=", phase),
                ),
            }
            for phase, label in phases._description_selection(self.env)
            if counts[phase]
        ]

    @api.model
    def _get_today_causes(self):
        """Return the causes that grew most, and how often they came before."""
        now, span = fields.Datetime.now(), timedelta(days=SPAN_DAYS)
        recent = self._count_causes(now - span, now)
        former = self._count_causes(now - 2 * span, now - span)
        growing = sorted(
            (cause for cause in recent if cause and recent[cause] > former[cause]),
            key=lambda cause: (former[cause] - recent[cause], cause.id),
        )
        return [
            {
                "name": cause.display_name,
                "value": recent[cause],
                "former": former[cause],
                "action": self._get_today_action(
                    "complaint_action_all",
                    COMPLAINT
                    & Domain("complaint_cause_id", "=", cause.id)
                    & Domain("complaint_received_at", ">=", now - 2 * span),
                ),
            }
            for cause in growing[:GROWING_CAUSES]
        ]

    @api.model
    def _count_causes(self, since, until):
        rows = self.env["helpdesk.ticket"]._read_group(
            COUNTED
            & Domain("complaint_received_at", ">=", since)
            & Domain("complaint_received_at", "<", until),
            ["complaint_cause_id"],
            ["__count"],
        )
        return Counter(dict(rows))

    @api.model
    def _get_today_action(self, name, domain):
        """Return the action that shows what was counted.

        What is counted is a filter that is seen, and can be taken off: the web client
        adds it to what the list shows anyway.
        """
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"complaint_recovery.{name}"
        )
        return action | {"context": {}, "complaint_filter": list(domain)}

    def action_view_complaints(self):
        """Open the open complaints of the team."""
        self.ensure_one()
        self.check_access("read")
        action = self._get_today_action("complaint_action_all", Domain.TRUE)
        shown = {"search_default_open": 1, "search_default_team_id": self.id}
        return action | {"context": shown}
