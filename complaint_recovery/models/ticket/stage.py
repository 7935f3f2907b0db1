from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.groups import INTERNAL
from ...tools.late_index import LateColumnIndex, LateIndex
from ...tools.own_hand import own_hand
from ...tools.selections import ENDED, PHASES


class HelpdeskTicket(models.Model):
    """Where a complaint stands, and how it ends or is taken up again."""

    _inherit = "helpdesk.ticket"

    complaint_stage_id = fields.Many2one(
        "complaint.stage",
        string="Complaint stage",
        groups=INTERNAL,
        copy=False,
        tracking=True,
        ondelete="restrict",
        domain="['|', ('company_id', '=', False), ('company_id', '=', company_id)]",
        group_expand="_read_group_complaint_stage_ids",
    )
    _complaint_stage_column_idx = LateColumnIndex("complaint_stage_id")
    # As superuser, a related field would be searched without asking for its group.
    complaint_phase = fields.Selection(
        related="complaint_stage_id.phase",
        related_sudo=False,
        string="Phase",
        groups=INTERNAL,
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

    # A column of the board in its order: an empty one is found empty, and a full one
    # read no further than it is shown.
    _complaint_board_idx = LateIndex(
        "(complaint_stage_id, complaint_level DESC, complaint_next_due_at, id DESC)"
        " WHERE is_complaint IS TRUE AND complaint_closed_at IS NULL"
    )
    _complaint_closed_idx = LateIndex(
        "(complaint_closed_at, id) WHERE is_complaint IS TRUE"
    )
    _complaint_open_idx = LateIndex(
        "(id) WHERE is_complaint IS TRUE AND complaint_closed_at IS NULL"
    )

    @api.model
    def _read_group_complaint_stage_ids(self, stages, domain):
        return stages.search([("company_id", "in", [False, *self.env.companies.ids])])

    def action_resolve(self):
        """Move on to the follow-up. Raises an error where something is missing."""
        self.check_access("write")
        return self._complaint_move_to("follow_up")

    def action_close(self):
        """Close the complaint. Raises an error where something is missing."""
        self.check_access("write")
        return self._complaint_move_to("closed")

    def action_withdraw(self, reason=False):
        """Close the complaint as taken back by the customer, with the reason."""
        self.check_access("write")
        self._complaint_ensure_open()
        self._complaint_ensure_reason(reason)
        # The caller may write the ticket; the outcome is ours to write.
        own_hand(self).write(
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
            ticket.write({"complaint_stage_id": ticket._complaint_stage_to_reopen().id})
        return True

    def action_continue(self):
        """Open a new complaint that continues this one."""
        self.check_access("write")
        self.ensure_one()
        self._complaint_ensure_closed()
        ticket = self._complaint_copy_to_continue({"complaint_origin_id": self.id})
        ticket.action_mark_complaint()
        return ticket._complaint_action_form()

    def _complaint_ensure_can_reopen(self):
        self._complaint_ensure_closed()
        if not self._complaint_can_reopen():
            raise UserError(
                self.env._(
                    "%(number)s was closed more than %(days)s days ago. "
                    "Open a new, linked complaint instead.",
                    number=self.number,
                    days=self.company_id.complaint_reopen_days,
                )
            )

    def _complaint_stage_to_reopen(self):
        """Return where it is taken up again: recovery, or before it what is missing.

        A customer who is unhappy again must not be turned away for what we still owe.
        """
        self.ensure_one()
        find = self.env["complaint.stage"]._get_first
        phases = ("recovery", "investigation", "intake")
        stages = [find(phase, self.company_id) for phase in phases]
        allowed = [stage for stage in stages if not self._complaint_missing(stage)]
        return (allowed or stages[-1:])[0]

    def _complaint_can_reopen(self):
        self.ensure_one()
        days = timedelta(days=self.company_id.complaint_reopen_days)
        in_time = self.complaint_closed_at + days >= fields.Datetime.now()
        return in_time or bool(self._complaint_running("reply"))  # Wrote in time.

    def _complaint_move_to(self, phase):
        """Move each complaint to the first stage of ``phase``."""
        self._complaint_ensure_is_complaint()
        for ticket in self:
            stage = self.env["complaint.stage"]._get_first(phase, ticket.company_id)
            ticket.write({"complaint_stage_id": stage.id})
        return True

    def _complaint_advance(self, phase):
        """Move to the first stage of ``phase`` if nothing is missing."""
        order = [name for name, _label in PHASES]
        for ticket in self:
            stage = self.env["complaint.stage"]._get_first(phase, ticket.company_id)
            behind = order.index(ticket.complaint_phase) < order.index(phase)
            if stage and behind and not ticket._complaint_missing(stage):
                ticket.write({"complaint_stage_id": stage.id})

    def _complaint_enter_stage(self, before=None):
        """Do what entering the current stage brings, once per ticket that moved.

        ``before`` maps ticket ids to the stage they come from.
        """
        before = before or {}
        for stage, tickets in self.grouped("complaint_stage_id").items():
            came_from = {t: before.get(t.id, stage.browse()) for t in tickets}
            tickets._complaint_take_up(stage, came_from)
            getattr(tickets, f"_complaint_enter_{stage.phase}")()
            if stage.phase not in ENDED:
                tickets._complaint_switch_clock(stage, came_from)
            tickets._complaint_send_stage_mail(stage)

    def _complaint_enter_intake(self):
        """Do nothing. Entering these phases has no effect of its own."""

    _complaint_enter_investigation = _complaint_enter_intake
    _complaint_enter_recovery = _complaint_enter_intake

    def _complaint_enter_follow_up(self):
        now = fields.Datetime.now()
        for ticket in self:
            if not ticket.complaint_resolved_at:
                # A stamp only methods write.
                own_hand(ticket).complaint_resolved_at = now
            ticket._complaint_running_that("resolved")._finish()
            ticket._complaint_plan_follow_up()

    def _complaint_enter_closed(self):
        now = fields.Datetime.now()
        for ticket in self:
            # Stamps only methods write.
            own_hand(ticket).write(
                {
                    "complaint_closed_at": ticket.complaint_closed_at or now,
                    "complaint_resolved_at": ticket.complaint_resolved_at
                    or ticket.complaint_closed_at
                    or now,
                }
            )
            ticket._complaint_running_that("resolved")._finish()
            ticket._complaint_leave_nothing_open()
            ticket._complaint_say_done(self.env._("%s is closed.", ticket.number))
        self._complaint_plan_care()
        self._complaint_announce("closing")

    def _complaint_enter_withdrawn(self):
        now = fields.Datetime.now()
        for ticket in self:
            # A stamp only methods write; history brings its own.
            own_hand(ticket).complaint_closed_at = ticket.complaint_closed_at or now
            ticket._complaint_leave_nothing_open()
        self._complaint_announce("closing")

    def _complaint_leave_nothing_open(self):
        """Cancel what was only prepared, offered or planned when it ends."""
        self.ensure_one()
        ticket = self.sudo()  # Ends with it, whoever prepared it.
        remedies = ticket.complaint_remedy_ids._movable_to("cancelled")
        remedies.action_cancel(self.env._("The complaint has ended."))
        ticket.complaint_remedy_ids._leave_documents()
        # The promise of a visit stays on record, as cancelled.
        ticket.complaint_interaction_ids.filtered(
            lambda exchange: exchange.state == "planned"
        ).unlink()
        self._complaint_running()._cancel()
        ticket.complaint_escalation_ids._finish()

    def _complaint_take_up(self, stage, came_from):
        """Let work go on that had ended, or that had only the follow-up before it."""
        if stage.phase in ENDED:
            return
        ended = self.filtered(lambda t: came_from[t].phase in ENDED)
        for ticket in ended:
            # Stamps only methods write; an archived one is worked on again.
            own_hand(ticket).write(
                {
                    "active": True,
                    "complaint_closed_at": False,
                    "complaint_end_reason": False,
                    "complaint_reopen_count": ticket.complaint_reopen_count + 1,
                }
            )
        anew = ended
        if stage.phase != "follow_up":
            anew |= self.filtered(lambda t: came_from[t].phase == "follow_up")
        anew._complaint_start_anew()

    def _complaint_start_anew(self):
        """Ask for follow-up and outcome anew. Earlier evidence counts."""
        names = ("resolved_at", "outcome", "satisfaction")
        cleared = {f"complaint_{name}": False for name in names}
        # Stamps only methods write.
        own_hand(self).write({**cleared, "complaint_decision_anew": True})
        self._complaint_running("care", "follow_up")._cancel()
        self._complaint_running("reply")._finish()
        active = self.filtered(lambda ticket: not ticket._complaint_is_history())
        active.sudo()._complaint_open_clock()  # By policy.

    def _complaint_switch_clock(self, stage, came_from):
        moved = self.filtered(lambda t: came_from[t].pause_clock != stage.pause_clock)
        if stage.pause_clock:
            moved._complaint_pause()
        else:
            moved._complaint_resume()
