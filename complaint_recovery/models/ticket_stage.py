from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import is_html_empty

from ..exceptions import ComplaintRequirementError
from ..tools.selections import SATISFACTIONS
from .complaint_deadline import BLOCKING_KINDS, PAUSING_KINDS
from .ticket_intake import INTERNAL

#: How often we try before a customer counts as unreachable (domain.md, D3).
FOLLOW_UP_TRIES = 3
ENDED = ("closed", "withdrawn")
OUTCOME_OF = {"satisfied": "satisfied", "neutral": "settled"}


class ComplaintTicketStage(models.AbstractModel):
    """Where a complaint stands, what it still lacks, and how it ends or starts anew."""

    _name = "complaint.ticket.stage"
    _description = "Complaint Stages"

    complaint_stage_id = fields.Many2one(
        "complaint.stage",
        string="Complaint stage",
        groups=INTERNAL,
        copy=False,
        tracking=True,
        ondelete="restrict",
        domain="['|', ('company_id', '=', False), ('company_id', '=', company_id)]",
        group_expand="_read_group_complaint_stage_ids",
        index="btree_not_null",
    )
    complaint_phase = fields.Selection(
        related="complaint_stage_id.phase", string="Phase", groups=INTERNAL
    )
    complaint_first_contact_at = fields.Datetime(
        string="First contact on", groups=INTERNAL, copy=False
    )
    complaint_resolved_at = fields.Datetime(
        string="Resolved on", groups=INTERNAL, copy=False
    )
    complaint_closed_at = fields.Datetime(
        string="Closed on", groups=INTERNAL, copy=False
    )
    complaint_reopen_count = fields.Integer(
        string="Reopened", groups=INTERNAL, copy=False
    )
    complaint_satisfaction = fields.Selection(
        selection=SATISFACTIONS,
        string="Satisfaction",
        groups=INTERNAL,
        copy=False,
        tracking=True,
    )
    complaint_outcome = fields.Selection(
        selection=[
            ("satisfied", "Satisfied"),
            ("settled", "Accepts it, not happy"),
            ("unsettled", "Closed, not settled"),
            ("unreachable", "Unreachable"),
            ("withdrawn", "Withdrawn"),
        ],
        string="Outcome",
        groups=INTERNAL,
        copy=False,
        tracking=True,
    )
    complaint_end_reason = fields.Text(
        string="Reason for ending it",
        groups=INTERNAL,
        copy=False,
        prefetch=False,
        help="Why it was withdrawn, or closed without being settled.",
    )
    complaint_override_ids = fields.One2many(
        "complaint.override", "ticket_id", string="Overrides", groups=INTERNAL
    )

    _complaint_board_idx = models.Index(
        "(complaint_stage_id, id) WHERE is_complaint IS TRUE"
    )
    _complaint_open_idx = models.Index(
        "(id) WHERE is_complaint IS TRUE AND complaint_closed_at IS NULL"
    )

    @api.model
    def _read_group_complaint_stage_ids(self, stages, domain):
        return stages.search([("company_id", "in", [False, *self.env.companies.ids])])

    @api.constrains("stage_id", "complaint_stage_id")
    def _check_complaint_stage(self):
        # The parent's stage moves without write() when the team changes: whatever the
        # way in, and whoever comes, the complaint is judged as a whole.
        for ticket in self.filtered("is_complaint").sudo():
            stage = ticket.complaint_stage_id
            if stage.company_id not in (stage.company_id.browse(), ticket.company_id):
                raise ValidationError(
                    self.env._(
                        "%(stage)s is no stage of %(company)s.",
                        stage=stage.display_name,
                        company=ticket.company_id.name,
                    )
                )
            if missing := ticket._complaint_missing(stage):
                raise ticket._complaint_requirement_error(stage, missing)
            if stage.phase not in ENDED and ticket.stage_id.closed:
                raise ValidationError(
                    self.env._(
                        "%s is an open complaint, so its ticket cannot be closed.",
                        ticket.number,
                    )
                )

    def _compute_stage_id(self):
        """After a team change an open complaint stays in an open stage of the ticket."""
        before = {ticket.id: ticket.stage_id for ticket in self.filtered("is_complaint")}
        result = super()._compute_stage_id()
        for ticket in self.filtered("is_complaint").sudo():  # Reads the slice.
            ticket.stage_id = ticket._complaint_ticket_stage(
                ticket.complaint_stage_id, before[ticket.id]
            )
        return result

    def action_resolve(self):
        """What was to be done is done: the follow-up is next."""
        self.check_access("write")
        return self._complaint_move_to("follow_up")

    def action_close(self):
        """Close the complaint, if nothing is missing."""
        self.check_access("write")
        return self._complaint_move_to("closed")

    def action_close_unreachable(self):
        """Close after three tries on different days without reaching the customer."""
        self.check_access("write")
        for ticket in self:
            ticket._complaint_ensure_open()
            if not ticket._complaint_is_unreachable():
                raise UserError(
                    self.env._(
                        "%(number)s: try to reach the customer on %(tries)s different "
                        "days before you give up.",
                        number=ticket.number,
                        tries=FOLLOW_UP_TRIES,
                    )
                )
            # The tries are on record; the outcome is ours to write.
            ticket.sudo().complaint_outcome = "unreachable"
        return self._complaint_move_to("closed")

    def action_close_unsettled(self, reason=False):
        """Close although the customer stays unhappy: our final answer stands.

        For helpdesk managers, after the decision was sent, with a reason on record.
        """
        self.check_access("write")
        self._complaint_ensure_manager()
        self._complaint_ensure_reason(reason)
        for ticket in self:
            ticket._complaint_ensure_open()
            if not ticket.complaint_decision_sent_at:
                raise UserError(
                    self.env._(
                        "%s: send the customer our decision before you close it "
                        "without being settled.",
                        ticket.number,
                    )
                )
            # The manager's right was checked above; the outcome is ours to write.
            ticket.sudo().write(
                {"complaint_outcome": "unsettled", "complaint_end_reason": reason}
            )
        return self._complaint_move_to("closed")

    def action_withdraw(self, reason=False):
        """The customer takes the complaint back, with the reason on record."""
        self.check_access("write")
        self._complaint_ensure_reason(reason)
        # The caller may write the ticket; the outcome is ours to write.
        self.sudo().write(
            {"complaint_outcome": "withdrawn", "complaint_end_reason": reason}
        )
        return self._complaint_move_to("withdrawn")

    def action_reopen(self):
        """Take a closed complaint up again, within the time the company allows.

        Raises a UserError after that: a new, linked complaint is opened then.
        """
        self.check_access("write")
        for ticket in self:
            ticket._complaint_ensure_can_reopen()
        return self._complaint_move_to("recovery")

    def action_continue(self):
        """Open a new complaint that continues this one."""
        self.check_access("write")
        self.ensure_one()
        ticket = self.copy({"complaint_origin_id": self.id})
        ticket.action_mark_complaint()
        return ticket._complaint_action_form()

    def action_override(self, stage_id, reason=False):
        """Let the complaint into a stage although something is missing.

        For helpdesk managers, with a reason on record. Running promises and tasks are
        not overridden: finish or cancel them.
        """
        self.check_access("write")
        self.ensure_one()
        self._complaint_ensure_manager()
        self._complaint_ensure_reason(reason)
        stage = self.env["complaint.stage"].browse(stage_id)
        self._complaint_override(stage, reason)
        self.write({"complaint_stage_id": stage.id})
        return True

    def action_fill_missing(self):
        """Open the dialog that asks for what the next stages need."""
        self.check_access("write")
        self.ensure_one()
        stage = self.env["complaint.stage"]._get_first("closed", self.company_id)
        return self._complaint_action_missing(stage)

    def _complaint_override(self, stage, reason):
        self.ensure_one()
        switches = self.env["complaint.stage"]._get_requirements()
        missing = [key for key, _gap in self._complaint_gaps(stage) if key in switches]
        if missing:
            # On record for good: created here only, after the manager was checked.
            self.env["complaint.override"].sudo().create(
                {
                    "ticket_id": self.id,
                    "stage_id": stage.id,
                    "user_id": self.env.uid,
                    "reason": reason,
                    "requirements": ",".join(missing),
                    "round": self.complaint_reopen_count,
                }
            )

    def _complaint_missing(self, stage):
        """Return in plain words what is missing to be in ``stage``."""
        return [gap for _key, gap in self._complaint_gaps(stage)]

    def _complaint_gaps(self, stage):
        """Return (switch, gap in words) for all that ``stage`` requires and is not so."""
        self.ensure_one()
        ticket = self.sudo()  # A gap is a gap whoever looks.
        required = stage._get_required(ticket.complaint_severity_id)
        methods = stage._get_requirements()
        excused = ticket.complaint_override_ids._get_excused(ticket)
        gaps = []
        for key in required:
            if key not in excused and (gap := getattr(ticket, methods[key])()):
                gaps.append((key, gap))
        if stage.phase == "closed":
            gaps += [("running", gap) for gap in ticket._complaint_gaps_running()]
        if stage.phase == "withdrawn" and not (
            ticket.complaint_outcome == "withdrawn" and ticket.complaint_end_reason
        ):
            gaps.append(("reason", self.env._("why the customer withdraws")))
        return gaps

    def _complaint_gap_first_contact(self):
        return not self.complaint_first_contact_at and self.env._("a first contact")

    def _complaint_gap_finding(self):
        found = self.complaint_attribution and not is_html_empty(self.complaint_finding)
        return not found and self.env._("the findings and the responsibility")

    def _complaint_gap_decision_sent(self):
        return not self.complaint_decision_sent_at and self.env._(
            "the decision, sent to the customer"
        )

    def _complaint_gap_apology(self):
        given = self.complaint_apology_ids.filtered(lambda a: a.state == "sent")
        return not given and self.env._("an apology")

    def _complaint_gap_remedy(self):
        upheld = self.complaint_decision in ("upheld", "partly_upheld")
        if not upheld or self.complaint_outcome == "unsettled":
            return False
        chosen = self.complaint_remedy_ids.filtered(
            lambda r: r.state in ("accepted", "delivered")
        )
        return not chosen and self.env._("a remedy the customer accepted")

    def _complaint_gap_delivery(self):
        owed = self.complaint_remedy_ids.filtered(lambda r: r.state == "accepted")
        return owed and self.env._("the delivery of: %s", owed[0].display_name)

    def _complaint_gap_followup(self):
        if self.complaint_outcome in ("unsettled", "unreachable"):
            return False
        return not self._complaint_follow_ups() and self.env._(
            "a follow-up: is the customer satisfied?"
        )

    def _complaint_gap_outcome(self):
        return not self.complaint_outcome and self.env._("the outcome")

    def _complaint_gaps_running(self):
        """Promises and tasks that still run block closing, whatever the stage says."""
        return [
            self.env._("still open: %s", deadline.name)
            for deadline in self._complaint_running(*BLOCKING_KINDS)
        ]

    def _complaint_follow_ups(self, reached=True):
        """Return the follow-ups since the complaint was resolved last."""
        since = self.complaint_resolved_at
        return self.complaint_interaction_ids.filtered(
            lambda i: (
                i.purpose == "follow_up"
                and i.state == "done"
                and i.reached == reached
                and since
                and i.date >= since
            )
        )

    def _complaint_is_unreachable(self):
        self.ensure_one()
        tries = self._complaint_follow_ups(reached=False)
        days = {date.date() for date in tries.mapped("date")}
        return len(days) >= FOLLOW_UP_TRIES and not self._complaint_follow_ups()

    def _complaint_ensure_open(self):
        for ticket in self:
            if not ticket.is_complaint:
                raise UserError(self.env._("%s is no complaint.", ticket.number))
            if ticket.sudo().complaint_closed_at:  # Anybody concerned may be told.
                raise UserError(
                    self.env._("%s is closed. Reopen it first.", ticket.number)
                )

    def _complaint_ensure_can_reopen(self):
        self.ensure_one()
        if not self.complaint_closed_at:
            raise UserError(self.env._("%s is not closed.", self.number))
        if not self._complaint_can_reopen():
            raise UserError(
                self.env._(
                    "%(number)s was closed more than %(days)s days ago. "
                    "Open a new, linked complaint instead.",
                    number=self.number,
                    days=self.company_id.complaint_reopen_days,
                )
            )

    def _complaint_can_reopen(self):
        self.ensure_one()
        days = timedelta(days=self.company_id.complaint_reopen_days)
        return self.complaint_closed_at + days >= fields.Datetime.now()

    def _complaint_ensure_manager(self):
        if not self.env.user.has_group("helpdesk_mgmt.group_helpdesk_manager"):
            raise AccessError(self.env._("Only helpdesk managers may do this."))

    def _complaint_ensure_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Give a reason."))

    def _complaint_move_to(self, phase):
        """Move each complaint to the first stage of ``phase``."""
        for ticket in self:
            if not ticket.is_complaint:
                raise UserError(self.env._("%s is no complaint.", ticket.number))
            stage = self.env["complaint.stage"]._get_first(phase, ticket.company_id)
            ticket.write({"complaint_stage_id": stage.id})
        return True

    def _complaint_requirement_error(self, stage, missing):
        message = self.env._(
            "%(number)s cannot be “%(stage)s” yet. Missing:\n%(missing)s",
            number=self.number,
            stage=stage.name,
            missing="\n".join(f"• {gap}" for gap in missing),
        )
        return ComplaintRequirementError(
            message,
            action=self._complaint_action_missing(stage),
            button=self.env._("Fill in what is missing"),
        )

    def _complaint_action_missing(self, stage):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What is missing"),
            "res_model": "complaint.missing",
            "views": [(False, "form")],
            "view_mode": "form",
            "target": "new",
            "context": {"default_ticket_id": self.id, "default_stage_id": stage.id},
        }

    def _complaint_ticket_stage(self, stage, current):
        """Return the stage of the ticket that goes with complaint ``stage``."""
        self.ensure_one()
        closed = stage.phase in ENDED
        applicable = self.team_id._get_applicable_stages()
        if stage.ticket_stage_id in applicable:
            return stage.ticket_stage_id
        if current in applicable and current.closed == closed:
            return current
        # A team without such a stage keeps the ticket where it is.
        return applicable.filtered(lambda s: s.closed == closed)[:1] or current

    def _complaint_enter_stage(self, before=None):
        """Do what entering the current stage brings, once per ticket that moved.

        ``before`` maps ticket ids to the stage they come from.
        """
        before = before or {}
        for stage, tickets in self.grouped("complaint_stage_id").items():
            came_from = {t: before.get(t.id, stage.browse()) for t in tickets}
            reopened = tickets.filtered(
                lambda t, origin=came_from: origin[t].phase in ENDED
            )
            if stage.phase not in ENDED:
                reopened._complaint_start_anew()
            getattr(tickets, f"_complaint_enter_{stage.phase}")()
            if stage.phase not in ENDED:
                tickets._complaint_switch_clock(stage, came_from)
            tickets._complaint_send_stage_mail(stage)

    def _complaint_enter_intake(self):
        """Nothing happens by itself."""

    _complaint_enter_investigation = _complaint_enter_intake
    _complaint_enter_recovery = _complaint_enter_intake

    def _complaint_enter_follow_up(self):
        now = fields.Datetime.now()
        for ticket in self:
            if not ticket.complaint_resolved_at:
                # A stamp only methods write.
                ticket.sudo().complaint_resolved_at = now
            ticket._complaint_running(*PAUSING_KINDS, "containment")._finish()
            ticket._complaint_plan_follow_up()

    def _complaint_enter_closed(self):
        now = fields.Datetime.now()
        for ticket in self:
            # Stamps only methods write.
            ticket.sudo().write(
                {
                    "complaint_closed_at": ticket.complaint_closed_at or now,
                    "complaint_resolved_at": ticket.complaint_resolved_at or now,
                }
            )
            ticket._complaint_running(*PAUSING_KINDS, "containment")._finish()
            ticket._complaint_running()._cancel()
        self._complaint_plan_care()
        self._complaint_tell_salesperson("closing")

    def _complaint_enter_withdrawn(self):
        # A stamp only methods write.
        self.sudo().write({"complaint_closed_at": fields.Datetime.now()})
        for ticket in self:
            ticket._complaint_running()._cancel()
        self._complaint_tell_salesperson("closing")

    def _complaint_start_anew(self):
        """Reopened: earlier evidence counts, follow-up and outcome are asked anew."""
        for ticket in self:
            # Stamps only methods write.
            ticket.sudo().write(
                {
                    "complaint_closed_at": False,
                    "complaint_resolved_at": False,
                    "complaint_outcome": False,
                    "complaint_end_reason": False,
                    "complaint_satisfaction": False,
                    "complaint_reopen_count": ticket.complaint_reopen_count + 1,
                }
            )
            ticket._complaint_running("care")._cancel()
        self.sudo()._complaint_open_clock(("progress", "resolution"))  # By policy.

    def _complaint_switch_clock(self, stage, came_from):
        moved = self.filtered(
            lambda t: came_from[t].pause_clock != stage.pause_clock
        )
        if stage.pause_clock:
            moved._complaint_pause()
        else:
            moved._complaint_resume()

    def _complaint_plan_follow_up(self):
        """The follow-up starts after delivery, or at once where nothing is owed."""
        self.ensure_one()
        if self._complaint_running("follow_up") or self._complaint_follow_ups():
            return
        if self._complaint_gap_delivery() or self._complaint_is_history():
            return
        user = self.company_id.complaint_followup_user_id
        if not user or user == self.complaint_about_user_id or not user.active:
            user = self.user_id
        # Set by the policy, not chosen by the caller.
        self.env["complaint.deadline"].sudo().create(
            self._complaint_prepare_deadline(
                "follow_up", self._complaint_clock(), user_id=user.id
            )
        )

    def _complaint_after_delivery(self):
        """All is delivered: the follow-up is next, if nothing else is missing."""
        self.ensure_one()
        if self._complaint_gap_delivery() or self.complaint_closed_at:
            return
        stage = self.env["complaint.stage"]._get_first("follow_up", self.company_id)
        if self.complaint_phase == "follow_up":
            self._complaint_plan_follow_up()
        elif stage and not self._complaint_missing(stage):
            self.write({"complaint_stage_id": stage.id})

    def _complaint_note_follow_up(self, interaction):
        """Let the result of a follow-up close the complaint or reopen it."""
        self.ensure_one()
        if not interaction.reached:
            return self._complaint_try_again()
        self._complaint_running("follow_up")._finish()
        satisfaction = interaction.satisfaction
        # The exchange is on record; these follow from it.
        self.sudo().write(
            {
                "complaint_satisfaction": satisfaction,
                "complaint_outcome": OUTCOME_OF.get(satisfaction, False),
            }
        )
        if satisfaction == "dissatisfied":
            self._complaint_still_unhappy()
        elif self.complaint_phase == "follow_up":
            closed = self.env["complaint.stage"]._get_first("closed", self.company_id)
            if not self._complaint_missing(closed):
                self._complaint_move_to("closed")

    def _complaint_try_again(self):
        """Not reached: try again, up to three times over five working days."""
        tries = len(self._complaint_follow_ups(reached=False))
        running = self._complaint_running("follow_up")
        user = running.user_id or self.user_id
        running._finish()
        if tries < FOLLOW_UP_TRIES and self.complaint_phase == "follow_up":
            self._complaint_open_deadline(
                "follow_up",
                self._complaint_deadline_name("follow_up"),
                self._complaint_clock().add_days(fields.Datetime.now(), 2),
                user=user[:1],
                round=tries + 1,
            )

    def _complaint_still_unhappy(self):
        """A dissatisfied customer reopens the complaint, unless our answer is final."""
        if self.complaint_decision_final:
            self._message_log(
                body=self.env._(
                    "The customer stays unhappy with our final answer. A manager may "
                    "close the complaint as not settled."
                )
            )
        elif self.complaint_phase == "follow_up":
            self._complaint_start_anew()
            self._complaint_move_to("recovery")
        elif self.complaint_phase == "closed" and self._complaint_can_reopen():
            self._complaint_move_to("recovery")

    def _complaint_plan_care(self):
        """Follow unsettled customers with measure: 14, 45, 90 days (domain.md, D23)."""
        now = fields.Datetime.now()
        unsettled = self.filtered(
            lambda t: t.complaint_outcome == "unsettled" and not t._complaint_is_history()
        )
        for ticket in unsettled:
            for days in (14, 45, 90):
                ticket._complaint_open_deadline(
                    "care",
                    self.env._("Care call: how is the customer?"),
                    now + timedelta(days=days),
                )
