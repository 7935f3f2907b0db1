from odoo import api, models


class MailMessage(models.Model):
    """Messages. What colleagues write among themselves stays among them."""

    _inherit = "mail.message"

    @api.depends_context("uid")
    def _compute_display_name(self):
        """Show no subject to whoever may not read the message. Links would tell it."""
        result = super()._compute_display_name()
        # Links are read as superuser; who asks may read the message, or gets no name.
        told = self._origin.sudo(False)._filtered_access("read")
        for message in self.filtered(lambda m: m._origin and m._origin not in told):
            message.display_name = False
        return result

    def _get_forbidden_access(self, operation):
        """Return what is forbidden. For customers that is all that is among us.

        Odoo hides internal comments from them, and shows internal mails and logs.
        """
        forbidden = super()._get_forbidden_access(operation)
        if operation != "read" or self.env.user._is_internal():
            return forbidden
        return forbidden | (self - forbidden).filtered(lambda m: m._is_among_us())

    @api.model
    def _get_with_access(self, message_id, mode="read", **kwargs):
        """Return the message if the user gets at it. Customers get none of ours.

        Odoo gives any message to who has the key to a ticket or may read it.
        """
        message = super()._get_with_access(message_id, mode=mode, **kwargs)
        if message and not self.env.user._is_internal() and message._is_among_us():
            return self.browse()
        return message

    def _is_among_us(self):
        self.ensure_one()
        message = self.sudo()  # Judged, not shown.
        if message.model != "helpdesk.ticket":
            return False
        subtype = message.subtype_id
        return message.is_internal or not subtype or subtype.internal
