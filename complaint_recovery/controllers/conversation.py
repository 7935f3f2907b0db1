from odoo.http import request

from odoo.addons.mail.controllers.thread import ThreadController


class ConversationController(ThreadController):
    """Messages written on a complaint, whose complainant may be no contact yet."""

    def _prepare_message_data(self, post_data, *, thread, **kwargs):
        emails = post_data.get("partner_emails")
        if (
            emails
            and thread._name == "helpdesk.ticket"
            and thread.is_complaint
            and not request.env.user.share
        ):
            # Odoo leaves out whom the writer may not make a contact of.
            thread._complaint_keep_sender(emails)
        return super()._prepare_message_data(post_data, thread=thread, **kwargs)
