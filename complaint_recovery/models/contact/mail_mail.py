from odoo import api, models
from odoo.tools import email_normalize_all

from ...tools.mail_report import FAILED
from ...tools.marks import OWN_HAND


class MailMail(models.Model):
    """Outgoing mails, of which only the complainant's have the key to the page."""

    _inherit = "mail.mail"

    @api.depends_context("uid")
    def _compute_display_name(self):
        """A subject is for whoever may read the mail (``guard/belonging.py``)."""
        return super()._compute_display_name()

    @api.model_create_multi
    def create(self, vals_list):
        # The notification of a message writes some of it again; only Odoo's own code
        # makes those, and a person that names a message is turned away.
        if self.env.su:
            self = self.with_context(complaint_mailed=OWN_HAND)
        return super().create(vals_list)

    def unlink(self):
        # A mail that is no message of its own takes its message along when it went.
        kept = self.with_context(complaint_kept=OWN_HAND)
        return super(MailMail, kept).unlink()

    def _send(self, *args, **kwargs):
        # Whoever presses the button, Odoo writes down how the sending went: what was
        # sent is refused no mark of it.
        kept = self.with_context(complaint_kept=OWN_HAND)
        return super(MailMail, kept)._send(*args, **kwargs)

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        # Asked before: mails of others are looked at no second time.
        ours = self.filtered(lambda m: m.model == "helpdesk.ticket" and m.res_id)
        result = super()._postprocess_sent_message(
            success_pids,
            success_emails,
            failure_reason=failure_reason,
            failure_type=failure_type,
        )
        # One that is deleted now was sent, or had nobody to go to.
        for mail in ours.exists() if failure_type else ():
            mail._complaint_note_refused(success_pids, failure_reason)
        return result

    def _complaint_note_refused(self, success_pids, reason):
        """Treat what was refused while sending like a mail that came back."""
        self.ensure_one()
        # The queue sends for everybody; the owner is told.
        ticket = self.env["helpdesk.ticket"].sudo().browse(self.res_id).exists()
        if not ticket.is_complaint:
            return
        reached = {getattr(partner, "id", partner) for partner in success_pids}
        lost = self.recipient_ids.filtered(
            lambda partner: partner.partner_share and partner.id not in reached
        )
        emails = lost.mapped(lambda partner: partner.email or partner.name)
        emails += email_normalize_all(self.email_to or "")
        if emails:
            ticket._complaint_note_report(
                FAILED, self.mail_message_id, emails, reason or ""
            )

    def _personalize_outgoing_body(self, body, partner=False, doc_to_followers=None):
        body = super()._personalize_outgoing_body(
            body, partner=partner, doc_to_followers=doc_to_followers
        )
        if self.model != "helpdesk.ticket" or "/complaint/" not in (body or ""):
            return body
        # The queue sends for everybody; who may have the key is asked below.
        ticket = self.env["helpdesk.ticket"].sudo().browse(self.res_id).exists()
        if not ticket.is_complaint:
            return body
        emails = "" if partner else f"{self.email_to or ''}, {self.email_cc or ''}"
        return ticket._complaint_personalize(body, partner, emails)
