from odoo import SUPERUSER_ID, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from ...tools.actions import notify


class ComplaintDeadline(models.Model):
    """A word that a superior promised the customer: what becomes of it they say.

    Kept, moved or needed no more: whoever has the complaint may only ask them. What
    ends the complaint ends it as well.
    """

    _inherit = "complaint.deadline"

    def _get_speaker(self):
        """Return whose word it is where the user may not speak for them, else nobody.

        Those who act for them may, and those who stand above them.
        """
        self.ensure_one()
        deadline = self.sudo()  # Judged, whoever may read it.
        told, user = deadline.user_id, self.env.user
        if not (told and deadline._is_word_of_superior()) or (
            user.id in (SUPERUSER_ID, told.id)
            or told in user._complaint_represented()
            or deadline.ticket_id._complaint_stands_above(user, told)
        ):
            return told.browse()
        return told

    def _ensure_own_word(self):
        """Raise a UserError where a superior promised a word and somebody else says so.

        Whoever promised it knows whether the customer heard, and when they will.
        """
        for deadline in self:
            if told := deadline._get_speaker():
                raise UserError(
                    self.env._(
                        "“%(name)s”: %(user)s promised it, and says when it is done, "
                        "moved, or needed no more. Ask them with “New date”.",
                        name=deadline.display_name,
                        user=told.name,
                    )
                )

    def _ask_for_date(self, due_at, reason):
        """Ask who promised it for another date, on record. Returns words on that."""
        self.ensure_one()
        self._ensure_new_date(due_at, reason)
        told = self._get_speaker()
        # Whoever has it may ask; a colleague has no right on the ticket itself.
        ticket = self.ticket_id.sudo()

        def say(env):
            """Return what is asked, in the language of ``env``."""
            return env._(
                "%(user)s asks %(speaker)s for another date of “%(name)s”: %(date)s. "
                "%(reason)s",
                user=self.env.user.name,
                speaker=told.name,
                name=self.with_env(env).display_name,
                date=format_datetime(env, due_at),
                reason=reason,
            )

        ticket._complaint_log(say(self.env))
        ticket._complaint_tell(told, lambda local: say(local.env))
        return notify(self.env._("%s was asked, and gives the new date.", told.name))
