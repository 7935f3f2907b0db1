from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_datetime

#: Kinds that stand still while the stage pauses the clock. Promises never do.
PAUSING_KINDS = ("first_contact", "progress", "resolution")
#: Kinds that a person writes down; the others come from what happens.
MANUAL_KINDS = ("promise", "task", "containment")
#: Kinds that block closing while they run.
BLOCKING_KINDS = ("promise", "task")
#: Kinds that end with a word to the customer, so with an interaction.
CONTACT_KINDS = {"first_contact": "first_contact", "follow_up": "follow_up"}


class ComplaintDeadline(models.Model):
    """One thing that is due on a complaint: a time limit, a promise, a task."""

    _name = "complaint.deadline"
    _description = "Complaint Deadline"
    _inherit = [
        "complaint.activity",
        "complaint.guarded",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "due_at, id"

    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        string="Complaint",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="ticket_id.company_id", store=True)
    kind = fields.Selection(
        selection=[
            ("first_contact", "First contact"),
            ("progress", "Progress update"),
            ("resolution", "Resolution"),
            ("promise", "Promise"),
            ("follow_up", "Follow-up"),
            ("task", "Task for another department"),
            ("approval", "Approval"),
            ("containment", "Stop the loss"),
            ("care", "Care call"),
        ],
        required=True,
        default="promise",
    )
    name = fields.Char(required=True, help="What is due, as the customer may read it.")
    note = fields.Html(help="All the person in charge needs to know to do it.")
    user_id = fields.Many2one(
        "res.users", string="In charge", domain=[("share", "=", False)], index=True
    )

    start_at = fields.Datetime(string="Since", copy=False)
    due_at = fields.Datetime(string="Due", required=True)
    original_due_at = fields.Datetime(string="Date first promised", copy=False)
    reschedule_reason = fields.Char(string="Reason for the new date", copy=False)
    late = fields.Boolean(
        string="Told too late",
        copy=False,
        help="A new date was told only after the old one.",
    )
    round = fields.Integer(default=1, copy=False, help="Counts each new start.")
    real_time = fields.Boolean(
        string="No working hours",
        copy=False,
        help="No usable working-hours calendar was found: every hour counts.",
    )
    state = fields.Selection(
        selection=[
            ("running", "Running"),
            ("paused", "Paused"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="running",
        copy=False,
    )
    paused_at = fields.Datetime(copy=False)
    done_at = fields.Datetime(string="Done on", copy=False)
    kept = fields.Boolean(copy=False, help="Done in time.")
    next_check_at = fields.Datetime(copy=False)
    activity_id = fields.Many2one("mail.activity", copy=False, ondelete="set null")
    failure_count = fields.Integer(copy=False)
    error = fields.Char(copy=False)
    verdict = fields.Selection(
        selection=[
            ("running", "Running"),
            ("overdue", "Overdue"),
            ("kept", "Kept"),
            ("moved", "Moved"),
            ("broken", "Broken"),
            ("cancelled", "Cancelled"),
        ],
        compute="_compute_verdict",
        help="How it stands, in one word.",
    )

    _running_idx = models.Index("(ticket_id, due_at) WHERE state = 'running'")
    _check_idx = models.Index(
        "(next_check_at, id) WHERE state = 'running' AND next_check_at IS NOT NULL"
    )

    @api.depends("state", "kept", "late", "due_at", "original_due_at")
    def _compute_verdict(self):
        now = fields.Datetime.now()
        for deadline in self:
            moved = deadline.due_at != deadline.original_due_at
            if deadline.state == "cancelled":
                deadline.verdict = "cancelled"
            elif deadline.state == "done":
                kept = "moved" if moved else "kept"
                deadline.verdict = kept if deadline.kept else "broken"
            else:
                late = deadline.late or (deadline.due_at and deadline.due_at < now)
                deadline.verdict = "overdue" if late else "running"

    @api.constrains("user_id", "ticket_id", "kind")
    def _check_in_charge(self):
        """The activity of a deadline lets its user read the complaint (decision 4)."""
        for deadline in self.filtered("user_id").sudo():  # A rule for everybody.
            user, ticket = deadline.user_id, deadline.ticket_id
            task = deadline.kind == "task" and user._is_internal()
            if user == ticket.complaint_about_user_id or not (
                task or ticket._complaint_may_own(user)
            ):
                raise ValidationError(
                    self.env._(
                        "%(user)s may not read %(number)s, and cannot be in charge of "
                        "“%(name)s”.",
                        user=user.name,
                        number=ticket.number,
                        name=deadline.name,
                    )
                )

    @api.depends("name", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """What follows from the policy is named in the reader's language."""
        tickets = self.env["helpdesk.ticket"]
        for deadline in self:
            ticket = deadline.ticket_id.sudo() or tickets  # Only its source is read.
            named = ticket._complaint_deadline_names().get(deadline.kind)
            deadline.display_name = named or deadline.name

    @api.model
    def _get_guarded_fields(self):
        return frozenset(
            {
                "state",
                "start_at",
                "original_due_at",
                "late",
                "round",
                "real_time",
                "paused_at",
                "done_at",
                "kept",
                "next_check_at",
                "activity_id",
                "failure_count",
                "error",
                "reschedule_reason",
            }
        )

    @api.model
    def _get_frozen_fields(self):
        return frozenset({"ticket_id", "kind", "name", "due_at", "user_id"})

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # Whatever default is stored or sent is judged like what is said.
            defaults = self.default_get(["kind", "due_at"])
            vals_list = [{**defaults, **vals} for vals in vals_list]
            self._check_manual(vals_list)
        deadlines = super().create(vals_list)
        deadlines._open_activities()
        deadlines.ticket_id._complaint_refresh_next_due()
        return deadlines

    @api.model
    def _prepare_guarded_vals(self, vals):
        return {
            "start_at": fields.Datetime.now(),
            "original_due_at": vals.get("due_at"),
            "next_check_at": vals.get("due_at"),
        }

    @api.model
    def _check_manual(self, vals_list):
        """People write down promises and tasks; the rest comes from what happens."""
        for vals in vals_list:
            if vals["kind"] not in MANUAL_KINDS:
                raise AccessError(
                    self.env._("Deadlines of this kind are set by the complaint.")
                )
            due_at = fields.Datetime.to_datetime(vals.get("due_at"))
            if due_at and due_at < fields.Datetime.now():
                raise ValidationError(
                    self.env._(
                        "“%s” would be due in the past. Promise a time to come.",
                        vals.get("name") or "",
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not self.env.su:
            raise UserError(
                self.env._("What was due stays on record. Cancel it instead.")
            )

    def action_done(self):
        """Finish promises and tasks; open the dialog where a contact is owed."""
        self.check_access("write")
        contact = self.filtered(lambda deadline: deadline.kind in CONTACT_KINDS)
        if contact:
            return contact[0]._action_record_contact()
        by_hand = self.filtered(lambda d: d.kind in MANUAL_KINDS + ("care",))
        if automatic := self - by_hand:
            raise UserError(
                self.env._(
                    "“%s” is done when what it waits for has happened.",
                    automatic[0].display_name,
                )
            )
        by_hand._ensure_nothing_behind()
        by_hand._finish()
        return True

    def action_cancel(self):
        """Cancel promises and tasks nobody needs any more, on record."""
        self.check_access("write")
        if wrong := self.filtered(lambda d: d.kind not in MANUAL_KINDS + ("care",)):
            raise UserError(
                self.env._("“%s” cannot be cancelled by hand.", wrong[0].display_name)
            )
        self._ensure_nothing_behind()
        self._cancel()
        return True

    def action_reschedule(self, due_at=False, reason=False):
        """Tell a new date; without arguments, open the dialog that asks for it."""
        self.check_access("write")
        if not due_at:
            return self._action_open_reschedule()
        self._reschedule(fields.Datetime.to_datetime(due_at), reason)
        return True

    def action_running_late(self):
        """Open the dialog that tells the customer before the time."""
        self.check_access("write")
        return self._action_open_reschedule(tell_customer=True)

    def _ensure_nothing_behind(self):
        """The promise of a visit is kept by the visit, of a remedy by delivering it."""
        # Whoever keeps a promise may not see what stands behind it.
        records = self.sudo()._get_behind()
        if records:
            raise UserError(
                self.env._(
                    "“%s” is done when what it waits for has happened.",
                    records[0].deadline_id.display_name,
                )
            )

    def _get_behind(self):
        """Return the planned interactions or the accepted remedies due here."""
        here = Domain("deadline_id", "in", self.ids)
        planned = here & Domain("state", "=", "planned")
        visits = self.env["complaint.interaction"].search(planned)
        accepted = here & Domain("state", "=", "accepted")
        return visits or self.env["complaint.remedy"].search(accepted)

    def _action_open_reschedule(self, tell_customer=False):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New date"),
            "res_model": "complaint.reschedule",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_deadline_id": self.id,
                "default_tell_customer": tell_customer,
            },
        }

    def _action_record_contact(self):
        self.ensure_one()
        return self.ticket_id._action_record_interaction(
            purpose=CONTACT_KINDS[self.kind], direction="out", channel="phone"
        )

    def _reschedule(self, due_at, reason):
        """Give a new date. Told before the old one it is moved, after it broken."""
        now = fields.Datetime.now()
        if not (reason or "").strip():
            raise UserError(self.env._("Say why there is a new date."))
        if due_at <= now:
            raise UserError(self.env._("The new date must be in the future."))
        for deadline in self:
            if deadline.kind not in MANUAL_KINDS + ("follow_up", "care"):
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
            deadline._log_new_date(due_at, reason)
            # The caller's right to write is checked; these fields are ours to write.
            deadline.sudo().write(
                {
                    "due_at": due_at,
                    "next_check_at": due_at,
                    "reschedule_reason": reason,
                    "late": deadline.late or deadline.due_at < now,
                }
            )
            # So does the date of what was promised.
            behind = deadline.sudo()._get_behind()
            name = "date" if behind._name == "complaint.interaction" else "promised_at"
            behind.write({name: due_at})
        self._move_activities()
        self.ticket_id._complaint_refresh_next_due()

    def _log_new_date(self, due_at, reason):
        self.ensure_one()
        # A colleague with a task of the complaint has no right on the ticket itself.
        self.ticket_id.sudo()._message_log(
            body=self.env._(
                "“%(name)s” moved from %(old)s to %(new)s: %(reason)s",
                name=self.display_name,
                old=format_datetime(self.env, self.due_at),
                new=format_datetime(self.env, due_at),
                reason=reason,
            )
        )

    def _finish(self, done_at=None):
        """Mark running and paused deadlines as done at ``done_at`` (now, UTC)."""
        deadlines = self.filtered(lambda d: d.state in ("running", "paused"))
        done_at = done_at or fields.Datetime.now()
        for deadline in deadlines:
            # Reached through methods that have checked the caller.
            deadline.sudo().write(
                {
                    "state": "done",
                    "done_at": done_at,
                    "kept": done_at <= deadline.due_at and not deadline.late,
                    "next_check_at": False,
                }
            )
        # A finished activity may be on a record the caller cannot write.
        deadlines.sudo().activity_id.filtered("active").write({"active": False})
        # The stamp is ours; whoever did a task has no right on the ticket.
        deadlines.ticket_id.sudo()._complaint_refresh_next_due()

    def _run_again(self):
        """What was taken for done was not: the same deadline runs on."""
        for deadline in self:
            # The fact is corrected, not chosen by the caller.
            deadline.sudo().write(
                {
                    "state": "running",
                    "done_at": False,
                    "kept": False,
                    "next_check_at": deadline.due_at,
                }
            )
        self._open_activities()
        self.ticket_id._complaint_refresh_next_due()

    def _cancel(self):
        deadlines = self.filtered(lambda d: d.state in ("running", "paused"))
        # Reached through methods that have checked the caller.
        deadlines.sudo().write({"state": "cancelled", "next_check_at": False})
        # The activity belongs to the deadline, whoever it was given to.
        deadlines.sudo().activity_id.unlink()
        deadlines.ticket_id._complaint_refresh_next_due()

    def _pause(self, now):
        running = self.filtered(
            lambda d: d.state == "running" and d.kind in PAUSING_KINDS
        )
        # The stage pauses the clock, not the person who moved the complaint.
        running.sudo().write({"state": "paused", "paused_at": now})

    def _resume(self, now, clock):
        """Let paused deadlines run on, later by the working time they stood still."""
        for deadline in self.filtered(lambda d: d.state == "paused"):
            lost = clock.hours_between(deadline.paused_at, now)
            start_at, due_at = deadline.start_at, deadline.due_at
            if lost:  # The start moves along, so that planning anew keeps the pause.
                start_at = clock.add_hours(start_at, lost)
                due_at = clock.add_hours(due_at, lost)
            # The stage runs the clock, not the person who moved the complaint.
            deadline.sudo().write(
                {
                    "state": "running",
                    "paused_at": False,
                    "start_at": start_at,
                    "due_at": due_at,
                    "original_due_at": due_at,
                    "next_check_at": due_at,
                }
            )

    @api.model
    def _get_calendar(self, ticket=None):
        """Return the working hours that count for ``ticket``.

        The team's where another addon gives teams one, else the company's. Extend to
        take them from elsewhere; an empty calendar means that every hour counts.
        """
        ticket = ticket or self.ticket_id
        team_calendar = ticket.team_id._fields.get("resource_calendar_id") and (
            ticket.team_id.resource_calendar_id
        )
        return team_calendar or ticket.company_id.resource_calendar_id

    @api.model
    def _get_blocking_domain(self):
        return Domain("state", "=", "running") & Domain("kind", "in", BLOCKING_KINDS)
