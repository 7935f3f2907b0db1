from odoo import models

from ...tools.marks import BY_THE_WAY

KEY = "complaint_by_the_way"


class MailActivity(models.Model):
    """To-dos that move a ticket when they are done, as other addons have them.

    Whoever finishes one did not ask to end a complaint, and would get its gaps for an
    answer: the to-do is done, and the complaint stays with a note.
    """

    _inherit = "mail.activity"

    def action_feedback(self, *args, **kwargs):
        self = self.with_context(**{KEY: BY_THE_WAY})
        return super().action_feedback(*args, **kwargs)

    def action_feedback_schedule_next(self, *args, **kwargs):
        self = self.with_context(**{KEY: BY_THE_WAY})
        action = super().action_feedback_schedule_next(*args, **kwargs)
        if action:
            action["context"].pop(KEY, None)  # Browsers take no mark.
        return action
