from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .my_day_rows import ROWS

#: What is due within so many days is shown.
DAYS_AHEAD = 7
#: How promises were kept is told of so many days.
KEPT_DAYS = 30
LEADERS = "helpdesk_mgmt.group_helpdesk_user_team"


class HelpdeskTicketTeam(models.Model):
    """What one person has to do today, with all that is needed to begin (screen 1)."""

    _inherit = "helpdesk.ticket.team"

    @api.model
    @api.readonly
    def retrieve_complaint_day(self, scope="mine"):
        """Return the parts of the day and the figures above them. For the web client.

        ``scope``: ``mine``, or ``team`` for what is due to anybody on complaints one
        may read. Times are UTC; all is read with the user's own rights.
        """
        self.env["helpdesk.ticket"].check_access("read")
        self.env["complaint.deadline"].check_access("read")
        self._check_field_access(self._fields["complaint_open_count"], "read")
        now, tonight = fields.Datetime.now(), self._get_tonight()
        running = self._day_deadlines(scope, tonight + timedelta(days=DAYS_AHEAD))
        asked = running.filtered(lambda d: d.kind == "approval")
        offered, escalated = self._day_offers(scope), self._day_escalations()
        held = self._day_held(scope)
        read = running.ticket_id | offered.ticket_id | held[:ROWS]
        self._day_read_together(read, escalated)
        lost = offered.ticket_id.filtered(lambda t: t._complaint_mail_came_back())
        rows = [self._day_row(deadline) for deadline in running - asked]
        leads = self.env.user.has_group(LEADERS)
        parts = {
            # Others wait for it, and it is done with a click.
            "decide": [
                *(
                    self._day_approval(deadline)
                    for deadline in asked
                    if deadline.user_id == self.env.user
                ),
                *(self._day_escalation(told) for told in escalated._together()),
            ],
            "overdue": [row for row in rows if row["due"] < now],
            "today": [
                *(row for row in rows if now <= row["due"] < tonight),
                *map(self._day_lost, lost),
            ],
            "waiting": self._day_waiting(
                offered.filtered(lambda remedy: remedy.ticket_id not in lost)
            ),
            "later": [row for row in rows if row["due"] >= tonight],
            "worries": self._day_worries() if leads else [],
        }
        shown = {row["ticket"] for part in parts.values() for row in part}
        parts["held"] = [
            self._day_held_row(t) for t in held[:ROWS] if t.id not in shown
        ]
        names = self._day_names()
        return {
            "leads": leads,
            # Whoever sets it up asks for the lines of the first hour.
            "sets_up": self.env["complaint.first.hour"]._is_for_me(),
            "notice": self.env["ir.mail_server"]._complaint_no_server()
            if leads
            else "",
            "figures": self._day_figures(parts, scope, held),
            "parts": [
                {"key": key, "name": names[key], "rows": self._day_told(rows)}
                for key, rows in parts.items()
                if rows
            ],
        }

    @api.model
    @api.readonly
    def retrieve_complaint_decisions(self):
        """Return how many decisions wait for this user. For the web client."""
        self.env["complaint.deadline"].check_access("read")
        self._check_field_access(self._fields["complaint_open_count"], "read")
        return self.env["complaint.deadline"].search_count(
            self._day_mine() & Domain("kind", "=", "approval")
        ) + len(self._day_escalations()._together())

    @api.model
    def _day_names(self):
        return {
            "overdue": self.env._("Overdue"),
            "today": self.env._("Today"),
            "decide": self.env._("To decide"),
            "waiting": self.env._("Waiting for the customer"),
            "later": self.env._("Later"),
            "worries": self.env._("Silent or angry"),
            "held": self.env._("Yours, nothing due for you this week"),
        }

    @api.model
    def _day_mine(self):
        return Domain("state", "=", "running") & Domain("user_id", "=", self.env.uid)

    @api.model
    def _day_told_of(self):
        return Domain("state", "=", "open") & Domain("to_user_ids", "in", self.env.uid)

    @api.model
    def _day_read_together(self, tickets, escalated):
        """Read what all parts show of complaints and customers, once."""
        tickets |= escalated.ticket_id
        tickets.mapped("number")
        partners = tickets.partner_id | tickets.commercial_partner_id
        partners.mapped("name")

    @api.model
    def _day_figures(self, parts, scope, held):
        """Return the line on top: open, overdue, today, and how promises were kept."""
        tickets = self.env["helpdesk.ticket"]
        of_whom = (
            Domain.TRUE if scope == "team" else Domain("user_id", "=", self.env.uid)
        )
        since = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        rows = self.env["complaint.deadline"]._read_group(
            Domain("kind", "=", "promise")
            & Domain("state", "=", "done")
            & Domain("done_at", ">=", since)
            & of_whom,
            ["kept"],
            ["__count"],
        )
        kept = dict(rows)
        total = sum(kept.values())
        team = scope == "team"
        return {
            "open": tickets.search_count(self._day_open(scope)) if team else len(held),
            "overdue": len(parts["overdue"]),
            "today": len(parts["today"]),
            "kept": self._get_percent(kept.get(True, 0) / total if total else None),
        }

    @api.model
    def _day_told(self, rows):
        return [{k: v for k, v in row.items() if k != "due"} for row in rows]
