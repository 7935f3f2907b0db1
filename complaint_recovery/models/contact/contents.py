from odoo import api, models
from odoo.tools import plaintext2html

from ...tools.inert_html import inert_html
from ...tools.mail_contents import (
    CALENDAR,
    EMPTY,
    ENCRYPTED,
    OUTLOOK,
    SIGNED,
    read_contents,
)
from ...tools.marks import UNANSWERED
from .opening_mail import Told


class MailThread(models.AbstractModel):
    """The mail gateway, which says what a mail is that has no words to read."""

    _inherit = "mail.thread"

    @api.model
    def _complaint_with_contents(self, message, message_dict, why, text, opens):
        """Return self, and ``why`` who wrote a mail nobody can read gets no answer.

        What it is comes into the body of ``message_dict``; ``opens`` says whether it
        opens a complaint.
        """
        contents = read_contents(message, text)
        # An answer without words is told by its subject and its files.
        shown = not opens or "<img" in str(message_dict.get("body") or "")
        if not contents or (contents.kind == EMPTY and shown):
            return self, why
        said = self._complaint_say_contents(contents, message_dict)
        message_dict["body"] = plaintext2html(said)
        if contents.kind != EMPTY and not why:
            why = self.env._("its words cannot be read here")
            self = self.with_context(complaint_unanswered=UNANSWERED)
        return self, why

    @api.model
    def _complaint_say_contents(self, contents, message_dict):
        """Return in words what a mail without words is."""
        names = [attachment[0] for attachment in message_dict.get("attachments") or ()]
        files = ", ".join(names)
        said = {
            ENCRYPTED: self.env._(
                "This mail is encrypted and cannot be read here. Open the attached "
                "file in a mail client that has the key, or ask the customer to write "
                "again."
            ),
            SIGNED: self.env._(
                "This mail is signed in a way that hides its words (S/MIME). Open the "
                "attached file in a mail client."
            ),
            OUTLOOK: self.env._(
                "This mail has its words in a file of Outlook (winmail.dat). Open it "
                "in Outlook, or ask the customer to write again as HTML or plain text."
            ),
            CALENDAR: self.env._("This mail is an entry for a calendar."),
            EMPTY: self.env._("This mail has no words, only files: %s.", files)
            if files
            else self.env._("This mail has no words."),
        }
        return "\n".join([said[contents.kind], *self._complaint_say_event(contents)])

    @api.model
    def _complaint_say_event(self, contents):
        event = contents.event
        replies = event.get("method") in ("REPLY", "COUNTER")
        when = " – ".join(filter(None, (event.get("dtstart"), event.get("dtend"))))
        lines = [event.get("summary"), when, event.get("location")]
        if replies:
            lines.insert(0, self.env._("It answers an invitation of ours."))
        return [line for line in [*lines, event.get("description")] if line]


class HelpdeskTicket(models.Model):
    """Pictures in the text of the mail that opens a complaint."""

    _inherit = "helpdesk.ticket"

    def _message_post_after_hook(self, message, msg_vals):
        result = super()._message_post_after_hook(message, msg_vals)
        told = self.env.context.get("complaint_opening_mail")
        if (
            isinstance(told, Told)
            and told.pictures
            and len(self) == 1
            and message.message_id == told.message_id
            and "cid:" in (self.description or "")
        ):
            # Only now the pictures are files of ours, which the text can show.
            shown = self._complaint_show_pictures(message)
            self.sudo().description = shown  # The gateway writes what they wrote.
        return result

    def _complaint_show_pictures(self, message):
        """Return the description with the pictures as ``message`` has them."""
        passed = self._complaint_passed()
        if passed:
            return self._complaint_sent_by({"body": message.body})["body"]
        return inert_html(self._complaint_without_token(message.body))
