from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date, format_time


class HelpdeskTicket(models.Model):
    """What the customer sees of a complaint, prepared: never the record itself."""

    _inherit = "helpdesk.ticket"

    def _compute_access_url(self):
        """Point links to a complaint to its own page on the portal."""
        result = super()._compute_access_url()
        for ticket in self.filtered("is_complaint"):
            ticket.access_url = ticket._complaint_portal_path()
        return result

    def _complaint_portal_path(self, suffix=""):
        """Return where the customer's page of the complaint stands."""
        self.ensure_one()
        return f"/my/complaint/{self.id}{suffix}"

    def _complaint_reader_tz(self):
        """Return the time zone for somebody whose own is not known."""
        return self._complaint_tz() if self else "UTC"

    def _complaint_portal_values(self):
        """Return what the customer may see, as plain values. Extend to show more.

        Access was checked before; in the language and time zone of the context. Never:
        finding, cause, severity, level, watchlist, names of colleagues, what a remedy
        costs us, or our own words of an exchange.
        """
        self.ensure_one()
        ticket = self.sudo()  # Chosen words of what is internal as a whole.
        decided = ticket.complaint_decision_sent_at
        promises = ticket._complaint_portal_promises()
        return {
            "id": ticket.id,
            "number": ticket.number,
            "title": ticket.name,
            "called": ticket._complaint_title(),
            "url": ticket._complaint_portal_path(),
            "state": ticket._complaint_portal_states()[ticket.id],
            "closed": bool(ticket.complaint_closed_at),
            "confidential": ticket.complaint_confidential,
            "owner": ticket.user_id.name or ticket.company_id.name,
            "phone": ticket._complaint_phone(),
            "tel": "".join(ticket._complaint_phone().split()),
            "email": ticket.partner_id.email or ticket.partner_email,
            "description": ticket.description,
            "wanted": ticket.complaint_desired_outcome,
            "promises": promises,
            "next": next((p for p in promises if p["open"]), None),
            "decision": decided and ticket._complaint_portal_decision(),
            "explanation": decided and ticket.complaint_explanation,
            "decided": ticket._complaint_portal_time(decided),
            "claim": ticket._portal_claim(),
            "progress": ticket._complaint_portal_progress(),
            "zone": ticket._complaint_portal_zone(),
            "offered": ticket._complaint_portal_offered(),
            "timeline": ticket._complaint_portal_timeline(),
            "letters": ticket._complaint_portal_links("letter"),
            "files": ticket._complaint_portal_links("file"),
        }

    def _complaint_portal_rows(self):
        """Return the lines of the customer's list, in a constant number of queries."""
        tickets = self.sudo()  # Chosen words of what is internal as a whole.
        states = tickets._complaint_portal_states()
        due = tickets._complaint_portal_due()
        own, now = self.env.user.partner_id, fields.Datetime.now()
        return [
            {
                "number": ticket.number,
                "title": ticket.name,
                "url": ticket._complaint_portal_path(),
                "state": states[ticket.id],
                "closed": bool(ticket.complaint_closed_at),
                "received": ticket._complaint_portal_day(ticket.complaint_received_at),
                "next": ticket._complaint_portal_time(due.get(ticket.id)),
                "late": bool(due.get(ticket.id)) and due[ticket.id] < now,
                "by": "" if ticket.partner_id == own else ticket.partner_id.name,
            }
            for ticket in tickets
        ]

    def _complaint_portal_due(self):
        """Return ticket id → the next date that was told to the customer."""
        deadlines = self.env["complaint.deadline"]
        rows = deadlines._read_group(
            Domain("ticket_id", "in", self.ids)
            & Domain("kind", "in", deadlines._get_kinds_that("told"))
            & Domain("state", "in", ("running", "paused")),
            ["ticket_id"],
            ["due_at:min"],
        )
        return {ticket.id: due_at for ticket, due_at in rows}

    def _complaint_portal_states(self):
        """Return ticket id → how it stands, in the customer's words."""
        rows = self.env["complaint.remedy"]._read_group(
            Domain("ticket_id", "in", self.ids)
            & (Domain("state", "=", "accepted") | self._portal_choosable_domain()),
            ["ticket_id", "state"],
        )
        waiting = {(ticket.id, state) for ticket, state in rows}
        words = self._complaint_portal_words()
        states = {}
        for ticket in self:
            key = ticket.complaint_phase
            if key == "closed":
                key = ticket.complaint_outcome or key
            elif key != "withdrawn" and (ticket.id, "offered") in waiting:
                key = "offered"
            elif key == "recovery" and (ticket.id, "accepted") in waiting:
                key = "accepted"
            if key == "intake" and ticket._complaint_duty_to_inform():
                key = "known"
            states[ticket.id] = words.get(key, words["closed"])
        return states

    @api.model
    def _portal_choosable_domain(self):
        """Return what is offered and has not lapsed where the page is read."""
        today = fields.Date.context_today(self)
        return Domain("state", "=", "offered") & (
            Domain("valid_until", "=", False) | Domain("valid_until", ">=", today)
        )

    def _complaint_portal_progress(self):
        """Return the four steps of every complaint, and which one it is at."""
        self.ensure_one()
        steps = [
            self.env._("Received"),
            self.env._("Being looked at"),
            self.env._("Offer made"),
            self.env._("Done"),
        ]
        offered = self.complaint_remedy_ids.filtered("offer_number")
        at = {"intake": 0, "follow_up": 3}.get(self.complaint_phase, 1)
        if self.complaint_closed_at:
            at = 3
        elif at < 3 and offered.filtered(
            lambda r: r.state in ("offered", "accepted", "delivered")
        ):
            at = 2
        return [
            {"name": name, "done": index < at or at == 3, "here": index == at}
            for index, name in enumerate(steps)
        ]

    def _complaint_portal_zone(self):
        """Return in words in which time zone the page tells times."""
        zone = self.env.context.get("tz") or "UTC"
        return zone.replace("_", " ")

    @api.model
    def _complaint_portal_words(self):
        """Return phase, or what it waits for → how a customer is told of it.

        Not the names of stages: those are administrators' words for colleagues.
        """
        return {
            "intake": self.env._("We have received your complaint"),
            "known": self.env._("We are looking into a matter that concerns you"),
            "investigation": self.env._("We are finding out what happened"),
            "recovery": self.env._("We are looking for a solution"),
            "offered": self.env._("We are waiting for your choice"),
            "accepted": self.env._("We are doing what we agreed with you"),
            "follow_up": self.env._("Done: we will ask whether you are satisfied"),
            "closed": self.env._("Closed"),
            "satisfied": self.env._("Closed: you are satisfied"),
            "unsettled": self.env._("Closed: our answer stands"),
            "unreachable": self.env._("Closed: we could not reach you"),
            "withdrawn": self.env._("You withdrew it"),
            "duplicate": self.env._("Closed: it goes on with your other complaint"),
        }

    def _complaint_portal_promises(self):
        """Return what we told with a date, and what became of it, earliest first."""
        now = fields.Datetime.now()
        verdicts = {
            "kept": self.env._("Kept"),
            "moved": self.env._("Kept on the new date"),
            "broken": self.env._("Not kept in time. We are sorry."),
            "overdue": self.env._("We are late. We are sorry."),
            "running": "",
        }
        told = self._complaint_deadlines_that("told").filtered(
            lambda d: d.state != "cancelled"
        )
        return [
            {
                "what": self.env._("You will hear from us in person")
                if promise.kind == "first_contact"
                else promise._get_told_name(),
                "when": self._complaint_portal_time(promise.due_at),
                "verdict": verdicts.get(promise.verdict, ""),
                "first": self._complaint_portal_time(
                    promise.original_due_at != promise.due_at
                    and promise.original_due_at
                ),
                "open": promise.state in ("running", "paused"),
                "late": promise.due_at < now,
            }
            for promise in told.sorted("due_at")
        ]

    def _complaint_portal_decision(self):
        if self._complaint_duty_to_inform():
            return ""  # Our words say it: they need not have complained.
        return {
            "upheld": self.env._("We uphold your complaint."),
            "partly_upheld": self.env._("We uphold your complaint in part."),
            "not_upheld": self.env._("We do not uphold your complaint."),
        }.get(self.complaint_decision, "")

    def _complaint_portal_day(self, when):
        """Return the day of ``when`` (UTC) as the reader of the page reads it."""
        if not when:
            return ""
        return self._complaint_portal_date(
            fields.Datetime.context_timestamp(self, when).date()
        )

    def _complaint_portal_date(self, day):
        return format_date(self.env, day, date_format="medium")

    def _complaint_portal_time(self, when):
        """Return day and time of ``when`` (UTC) as the reader of the page reads it."""
        if not when:
            return ""
        time = format_time(
            self.env, when, tz=self.env.context.get("tz"), time_format="short"
        )
        return self.env._(
            "%(day)s, %(time)s", day=self._complaint_portal_day(when), time=time
        )
