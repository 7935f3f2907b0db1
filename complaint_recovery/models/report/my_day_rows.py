from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.selections import QUIET_KINDS
from ..escalation.case_file import label
from .row_kinds import ROWS, RowKind

#: What is due within so many days is shown.
DAYS_AHEAD = 7
#: Days without a word from us, after which a complaint counts as silent.
SILENT_DAYS = 3
#: So many silent and angry ones are told to a leader.
WORRIES = 10


class HelpdeskTicketTeam(models.Model):
    """The kinds of rows of My day: what is found, and what is told of it."""

    _inherit = "helpdesk.ticket.team"

    @api.model
    def _get_row_kinds(self):
        """Return key → ``RowKind``, in the order of the rows of a part. Extend to add.

        Asked before anything is made of the rows: figures count them, and a complaint
        that has one is not repeated among those of which nothing is due.
        """
        return {
            "deadline": RowKind(find="_day_deadlines", tell="_day_tell_deadlines"),
            "escalation": RowKind(
                find="_day_escalations", tell="_day_tell_escalations"
            ),
            "offer": RowKind(find="_day_offers", tell="_day_tell_offers"),
            "worry": RowKind(
                find="_day_worries", tell="_day_tell_worries", ticket="", leads=True
            ),
        }

    @api.model
    def _day_deadlines(self, day):
        everybody = Domain("state", "=", "running")
        domain = everybody if day.scope == "team" else self._day_mine()
        deadlines = self.env["complaint.deadline"]
        stored = [name for name, field in deadlines._fields.items() if field.prefetch]
        return deadlines.search_fetch(
            domain
            & Domain("kind", "not in", QUIET_KINDS)
            & Domain("due_at", "<", day.tonight + timedelta(days=DAYS_AHEAD)),
            [name for name in stored if deadlines._fields[name].store],
            limit=ROWS,
        )

    @api.model
    def _day_escalations(self, day=None):
        told = self.env["complaint.escalation"].search(self._day_told_of(), limit=ROWS)
        return told.filtered("can_answer")

    @api.model
    def _day_offers(self, day):
        return self.env["complaint.remedy"].search_fetch(
            Domain("state", "=", "offered")
            & self._day_whose(day.scope, "ticket_id.user_id"),
            ["ticket_id", "step_at", "valid_until"],
            order="step_at, id",
            limit=ROWS,
        )

    @api.model
    def _day_worries(self, day):
        """Return the open complaints without a word from us, and of angry customers."""
        silent = Domain(
            "complaint_last_outbound_at", "<", day.now - timedelta(days=SILENT_DAYS)
        )
        angry = Domain("complaint_sentiment", "=", "angry")
        return self.env["helpdesk.ticket"].search(
            Domain("is_complaint", "=", True)
            & Domain("complaint_closed_at", "=", False)
            & Domain("user_id", "!=", self.env.uid)
            & (silent | angry),
            order="complaint_last_outbound_at, id",
            limit=WORRIES,
        )

    @api.model
    def _day_tell_deadlines(self, deadlines, day):
        """Return what is due, and what is asked of the user."""
        # Of what others are asked nothing is read.
        asked = deadlines.filtered(lambda deadline: deadline.kind == "approval")
        mine = asked.filtered(lambda deadline: deadline.user_id == self.env.user)
        return [
            *map(self._day_row, deadlines - asked),
            *map(self._day_approval, mine),
        ]

    @api.model
    def _day_tell_escalations(self, escalations, day):
        return [self._day_escalation(told) for told in escalations._together()]

    @api.model
    def _day_tell_offers(self, offered, day):
        lost = offered.ticket_id.filtered(lambda t: t._complaint_mail_came_back())
        wait = offered.filtered(lambda remedy: remedy.ticket_id not in lost)
        return [*map(self._day_lost, lost), *self._day_waiting(wait)]

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
            # Others wait for it, and it is done with a click.
            "part": "decide",
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
            "part": "decide",
            "model": escalation._name,
            "id": escalation.id,
            "due": escalation.date,
            "at": fields.Datetime.to_string(escalation.date),
            "since": True,
            "what": escalation._get_summary(),
            "more": "\n".join(dict.fromkeys(told.mapped("reason_told"))),
            "buttons": ["own"] if escalation.is_own else ["take", "return"],
        }

    def _day_of_ticket(self, ticket, kind, at, **more):
        """Return the row that says ``kind`` of a complaint, since or at ``at``.

        ``more``: ``what`` in words, ``buttons`` (names in the web client's registry
        ``complaint_day_buttons``), ``part`` where its moment does not say it,
        ``since=False`` where ``at`` is to come, ``who``, ``more`` words.
        """
        return {
            **self._day_ticket(ticket),
            "key": f"{kind}-{ticket.id}",
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
        return self._day_of_ticket(
            ticket, "lost", at, part="today", what=what, buttons=["call"]
        )

    @api.model
    def _day_waiting(self, offered):
        """Return the offers the customers have not answered."""
        return [
            self._day_of_ticket(
                ticket,
                "waiting",
                min(remedies.mapped("step_at")),
                part="waiting",
                what=self.env._("The offer has run out: talk to them")
                if all(remedy._has_lapsed() for remedy in remedies)
                else self.env._("Customer's choice"),
                buttons=["call"],
            )
            for ticket, remedies in offered.grouped("ticket_id").items()
        ]

    @api.model
    def _day_tell_worries(self, tickets, day):
        return [
            self._day_of_ticket(
                ticket,
                "worry",
                ticket.complaint_received_at,
                part="worries",
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
