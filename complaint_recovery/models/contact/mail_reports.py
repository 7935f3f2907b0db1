import re
from datetime import timedelta

from markupsafe import escape

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize
from odoo.tools.mail import decode_message_header

from ...tools.groups import INTERNAL
from ...tools.in_use import in_use
from ...tools.mail_report import (
    DELAYED,
    DELETED,
    DELIVERED,
    FAILED,
    READ,
    RELAYED,
    SPAM,
    find_addresses,
    read_report,
)

#: So many days servers try to deliver a mail, and more.
BOUNCED_WITHIN = 10
#: So many addresses in a report are looked for.
MOST_ADDRESSES = 8
#: The complaint in the id of a mail that Odoo sent, where the mail is not kept.
TICKET_ID = re.compile(r"openerp-(\d{1,9})-helpdesk\.ticket@")


class MailThread(models.AbstractModel):
    """The mail gateway, which reads what mail servers report on mails of complaints."""

    _inherit = "mail.thread"

    @api.model
    def message_route(
        self, message, message_dict, model=None, thread_id=None, custom_values=None
    ):
        routes = super().message_route(
            message, message_dict, model, thread_id, custom_values
        )
        # What Odoo takes for a bounce itself comes to _routing_handle_bounce().
        if not any(self._complaint_concerns(route) for route in routes or ()):
            return routes
        report = self._complaint_read_report(message)
        if not report:
            return routes
        heard = self._complaint_hear_report(report, message_dict)
        if not heard and not report.sure and self._complaint_is_known(message_dict):
            return routes  # A customer who has a word to say of it.
        return [route for route in routes if not self._complaint_concerns(route)]

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        report = self._complaint_read_report(email_message)
        if report and self._complaint_hear_report(report, message_dict):
            return None
        return super()._routing_handle_bounce(email_message, message_dict)

    @api.model
    def _complaint_is_known(self, message_dict):
        """Return whether a contact of ours wrote."""
        tickets = self.env["helpdesk.ticket"]
        return bool(tickets._complaint_find_customer(message_dict.get("email_from")))

    @api.model
    def _complaint_read_report(self, message):
        return read_report(
            message,
            decode_message_header(message, "Subject"),
            decode_message_header(message, "From"),
        )

    @api.model
    def _complaint_hear_report(self, report, message_dict):
        """Note a report on a mail of a complaint; return whether it is on one."""
        ticket, message = self._complaint_find_reported(report, message_dict)
        if not ticket.is_complaint:
            return False
        self._complaint_ensure_gateway()
        emails = report.emails or [message_dict.get("bounced_email")]
        if not any(emails):
            emails = find_addresses(report.text)[:MOST_ADDRESSES]
        emails = ticket._complaint_allowed_emails([e for e in emails if e])
        if not message and not emails:
            return True  # The number of a complaint is no secret: anybody's word.
        if report.kind == FAILED and message:
            self._complaint_mark_bounced(message, emails, message_dict)
        if not emails and message:
            told = message.notified_partner_ids | message.partner_ids
            emails = told.filtered("partner_share").mapped("email")
        words = report.words if message else ""
        ticket._complaint_note_report(report.kind, message, emails, words)
        return True

    @api.model
    def _complaint_find_reported(self, report, message_dict):
        """Return the ticket and the message that is reported on; empty of others."""
        # A mail server tells it, no person: what it is about is looked up for all.
        tickets = self.env["helpdesk.ticket"].sudo()
        messages = self.env[
            "mail.message"
        ].sudo()  # Told by a server, looked up for all.
        ours = Domain("model", "=", tickets._name) & Domain("res_id", "!=", 0)
        found = messages.search(ours & Domain("message_id", "in", report.message_ids))
        first = found.sorted(lambda m: report.message_ids.index(m.message_id))[:1]
        bounced = message_dict.get("bounced_message")
        if not first and bounced and bounced.model == tickets._name:
            first = bounced.sudo()  # Told by a server, looked up for all.
        if first:
            return tickets.browse(first.res_id).exists(), first
        for told in map(TICKET_ID.search, report.message_ids):
            if told and (ticket := tickets.browse(int(told[1])).exists()):
                return ticket, messages
        return self._complaint_find_by_recipient(report, message_dict), messages

    @api.model
    def _complaint_find_by_recipient(self, report, message_dict):
        """Return the complaint whose customer did not get a mail without id of ours.

        Whom the report names was written to lately; a number in its words tells which
        of several complaints it was about.
        """
        # Told by a server, looked up.
        tickets = in_use(self.env["helpdesk.ticket"].sudo())
        told = [*report.emails, message_dict.get("bounced_email")]
        told = [*filter(None, told), *find_addresses(report.text)]
        emails = list(dict.fromkeys(told))[:MOST_ADDRESSES]
        # Which addresses are ours is asked for everybody who writes.
        ours = self.env["mail.alias"].sudo()
        ours = ours.search(Domain("alias_full_name", "in", emails))
        emails = [e for e in emails if e not in ours.mapped("alias_full_name")]
        named = tickets._complaint_named(f"{message_dict.get('subject')} {report.text}")
        mine = named.filtered(lambda t: any(map(t._complaint_is_reached_at, emails)))
        if mine or not emails:
            return mine[:1]
        customers = Domain("partner_id.email_normalized", "in", emails)
        for email in emails:
            customers |= Domain("partner_email", "ilike", email)
        since = fields.Datetime.now() - timedelta(days=BOUNCED_WITHIN)
        recent = Domain("is_complaint", "=", True) & Domain("write_date", ">=", since)
        return tickets.search(recent & customers, order="write_date desc, id", limit=1)

    @api.model
    def _complaint_mark_bounced(self, message, emails, message_dict):
        """Let Odoo mark those as not reached whom the report names."""
        partners = message.notification_ids.res_partner_id
        named = partners.filtered(
            lambda p: email_normalize(p.email or "") in emails or not emails
        )
        result = None
        for partner in named:
            values = {
                "bounced_email": email_normalize(partner.email or "") or partner.email,
                "bounced_partner": partner,
                "bounced_message": message,
                "bounced_msg_ids": [message.message_id],
            }
            result = super()._routing_handle_bounce(None, {**message_dict, **values})
        return result


