import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_datetime, format_list

from ...tools.own_hand import own_hand
from .kinds import FOLLOW_UP_TRIES


class ComplaintDeadline(models.Model):
    """The states of a deadline, and its name in the language of the reader."""

    _inherit = "complaint.deadline"

    _transitions = {
        "running": {"paused", "done", "cancelled"},
        "paused": {"running", "done", "cancelled"},
        "done": {"running"},  # What was taken for done was not.
        "cancelled": set(),
    }

    def _get_name_key(self):
        """Return what the policy calls it: after enough tries it may be given up."""
        given_up = self.kind == "follow_up" and self.tries >= FOLLOW_UP_TRIES
        return "unreachable" if given_up else self.kind

    def _ensure_nothing_behind(self):
        """Raise a UserError where a visit or a remedy stands behind the promise.

        Then the visit keeps it, or delivering the remedy.
        """
        # Whoever keeps a promise may not see what stands behind it.
        records = self.sudo()._get_behind()
        if records:
            raise UserError(
                self.env._(
                    "“%s” is done when what it waits for has happened.",
                    records[0].deadline_id.display_name,
                )
            )

    def _may_be_kept_by_word(self):
        """Return whether a word to the customer may be all that was promised.

        A visit or a remedy is more than a word, and a superior's word is their own.
        """
        self.ensure_one()
        deadline = self.sudo()  # Judged, whoever may read what stands behind it.
        if deadline.state != "running" or deadline._get_behind():
            return False
        return not self._get_speaker()

    def _get_behind(self):
        """Return the planned interactions or the accepted remedies due here."""
        here = Domain("deadline_id", "in", self.ids)
        planned = here & Domain("state", "=", "planned")
        visits = self.env["complaint.interaction"].search(planned)
        accepted = here & Domain("state", "=", "accepted")
        return visits or self.env["complaint.remedy"].search(accepted)

    @api.depends(
        "name",
        "kind",
        "tries",
        "state",
        "phone",
        "ticket_id.partner_id.phone",
        "ticket_id.commercial_partner_id.phone",
        "interaction_ids.channel",
        "interaction_ids.place",
        "remedy_ids.display_name",
        "escalation_id",
        "user_id.name",
    )
    @api.depends_context("lang")
    def _compute_display_name(self):
        """Name it in the reader's language, unless the words are a person's."""
        for deadline in self:
            deadline.display_name = deadline._get_reader_name() or deadline.name

    def _get_reader_name(self):
        """Return what is due in the reader's language, as far as we know the words."""
        self.ensure_one()
        # Whoever may read what is due may know what it is about.
        # As it is stored: a remedy tried out in a form would tell what it is.
        deadline = self._origin.sudo()
        if not deadline:
            return ""
        if remedy := deadline.remedy_ids[:1]:
            asked, name = deadline.kind == "approval", remedy._told().display_name
            return self.env._("Approve %s", name) if asked else name
        if exchange := deadline.interaction_ids[:1]:
            return exchange._get_promise_name()
        if deadline.phone:
            return deadline._get_call_back_name()
        if deadline._is_word_of_superior():
            return self._get_word_name(deadline.user_id)
        if deadline.kind == "approval" and deadline.state not in ("running", "paused"):
            return ""  # The remedy that was approved stands behind its delivery now.
        ticket = deadline.ticket_id or self.env["helpdesk.ticket"]
        return ticket._complaint_deadline_names().get(deadline._get_name_key())

    def _get_call_back_name(self):
        """Name the number unless it is the one that stands with the customer."""
        ticket = self.ticket_id
        known = ticket.partner_id.phone or ticket.commercial_partner_id.phone or ""
        if re.sub(r"\D", "", known) == (re.sub(r"\D", "", self.phone) or self.phone):
            return self.env._("Call back")
        return self.env._("Call back: %s", self.phone)

    def _is_word_of_superior(self):
        """Return whether the customer was promised to hear from somebody by name."""
        self.ensure_one()
        return self.kind == "promise" and bool(self.escalation_id)

    def _get_word_name(self, users):
        names = users.mapped("name")
        return self.env._("You will hear from %s", format_list(self.env, names))

    def _get_own_name(self):
        """Return what is due as whoever is in charge of it reads it on the own day."""
        self.ensure_one()
        if self._is_word_of_superior() and self.user_id == self.env.user:
            return self.env._("They will hear from you")
        return self.display_name

    def _get_told_name(self):
        """Return what is due as the customer is told: never what it costs us."""
        self.ensure_one()
        remedy = self.sudo().remedy_ids[:1]  # Its kind is told to them.
        return remedy.type_id.name or self.display_name

    def _reschedule(self, due_at, reason):
        """Give a new date ``due_at`` (UTC): moved if it was not due yet, else broken.

        Raises a UserError without a reason, for a date that is past, and for kinds
        whose date follows from the rules.
        """
        now = fields.Datetime.now()
        self._ensure_new_date(due_at, reason)
        self._ensure_own_word()
        kinds = self._get_kinds_that("moved")
        for deadline in self:
            if deadline.kind not in kinds:
                raise UserError(
                    self.env._(
                        "The date of “%s” is set by the rules and cannot be changed "
                        "by hand.",
                        deadline.display_name,
                    )
                )
            if deadline.state != "running":
                raise UserError(
                    self.env._("“%s” is no longer open.", deadline.display_name)
                )
            deadline._ensure_apart(due_at)
            deadline._log_new_date(due_at, reason)
            # The caller's right to write is checked; these fields are ours to write.
            own_hand(deadline).write(
                {
                    "due_at": due_at,
                    **deadline._prepare_looking_anew(due_at, deadline),
                    "reschedule_reason": reason,
                    "late": deadline.late or deadline.due_at < now,
                }
            )
            # So does the date of what was promised.
            behind = deadline.sudo()._get_behind()
            name = "date" if behind._name == "complaint.interaction" else "promised_at"
            own_hand(behind).write({name: due_at})
        self._move_activities()
        self.ticket_id._complaint_refresh_next_due()

    def _ensure_new_date(self, due_at, reason):
        """Raise a UserError without a reason, or for a date that is past."""
        if not (reason or "").strip():
            raise UserError(self.env._("Say why there is a new date."))
        if due_at <= fields.Datetime.now():
            raise UserError(self.env._("The new date must be in the future."))

    def _log_new_date(self, due_at, reason):
        self.ensure_one()
        # A colleague with a task of the complaint has no right on the ticket itself.
        self.ticket_id.sudo()._complaint_log(
            body=self.env._(
                "“%(name)s” moved from %(old)s to %(new)s: %(reason)s",
                name=self.display_name,
                old=format_datetime(self.env, self.due_at),
                new=format_datetime(self.env, due_at),
                reason=reason,
            )
        )

    def _finish(self, done_at=None):
        """Mark running and paused deadlines as done at ``done_at`` (UTC; now)."""
        deadlines = self._movable_to("done")
        done_at = done_at or fields.Datetime.now()
        for deadline in deadlines:
            deadline._move(
                "done",
                done_at=done_at,
                kept=deadline._is_in_time(done_at) and not deadline.late,
                next_check_at=False,
            )
        # A finished activity may be on a record the caller cannot write.
        deadlines.sudo().activity_id.filtered("active").write({"active": False})
        deadlines._settle_escalations()
        # The stamp is ours; whoever did a task has no right on the ticket.
        deadlines.ticket_id.sudo()._complaint_refresh_next_due()

    def _is_in_time(self, when):
        """Return whether ``when`` (UTC) is in time. A pause stops the time."""
        return not self.due_at or min(when, self.paused_at or when) <= self.due_at

    def _prepare_new_round(self, start_at):
        """Return the values with which the rules begin anew at ``start_at`` (UTC)."""
        self.ensure_one()
        return {
            "round": self.round + 1,
            "checked_at": start_at,
            "next_check_at": fields.Datetime.now(),
            "failure_count": 0,
            "error": False,
        }

    def _run_again(self):
        """Let deadlines run on that were taken for done, as they were."""
        now = fields.Datetime.now()
        self._move("running", done_at=False, kept=False, next_check_at=now)
        self._open_activities()
        self.ticket_id._complaint_refresh_next_due()

    def _cancel(self, settle=True):
        """Cancel what runs or stands still.

        With ``settle``, what it was escalated for is settled: something has happened.
        """
        deadlines = self._movable_to("cancelled")
        deadlines._move("cancelled", next_check_at=False)
        # The activity belongs to the deadline, whoever it was given to.
        deadlines.sudo().activity_id.unlink()
        if settle:
            deadlines._settle_escalations()
        deadlines.ticket_id._complaint_refresh_next_due()

    def _pause(self, now):
        running = self._filter_kinds("paused").filtered(lambda d: d.state == "running")
        running._move("paused", paused_at=now)

    def _resume(self, now, clock):
        """Let paused deadlines run on, later by the working time they stood still."""
        for deadline in self.filtered(lambda d: d.state == "paused"):
            start_at, due_at = deadline.start_at, deadline.due_at
            checked_at = deadline.checked_at or start_at
            # A word from us during the pause has started it anew.
            lost = clock.hours_between(max(deadline.paused_at, start_at), now)
            if lost:  # The start moves along, so that planning anew keeps the pause.
                after = deadline.ticket_id._complaint_after
                start_at = after(start_at, hours=lost, clock=clock)
                due_at = after(due_at, hours=lost, clock=clock)
                checked_at = after(checked_at, hours=lost, clock=clock)
            deadline._move(
                "running",
                paused_at=False,
                start_at=start_at,
                due_at=due_at,
                original_due_at=due_at,
                checked_at=checked_at,  # No warning comes twice.
                next_check_at=now,
            )
