from odoo import api, models
from odoo.exceptions import UserError

from ...tools.one_emoji import is_one_emoji
from .belonging import OURS


class MailMessage(models.Model):
    """Messages, to which one reacts where one may answer."""

    _inherit = "mail.message"

    @api.model
    def _get_with_access(self, message_id, mode="read", **kwargs):
        """Return the message if the user gets at it, to react as well.

        Odoo lets anybody react to what somebody else was notified of.
        """
        message = super()._get_with_access(message_id, mode=mode, **kwargs)
        if mode != "create" or not message or not message._complaint_is_notice():
            return message
        return message if message._complaint_may_answer() else self.browse()

    def _complaint_is_notice(self):
        """Was somebody notified by it of a record of ours, and nothing said there?"""
        message = self.sudo()  # Judged, not shown.
        ours = (message.model or "").startswith(OURS)
        return ours and message.message_type == "user_notification"

    def _complaint_may_answer(self):
        """May who asks write in the conversation that this is about?"""
        message = self.sudo()  # Judged, not shown.
        user = self.sudo(False)
        if not user.env.user._is_internal() or not message.res_id:
            return False
        if not user.has_access("read"):
            return False
        records = {message.res_id: message.ids}
        return bool(
            user._filter_records_for_message_operation(message.model, records, "create")
        )


class MailMessageReaction(models.Model):
    """Reactions. One to a message of ours is an emoji, and no place for words."""

    _inherit = "mail.message.reaction"

    @api.model_create_multi
    def create(self, vals_list):
        reactions = super().create(vals_list)
        for reaction in reactions.sudo():  # Judged, not shown.
            ours = (reaction.message_id.model or "").startswith(OURS)
            if ours and not is_one_emoji(reaction.content):
                raise UserError(self.env._("A reaction is a single emoji."))
        return reactions
