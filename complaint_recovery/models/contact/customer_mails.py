from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.groups import INTERNAL
from ...tools.marks import UNRECORDED
from ...tools.names import without_legal_form
from ...tools.rendering import rendering
from .ir_qweb import MailBatch

#: The layout of all mails to customers: the company's, as wide as a phone allows.
LAYOUT = "complaint_recovery.mail_layout"
#: Answers by machines to our automatic mails are not wanted (RFC 3834).
AUTOMATIC = {
    "Auto-Submitted": "auto-replied",
    "X-Auto-Response-Suppress": "All",
}
#: What no name has in it, but what is to be read or followed.
NO_NAME = ("@", "://", "www.")


class HelpdeskTicket(models.Model):
    """The mails to the customer of a complaint, and what they may say."""

    _inherit = "helpdesk.ticket"

    complaint_change = fields.Text(
        string="What changes because of it",
        groups=INTERNAL,
        copy=False,
        prefetch=False,
        help="The customer reads it when the complaint is closed.",
    )

    def _complaint_write_by(self, template, record=None, attachments=None, words=""):
        """Write to the customer by one of our templates, in the conversation.

        ``record`` is what the template is about, where it is not the complaint; a
        template may show ``words`` (HTML) as ``ctx.get("complaint_words")``.
        """
        self.ensure_one()
        record = record or self
        # The company writes: the template reads what the handler may not.
        template = rendering(self._complaint_get_template(template).sudo(), record)
        parts = ("subject", "body_html", "email_from", "reply_to", "attachment_ids")
        values = template.with_context(complaint_words=words)._generate_template(
            record.ids, parts
        )[record.id]
        files = self.env["ir.attachment"].browse(values.get("attachment_ids") or [])
        sender = {name: values[name] for name in parts[2:4] if values.get(name)}
        return self._complaint_mail_customer(
            Markup(values["body_html"]),
            values["subject"],
            (attachments or files) | files,
            **sender,
        )

    @api.model
    def _complaint_get_template(self, name):
        """Return one of our templates; without it, who writes hears the way out."""
        template = self.env.ref(f"complaint_recovery.{name}", raise_if_not_found=False)
        if not template:
            raise UserError(
                self.env._(
                    "The mail template %s was deleted. An administrator gets it back "
                    "by upgrading Complaint Recovery under Apps.",
                    name,
                )
            )
        return template

    def _complaint_mail_customer(self, body, subject, attachments=None, **sender):
        """Post ``body`` to the customer in the conversation. The mail is queued."""
        self.ensure_one()
        partner = self.partner_id if self.partner_id.email else self._complaint_sender()
        message = self.with_context(
            complaint_unrecorded=UNRECORDED, lang=self._complaint_lang()
        ).message_post(
            body=body,
            subject=subject,
            partner_ids=partner.ids,
            attachment_ids=(attachments or self.env["ir.attachment"]).ids,
            # Whoever pressed the button, unless that was the customer.
            author_id=self._complaint_mail_writer().id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            email_layout_xmlid=LAYOUT,
            email_add_signature=False,  # The words are signed.
            force_send=False,
            **sender,
        )
        self._complaint_hold(message)
        return message

    def _complaint_send_automatic(self, template):
        """Mail ``template`` to the customers that can be reached, in one batch."""
        self._complaint_confirmed()._complaint_send_template(template)

    def _complaint_send_template(self, template):
        """Mail ``template`` to whoever filed these, known for sure or not."""
        reachable = self.filtered(
            lambda t: (
                (t.partner_id.email or t.partner_email)
                and not t._complaint_is_history()
            )
        )
        if not template or not reachable:
            return
        # The company writes: the template reads what the handler may not.
        template = template.sudo().with_context(
            complaint_mail_batch=MailBatch(reachable._complaint_reply_tos())
        )
        headers = reachable._complaint_threading(AUTOMATIC)
        for author, told in reachable.grouped(
            lambda ticket: ticket._complaint_mail_author()
        ).items():
            rendering(template, told).send_mail_batch(
                told.ids,
                email_layout_xmlid=LAYOUT,
                email_values={**headers, "author_id": author.id},
            )

    def _complaint_ask_by_mail(self):
        """Ask the customer by mail how it went. The call stays due until they answer.

        It is sent once for each time it was resolved: before the call where the
        severity says so, else after the first call that did not reach them.
        """
        # Who deletes it wants the customer called, and no mail.
        template = self.env.ref(
            "complaint_recovery.mail_template_follow_up", raise_if_not_found=False
        )
        asked = self.filtered("complaint_severity_id.followup_by_mail")
        tried = (self - asked).filtered(
            lambda t: len(t._complaint_follow_ups(reached=False)) == 1
        )
        asked = asked.filtered(lambda t: not t._complaint_follow_ups(reached=False))
        (asked | tried)._complaint_send_automatic(template)

    def _complaint_mail_greeting(self):
        """Return the first line of a mail, in the language of the context."""
        self.ensure_one()
        if name := self._complaint_contact_name():
            return self.env._("Hello %s,", name)
        return self.env._("Hello,")

    def _complaint_contact_name(self):
        """Return the name of the person to greet; a company is no person."""
        self.ensure_one()
        ticket = self.sudo()  # Whoever may write to them may greet them.
        name = self._complaint_customer_name().strip()
        partner = ticket.partner_id
        if partner.is_company and name == partner.name:
            known = (ticket.partner_name or "").strip()
            name = known if known != name else ""
        last, comma, first = name.partition(", ")
        if comma and "," not in first and without_legal_form(name) == name:
            name = f"{first} {last}"  # As an address book sorts it.
        # A stranger names the reader of our mail as they like.
        strange = len(name) > 60 or any(s in name.lower() for s in NO_NAME)
        return "" if strange else name

    def _complaint_tried_to_call(self):
        """Return whether a call for the follow-up did not reach the customer."""
        self.ensure_one()
        # They were called.
        return bool(self.sudo()._complaint_follow_ups(reached=False))

    def _complaint_told_changes(self):
        """Return in words what changes because of it. Extend to tell more."""
        self.ensure_one()
        change = self.sudo().complaint_change  # Written to be told.
        return [change] if change else []

    def _complaint_promises_kept(self):
        """Return "5 of 5 promises kept" where every word of it is true, else nothing.

        Moved, cancelled or late is not kept; nor is a first answer that came late.
        """
        self.ensure_one()
        # Dates told to them.
        told = self.sudo()._complaint_deadlines_that("told")
        promises = told.filtered(lambda d: d.kind == "promise")
        if not promises or any(deadline.verdict != "kept" for deadline in told):
            return ""
        return self.env._(
            "%(kept)s of %(all)s promises kept", kept=len(promises), all=len(promises)
        )
