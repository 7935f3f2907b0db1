from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.in_use import in_use
from ...tools.own_hand import own_hand

#: Between doing it and asking whether it worked, as long as nobody says otherwise:
#: as far as growing causes are looked back at.
CHECK_DAYS = 90


class ComplaintCorrectiveAction(models.Model):
    """The states of a corrective action: planned, done, judged by a person."""

    _inherit = "complaint.corrective.action"

    _transitions = {
        "planned": {"done", "cancelled"},
        "done": {"effective", "ineffective", "cancelled"},
        "cancelled": {"planned"},
        "effective": set(),
        "ineffective": set(),
    }

    def action_done(self):
        """Mark it as done. From now on its effect is counted.

        Raises a UserError where it was done, judged or cancelled already.
        """
        self.check_access("write")
        self._ensure_can_move_to("done")
        now = fields.Datetime.now()
        check_date = now.date() + timedelta(days=CHECK_DAYS)
        for action in self:
            action._move(
                "done", done_at=now, check_date=action.check_date or check_date
            )

    def action_effective(self, judgement=""):
        """Judge that it worked. Raises a UserError on the day it was done."""
        self.check_access("write")
        self._judge("effective", judgement)

    def action_ineffective(self, judgement=""):
        """Judge that it did not work, and open the next one for the cause.

        Raises a UserError on the day it was done.
        """
        self.check_access("write")
        self._judge("ineffective", judgement)
        # What it follows on is written by this method alone; that it may be judged by
        # whoever asks was checked.
        following = own_hand(self).create([action._prepare_next() for action in self])
        return self._action_open(following)

    def action_cancel(self, reason=""):
        """Cancel it, with a reason that is kept."""
        self.check_access("write")
        self._move("cancelled", judgement=reason)

    def action_resume(self):
        """Resume what was cancelled."""
        self.check_access("write")
        self._ensure_can_move_to("planned")
        for action in self:
            # What was done before it was cancelled is done; the state is ours to write.
            own_hand(action).state = "done" if action.done_at else "planned"

    def _judge(self, state, judgement):
        self._ensure_can_move_to(state)
        for action in self:
            if not action.span_days:
                raise UserError(
                    self.env._(
                        "%s was done today: wait until its effect can show.",
                        action.name,
                    )
                )
        self._move(state, judgement=judgement, judged_by_id=self.env.uid)

    def _prepare_next(self):
        self.ensure_one()
        return {
            "name": self.env._("Anew: %s", self.name),
            "cause_id": self.cause_id.id,
            "user_id": self.user_id.id,
            "company_id": self.company_id.id,
            "previous_id": self.id,
        }

    def _action_open(self, actions):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_recovery.complaint_corrective_action_action"
        )
        if len(actions) == 1:
            return action | {"res_id": actions.id, "views": [(False, "form")]}
        return action | {"domain": [("id", "in", actions.ids)]}

    def _plan_work(self):
        """Give whoever does it one activity: to do it, later to see what it did."""
        # Whoever changes it gives work, without a right to the to-dos of others.
        for action in in_use(self.sudo()):
            action = action.with_context(
                lang=action.user_id.lang, mail_activity_automation_skip=False
            )
            action.activity_ids.filtered("automated").unlink()
            if action.state == "planned":
                summary, day = self.env._("Do it: %s", action.name), action.date_due
            elif action.state == "done":
                summary = self.env._("Look whether it worked: %s", action.name)
                day = action.check_date
            else:
                continue
            action.activity_schedule(
                activity_type_id=self.env["mail.activity.type"]
                ._complaint_get("complaint_recovery.mail_activity_type_corrective")
                .id,
                date_deadline=day,
                summary=summary,
                user_id=action.user_id.id,
            )
