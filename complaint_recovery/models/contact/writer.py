from odoo import api, models
from odoo.fields import Domain
from odoo.tools import email_normalize, formataddr, plaintext2html
from odoo.tools.mail import decode_message_header, email_split_tuples

from ...tools.in_use import in_use
from ...tools.mail_forward import Forward, plain_subject, read_forward
from ...tools.mail_origin import is_unread_address
from ...tools.mail_text import read_text
from ...tools.marks import UNANSWERED, Mark

#: Where forms and groups that send in our name tell who wrote, the surest first.
WRITER_HEADERS = ("Reply-To", "X-Original-From", "X-Original-Sender", "X-Sender-Email")
#: What groups add to the name of who wrote: "'Nora New' via Complaints".
VIA = (" via ", " über ", " par ", " por ", " tramite ", " door ", " 通过 ", " 透過 ")


class PassedOn(Mark):
    """A mail that ``by`` passed on: whose it is, as far as it says, and their words.

    ``address`` is "" where nobody can tell whom to answer.
    """

    def __init__(self, by, name="", address="", words="", meant=True):
        self.by = by
        self.name = name
        self.address = address
        self.words = words
        self.meant = meant
        self.sender = formataddr((name, address)) if address else ""


class MailThread(models.AbstractModel):
    """The mail gateway, which finds out who wrote a mail that others send."""

    _inherit = "mail.thread"

    def _complaint_with_writer(self, message, message_dict, why, text):
        """Return self knowing who wrote, and ``why`` they get no answer.

        The mail's author is set in ``message_dict``, where it names another or where we
        know the mailbox by another form of its address. ``text`` are the mail's words.
        """
        other = self._complaint_other_writer(message)
        if other:
            author = self._complaint_find_vouched(other)
            message_dict.update(
                {"from": other, "email_from": other, "author_id": author.id}
            )
            if why == "From":  # That one is read by nobody; the writer reads answers.
                self, why = self.with_context(complaint_unanswered=None), ""
        if not message_dict.get("author_id"):
            tickets = self.env["helpdesk.ticket"]
            author = tickets._complaint_find_mailbox(message_dict.get("email_from"))
            message_dict["author_id"] = author.id
        passed = self._complaint_passed_on(message, message_dict, text)
        if passed:
            self = self.with_context(complaint_passed_on=passed)
            if not passed.address:
                self = self.with_context(complaint_unanswered=UNANSWERED)
                why = ""  # It has a note of its own.
        return self, why

    @api.model
    def _complaint_other_writer(self, message):
        """Return who wrote a mail that a form or a group of ours sent; "" of others."""
        sender = email_normalize(decode_message_header(message, "From")) or ""
        ours = None
        for header in WRITER_HEADERS:
            for name, email in email_split_tuples(
                decode_message_header(message, header)
            ):
                found = email_normalize(email) or ""
                if not found or found == sender or is_unread_address(found):
                    continue
                if ours is None:
                    ours = is_unread_address(sender) or self._complaint_is_ours(sender)
                if not ours:
                    return ""
                if not self._complaint_is_ours(found):
                    return formataddr((name, found))
        return ""

    @api.model
    def _complaint_passed_on(self, message, message_dict, text):
        """Return the PassedOn a colleague's mail is; None where it is their own."""
        subject = message_dict.get("subject") or ""
        by = message_dict.get("email_from") or ""
        forward = self._complaint_attached_mail(message) or read_forward(subject, text)
        if not forward:
            name = email_split_tuples(by)[:1]
            name = name[0][0].strip("'\" ") if name else ""
            parts = next((name.split(via) for via in VIA if via in name), None)
            if parts and self._complaint_is_ours(by):
                return PassedOn(by, parts[0].strip("'\" "), words=text)
            return None
        author = self.env["res.partner"].browse(message_dict.get("author_id"))
        if not self._complaint_is_colleague(author, by):
            return None
        known = [(n, a) for n, a in forward.senders if a]
        strangers = [found for found in known if not self._complaint_is_ours(found[1])]
        # In a house that serves its own people, they have our domain as well.
        guests = [found for found in known if not self._complaint_is_of_staff(found[1])]
        for name, address in (strangers or guests)[:1]:
            return PassedOn(by, name, address, forward.words, forward.meant)
        if not forward.meant:
            return None
        names = [name for name, address in forward.senders if name and not address]
        return PassedOn(by, *names[:1], words=forward.words)

    @api.model
    def _complaint_attached_mail(self, message):
        """Return the Forward of a mail that ``message`` has attached, or None."""
        for part in message.walk():
            if part.get_content_type() == "message/rfc822" and part.is_multipart():
                inner = part.get_payload(0)
                senders = email_split_tuples(decode_message_header(inner, "From"))
                senders = [(n, email_normalize(a)) for n, a in senders]
                body = inner.get_body(("plain", "html"))
                words = body.get_content() if body else ""
                if body and body.get_content_subtype() == "html":
                    words = read_text(words)
                return Forward([s for s in senders if s[1]], words.strip(), True)
        return None

    @api.model
    def _complaint_is_colleague(self, author, email):
        """Return whether who passed a mail on is one of us, by user or by domain."""
        # Whether somebody is a colleague does not depend on who asks.
        users = in_use(author.sudo()).user_ids
        if users:
            return bool(users.filtered(lambda user: not user.share))
        return not author and self._complaint_is_ours(email)

    @api.model
    def _complaint_is_ours(self, email):
        """Return whether ``email`` is of our domain, or a colleague's."""
        plain = email_normalize(email or "") or ""
        # Which domains are ours is asked for everybody who writes.
        domains = self.env["mail.alias.domain"].sudo()
        ours = Domain("name", "=", plain.rpartition("@")[2])
        return bool(domains.search_count(ours, limit=1)) or (
            self._complaint_is_of_staff(plain)
        )

    @api.model
    def _complaint_is_of_staff(self, email):
        """Return whether ``email`` is an alias, a company's or a colleague's."""
        plain = email_normalize(email or "")
        if not plain or self._complaint_is_own_address(plain):
            return bool(plain)
        # Who is a colleague is asked for everybody who writes.
        users = in_use(self.env["res.users"].sudo())
        companies = users.env["res.company"]
        found = users.search(
            Domain("share", "=", False)
            & Domain("partner_id.email_normalized", "=", plain)
        )
        return bool(
            any(user.partner_id._complaint_is_vouched() for user in found)
            or companies.search_count(
                Domain("partner_id.email_normalized", "=", plain), limit=1
            )
        )


