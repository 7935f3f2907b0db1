from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.selections import QUIET_KINDS
from ..escalation.case_file import label

#: So many rows are shown of each part; who has more sees that there are more.
ROWS = 80
#: What is due within so many days is shown.
DAYS_AHEAD = 7
#: Days without a word from us, after which a complaint counts as silent.
SILENT_DAYS = 3
#: So many silent and angry ones are told to a leader.
WORRIES = 10
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
    def _day_deadlines(self, scope, until):
        domain = (
            Domain("state", "=", "running") if scope == "team" else self._day_mine()
        )
        deadlines = self.env["complaint.deadline"]
        stored = [name for name, field in deadlines._fields.items() if field.prefetch]
        return deadlines.search_fetch(
            domain
            & Domain("kind", "not in", QUIET_KINDS)
            & Domain("due_at", "<", until),
            [name for name in stored if deadlines._fields[name].store],
            limit=ROWS,
        )

    @api.model
    def _day_escalations(self):
        told = self.env["complaint.escalation"].search(self._day_told_of(), limit=ROWS)
        return told.filtered("can_answer")

    @api.model
    def _day_offers(self, scope):
        mine = Domain("ticket_id.user_id", "=", self.env.uid)
        return self.env["complaint.remedy"].search_fetch(
            Domain("state", "=", "offered")
            & (Domain.TRUE if scope == "team" else mine),
            ["ticket_id", "step_at", "valid_until"],
            order="step_at, id",
            limit=ROWS,
        )

    @api.model
    def _day_read_together(self, tickets, escalated):
        """Read what all parts show of complaints and customers, once."""
        tickets |= escalated.ticket_id
        tickets.mapped("number")
        partners = tickets.partner_id | tickets.commercial_partner_id
        partners.mapped("name")

    @api.model
    def _day_row(self, deadline):
        """Return one line: what is due, to whom, and what one may do with it."""
        owed = deadline._get_kinds()[deadline.kind].purpose
        asked = deadline.kind == "reply"
        spoken = owed or deadline.kind == "promise"
        return {
            **self._day_ticket(deadline.ticket_id, told=deadline.phone),
            "key": f"deadline-{deadline.id}",
            "model": deadline._name,
            "id": deadline.id,
            "due": deadline.due_at,
            "at": fields.Datetime.to_string(deadline.due_at),
            "what": deadline._get_own_name(),
            "who": "" if deadline.user_id == self.env.user else deadline.user_id.name,
            "buttons": [
                # Whether they reopen it or thank us, is read there.
                *(["read"] if asked else []),
                *(["call"] if spoken else []),
                # Whoever is owed a word is called: that is how it is done.
                *(["done"] if deadline.can_finish and not owed and not asked else []),
                *(["later"] if deadline.can_move else []),
            ],
        }

    @api.model
    def _day_ticket(self, ticket, told=""):
        angry = ticket.complaint_sentiment == "angry"
        return {
            "ticket": ticket.id,
            "number": ticket.number,
            "title": ticket.name,
            "customer": ticket.partner_id.name or ticket.partner_name or "",
            "phone": ticket.partner_id.phone
            or ticket.commercial_partner_id.phone
            or told
            or "",
            "level": ticket.complaint_level,
            "loss": ticket.complaint_loss_ongoing,
            "angry": angry,
        }

    @api.model
    def _day_approval(self, deadline):
        remedy = deadline.remedy_ids[:1]
        record = remedy or deadline.ticket_id
        similar = remedy.similar_range
        told = [
            remedy.requested_by_id.name,
            remedy.request_note,
            remedy.finding,
            similar and self.env._("similar cases: %s", similar),
            remedy.ticket_id.complaint_desired_outcome,
        ]
        return {
            **self._day_ticket(deadline.ticket_id),
            "key": f"approval-{deadline.id}",
            "model": record._name,
            "id": record.id,
            "due": deadline.due_at,
            "at": fields.Datetime.to_string(deadline.due_at),
            "what": deadline.display_name,
            "more": " · ".join(filter(None, told)) if remedy else "",
            "buttons": ["approve", "refuse"] if remedy else ["consent"],
        }

    @api.model
    def _day_escalation(self, told):
        escalation = told[:1]  # The highest: its answer is that of all.
        return {
            **self._day_ticket(escalation.ticket_id),
            "key": f"escalation-{escalation.id}",
            "model": escalation._name,
            "id": escalation.id,
            "due": escalation.date,
            "at": fields.Datetime.to_string(escalation.date),
            "since": True,
            "what": escalation._get_summary(),
            "more": "\n".join(dict.fromkeys(told.mapped("reason_told"))),
            "buttons": ["own"] if escalation.is_own else ["take", "return"],
        }

    def _day_of_ticket(self, ticket, part, at, **more):
        """Return the row of a complaint in ``part`` of the day, since or at ``at``."""
        return {
            **self._day_ticket(ticket),
            "key": f"{part}-{ticket.id}",
            "model": ticket._name,
            "id": ticket.id,
            "due": at,
            "at": fields.Datetime.to_string(at),
            "since": True,
            **more,
        }

    def _day_lost(self, ticket):
        """Return the row of a complaint whose customer did not get our offer."""
        told = ticket.sudo()  # As the form says it.
        what, at = label(told, "complaint_next_step"), told.complaint_mail_failed_at
        return self._day_of_ticket(ticket, "lost", at, what=what, buttons=["call"])

    @api.model
    def _day_waiting(self, offered):
        """Return the offers the customers have not answered."""
        return [
            self._day_of_ticket(
                ticket,
                "waiting",
                min(remedies.mapped("step_at")),
                what=self.env._("The offer has run out: talk to them")
                if all(remedy._has_lapsed() for remedy in remedies)
                else self.env._("Customer's choice"),
                buttons=["call"],
            )
            for ticket, remedies in offered.grouped("ticket_id").items()
        ]

    @api.model
    def _day_worries(self):
        """Return the open complaints without a word from us, and of angry customers."""
        since = fields.Datetime.now() - timedelta(days=SILENT_DAYS)
        silent = Domain("complaint_last_outbound_at", "<", since)
        angry = Domain("complaint_sentiment", "=", "angry")
        tickets = self.env["helpdesk.ticket"].search(
            Domain("is_complaint", "=", True)
            & Domain("complaint_closed_at", "=", False)
            & Domain("user_id", "!=", self.env.uid)
            & (silent | angry),
            order="complaint_last_outbound_at, id",
            limit=WORRIES,
        )
        return [
            self._day_of_ticket(
                ticket,
                "worry",
                ticket.complaint_received_at,
                what=self._day_worry(ticket),
                who=ticket.user_id.name or "",
                buttons=[],
            )
            for ticket in tickets
        ]

    @api.model
    def _day_worry(self, ticket):
        days = ticket.complaint_silence_days
        if days >= SILENT_DAYS:
            return self.env._("No word from us for %s days", days)
        return self.env._("The customer is angry")

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
