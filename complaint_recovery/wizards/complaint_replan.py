from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime

from ..tools.actions import notify, open_dialog

#: Complaints planned anew together.
BATCH = 100
#: Complaints planned anew in one go; the rest is left for another.
LIMIT = 1000
#: Lines the preview shows.
SHOWN = 500


class ComplaintReplan(models.TransientModel):
    """The dialog that applies changed working hours or times to open complaints.

    New complaints get new times by themselves. For open ones a person decides after a
    preview. Dates that were told to a customer do not move.
    """

    _name = "complaint.replan"
    _description = "Apply to Open Complaints"

    scope = fields.Selection(
        selection=[
            ("all", "All open complaints"),
            ("severity", "Those of a severity"),
            ("calendar", "Those with these working hours"),
        ],
        string="Which complaints",
        required=True,
        default="all",
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    severity_id = fields.Many2one("complaint.severity")
    calendar_id = fields.Many2one("resource.calendar", string="Working hours")
    deadline_count = fields.Integer(string="Deadlines", compute="_compute_preview")
    ticket_count = fields.Integer(string="Complaints", compute="_compute_preview")
    more = fields.Boolean(compute="_compute_preview")
    preview = fields.Html(compute="_compute_preview", sanitize=False)

    @api.depends("scope", "company_id", "severity_id", "calendar_id")
    @api.depends_context("lang", "tz")
    def _compute_preview(self):
        for wizard in self:
            moving, more = wizard._get_moving()
            tickets = self.env["helpdesk.ticket"].union(
                *(deadline.ticket_id for deadline, _due_at, _real in moving)
            )
            wizard.more = more
            wizard.deadline_count = len(moving)
            wizard.ticket_count = len(tickets)
            wizard.preview = moving and wizard._render_preview(moving)

    def action_apply(self):
        """Move the deadlines, BATCH complaints at a time, and say how many are left."""
        self.ensure_one()
        self.check_access("write")
        self.env["helpdesk.ticket"]._complaint_ensure_manager()
        moving, more = self._get_moving()
        deadlines = self.env["complaint.deadline"].concat(*(move[0] for move in moving))
        tickets = deadlines.ticket_id
        for start in range(0, len(tickets), BATCH):
            batch = tickets[start : start + BATCH]
            batch._complaint_replan()
            for ticket in batch:
                ticket._complaint_log(
                    self.env._("The deadlines follow the times that hold now.")
                )
            self.env.flush_all()
        message = self._get_message(len(tickets), more)
        if more:
            return notify(message, "warning", then=self._action_again())
        return notify(message)

    def _get_message(self, count, more):
        if more:
            return self.env._(
                "%s complaints were planned anew. There are more: apply it again.",
                count,
            )
        return self.env._("%s complaints were planned anew.", count)

    def _action_again(self):
        name = self.env._("Apply to open complaints")
        return open_dialog(name, self._name, self.id)

    def _get_moving(self):
        """Return what moves, of LIMIT complaints, and whether there are more."""
        self.ensure_one()
        tickets = self.env["helpdesk.ticket"].search(
            self._get_domain(), order="complaint_next_due_at, id"
        )
        if self.scope == "calendar":
            deadlines = self.env["complaint.deadline"]
            calendar = self.calendar_id
            tickets = tickets.filtered(lambda t: deadlines._get_calendar(t) == calendar)
        moving, count = [], 0
        for start in range(0, len(tickets), BATCH):
            moves = tickets[start : start + BATCH]._complaint_moving()
            moved = {deadline.ticket_id.id for deadline, _due_at, _real in moves}
            if count + len(moved) > LIMIT:
                return moving, True
            moving, count = moving + moves, count + len(moved)
        return moving, False

    def _get_domain(self):
        domain = Domain("is_complaint", "=", True)
        domain &= Domain("complaint_closed_at", "=", False)
        domain &= Domain("company_id", "=", self.company_id.id)
        if self.scope == "severity":
            domain &= Domain("complaint_severity_id", "=", self.severity_id.id)
        return domain

    def _render_preview(self, moving):
        shown = moving[:SHOWN]
        ids = [deadline.id for deadline, _due_at, _real in shown]  # Read together.
        lines = [
            self._prepare_line(deadline.with_prefetch(ids), due_at, real_time)
            for deadline, due_at, real_time in shown
        ]
        return self.env["ir.qweb"]._render(
            "complaint_recovery.complaint_replan_preview",
            {"lines": lines, "hidden": len(moving) - len(shown)},
        )

    def _prepare_line(self, deadline, due_at, real_time):
        ticket = deadline.ticket_id
        tz = self.env.user.tz or ticket._complaint_tz()
        show = {"tz": tz, "dt_format": "short"}
        return {
            "ticket": ticket,
            "what": deadline.display_name,
            "so_far": format_datetime(self.env, deadline.due_at, **show),
            "then": format_datetime(self.env, due_at, **show),
            "overdue": due_at < fields.Datetime.now(),
            "real_time": real_time,
        }
