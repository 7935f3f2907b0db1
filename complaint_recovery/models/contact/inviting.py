"""By what a person lets others follow: dialog, activity, mention.

The dialog of followers: ``wizards/mail_followers_edit.py``.
"""

from odoo import api, models

from ...tools.marks import INVITED


class MailActivity(models.Model):
    """Whoever gets a to-do from a colleague follows what it is on."""

    _inherit = "mail.activity"

    @api.model_create_multi
    def create(self, vals_list):
        inviting = self.with_context(complaint_invited=INVITED)
        made = super(MailActivity, inviting).create(vals_list)
        return made.with_env(self.env)

    def write(self, vals):
        inviting = self.with_context(complaint_invited=INVITED)
        return super(MailActivity, inviting).write(vals)


class HelpdeskTicket(models.Model):
    """Whom somebody names in a message follows, where Odoo's chatter is set so."""

    _inherit = "helpdesk.ticket"

    def message_post(self, **kwargs):
        if not self.env.context.get("mail_post_autofollow"):
            return super().message_post(**kwargs)
        inviting = self.with_context(complaint_invited=INVITED)
        message = super(HelpdeskTicket, inviting).message_post(**kwargs)
        return message.with_env(self.env)
