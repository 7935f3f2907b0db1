from odoo import api, models

from ...tools.marks import POSTED
from ...tools.named import ids_in, named_by_link
from .belonging import OURS


class MailMessage(models.Model):
    """What a message says it answers, and which one it says it is.

    Odoo shows the message that is answered with the answer, as superuser.
    """

    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            self._complaint_check_quoted(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        told = {"parent_id", "message_id"} & vals.keys()
        # A mail that is sent writes its id again.
        if told and not (self.env.su or self._complaint_own_hand()):
            self._complaint_check_quoted([vals])
        return super().write(vals)

    @api.model
    def _complaint_check_quoted(self, vals_list):
        """Turn away who answers a message of ours they may not read, or takes its id.

        A thread finds itself what is answered, among its own messages, and makes ids
        of its own.
        """
        context = self.env.context
        threaded = context.get("complaint_threaded") is POSTED
        if context.get("complaint_posted") is not POSTED:
            answered = () if threaded else [vals.get("parent_id") for vals in vals_list]
            self._complaint_check_answered(answered)
        if not threaded:
            told = [vals.get("message_id") for vals in vals_list]
            self._complaint_refuse_taken([*told, context.get("default_message_id")])

    @api.model
    def _complaint_check_answered(self, answered):
        """Raise an AccessError where a message of ours they may not read is answered.

        ``answered`` are values of ``parent_id``; one may stand in a default as well.
        """
        quoted = ids_in(self.env.context.get("default_parent_id"))
        for value in answered:
            quoted |= named_by_link(value)[0]
        if quoted:
            ours = self.browse(quoted)._complaint_filter_ours()
            ours.check_access("read")

    @api.model
    def _complaint_refuse_taken(self, told):
        """Raise an AccessError where a message of a complaint has such an id.

        Answers that come in by mail are filed by it.
        """
        told = [str(message_id) for message_id in told if message_id]
        if told:
            messages = self.sudo()  # Judged, not shown.
            if messages.search([("message_id", "in", told)])._complaint_is_evidence():
                self._complaint_refuse_past_thread()

    def _extras_to_store(self, store, format_reply):
        """Show with an answer in a channel no message of ours: there it is nobody's."""
        quoting = self.browse()
        if format_reply:
            # Judged, not shown; the messages of channels alone show what they answer.
            channels = self.sudo().filtered(lambda m: m.model == "discuss.channel")
            quoting = channels.filtered(
                lambda m: (m.parent_id.model or "").startswith(OURS)
            ).with_env(self.env)
            super(MailMessage, quoting)._extras_to_store(store, format_reply=False)
        return super(MailMessage, self - quoting)._extras_to_store(
            store, format_reply=format_reply
        )
