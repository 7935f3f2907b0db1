from odoo import SUPERUSER_ID, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize, email_normalize_all

from ...tools.addresses import same_mailbox
from ...tools.groups import INTERNAL
from ...tools.in_use import in_use
from ...tools.marks import INVITED, SET_UP, TRACKED, UNRECORDED


class HelpdeskTicket(models.Model):
    """Who may follow a complaint, and get what is written on it."""

    _inherit = "helpdesk.ticket"

    def _complaint_allows_follower(self, partner):
        """Return whether ``partner`` may follow the complaint.

        Colleagues of its company and the complainant's own people may (D24); not the
        colleague it is about (D35), nor the salesperson, who gets the news and not the
        ticket (D11). Who of them becomes one: ``_complaint_filter_welcome()``.
        """
        self.ensure_one()
        ticket = self.sudo()  # The rule is the same whoever subscribes.
        # Whether somebody is a colleague does not depend on who asks.
        users = partner.with_context(active_test=False).sudo().user_ids
        if ticket.complaint_about_user_id in users:
            return False
        # Whoever has left is no colleague any more.
        if internal := users.filtered(lambda user: user.active and not user.share):
            if ticket.company_id and ticket.company_id not in internal.company_ids:
                return False
            told = ticket._complaint_news_readers() & internal
            return all(user.has_group(INTERNAL) for user in told)
        customer = ticket.partner_id
        if not customer:
            sender = ticket._complaint_is_sender(partner.email)
            return sender and partner._complaint_is_vouched()
        if ticket.complaint_confidential:
            return partner == customer
        return partner.commercial_partner_id == customer.commercial_partner_id

    def _complaint_allows_email(self, email):
        """Return whether somebody we have no contact of may read at ``email``."""
        return bool(self._complaint_allowed_emails([email]))

    def _complaint_allowed_emails(self, emails):
        """Return those of ``emails`` at which somebody may read, contacts or not."""
        self.ensure_one()
        ticket = self.sudo()  # The rule is the same whoever writes.
        allowed = list(filter(ticket._complaint_is_sender, emails))
        asked = [email for email in emails if email not in allowed]
        # All at once: a stranger puts as many in copy as they like.
        partners = asked and ticket._partner_find_from_emails_single(
            asked,
            filter_found=lambda partner: partner._complaint_is_vouched(),
            no_create=True,
        )
        known = {
            email_normalize(partner.email or ""): partner
            for partner in partners or ()
            if ticket._complaint_hears(partner)
        }
        return allowed + [e for e in asked if email_normalize(e or "") in known]

    def _complaint_is_sender(self, email):
        """Return whether the complaint came from the address ``email``."""
        self.ensure_one()
        known = self._complaint_customer_addresses()
        return any(same_mailbox(address, email) for address in known)

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        complaints = self.filtered("is_complaint")
        if complaints and self.env.context.get("complaint_only_told"):
            return True
        if not complaints or not partner_ids:
            return super()._message_subscribe(partner_ids, subtype_ids, customer_ids)
        plain = self - complaints
        if plain:
            super(HelpdeskTicket, plain)._message_subscribe(
                partner_ids, subtype_ids, customer_ids
            )
        partners = self.env["res.partner"].browse(partner_ids)
        alike = {}
        for ticket in complaints:
            allowed = partners.filtered(ticket._complaint_allows_follower)
            if strangers := partners - allowed:
                ticket._complaint_turn_away(strangers)
            new = allowed - in_use(ticket.sudo()).message_partner_ids  # Judged.
            if uninvited := new - ticket._complaint_filter_welcome(new):
                # Whoever runs other addons' code did not name them.
                inviting = ticket._complaint_is_inviting()
                ticket._complaint_turn_away(uninvited, person=inviting)
                allowed -= uninvited
            alike[allowed] = alike.get(allowed, self.browse()) | ticket
        for allowed, tickets in alike.items():
            if allowed:
                super(HelpdeskTicket, tickets)._message_subscribe(
                    allowed.ids, subtype_ids, customer_ids
                )
        return True

    def _complaint_turn_away(self, strangers=None, emails=(), person=None):
        """Raise an error for a person; for the gateway leave a note to the handler.

        An error in the gateway would lose the mail.
        """
        self.ensure_one()
        # Their names are told to whoever tried to add them.
        names = strangers.sudo().mapped("display_name") if strangers else []
        names = ", ".join([*names, *emails])
        if person is None:
            person = not self.env.su and self.env.uid != SUPERUSER_ID
        if person:
            raise UserError(
                self.env._(
                    "%(number)s is a complaint: only colleagues who may know of it and "
                    "the complainant's own people follow it or get what is written on "
                    "it, not: %(names)s",
                    number=self.number,
                    names=names,
                )
            )
        self._complaint_log(
            body=self.env._(
                "Left out, since they may not follow this complaint: %s", names
            )
        )

    def _complaint_drop_strangers(self):
        """Remove the followers that a complaint does not allow."""
        for ticket in self:
            strangers = in_use(ticket).message_partner_ids.filtered(
                lambda partner, t=ticket: not t._complaint_allows_follower(partner)
            )
            ticket._complaint_drop(strangers)

    def _complaint_drop(self, followers):
        """Remove ``followers``, and name them to the handler."""
        self.ensure_one()
        if followers:
            # Dropped by the rule, whoever made the change.
            self.sudo().message_unsubscribe(followers.ids)
            self._complaint_turn_away(followers, person=False)

    def _message_create(self, values_list):
        addressed = [
            values
            for values in values_list
            if values.get("partner_ids") or values.get("outgoing_email_to")
        ]
        if addressed and self.filtered("is_complaint"):
            for values in addressed:
                ticket = self.filtered(lambda t, v=values: t.id == v.get("res_id"))
                if ticket.is_complaint:
                    values.update(ticket._complaint_screen_recipients(values))
        return super()._message_create(values_list)

    def _complaint_screen_recipients(self, values):
        """Return who of the recipients of a new message may get it.

        What somebody writes at a screen is posted with superuser rights, too.
        """
        self.ensure_one()
        partners = self.env["res.partner"].browse(values.get("partner_ids") or [])
        allowed = partners.filtered(self._complaint_allows_follower)
        emails = email_normalize_all(values.get("outgoing_email_to") or "")
        told = [email for email in emails if self._complaint_allows_email(email)]
        if allowed != partners or told != emails:
            written = not self.env.su or values.get("message_type") == "comment"
            self._complaint_turn_away(
                partners - allowed,
                [email for email in emails if email not in told],
                person=written and self.env.uid != SUPERUSER_ID,
            )
        if values.get("message_type") == "comment" and self.env.uid != SUPERUSER_ID:
            self._complaint_ensure_reached(allowed)
        self._complaint_ensure_no_note(values, allowed, told)
        return {"partner_ids": allowed.ids, "outgoing_email_to": ", ".join(told)}

    def _complaint_ensure_no_note(self, values, partners, emails):
        """Raise a UserError where a person mails the customer a note.

        It would be no exchange: nobody looked for names, nor had ten seconds for it.
        """
        kind = values.get("message_type")
        # A short message to a phone is no mail, and Odoo notes it like this.
        unwritten = kind == "sms" or (self.env.su and kind != "comment")
        ours = self.env.context.get("complaint_unrecorded") is UNRECORDED
        noticed = self.env.context.get("complaint_noticed") in (INVITED, SET_UP)
        if unwritten or ours or noticed or self.env.uid == SUPERUSER_ID:
            return
        # A mail for itself has no subtype. Of the others one alone is an exchange.
        told = self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_comment")
        exchange = values.get("subtype_id") in (None, False, told)
        among_us = values.get("is_internal") or kind == "user_notification"
        if exchange and not among_us:
            return
        # Whether somebody is a customer does not depend on who asks.
        names = partners.sudo().filtered("partner_share").mapped("display_name")
        if names := [*names, *emails]:
            raise UserError(
                self.env._(
                    "A note is for colleagues. Send a message to write to %s.",
                    ", ".join(names),
                )
            )

    def _message_update_content(self, message, /, *, partner_ids=None, **kwargs):
        if partner_ids and self.is_complaint:
            self._complaint_screen_recipients(
                {"partner_ids": [int(pid) for pid in partner_ids]}
            )
        return super()._message_update_content(
            message, partner_ids=partner_ids, **kwargs
        )

    def _message_mail_after_hook(self, mails):
        """Screen the recipients of mails that are written past the conversation."""
        complaints = self.filtered("is_complaint")
        for mail in mails if complaints else ():
            ticket = complaints.filtered(lambda t, m=mail: t.id == m.res_id)
            if ticket:
                emails = email_normalize_all(f"{mail.email_to}, {mail.email_cc}")
                ticket._complaint_screen_recipients(
                    {
                        "partner_ids": mail.recipient_ids.ids,
                        "outgoing_email_to": ", ".join(emails),
                        "message_type": "comment",
                    }
                )
        return super()._message_mail_after_hook(mails)

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Return the recipients who may follow, however they were added."""
        recipients = super()._notify_get_recipients(
            message, msg_vals=msg_vals, **kwargs
        )
        if not self.is_complaint:
            return recipients
        partners = self.env["res.partner"]
        # What we mail to the customer stands in the conversation. Colleagues who
        # follow get no copy of it, least of all whoever sent it.
        ours = self.env.context.get("complaint_unrecorded") is UNRECORDED
        # Whom we named, whoever may read their records.
        named = message.sudo().partner_ids.ids if ours else ()
        told = [
            recipient
            for recipient in recipients
            if not (ours and not recipient["share"] and recipient["id"] not in named)
            and (
                self._complaint_allows_follower(partners.browse(recipient["id"]))
                if recipient["id"]
                else self._complaint_allows_email(recipient["email_normalized"])
            )
        ]
        self._complaint_ensure_told_openly(message, told)
        return told

    def _complaint_ensure_told_openly(self, message, recipients):
        """Raise a UserError where customers who follow get words that are no exchange.

        By what happens to a ticket, the subtype of a message, Odoo tells whoever chose
        to hear of it, with whatever words somebody puts in.
        """
        customers = [recipient for recipient in recipients if recipient["share"]]
        # What changed, Odoo writes down itself.
        tracked = self.env.context.get("complaint_tracked") is TRACKED
        if tracked or not customers or self.env.user.share:
            return
        message = message.sudo()  # Whoever asks has just written it.
        values = {
            "message_type": message.message_type,
            "subtype_id": message.subtype_id.id,
            "is_internal": message.is_internal,
        }
        ids = [customer["id"] for customer in customers if customer["id"]]
        emails = [c["email_normalized"] for c in customers if not c["id"]]
        self._complaint_ensure_no_note(
            values, self.env["res.partner"].browse(ids), emails
        )

    def _message_get_suggested_recipients_batch(self, *args, no_create=True, **kwargs):
        complaints = self.filtered("is_complaint")
        # Nobody becomes a contact of ours by being in copy of a complaint.
        suggested = super()._message_get_suggested_recipients_batch(
            *args, no_create=no_create or bool(complaints), **kwargs
        )
        for ticket in complaints:
            suggested[ticket.id] = [
                ticket._complaint_complete_suggestion(recipient, no_create)
                for recipient in map(
                    ticket._complaint_vouched_suggestion, suggested[ticket.id]
                )
                if ticket._complaint_allows_suggestion(recipient)
            ]
        return suggested

    def _complaint_vouched_suggestion(self, recipient):
        """Return the address alone where the contact may be somebody else's."""
        partner = self.env["res.partner"].browse(recipient["partner_id"] or [])
        if not partner or partner == self.partner_id or partner._complaint_is_vouched():
            return recipient
        return {**recipient, "partner_id": False}

    def _complaint_allows_suggestion(self, recipient):
        if partner_id := recipient["partner_id"]:
            partner = self.env["res.partner"].browse(partner_id)
            return self._complaint_allows_follower(partner)
        return self._complaint_allows_email(recipient["email"])

    def _complaint_complete_suggestion(self, recipient, no_create):
        if recipient["partner_id"] or no_create:
            return recipient
        partner = self._complaint_keep_sender(
            [recipient["email"]]
        ) or self._partner_find_from_emails_single([recipient["email"]])
        return {**recipient, "partner_id": partner.id}
