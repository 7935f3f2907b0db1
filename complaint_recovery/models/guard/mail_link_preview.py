from odoo import api, models


class MailLinkPreview(models.Model):
    """Links in messages on complaints, of which our server opens none."""

    _inherit = "mail.link.preview"

    @api.model
    def _create_from_message_and_notify(self, message, request_url=None):
        if message._complaint_is_evidence():
            return None
        return super()._create_from_message_and_notify(message, request_url)
