"""Bounces and receipts are read by what they say."""

from email import message_from_bytes as parse
from email.policy import SMTP
from itertools import count
from unittest.mock import patch

from odoo.tools import mute_logger

from odoo.addons.base.models.ir_mail_server import IrMail_Server

from .common.mail import ALIAS, MailCase
from .common.reports import DSN, PLAIN, RECEIPT, SPAM

#: Action, status and subject of a delivery report → whether the contact is taken back.
ACTIONS = {
    ("failed", "5.1.1", "No such user."): True,
    ("delayed", "4.4.1", "Delayed mail, still being retried."): False,
    ("delivered", "2.0.0", "Successfully delivered to the mailbox."): False,
    ("relayed", "2.0.0", "Relayed to a server that reports no more."): False,
    ("expanded", "2.0.0", "Sent to a list."): False,
    ("", "5.2.2", "Returned mail"): True,
    ("", "4.2.2", "Returned mail"): False,
}


class ReportCase(MailCase):
    numbers = count()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.email = "jane@azure.example"

    def _write(self):
        ticket = self._create_complaint()
        message = ticket.with_user(self.handler).message_post(
            body="We come on Friday.",
            partner_ids=self.customer.ids,
            subtype_xmlid="mail.mt_comment",
            message_type="comment",
        )
        self.assertTrue(ticket.complaint_first_contact_at)
        return ticket, message

    def _report(self, form, message_id, **values):
        values = {"number": next(self.numbers), "alias": ALIAS, **values}
        values = {"message_id": message_id, "email": "jane@azure.example", **values}
        before = self._outsiders_written_to()
        ticket = self._receive(form.format(**values).encode())
        self.assertFalse(ticket, "opens nothing")
        self.assertEqual(self._outsiders_written_to(), before, "is not answered")

    def _plain(self, sender, subject, words, path="<>"):
        return (
            f"From: {sender}\nTo: {{alias}}\nSubject: {subject}\n"
            "Message-ID: <plain-{number}@mx.azure.example>\n"
            f"Return-Path: {path}\nContent-Type: text/plain; charset=utf-8\n\n{words}"
        )

    def _told(self, ticket):
        domain = [
            ("message_type", "=", "user_notification"),
            ("res_id", "=", ticket.id),
            ("subject", "like", "came back"),
        ]
        return self.env["mail.message"].search(domain).notified_partner_ids


class TestFields(ReportCase):
    def test_a_delivery_report_says_what_became_of_the_mail(self):
        for (action, status, subject), failed in ACTIONS.items():
            with self.subTest(action=action, status=status):
                ticket, message = self._write()
                self._report(
                    DSN,
                    message.message_id,
                    action=action,
                    status=status,
                    subject=subject,
                )
                self.assertEqual(not ticket.complaint_first_contact_at, failed)
                self.assertEqual(bool(self._told(ticket)), failed)
                self.assertTrue(ticket.message_ids[0].subtype_id.internal)
                self.assertIn("jane@azure.example", ticket.message_ids[0].body)

    def test_odoo_marks_only_what_failed_as_bounced(self):
        for action, status in (("failed", "5.1.1"), ("delayed", "4.4.1")):
            _ticket, message = self._write()
            self._report(
                DSN, message.message_id, action=action, status=status, subject="x"
            )
            marked = message.notification_ids.filtered(
                lambda n: n.notification_status == "bounce"
            )
            self.assertEqual(bool(marked), action == "failed")

    def test_a_receipt_takes_nothing_back(self):
        for disposition, words in (("displayed", "opened"), ("deleted", "deleted")):
            ticket, message = self._write()
            self._report(RECEIPT, message.message_id, disposition=disposition)
            self.assertTrue(ticket.complaint_first_contact_at)
            self.assertIn(words, ticket.message_ids[0].body)

    def test_a_spam_report_takes_nothing_back(self):
        ticket, message = self._write()
        self._report(SPAM, message.message_id)
        self.assertTrue(ticket.complaint_first_contact_at)
        self.assertIn("spam", ticket.message_ids[0].body)


class TestWords(ReportCase):
    def test_common_servers_without_fields_are_understood(self):
        for server, (sender, subject, words) in PLAIN.items():
            with self.subTest(server=server):
                ticket, message = self._write()
                form = self._plain(sender, subject, words)
                self._report(form, message.message_id)
                self.assertFalse(ticket.complaint_first_contact_at)
                self.assertEqual(self._told(ticket), self.handler.partner_id)

    def test_a_warning_in_words_takes_nothing_back(self):
        ticket, message = self._write()
        words = (
            "A message that you sent has not yet been delivered to one or more of its\n"
            "recipients after more than 24 hours. No action is required on your part;\n"
            "delivery attempts will continue.\nMessage-ID: {message_id}\n"
        )
        subject = "Warning: message 1hX delayed 24 hours"
        form = self._plain("Mailer-Daemon@mx.azure.example", subject, words)
        self._report(form, message.message_id)
        self.assertTrue(ticket.complaint_first_contact_at)
        self.assertFalse(self._told(ticket))

    def test_of_our_acknowledgement_the_owner_is_told(self):
        ticket = self._receive(self._write_mail("Nora <nora@new.example>"))
        ack = self._mails_to("nora@new.example")
        self._report(self._plain(*PLAIN["qmail"]), ack.message_id)
        self.assertEqual(self._told(ticket), self.leader.partner_id)

    def test_one_about_nothing_of_ours_opens_nothing(self):
        for server, (sender, subject, words) in PLAIN.items():
            with self.subTest(server=server):
                form = self._plain(sender, subject, words)
                self._report(form, "<of.others@mx.azure.example>")

    def test_who_complains_of_a_delivery_is_a_person(self):
        for subject in ("Delivery failed", "Undelivered: order 7", "Delivery delayed"):
            for path in ("<>", "<nora@new.example>"):
                form = self._plain("Nora <nora@new.example>", subject, "Hello?", path)
                raw = form.format(alias=ALIAS, number=next(self.numbers)).encode()
                self.assertTrue(self._receive(raw).is_complaint, subject)