class HelpdeskTicket(models.Model):
    """The customer of a complaint that somebody else passed on."""

    _inherit = "helpdesk.ticket"

    @api.model
    def _complaint_passed(self):
        passed = self.env.context.get("complaint_passed_on")
        return passed if isinstance(passed, PassedOn) else None

    @api.model
    def _complaint_sent_by(self, msg_dict):
        """Return the sender and title, where somebody only passed their mail on."""
        passed = self._complaint_passed()
        if not passed:
            return {}
        customer = self.env["res.partner"]
        if passed.address:
            customer = self._complaint_find_customer(passed.address)
        body = msg_dict.get("body") or ""
        # An attached mail stands in no text; a quoted one does already.
        shown = read_text(body)
        if passed.words and "".join(passed.words.split()) not in "".join(shown.split()):
            body = f"{body}<hr/>{plaintext2html(passed.words)}"
        return {
            "from": passed.sender,
            "email_from": passed.sender,
            "author_id": customer.id,
            "subject": plain_subject(msg_dict.get("subject")),
            "body": body,
        }

    def _complaint_tell_passed_on(self):
        """Note who passed the mail on, and what is left to find out."""
        self.ensure_one()
        passed = self._complaint_passed()
        if not passed:
            return
        if passed.name and not self.partner_name:
            self.partner_name = passed.name
        if passed.address:
            body = self.env._(
                "%(who)s passed this mail on. The customer is whom it came from: "
                "%(customer)s.",
                who=passed.by,
                customer=passed.sender,
            )
        else:
            body = self.env._(
                "%s passed this mail on, and it does not say who wrote it. Nobody was "
                "answered: fill in the customer, then write to them.",
                passed.by,
            )
        self._complaint_log(body=body)
