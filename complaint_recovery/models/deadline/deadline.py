from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools.actions import open_dialog
from ...tools.in_use import in_use
from ...tools.marks import UNTRACKED
from ...tools.own_hand import is_own_hand, without_hand


class ComplaintDeadline(models.Model):
    """One thing that is due on a complaint: a time limit, a promise, a task."""

    _name = "complaint.deadline"
    _description = "Complaint Deadline"
    _inherit = [
        "complaint.child",
        "complaint.transitions",
        "complaint.thread",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "due_at, id"

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
            ("reply", "Reply after closing"),
            ("second_handling", "Second handling"),
        ],
        required=True,
        default="promise",
    )
    name = fields.Char(required=True, help="What is due, as the customer may read it.")
    note = fields.Html(help="All the person in charge needs to know to do it.")
    phone = fields.Char(copy=False, help="The number promised to be called back.")
    interaction_ids = fields.One2many(
        "complaint.interaction", "deadline_id", string="Interactions"
    )
    remedy_ids = fields.One2many("complaint.remedy", "deadline_id", string="Remedies")
    escalation_id = fields.Many2one(
        "complaint.escalation",
        string="Escalation",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="What a superior asked for with it.",
    )
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
    tries = fields.Integer(
        copy=False, help="On how many days we tried in vain to reach the customer."
    )
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
    activity_id = fields.Many2one("mail.activity", copy=False, ondelete="set null")
    verdict = fields.Selection(
        selection=[
            ("running", "Running"),
            ("paused", "Paused"),
            ("overdue", "Overdue"),
            ("kept", "Kept"),
            ("moved", "Moved"),
            ("broken", "Broken"),
            ("cancelled", "Cancelled"),
        ],
        compute="_compute_verdict",
        help="How it stands, in one word.",
    )

    _due_idx = models.Index("(due_at, id)")
    # What somebody has to do, and what they kept: years of it are theirs as well.
    _user_running_idx = models.Index(
        "(user_id, due_at) WHERE state IN ('running', 'paused')"
    )
    _user_done_idx = models.Index("(user_id, done_at) WHERE done_at IS NOT NULL")
    _running_idx = models.Index("(ticket_id, due_at) WHERE state = 'running'")
    _check_idx = models.Index(
        "(next_check_at, id) WHERE state = 'running' AND next_check_at IS NOT NULL"
    )

    @api.depends("state", "kept", "late", "due_at", "original_due_at", "paused_at")
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
                late = deadline.late or not deadline._is_in_time(now)
                deadline.verdict = "overdue" if late else deadline.state

    @api.constrains("user_id", "ticket_id", "kind")
    def _check_in_charge(self):
        """Raise an error unless the person in charge may read the complaint.

        The activity would let them (decision 4). Tasks are for any colleague.
        """
        for deadline in self.filtered("user_id").sudo():  # A rule for everybody.
            user, ticket = deadline.user_id, deadline.ticket_id
            if not deadline._may_be_in_charge(user):
                raise ValidationError(
                    self.env._(
                        "%(user)s may not read %(number)s, and cannot be in charge of "
                        "“%(name)s”.",
                        user=user.name,
                        number=ticket.number,
                        name=deadline.name,
                    )
                )

    def _may_be_in_charge(self, user):
        """Return whether ``user`` can do it: a task any colleague who is there."""
        self.ensure_one()
        ticket = self.sudo().ticket_id  # A rule for everybody.
        if user == ticket.complaint_about_user_id:
            return False
        if self.kind == "task" and user.active and user._is_internal():
            # Where a colleague works is no secret to the rule.
            companies = in_use(user.sudo()).company_ids
            return not ticket.company_id or ticket.company_id in companies
        return ticket._complaint_may_own(user)

    @api.model
    def _get_kept_words(self):
        return super()._get_kept_words() | {"note"}

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "state",
            "start_at",
            "original_due_at",
            "late",
            "round",
            "tries",
            "real_time",
            "paused_at",
            "done_at",
            "kept",
            "checked_at",
            "next_check_at",
            "activity_id",
            "escalation_id",
            "failure_count",
            "error",
            "reschedule_reason",
            "phone",
            "interaction_ids",
            "remedy_ids",
        }

    @api.model
    def _get_frozen_fields(self):
        return super()._get_frozen_fields() | {"kind", "name", "due_at", "user_id"}

    @api.model_create_multi
    def create(self, vals_list):
        if not is_own_hand(self):
            # Whatever default is stored or sent is judged like what is said.
            defaults = self.default_get(["kind", "due_at"])
            vals_list = [{**defaults, **vals} for vals in vals_list]
            self._check_manual(vals_list)
            deadlines = super().create(vals_list)
        else:
            # What follows from the rules nobody follows, and "created" tells nothing.
            silent = self.with_context(tracking_disable=UNTRACKED)
            deadlines = super(ComplaintDeadline, silent).create(vals_list)
            deadlines = without_hand(self).browse(deadlines.ids)
        deadlines._open_activities()
        deadlines.ticket_id._complaint_refresh_next_due()
        return deadlines

    @api.model
    def _prepare_guarded_vals(self, vals):
        return {
            "start_at": fields.Datetime.now(),
            "original_due_at": vals.get("due_at"),
            "next_check_at": fields.Datetime.now(),  # The next pass plans it.
        }

    @api.model
    def _check_manual(self, vals_list):
        """Raise an error where a person creates anything but a promise or a task."""
        kinds = self._get_kinds_that("written")
        for vals in vals_list:
            if vals["kind"] not in kinds:
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
        """Finish promises and tasks; open the dialog where a contact is owed.

        Raises a UserError for kinds that end when what they wait for has happened.
        """
        self.check_access("write")
        if contact := self._filter_kinds("purpose"):
            return contact[0]._action_record_contact()
        if automatic := self - self._filter_kinds("finished"):
            raise UserError(
                self.env._(
                    "“%s” is done when what it waits for has happened.",
                    automatic[0].display_name,
                )
            )
        self._ensure_own_word()
        self._ensure_nothing_behind()
        self._finish()
        return True

    def action_cancel(self):
        """Cancel promises and tasks, on record.

        Raises a UserError for kinds that are not cancelled by hand.
        """
        self.check_access("write")
        for deadline in self - self._filter_kinds("cancelled"):
            raise UserError(
                self.env._("“%s” cannot be cancelled by hand.", deadline.display_name)
            )
        self._ensure_own_word()
        self._ensure_nothing_behind()
        for deadline in self:
            # Whoever cancels the own task has no right on the ticket itself.
            deadline.ticket_id.sudo()._complaint_log(
                self.env._("“%s” is not needed any more.", deadline.display_name)
            )
        self._cancel(settle=False)
        return True

    def action_reschedule(self, due_at=False, reason=False):
        """Give a new date ``due_at`` (UTC); without it, open the dialog that asks."""
        self.check_access("write")
        if not due_at:
            return self._action_open_reschedule()
        self._reschedule(fields.Datetime.to_datetime(due_at), reason)
        return True

    def action_running_late(self):
        """Open the dialog that tells the customer before the time."""
        self.check_access("write")
        return self._action_open_reschedule(tell_customer=True)

    def _action_open_reschedule(self, tell_customer=False):
        self.ensure_one()
        return open_dialog(
            self.env._("New date"),
            "complaint.reschedule",
            deadline_id=self.id,
            tell_customer=tell_customer,
        )

    def _action_record_contact(self):
        self.ensure_one()
        return self.ticket_id._action_record_interaction(
            purpose=self._get_kinds()[self.kind].purpose,
            direction="out",
            channel="phone",
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
