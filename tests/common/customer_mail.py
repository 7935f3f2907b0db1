"""Every mail a customer gets of a complaint, as it leaves the house."""

from datetime import timedelta

from odoo import fields

from .mail import MailCase

#: Our templates to customers; the first three and the follow-up are sent by themselves.
AUTOMATIC = ("acknowledgement", "follow_up", "closed", "withdrawn")
WRITTEN = ("running_late", "offer", "decision", "apology", "word")


class CustomerMailCase(MailCase):
    def _newest(self, ticket):
        """Return the newest mail about ``ticket`` to anybody outside."""
        domain = [("model", "=", "helpdesk.ticket"), ("res_id", "=", ticket.id)]
        mails = self.env["mail.mail"].search(domain, order="id desc")
        return mails.filtered(
            lambda m: m.email_to or m.recipient_ids.filtered("partner_share")
        )[:1]

    def _outgoing(self, mail):
        """Return recipient → the mail as it is handed to the mail server."""
        return {
            (email["email_to"] or email["email_cc"])[0]: email
            for email in mail._prepare_outgoing_list()
        }

    def _body(self, mail, partner=None):
        partner = partner or self.customer
        for to, email in self._outgoing(mail).items():
            if partner.email in to:
                return email["body"]
        raise AssertionError(f"nothing goes to {partner.email}")

    def _run_late(self, ticket, **vals):
        promise = ticket.with_user(self.handler)._complaint_promise(
            "Call back", fields.Datetime.now() + timedelta(hours=4)
        )
        wizard = self.env["complaint.reschedule"].with_user(self.handler)
        wizard.create(
            {
                "deadline_id": promise.id,
                "due_at": fields.Datetime.now() + timedelta(days=2),
                "reason": "The part is not here yet.",
                "tell_customer": True,
                **vals,
            }
        ).action_apply()
        return promise

    def _try_in_vain(self, ticket):
        self._create_interaction(ticket, purpose="follow_up", reached=False)

    def _every_mail(self, **vals):
        """Let one complaint live its life; return template → the mail."""
        mails = {}
        ticket = self._create_complaint(**vals)
        mails["acknowledgement"] = self._newest(ticket)
        promise = self._run_late(ticket)
        mails["running_late"] = self._newest(ticket)
        self._create_apology(ticket, channel="email", body="<p>We are sorry.</p>")
        ticket.complaint_apology_ids.action_send()
        mails["apology"] = self._newest(ticket)
        ticket.write(
            {"complaint_decision": "upheld", "complaint_explanation": "You are right."}
        )
        ticket.action_send_decision()
        mails["decision"] = self._newest(ticket)
        remedy = self._create_remedy(ticket, description="A new kettle")
        remedy.action_offer()
        ticket.action_send_offer()
        mails["offer"] = self._newest(ticket)
        ticket._complaint_tell_declined("Our answer stands.")
        mails["word"] = self._newest(ticket)
        remedy.action_accept()
        promise.action_done()
        remedy.action_deliver()
        self._try_in_vain(ticket)
        mails["follow_up"] = self._newest(ticket)
        ticket.complaint_change = "Every kettle is tested now."
        self._follow_up(ticket)
        mails["closed"] = self._newest(ticket)
        other = self._create_complaint(**vals)
        other.action_withdraw(reason="It works again.")
        mails["withdrawn"] = self._newest(other)
        return mails
