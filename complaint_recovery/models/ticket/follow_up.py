from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.groups import INTERNAL
from ...tools.own_hand import own_hand
from ...tools.selections import SATISFACTIONS
from ..deadline.kinds import FOLLOW_UP_TRIES

#: Working days between two tries: three of them fit into five days.
TRY_AGAIN_DAYS = 2
OUTCOME_OF = {"satisfied": "satisfied", "neutral": "settled"}


class HelpdeskTicket(models.Model):
    """The follow-up: asking the customer afterwards, and what that brings."""

    _inherit = "helpdesk.ticket"

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
            ("duplicate", "Duplicate"),
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

    complaint_can_close_unreachable = fields.Boolean(
        compute="_compute_complaint_can_close_unreachable", groups=INTERNAL
    )

    @api.depends("complaint_stage_id", "complaint_interaction_ids.state")
    def _compute_complaint_can_close_unreachable(self):
        for ticket in self:
            ticket.complaint_can_close_unreachable = (
                ticket.complaint_phase == "follow_up"
                and ticket._complaint_is_unreachable()
            )

    def action_close_unreachable(self):
        """Close it as unreachable. Raises a UserError before FOLLOW_UP_TRIES days."""
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
            own_hand(ticket).complaint_outcome = "unreachable"
            ticket._complaint_running("follow_up")._finish()
        return self._complaint_move_to("closed")

    def action_close_unsettled(self, reason=False):
        """Close it although the customer stays unhappy, with a reason on record.

        Helpdesk managers only. Raises a UserError before the decision was sent.
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
            own_hand(ticket).write(
                {"complaint_outcome": "unsettled", "complaint_end_reason": reason}
            )
        return self._complaint_move_to("closed")

    def _complaint_follow_ups(self, reached=True):
        """Return the follow-ups since the complaint was resolved, all delivered."""
        since = self.complaint_resolved_at
        if not since:
            return self.env["complaint.interaction"]
        delivered = self.complaint_remedy_ids.filtered("delivered_at")
        if delivered:
            since = max(since, *delivered.mapped("delivered_at"))
        return self.complaint_interaction_ids.filtered(
            lambda i: (
                i.purpose == "follow_up"
                and i.state == "done"
                and i.reached == reached
                and i.date >= since
            )
        )

    def _complaint_is_unreachable(self):
        self.ensure_one()
        return (
            len(self._complaint_days_tried()) >= FOLLOW_UP_TRIES
            and not self._complaint_follow_ups()
        )

    def _complaint_days_tried(self):
        """Return the days, as the customer counts them, of the tries in vain."""
        local = self.with_context(tz=self._complaint_tz())
        tries = self._complaint_follow_ups(reached=False)
        return {
            fields.Datetime.context_timestamp(local, date).date()
            for date in tries.mapped("date")
        }

    def _complaint_plan_follow_up(self):
        """Open the follow-up once all is delivered, if none is due or done."""
        self.ensure_one()
        if self._complaint_running("follow_up") or self._complaint_follow_ups():
            return
        if self._complaint_gap_delivery() or self._complaint_is_history():
            return
        user = self.company_id.complaint_followup_user_id
        if not self._complaint_can_write(user):
            user = self.user_id
        # Set by the policy, not chosen by the caller.
        own_hand(self.env["complaint.deadline"]).create(
            self._complaint_prepare_deadline(
                "follow_up", self._complaint_clock(), user_id=user.id
            )
        )
        self._complaint_ask_by_mail()

    def _complaint_after_delivery(self):
        """Move on to the follow-up, if all is delivered and nothing is missing."""
        self.ensure_one()
        if self._complaint_gap_delivery() or self.complaint_closed_at:
            return
        if self.complaint_phase == "follow_up":
            self._complaint_plan_follow_up()
        else:
            self._complaint_advance("follow_up")

    def _complaint_after_undelivered(self):
        """Take it up again: what was delivered is owed again.

        Where it ended too long ago for that, the owner has to see to it.
        """
        self.ensure_one()
        if self.complaint_closed_at and not self._complaint_can_reopen():
            # On the list of the owner, whoever undid the document.
            ticket = self.sudo().with_context(mail_activity_automation_skip=False)
            ticket.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Owed again after the end: continue it"),
                user_id=self.user_id.id,
            )
        elif self.complaint_closed_at or self.complaint_phase == "follow_up":
            self.write({"complaint_stage_id": self._complaint_stage_to_reopen().id})

    def _complaint_note_follow_up(self, interaction):
        """Let the result of a follow-up close the complaint or reopen it."""
        self.ensure_one()
        if self.complaint_closed_at and self.complaint_outcome == "unsettled":
            return self._complaint_note_care(interaction)
        if not interaction.reached:
            return self._complaint_try_again()
        self._complaint_running("follow_up")._finish()
        satisfaction = interaction.satisfaction
        vals = {"complaint_satisfaction": satisfaction}
        # Before it is resolved nothing has come of it yet; how it ended is changed by
        # reopening only.
        if self.complaint_phase == "follow_up":
            vals["complaint_outcome"] = OUTCOME_OF.get(satisfaction, False)
        own_hand(self).write(vals)  # The exchange is on record; these follow from it.
        if satisfaction == "dissatisfied":
            self._complaint_still_unhappy()
            self._complaint_fire_trigger(
                "dissatisfied", f"dissatisfied:{interaction.id}"
            )
        elif self.complaint_phase == "follow_up":
            closed = self.env["complaint.stage"]._get_first("closed", self.company_id)
            if not self._complaint_missing(closed):
                self._complaint_move_to("closed")

    def _complaint_try_again(self):
        """Plan another try on another day, in the end closing it as unreachable.

        Something stays due until the complaint is closed.
        """
        running = self._complaint_running("follow_up")
        user = running.user_id or self.user_id
        running._finish()
        if self.complaint_phase != "follow_up":
            return
        tried = len(self._complaint_days_tried())
        enough = tried >= FOLLOW_UP_TRIES
        self._complaint_open_deadline(
            "follow_up",
            self._complaint_deadline_name("unreachable" if enough else "follow_up"),
            self._complaint_after(days=1 if enough else TRY_AGAIN_DAYS),
            user=user[:1],
            tries=tried,
        )
        self._complaint_ask_by_mail()

    def _complaint_still_unhappy(self):
        """Reopen it for a dissatisfied customer, unless our answer is final."""
        if self.complaint_decision_final:
            self._complaint_log(
                body=self.env._(
                    "The customer stays unhappy with our final answer. A manager may "
                    "close the complaint as not settled."
                )
            )
        elif self.complaint_phase == "follow_up":
            # A stamp only methods write; first, as it owes anew what was overridden.
            own_hand(self).complaint_reopen_count += 1
            self.write({"complaint_stage_id": self._complaint_stage_to_reopen().id})
        elif self.complaint_phase == "closed" and self._complaint_can_reopen():
            self.write({"complaint_stage_id": self._complaint_stage_to_reopen().id})