class HelpdeskTicket(models.Model):
    """What became of our mails to the customer of a complaint."""

    _inherit = "helpdesk.ticket"

    complaint_mail_failed_at = fields.Datetime(
        string="Mail came back on",
        groups=INTERNAL,
        copy=False,
        help="The last time a mail of ours did not reach the customer.",
    )

    def _complaint_is_reached_at(self, email):
        """Return whether we write to the customer at ``email``."""
        self.ensure_one()
        customer = self.sudo().partner_id  # Compared, not shown.
        return self._complaint_is_sender(email) or customer._complaint_has_mailbox(
            email
        )

    def _complaint_mail_came_back(self):
        """Return whether our last mail came back, and nobody was reached since."""
        self.ensure_one()
        ticket = self.sudo()  # What is due does not depend on who asks.
        failed = ticket.complaint_mail_failed_at
        return bool(failed) and not any(
            exchange._is_contact() and exchange.date >= failed
            for exchange in ticket.complaint_interaction_ids
        )

    def _complaint_note_report(self, kind, message, emails, words=""):
        """Note what became of our ``message``; one that failed goes to the owner.

        ``kind`` is one of ``tools/mail_report.py``. Extend to do more about one.
        """
        self.ensure_one()
        whom = ", ".join(emails) or self.env._("the customer")
        if kind == FAILED:
            return self._complaint_note_bounce(message, emails, whom, words)
        said = {
            DELAYED: self.env._(
                "Our mail to %s is late; their server still tries.", whom
            ),
            DELIVERED: self.env._("Our mail to %s was delivered.", whom),
            RELAYED: self.env._(
                "Our mail to %s was passed on, nobody says more.", whom
            ),
            READ: self.env._("Our mail to %s was opened.", whom),
            DELETED: self.env._("Our mail to %s was deleted without being read.", whom),
            SPAM: self.env._("%s marked our mail as spam: better call them.", whom),
        }
        if self._complaint_noted_today(said[kind]):
            return self.env["mail.message"]
        return self._complaint_log(body=said[kind])

    def _complaint_noted_today(self, text):
        """Was the same noted within a day? Reports are anybody's, and cost nothing."""
        return bool(
            self.env["mail.message"].search_count(
                Domain("model", "=", self._name)
                & Domain("res_id", "=", self.id)
                & Domain("date", ">", fields.Datetime.now() - timedelta(days=1))
                & Domain("body", "ilike", escape(text)),
                limit=1,
            )
        )

    def _complaint_note_bounce(self, message, emails, whom, words):
        """Take back the contact by a mail that did not arrive, and tell the owner.

        Called for what came back and for what was refused while it left. Extend to do
        more about it: calling is the next step by itself, and a row of My day.
        """
        known = not emails or any(map(self._complaint_allows_email, emails))
        exchange = self.complaint_interaction_ids.filtered(
            lambda i: message and i.message_id == message and i.reached
        )
        if known:
            exchange._take_back()
            # A server tells it, no person.
            self.sudo().complaint_mail_failed_at = fields.Datetime.now()
        body = self.env._(
            "Our mail did not reach %s. The customer has not read it: call them.", whom
        )
        if self._complaint_noted_today(body):
            return self.env["mail.message"]
        self._complaint_log(body=f"{body} ({words[:300]})" if words else body)
        return self.message_notify(
            partner_ids=self.user_id.partner_id.ids,
            subject=self.env._("%s: our mail came back", self.number),
            body=body,
        )
