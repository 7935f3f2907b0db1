from odoo import api, models
from odoo.fields import Domain

from .belonging import about_ours
from .mail_message import TO_ONE

TICKET = "helpdesk.ticket"
#: Whom a message went to.
TOLD = frozenset({"mail_message_id", "res_partner_id", "mail_email_address"})


class MailNotification(models.Model):
    """Who was told of a message on a complaint stays on record.

    Odoo lets every employee read who got which message: who complained would be in it.
    """

    _inherit = "mail.notification"

    @api.depends_context("uid")
    def _compute_display_name(self):
        """Who it is, is for whoever may know of it (``belonging.py``)."""
        return super()._compute_display_name()

    @api.model
    def _complaint_keeps_name(self):
        return True

    def _complaint_on_ours(self):
        told = self.sudo()  # What it tells of is judged, not shown.
        ours = told.mail_message_id._complaint_on_ours()
        return told.filtered(lambda n: n.mail_message_id in ours).with_env(self.env)

    def _complaint_readable(self):
        return self._complaint_found()  # It is the search that judges.

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

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access):
            domain = Domain(domain) & self._complaint_visible()
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    @api.model
    def _complaint_visible(self):
        """Return the domain of notifications the user may know of.

        One's own, those of others on tickets one may read, and none of what colleagues
        tell each other on parts of complaints, or by a word to one of them elsewhere.
        """
        on_ours = about_ours("model")
        elsewhere = ~about_ours("model") & Domain("message_type", "=", TO_ONE)
        tickets = self.env[TICKET].with_context(active_test=False)
        if tickets.has_access("read"):
            on_ours &= Domain("model", "!=", TICKET) | Domain(
                "res_id", "not in", tickets._search([])
            )
        own = self.env.user.partner_id.id
        return (
            Domain("res_partner_id", "=", own)
            | Domain("author_id", "=", own)
            | Domain("mail_message_id", "not any!", on_ours | elsewhere)
        )
