from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .row_kinds import ROWS, Day

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
        leads = self.env.user.has_group(LEADERS)
        day = Day(scope=scope, now=fields.Datetime.now(), tonight=self._get_tonight())
        held = self._day_held(scope)
        parts = self._day_sort(self._day_rows(day, leads, held[:ROWS]), day)
        told = {row["ticket"] for rows in parts.values() for row in rows}
        parts["held"] += [
            self._day_held_row(t) for t in held[:ROWS] if t.id not in told
        ]
        names = self._get_day_parts()
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
    def _get_day_parts(self):
        """Return key → name of the parts of the page, from its top. Extend to add."""
        return {
            "decide": self.env._("To decide"),
            "overdue": self.env._("Overdue"),
            "today": self.env._("Today"),
            "waiting": self.env._("Waiting for the customer"),
            "later": self.env._("Later"),
            "worries": self.env._("Silent or angry"),
            "held": self.env._("Yours, nothing due for you this week"),
        }

    @api.model
    def _day_rows(self, day, leads, held):
        """Return the rows of all kinds. Their complaints are read with ``held``."""
        found = [
            (kind, records)
            for kind in self._get_row_kinds().values()
            if (leads or not kind.leads) and (records := getattr(self, kind.find)(day))
        ]
        shown = [records.mapped(kind.ticket) for kind, records in found]
        self._day_read_together(held.union(*shown))
        tell = ((getattr(self, kind.tell), records) for kind, records in found)
        return [row for told, records in tell for row in told(records, day)]

    @api.model
    def _day_sort(self, rows, day):
        """Return part → its rows: those that name it, after those due in it."""
        parts = {key: [] for key in self._get_day_parts()}
        due = [row for row in rows if not row.get("part")]
        for row in sorted(due, key=lambda row: row["due"]):
            late, today = row["due"] < day.now, row["due"] < day.tonight
            parts["overdue" if late else "today" if today else "later"].append(row)
        for row in rows:
            if row.get("part"):
                parts[row["part"]].append(row)
        return parts

    @api.model
    def _day_whose(self, scope, owner="user_id"):
        """Return the domain of what is the user's, by field ``owner``, or of all."""
        return Domain.TRUE if scope == "team" else Domain(owner, "=", self.env.uid)

    @api.model
    def _day_mine(self):
        return Domain("state", "=", "running") & Domain("user_id", "=", self.env.uid)

    @api.model
    def _day_told_of(self):
        return Domain("state", "=", "open") & Domain("to_user_ids", "in", self.env.uid)

    @api.model
    def _day_read_together(self, tickets):
        """Read what all parts show of complaints and customers, once."""
        tickets.mapped("number")
        partners = tickets.partner_id | tickets.commercial_partner_id
        partners.mapped("name")

    @api.model
    def _day_figures(self, parts, scope, held):
        """Return the line on top: open, overdue, today, and how promises were kept."""
        tickets = self.env["helpdesk.ticket"]
        since = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        rows = self.env["complaint.deadline"]._read_group(
            Domain("kind", "=", "promise")
            & Domain("state", "=", "done")
            & Domain("done_at", ">=", since)
            & self._day_whose(scope),
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
        kept = ("due", "part")
        return [{k: v for k, v in row.items() if k not in kept} for row in rows]
