from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain

from ...tools.groups import INTERNAL
from ...tools.late_index import LateIndex
from ...tools.own_hand import own_hand
from ...tools.working_time import NoWorkingTime, RealTime

#: What a severity says about time.
TIMES = ("first_contact_hours", "resolution_days", "progress_days", "followup_days")
#: Working days to look at what the customer writes after the end.
REPLY_DAYS = 1


class HelpdeskTicket(models.Model):
    """The deadlines of a complaint, and when each is due."""

    _inherit = "helpdesk.ticket"

    complaint_deadline_ids = fields.One2many(
        "complaint.deadline",
        "ticket_id",
        string="Deadlines and promises",
        groups=INTERNAL,
    )
    complaint_next_due_at = fields.Datetime(
        string="Next due",
        groups=INTERNAL,
        copy=False,
        help="Earliest running deadline.",
    )
    complaint_last_outbound_at = fields.Datetime(
        string="Last word from us", groups=INTERNAL, copy=False
    )

    _complaint_next_due_idx = LateIndex(
        "(complaint_next_due_at, id)"
        " WHERE is_complaint IS TRUE AND complaint_next_due_at IS NOT NULL"
    )

    def _complaint_clocks(self):
        """Return ticket id → clock; the working hours are read once per calendar."""
        deadlines = self.env["complaint.deadline"]
        by_calendar = {}
        clocks = {}
        # Working hours are no secret, but calendars may be.
        for ticket in self.sudo():
            calendar = deadlines.sudo()._get_calendar(ticket)  # Read for its hours.
            key = (calendar.id, ticket.company_id.id)
            if key not in by_calendar:
                # Holidays without a calendar count in the ticket's company only.
                calendar = calendar.with_company(ticket.company_id)
                by_calendar[key] = calendar._complaint_working_time()
            clocks[ticket.id] = by_calendar[key]
        return clocks

    def _complaint_clock(self):
        self.ensure_one()
        return self._complaint_clocks()[self.id]

    def _complaint_open_clock(self, kinds=None, start=None):
        """Open the deadlines of the policy for all tickets in one batch.

        They run from ``start`` (UTC; now).
        """
        if kinds is None:
            kinds = self.env["complaint.deadline"]._get_kinds_that("planned")
        clocks = self._complaint_clocks()
        vals_list = []
        for ticket in self:
            for kind in kinds:
                if kind == "first_contact" and ticket.complaint_first_contact_at:
                    continue
                vals_list.append(
                    ticket._complaint_prepare_deadline(kind, clocks[ticket.id], start)
                )
            stopping = ticket._complaint_running("containment")
            if (
                ticket.complaint_loss_ongoing
                and "first_contact" in kinds
                and not stopping
            ):
                vals_list.append(
                    ticket._complaint_prepare_deadline(
                        "containment", clocks[ticket.id], start
                    )
                )
        # Opened by the policy, whoever files the complaint.
        return own_hand(self.env["complaint.deadline"]).create(vals_list)

    def _complaint_prepare_deadline(self, kind, clock, start=None, **vals):
        """Return the values of a deadline of the policy, starting now (UTC)."""
        self.ensure_one()
        start = start or fields.Datetime.now()
        due_at, real_time = self._complaint_plan(kind, clock, start)
        return {
            "ticket_id": self.id,
            "kind": kind,
            "name": self._complaint_deadline_name(kind),
            "user_id": self.user_id.id,
            "start_at": start,
            "due_at": due_at,
            "real_time": real_time,
            **vals,
        }

    def _complaint_plan(self, kind, clock, start):
        """Return when ``kind`` is due, and whether every hour had to count."""
        try:
            return self._complaint_due(kind, clock, start), clock.real_time
        except NoWorkingTime:
            clock = RealTime(clock.tz)
            return self._complaint_due(kind, clock, start), True

    def _complaint_after(self, start=None, hours=0, days=0, clock=None):
        """Return the moment (UTC) so much working time after ``start`` (now).

        Every hour counts where the calendar has too little working time.
        """
        start = start or fields.Datetime.now()
        clock = clock or self._complaint_clock()
        try:
            return clock.add_hours(start, hours + days * clock.hours_per_day)
        except NoWorkingTime:
            clock = RealTime(clock.tz)
            return clock.add_hours(start, hours + days * clock.hours_per_day)

    def _complaint_times(self):
        """Return the times owed: severity field → working hours or working days.

        Extend to owe less or more.
        """
        self.ensure_one()
        severity = self.complaint_severity_id
        return {name: severity[name] for name in TIMES}

    def _complaint_due(self, kind, clock, start):
        """Return when ``kind`` is due (UTC), counted from ``start`` in working hours.

        Extend for kinds of your own, and answer these before ``super()``. The time of a
        first contact is capped by ``_complaint_first_contact_cap()``.
        """
        times = self._complaint_times()
        halved = self.env["complaint.deadline"]._get_kinds()[kind].halved
        share = 0.5 if self.complaint_loss_ongoing and halved else 1
        if kind == "first_contact":
            due_at = clock.add_hours(start, times["first_contact_hours"] * share)
            return min(due_at, self._complaint_first_contact_cap(clock, start))
        if kind == "containment":
            return clock.add_hours(start, times["first_contact_hours"] / 2)
        days = {
            "resolution": times["resolution_days"],
            "progress": times["progress_days"],
            "follow_up": times["followup_days"],
            "reply": REPLY_DAYS,
        }[kind]
        return clock.add_days(start, days * share)

    def _complaint_first_contact_cap(self, clock, start):
        """Return the latest moment (UTC) for a first contact (D17, decision 7)."""
        day = start + timedelta(hours=24)
        if self.company_id.complaint_strict_24h:
            return day
        return max(day, clock.end_of_next_day(start))

    def _complaint_deadline_name(self, kind):
        return self._complaint_deadline_names()[kind]

    def _complaint_deadline_names(self):
        """Return kind → what is due, for what follows from the policy."""
        return {
            "first_contact": self.env._("Contact the customer")
            if self.complaint_source != "internal"
            else self.env._("Tell the customer what we found"),
            "progress": self.env._("Tell the customer how things stand"),
            "resolution": self.env._("Solve it"),
            "follow_up": self.env._("Ask whether the customer is satisfied"),
            "unreachable": self.env._("Close as unreachable, or try again"),
            "containment": self.env._("Stop the loss"),
            "reply": self.env._("The customer wrote again: reopen it, or only thanks?"),
            "approval": self.env._("Consent to the decision"),
            "care": self.env._("Care call: how is the customer?"),
            "second_handling": self.env._("Handle it a second time"),
        }

    def _complaint_open_deadline(self, kind, name, due_at, user=None, **vals):
        """Open and return one deadline due at ``due_at`` (UTC)."""
        self.ensure_one()
        # Opened by what happened, not chosen by the caller.
        return own_hand(self.env["complaint.deadline"]).create(
            {
                "ticket_id": self.id,
                "kind": kind,
                "name": name,
                "due_at": due_at,
                "user_id": (user or self.user_id).id,
                **vals,
            }
        )

    def _complaint_promise(self, name, due_at, user=None, **vals):
        """Record a date told to the customer, ``due_at`` (UTC). Returns the promise.

        The owner is in charge where ``user`` is not given or may not own complaints.
        Raises a UserError on a closed complaint.
        """
        self._complaint_ensure_open()
        if not user or not self._complaint_may_own(user):
            user = self.user_id  # Answers for it that somebody else keeps it.
        return self._complaint_open_deadline("promise", name, due_at, user=user, **vals)

    def _complaint_running(self, *kinds):
        """Return the running or paused deadlines of ``kinds`` (all without any)."""
        return self.complaint_deadline_ids.filtered(
            lambda d: (
                d.state in ("running", "paused") and (not kinds or d.kind in kinds)
            )
        )

    def _complaint_finish(self, kind, done_at):
        """What runs of ``kind`` was done at ``done_at`` (UTC)."""
        self._complaint_running(kind)._finish(done_at)

    def _complaint_run_again(self, kind):
        """What of ``kind`` was taken for done was not: it runs on."""
        self._complaint_deadlines_done(kind)._run_again()

    def _complaint_deadlines_done(self, kind):
        return self.complaint_deadline_ids.filtered(
            lambda d: d.kind == kind and d.state == "done"
        )

    def _complaint_restart_progress(self, when):
        """Begin the time of silence anew at ``when`` (UTC)."""
        self.ensure_one()
        running = self._complaint_running("progress")
        if not running:
            return
        due_at, real_time = self._complaint_plan(
            "progress", self._complaint_clock(), when
        )
        # Restarted by what happened, not chosen by the caller.
        own_hand(running).write(
            {
                "start_at": when,
                "due_at": due_at,
                "original_due_at": due_at,
                **running[0]._prepare_new_round(when),
                "real_time": real_time,
            }
        )
        running._settle_escalations()  # Our silence is over.
        self._complaint_refresh_next_due()

    def _complaint_replan(self):
        """Plan the running policy deadlines anew after severity or loss changed."""
        moving, moved = self._complaint_moving(), self.env["complaint.deadline"]
        fired = moved.concat(*(deadline for deadline, _due, _real in moving))
        fired = fired._get_fired()
        for deadline, due_at, real_time in moving:
            # Follows from the policy; the change itself was checked.
            own_hand(deadline).write(
                {
                    "due_at": due_at,
                    "original_due_at": due_at,
                    "real_time": real_time,
                    **deadline._prepare_looking_anew(due_at, fired),
                }
            )
            moved += deadline
        moved._move_activities()
        self._complaint_refresh_next_due()

    def _complaint_moving(self):
        """Return (deadline, due, real time) of what is planned otherwise by now."""
        clocks, moving = self._complaint_clocks(), []
        for ticket in self:
            for deadline in ticket._complaint_running_that("planned"):
                plan = ticket._complaint_plan(
                    deadline.kind, clocks[ticket.id], deadline.start_at
                )
                if plan != (deadline.due_at, deadline.real_time):
                    moving.append((deadline, *plan))
        return moving

    def _complaint_loss_changed(self):
        """Open or finish the task to stop the loss, when that begins or ends."""
        for ticket in self:
            containment = ticket._complaint_running("containment")
            if not ticket.complaint_loss_ongoing:
                # A stamp only methods write.
                own_hand(ticket).complaint_loss_stopped_at = fields.Datetime.now()
                containment._finish()
            elif not containment and not ticket.complaint_closed_at:
                # A stamp only methods write.
                own_hand(ticket).complaint_loss_stopped_at = False
                own_hand(self.env["complaint.deadline"]).create(  # Set by the policy.
                    ticket._complaint_prepare_deadline(
                        "containment", ticket._complaint_clock()
                    )
                )

    def _complaint_pause(self):
        self.complaint_deadline_ids._pause(fields.Datetime.now())
        self._complaint_refresh_next_due()

    def _complaint_resume(self):
        clocks = self._complaint_clocks()
        now = fields.Datetime.now()
        for ticket in self:
            ticket.complaint_deadline_ids._resume(now, clocks[ticket.id])
        self._complaint_refresh_next_due()

    def _complaint_refresh_next_due(self):
        """Store when the earliest running deadline is due, for lists and filters."""
        if not self:
            return
        # The whole ledger counts, also what the caller may not see.
        rows = (
            self.env["complaint.deadline"]
            .sudo()
            ._read_group(
                Domain("ticket_id", "in", self.ids) & Domain("state", "=", "running"),
                ["ticket_id"],
                ["due_at:min"],
            )
        )
        earliest = {ticket.id: due_at for ticket, due_at in rows}
        tickets = self.sudo()  # A stamp only methods write.
        changed = tickets.filtered(
            lambda t: t.complaint_next_due_at != earliest.get(t.id, False)
        )
        for due_at, alike in changed.grouped(lambda t: earliest.get(t.id)).items():
            own_hand(alike).complaint_next_due_at = due_at
