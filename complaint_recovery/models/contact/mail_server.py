from odoo import api, models
from odoo.tools import config

from ...tools.in_use import in_use


class IrMailServer(models.Model):
    """Whether a mail can leave at all, before anybody says that it did."""

    _inherit = "ir.mail_server"

    @api.model
    def _complaint_no_server(self):
        """Return that no mail leaves, and who can mend it; "" where mails do."""
        if self._complaint_can_send():
            return ""
        return self.env._(
            "No outgoing mail server is set up: no mail leaves. An administrator sets "
            "one up under Settings, Technical, Outgoing Mail Servers."
        )

    @api.model
    def _complaint_can_send(self):
        """Return whether mails leave, as far as anybody can know.

        A server is set up; or Odoo tries the own machine, and that took one before.
        """
        # Whether there is one is no secret.
        if in_use(self.sudo()).search_count([], limit=1):
            return True
        if (config["smtp_server"] or "localhost") != "localhost":
            return True
        taken = [
            ("notification_type", "=", "email"),
            ("notification_status", "=", "sent"),
        ]
        notices = self.env["mail.notification"].sudo()  # That one left, not which.
        return bool(notices.search_count(taken, limit=1))
