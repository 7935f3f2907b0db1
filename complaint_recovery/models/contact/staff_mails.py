from odoo import models

#: Of a mail to a colleague: a message of no document, for its recipients alone.
AMONG_US = {"model": False, "res_id": False, "is_internal": True}


class MailTemplate(models.Model):
    """Mails to colleagues about complaints: escalations, reviews, three lines."""

    _inherit = "mail.template"

    def _complaint_mail_colleagues(self, users, layout):
        """Queue a mail to each of ``users``, made of themselves, in ``layout``.

        Such a template is made of users, whom every colleague may read, and with them
        the messages on them: those of a mail stand there until it was sent, and for
        good where that fails.
        """
        self.ensure_one()
        return self.send_mail_batch(
            users.ids, email_values=AMONG_US, email_layout_xmlid=layout
        )
