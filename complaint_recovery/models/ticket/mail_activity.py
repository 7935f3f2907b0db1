from odoo import models

from ...tools.marks import BY_THE_WAY
from ..guard.belonging import OURS

KEY = "complaint_by_the_way"


class MailActivity(models.Model):
    """Who finishes and changes a to-do, asked before anything else is looked at.

    What stands behind one is looked up as superuser, and what was read so is not asked
    for again: Odoo finishes it as superuser and counts on its last step to ask.

    Some move a ticket when they are done, as other addons have them. Whoever finishes
    one did not ask to end a complaint, and would get its gaps for an answer: the to-do
    is done, and the complaint stays with a note.
    """

    _inherit = "mail.activity"

    def write(self, vals):
        self.check_access("write")
        rest = self
        if vals.get("user_id") and not self.env.su:
            for owner, activities in self._complaint_kept_from(vals["user_id"]).items():
                super(MailActivity, activities).write({**vals, "user_id": owner.id})
                rest -= activities
        return super(MailActivity, rest).write(vals)

    def _complaint_kept_from(self, user_id):
        """Return owner → tasks that go to them where ``user_id`` was named.

        A colleague passes on a task of a complaint they may not read, to whom it is
        about: an error would say so. Its owner finds somebody else.
        """
        deadlines = self._get_complaint_deadlines()  # As superuser: judged, not shown.
        about = deadlines.filtered(
            lambda d: d.ticket_id.complaint_about_user_id.id == user_id
        )
        readable = about.ticket_id.with_env(self.env)._filtered_access("read")
        kept = about.filtered(lambda d: d.ticket_id.id not in readable.ids)
        owners = kept.grouped(lambda d: d.ticket_id.user_id)
        return {
            owner: found.activity_id.with_env(self.env)
            for owner, found in owners.items()
            if owner
        }

    def _action_done(self, feedback=False, attachment_ids=None):
        self.check_access("read")
        self.check_access("write")
        # What is done already is not said again.
        done = self.filtered(
            lambda a: not a.active and (a.res_model or "").startswith(OURS)
        )
        if done and done == self:
            return self.env["mail.message"], self.browse()
        return super(MailActivity, self - done)._action_done(
            feedback=feedback, attachment_ids=attachment_ids
        )

    def action_feedback(self, *args, **kwargs):
        self = self.with_context(**{KEY: BY_THE_WAY})
        return super().action_feedback(*args, **kwargs)

    def action_feedback_schedule_next(self, *args, **kwargs):
        self = self.with_context(**{KEY: BY_THE_WAY})
        action = super().action_feedback_schedule_next(*args, **kwargs)
        if action:
            action["context"].pop(KEY, None)  # Browsers take no mark.
        return action