class TestWithoutId(ReportCase):
    """What a server says of a mail without any id of it."""

    NOBODY = "<of.others@mx.azure.example>"
    WORDS = "The following address had a permanent error: {email}\n"

    def _bounce(self, words=WORDS, subject="Undelivered", **values):
        form = self._plain("MAILER-DAEMON@mx.azure.example", subject, words)
        self._report(form, self.NOBODY, **values)

    def test_recipient_and_number_tell_which_complaint_it_was(self):
        first, _message = self._write()
        later, _message = self._write()
        self._bounce(self.WORDS + f"Subject: Re: Your complaint {first.number}\n")
        self.assertEqual(self._told(first), self.handler.partner_id)
        self.assertFalse(self._told(later))

    def test_the_recipient_alone_tells_the_last_complaint(self):
        ticket, _message = self._write()
        self._bounce()
        self.assertEqual(self._told(ticket), self.handler.partner_id)

    def test_a_number_with_another_recipient_tells_nothing(self):
        ticket, _message = self._write()
        self._bounce(f"To: someone@deco.example\nSubject: {ticket.number}\n")
        self.assertFalse(self._told(ticket))

    def test_what_was_written_long_ago_is_not_meant(self):
        ticket, _message = self._write()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET write_date = write_date - interval '30 days'"
        )
        self._bounce()
        self.assertFalse(self._told(ticket))

    def test_a_person_who_passes_a_report_on_is_a_person(self):
        report = parse(
            DSN.format(
                alias=ALIAS,
                number=next(self.numbers),
                message_id=self.NOBODY,
                email="jane@azure.example",
                action="failed",
                status="5.1.1",
                subject="Undelivered",
            ).encode(),
            policy=SMTP,
        )
        mail = parse(self._write_mail("Nora <nora@new.example>"), policy=SMTP)
        mail.add_attachment(report)
        self.assertTrue(self._receive(mail.as_bytes()).is_complaint)


class TestCallInstead(ReportCase):
    def _bounced(self):
        ticket, message = self._write()
        self._report(self._plain(*PLAIN["qmail"]), message.message_id)
        return ticket.with_user(self.handler)

    def test_after_a_bounce_calling_is_the_next_step(self):
        ticket = self._bounced()
        self.assertEqual(ticket.complaint_next_step, "call")

    def test_whoever_reached_them_since_goes_on(self):
        ticket = self._bounced()
        self._create_interaction(ticket, channel="phone", reached=False)
        self.assertEqual(ticket.complaint_next_step, "call")
        self._create_interaction(ticket, channel="phone")
        self.assertEqual(ticket.complaint_next_step, "apologise")

    def test_a_delay_proposes_nothing(self):
        ticket, message = self._write()
        self._report(
            DSN, message.message_id, action="delayed", status="4.4.1", subject="x"
        )
        self.assertNotEqual(ticket.complaint_next_step, "call")

    def test_of_the_acknowledgement_as_well(self):
        ticket = self._receive(self._write_mail("Nora <nora@new.example>"))
        ack = self._mails_to("nora@new.example")
        self._report(
            self._plain(*PLAIN["qmail"]), ack.message_id, email="nora@new.example"
        )
        self.assertEqual(ticket.complaint_next_step, "call")


class TestRefused(ReportCase):
    def _send(self, ticket, message):
        mail = self.env["mail.mail"].search([("mail_message_id", "=", message.id)])
        refuse = patch.object(
            IrMail_Server, "send_email", side_effect=OSError("550 no such user")
        )
        alive = patch.object(IrMail_Server, "_disable_send", lambda self: False)
        near = patch.object(IrMail_Server, "_connect__", lambda *a, **kw: None)
        with refuse, alive, near, mute_logger("odoo.addons.mail.models.mail_mail"):
            mail.send()
        return mail

    def test_what_is_refused_while_sending_counts_like_a_bounce(self):
        ticket, message = self._write()
        mail = self._send(ticket, message)
        self.assertEqual(mail.state, "exception")
        self.assertEqual(ticket.complaint_next_step, "call")
        self.assertFalse(ticket.complaint_first_contact_at)
        self.assertFalse(ticket.complaint_interaction_ids.reached)
        self.assertEqual(self._told(ticket), self.handler.partner_id)

    def test_of_what_a_colleague_does_not_get_nobody_is_told(self):
        ticket, _message = self._write()
        note = ticket.message_notify(
            partner_ids=self.leader.partner_id.ids, subject="x", body="x"
        )
        self._send(ticket, note)
        self.assertTrue(ticket.complaint_first_contact_at)
        self.assertFalse(self._told(ticket))
