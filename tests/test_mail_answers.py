"""What a handler answers leaves the house, or the handler hears why not."""

from odoo.exceptions import UserError
from odoo.tests import HttpCase

from .common.mail import ConversationCase, MailCase

NORA = "nora@new.example"


class TestToWhoIsNoContact(HttpCase, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.roles = (cls.handler, cls.leader, cls.agent_all, cls.manager)

    def _open(self):
        ticket = self._receive(self._write_mail(f"Nora New <{NORA}>"))
        ticket.user_id = self.handler
        self.assertFalse(self.env["res.partner"].search([("email", "=", NORA)]))
        return ticket

    def _send(self, ticket, user):
        """Press Send message, as the web client does."""
        self.authenticate(user.login, user.login)
        suggested = ticket.with_user(user)._message_get_suggested_recipients(
            reply_discussion=True
        )
        self.env.flush_all()
        result = self.make_jsonrpc_request(
            "/mail/message/post",
            {
                "thread_model": "helpdesk.ticket",
                "thread_id": ticket.id,
                "post_data": {
                    "body": "We come on Friday.",
                    "message_type": "comment",
                    "subtype_xmlid": "mail.mt_comment",
                    "partner_ids": [],
                    "partner_emails": [found["email"] for found in suggested],
                },
            },
        )
        self.env.invalidate_all()
        return self.env["mail.message"].browse(result["message_id"])

    def test_whoever_may_answer_reaches_them(self):
        for user in self.roles:
            with self.subTest(user=user.login):
                ticket = self._open()
                message = self._send(ticket, user)
                nora = message.notified_partner_ids.filtered("partner_share")
                self.assertEqual(nora.email, NORA)
                self.assertTrue(ticket.complaint_first_contact_at)
                self.assertEqual(ticket.partner_id, nora)
                self.assertEqual(nora.name, "Nora New")
                ticket.partner_id = False
                nora.unlink()

    def test_another_address_makes_no_contact(self):
        ticket = self._open()
        self.assertFalse(ticket._complaint_keep_sender(["someone@deco.example"]))
        self.assertFalse(ticket.partner_id)

    def test_the_composer_names_them_as_the_mail_does(self):
        ticket = self._open().with_user(self.handler)
        (found,) = ticket._message_get_suggested_recipients(
            reply_discussion=True, no_create=False
        )
        nora = self.env["res.partner"].browse(found["partner_id"])
        self.assertEqual((nora.name, nora.email), ("Nora New", NORA))
        self.assertEqual(ticket.partner_id, nora)

    def test_a_plain_ticket_makes_none(self):
        ticket = self._create_ticket(partner_id=False, partner_email=NORA)
        self._send(ticket, self.handler)
        self.assertFalse(self.env["res.partner"].search([("email", "=", NORA)]))


class TestToWhoCannotBeReached(ConversationCase):
    def test_an_archived_customer_is_said_before(self):
        self.customer.active = False
        with self.assertRaisesRegex(UserError, "archived"):
            self._post(partners=self.customer)
        with self.assertRaisesRegex(UserError, "archived"):
            self.ticket._complaint_ensure_mail_address()

    def test_a_customer_without_address_is_said_before(self):
        self.customer.email = False
        self.ticket.partner_email = False
        with self.assertRaisesRegex(UserError, "no e-mail address"):
            self._post(partners=self.customer)
        with self.assertRaisesRegex(UserError, "no e-mail address"):
            self.ticket._complaint_ensure_mail_address()

    def test_a_colleague_without_address_reads_it_in_odoo(self):
        self.leader.partner_id.email = False
        self.assertTrue(self._post(partners=self.leader.partner_id))
