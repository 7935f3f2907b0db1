from odoo import models

from .customer_mails import LAYOUT

#: Of a mail to a colleague: a message of no document, for its recipients alone.
AMONG_US = {"model": False, "res_id": False, "is_internal": True}


class MailTemplate(models.Model):
    """Mails to colleagues about complaints: escalations, reviews, three lines."""

    _inherit = "mail.template"

    def _complaint_mail_colleagues(self, users):
        """Queue a mail to each of ``users``, made of themselves.

        Such a template is made of users, whom every colleague may read, and with them
        the messages on them: those of a mail stand there until it was sent, and for
        good where that fails. We write, and not whoever brought it about: that may be
        a customer.
        """
        self.ensure_one()
        author = self.env.ref("base.partner_root")
        return self.send_mail_batch(
            users.ids,
            email_values={**AMONG_US, "author_id": author.id},
            email_layout_xmlid=LAYOUT,
        )


class ResUsers(models.Model):
    """Colleagues, as mails about complaints are written to them."""

    _inherit = "res.users"

    def _complaint_mail_company(self):
        """Return the company that writes. Extend where a mail is about one."""
        return self.env.company

    def _complaint_mail_from(self):
        """Return who writes to a colleague: the company."""
        return self._complaint_mail_company()._complaint_mail_from()
