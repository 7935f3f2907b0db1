import re

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import email_normalize
from odoo.tools.mail import decode_message_header, email_split_and_format

from ...tools.marks import BY_MAIL, UNANSWERED, UNRECORDED
from ...tools.typed import one_line

#: What the subject of an absence note begins with where no header tells it. In one line
#: with single blanks: strangers write it, and it is matched for every mail.
AUTO_SUBJECT = re.compile(
    r"[\[【(]? ?(automatic reply|auto[- ]?reply|auto|out of (the )?office|"
    r"automatische antwort|abwesenheitsnotiz|abwesend|réponse automatique|"
    r"自动回复|自動回覆|自動回信) ?[\]】)]? ?[:：]",
    re.IGNORECASE,
)


class MailThread(models.AbstractModel):
    """The mail gateway, which opens no complaint for an automatic mail."""

    _inherit = "mail.thread"

    @api.model
    def message_route(
        self, message, message_dict, model=None, thread_id=None, custom_values=None
    ):
        routes = super().message_route(
            message, message_dict, model, thread_id, custom_values
        )
        if routes and self._complaint_is_auto_reply(message):
            tickets = self.env["helpdesk.ticket"]
            return [route for route in routes if not tickets._complaint_opens(route)]
        return routes

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """The gateway creates as superuser, past the guards: an alias tells nothing
        that only methods write."""
        guarded = getattr(self, "_get_guarded_fields", frozenset)()
        if guarded and custom_values:
            custom_values = {
                name: value
                for name, value in custom_values.items()
                if name not in guarded
            }
        return super().message_new(msg_dict, custom_values)

    def _message_route_process(self, message, message_dict, routes):
        if any(route[0] == "helpdesk.ticket" for route in routes or ()):
            self = self.with_context(complaint_by_mail=BY_MAIL)
            self = self._complaint_with_origin(message)
        return super()._message_route_process(message, message_dict, routes)

    def _complaint_with_origin(self, message):
        """Return self knowing who stands behind the raw ``message``."""
        if self._complaint_is_auto_reply(message):
            # An absence note is kept in the conversation, but is no word from them.
            return self.with_context(complaint_unrecorded=UNRECORDED)
        if self._complaint_wants_no_answer(message):
            self = self.with_context(complaint_unanswered=UNANSWERED)
        if forwarded := self._complaint_forwarded_from(message):
            return self.with_context(complaint_forwarded_from=forwarded)
        return self

    @api.model
    def _complaint_forwarded_from(self, message):
        """Return who wrote the mail that ``message`` has attached, if it has one."""
        for part in message.walk():
            if part.get_content_type() == "message/rfc822" and part.get_payload():
                inner = decode_message_header(part.get_payload()[0], "From")
                return (email_split_and_format(inner) or [""])[0]
        return ""

    @api.model
    def _complaint_wants_no_answer(self, message):
        """Return whether the raw ``message`` wants no automatic answer, or looks so.

        A person may have written it: it is read and kept, and not answered.
        """
        suppress = (message.get("X-Auto-Response-Suppress") or "").lower()
        wanted = {part.strip() for part in suppress.split(",")} - {"", "none"}
        return bool(wanted & {"all", "autoreply", "oof"}) or (
            self._complaint_has_auto_subject(message)
        )

    @api.model
    def _complaint_has_auto_subject(self, message):
        subject = one_line(decode_message_header(message, "Subject"))
        return bool(AUTO_SUBJECT.match(subject))

    @api.model
    def _complaint_is_auto_reply(self, message):
        """Return whether a machine wrote the raw ``message``: absence note, list.

        RFC 3834 has the headers, and those its predecessors use count as well.
        """
        automatic = (message.get("Auto-Submitted") or "no").split(";")[0].strip()
        precedence = (message.get("Precedence") or "").strip().lower()
        return (
            automatic.lower() != "no"
            or precedence in ("auto_reply", "bulk", "junk", "list")
            or (message.get("Return-Path") or "").strip() == "<>"
            or any(
                message.get(header)
                for header in ("X-Autoreply", "X-Autorespond", "X-Auto-Reply")
            )
            # An answer to a mail of ours with the subject of an absence note.
            or bool(
                (message.get("In-Reply-To") or message.get("References"))
                and self._complaint_has_auto_subject(message)
            )
        )

    def _notify_thread_with_out_of_office(self, message, recipients_data, **kwargs):
        """Answer no machine with a colleague's absence: two would never end."""
        context = self.env.context
        if (
            context.get("complaint_unrecorded") is UNRECORDED
            or context.get("complaint_unanswered") is UNANSWERED
        ):
            return self.env["mail.message"]
        return super()._notify_thread_with_out_of_office(
            message, recipients_data, **kwargs
        )

    @api.model
    def _routing_create_bounce_email(
        self, email_from, body_html, message, **mail_values
    ):
        """Bounce no mail of a machine, which would answer that, too."""
        if (
            self._complaint_is_auto_reply(message)
            or self._complaint_wants_no_answer(message)
            or self._complaint_is_own_address(email_from)
        ):
            return
        super()._routing_create_bounce_email(
            email_from, body_html, message, **mail_values
        )

    @api.model
    def _complaint_is_own_address(self, email):
        """Return whether the mail gateway receives what is sent to ``email``."""
        address = Domain("alias_full_name", "=", email_normalize(email or ""))
        # Which addresses are ours is asked for everybody who writes.
        return bool(self.env["mail.alias"].sudo().search_count(address, limit=1))

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        result = super()._routing_handle_bounce(email_message, message_dict)
        message, email = message_dict["bounced_message"], message_dict["bounced_email"]
        if email and message.model == "helpdesk.ticket":
            # The mail server tells it, not a person.
            ticket = self.env["helpdesk.ticket"].sudo().browse(message.res_id).exists()
            if ticket.is_complaint:
                ticket._complaint_note_bounce(message, email)
        return result
