from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.selections import QUIET_KINDS
from ..escalation.case_file import label

#: So many rows are shown of each part; who has more sees that there are more.
ROWS = 80
#: Days without a word from us, after which a complaint counts as silent.
SILENT_DAYS = 3
#: So many silent and angry ones are told to a leader.
WORRIES = 10


class HelpdeskTicketTeam(models.Model):
    """The rows of My day: what is found, and what is told of it."""

    _inherit = "helpdesk.ticket.team"

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
