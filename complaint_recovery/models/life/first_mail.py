import re
import uuid
from smtplib import SMTPException

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import consteq, hmac

from odoo.addons.base.models.ir_mail_server import MailDeliveryException

from ...tools.actions import notify
from ...tools.in_use import in_use

#: How the Message-ID of a test mail to ourselves begins, and all of it: company,
#: something random, and our mark on both.
PROBE = "<complaint-probe-"
PROBE_ID = re.compile(PROBE + r"([0-9]{1,10})-([0-9a-f]+)-([0-9a-f]+)@")
SCOPE = "complaint_first_hour"
#: Why a mail does not leave: no server, none that answers, one that refuses.
REFUSALS = (MailDeliveryException, UserError, SMTPException)
REFUSALS += (OSError, AssertionError, ValueError)


class ComplaintFirstHour(models.AbstractModel):
    """Two test mails: one to whoever asks, one that is to come back by the alias."""

    _inherit = "complaint.first.hour"

    @api.model
    def _first_is_mute(self):
        return not self.env["ir.mail_server"]._complaint_can_send()

    @api.model
    def _first_sends_mail(self):
        """Was a test mail sent, or anything else before? Ticked by the test."""
        if self._first_is_mute():
            return False
        left = [
            ("notification_type", "=", "email"),
            ("notification_status", "=", "sent"),
        ]
        notices = self.env["mail.notification"].sudo()  # That one left, not which.
        return notices.search_count(left, limit=1)

    @api.model
    def _first_address(self):
        """Return the address by which complaints come in, or an empty one."""
        aliases = self._first_teams().alias_id
        return next((a.alias_full_name for a in aliases if a.alias_domain_id), "")

    @api.model
    def _first_has_no_address(self):
        return not self._first_address()

    @api.model
    def _first_gets_mail(self):
        """Did a complaint come by mail? A test mail that comes back ticks it too."""
        channel = self.env.ref(
            "helpdesk_mgmt.helpdesk_ticket_channel_email", raise_if_not_found=False
        )
        if not channel or self._first_has_no_address():
            return False
        # That one came, not which.
        tickets = in_use(self.env["helpdesk.ticket"].sudo())
        by_mail = [("is_complaint", "=", True), ("channel_id", "=", channel.id)]
        return tickets.search_count(by_mail, limit=1)

    @api.model
    def _first_send_me(self):
        address = self.env.user.email_normalized
        if not address:
            raise UserError(self.env._("You have no e-mail address yourself."))
        sender = self._first_send(address)
        if sender.get("refused"):
            return notify(sender["refused"], kind="warning", sticky=True)
        self._tick("mail_out")
        return notify(
            self.env._(
                "It left, from %(sender)s to %(address)s. Is it there?",
                sender=sender["sender"],
                address=address,
            )
        )

    @api.model
    def _first_send_there(self):
        """Send a mail to the team's own address, which the gateway knows again."""
        address = self._first_address()
        if not address:
            raise UserError(self.env._("The team has no address to write to yet."))
        company, random = self.env.company.id, uuid.uuid4().hex
        mark = self._first_mark(company, random)
        domain = address.partition("@")[2]
        sent = self._first_send(
            address, message_id=f"{PROBE}{company}-{random}-{mark}@{domain}>"
        )
        if sent.get("refused"):
            return notify(sent["refused"], kind="warning", sticky=True)
        return notify(
            self.env._(
                "It is on its way to %s. Look again in some minutes: this line ticks "
                "itself off when it has come back.",
                address,
            )
        )

    @api.model
    def _first_send(self, address, **more):
        """Send a short mail now. Returns its sender, or in words why it did not leave.

        No record is made of it: what comes back by the alias is no reply to anything.
        """
        company = self.env.company
        sender = company.email_formatted or self.env.user.email_formatted
        # Who may was asked; the servers' passwords are not shown.
        servers = self.env["ir.mail_server"].sudo()
        try:
            mail = servers._build_email__(
                email_from=sender,
                email_to=[address],
                subject=self.env._("Test mail of %s", company.name),
                body=self.env._("This mail was sent to see whether it arrives."),
                **more,
            )
            servers.send_email(mail)
        except REFUSALS as error:
            why = " ".join(map(str, error.args))[:300]
            return {"refused": self.env._("It did not leave: %s", why)}
        return {"sender": sender}

    @api.model
    def _first_take_probe(self, message_id):
        """Tick *Mail that comes in* where this mail is a test mail of ours.

        Returns whether it is one: it opens nothing.
        """
        if not (message_id or "").startswith(PROBE):
            return False
        # It may be back before what sent it is stored: the mark is all that counts.
        if found := PROBE_ID.match(message_id):
            company_id, random, mark = int(found[1]), found[2], found[3]
            if consteq(mark, self._first_mark(company_id, random)):
                # The mail server hands it in for whichever company it is.
                company = self.env["res.company"].sudo().browse(company_id).exists()
                if company:
                    self.with_company(company)._tick("mail_in")
        return True

    @api.model
    def _first_mark(self, company_id, random):
        return hmac(self.env(su=True), SCOPE, (company_id, random))[:32]


class MailThread(models.AbstractModel):
    """The mail gateway, which knows our own test mails again."""

    _inherit = "mail.thread"

    @api.model
    def message_route(
        self, message, message_dict, model=None, thread_id=None, custom_values=None
    ):
        first_hour = self.env["complaint.first.hour"]
        if first_hour._first_take_probe(message_dict.get("message_id")):
            return []
        return super().message_route(
            message, message_dict, model, thread_id, custom_values
        )


class ResCompany(models.Model):
    """How far a company is with its first hour."""

    _inherit = "res.company"

    complaint_first_over = fields.Boolean(
        string="First hour put away", groups="base.group_system", copy=False
    )
    complaint_first_done = fields.Char(
        string="First hour: ticked by hand or by a test",
        groups="base.group_system",
        copy=False,
    )

    def _complaint_first_ticks(self):
        """Return the keys of the lines that somebody, or a test, has ticked."""
        return set(filter(None, (self.complaint_first_done or "").split(",")))
