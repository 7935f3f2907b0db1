from odoo import api, models

#: Whom a message went to.
TOLD = frozenset({"mail_message_id", "res_partner_id", "mail_email_address"})


class MailNotification(models.Model):
    """Who was told of a message on a complaint stays on record."""

    _inherit = "mail.notification"

    @api.model_create_multi
    def create(self, vals_list):
        notifications = super().create(vals_list)
        if not self.env.su:
            # With the message itself, whoever writes it says who gets it.
            now = self.env.cr.now()
            messages = notifications.mail_message_id
            # When it was written is asked by the rule.
            former = messages.sudo().filtered(lambda m: m.create_date != now)
            former = former.sudo(False)
            former._complaint_ensure_unsaid()
        return notifications

    def write(self, vals):
        if TOLD & vals.keys() and not self.env.su:
            self.mail_message_id._complaint_ensure_unsaid()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_complaint(self):
        if not self.env.su:
            self.mail_message_id._complaint_ensure_unsaid()
