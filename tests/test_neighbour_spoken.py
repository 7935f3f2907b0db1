"""Who speaks on a meeting of a complaint, and in whose name."""

from contextlib import suppress

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from .common.names import QUIET
from .common.secret import SecretCommon


class TestSpokenOnMeetings(SecretCommon):
    """On a meeting of a complaint nobody speaks in a customer's name."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        vals = {
            "start": "2030-01-02 09:00:00",
            "stop": "2030-01-02 10:00:00",
            "partner_ids": cls.customer.ids,
        }
        events = cls.env["calendar.event"].with_user(cls.agent_all)
        cls.plain = events.create({**vals, "name": "Plain"})
        model_id = cls.env["ir.model"]._get_id("helpdesk.ticket")
        cls.meeting = events.create(
            {
                **vals,
                "name": "Ours",
                "res_model_id": model_id,
                "res_id": cls.ticket.id,
            }
        )

    def _ways(self, meeting):
        """Yield each way to say something on ``meeting`` as the customer."""
        said = {"author_id": self.customer.id, "body": "I agree"}
        stands = {"model": meeting._name, "res_id": meeting.id}
        messages = self.env["mail.message"].with_user(self.agent_all)
        own = meeting.message_post(body="Mine")
        yield "post", lambda: meeting.message_post(**said)
        yield (
            "by mail",
            lambda: meeting.message_post(message_type="email", **said),
        )
        yield "make", lambda: messages.create({**said, **stands})
        yield "rewrite", lambda: own.write({"author_id": self.customer.id})
        yield "answer", meeting.sudo().attendee_ids.do_accept
        yield "by a link", self._by_link(meeting)
        composer = self.env["mail.compose.message"].with_user(self.agent_all)
        yield (
            "mail to many",
            lambda: composer.create(
                {
                    **said,
                    "subject": "x",
                    "composition_mode": "mass_mail",
                    "model": meeting._name,
                    "res_ids": str(meeting.ids),
                    "auto_delete_keep_log": True,
                }
            )._action_send_mail(),
        )

    def _by_link(self, meeting):
        """Return the answer of whoever has opened the link of an invitation."""
        visitor = self.env.ref("base.public_user")
        attendee = meeting.sudo().attendee_ids.filtered(
            lambda attendee: attendee.partner_id == self.customer
        )
        return attendee.with_user(visitor).sudo().do_decline

    def _said_as_customer(self, meeting):
        messages = self.env["mail.message"].sudo()
        domain = [("model", "=", meeting._name), ("res_id", "=", meeting.id)]
        found = messages.search(domain)
        return found.filtered(
            lambda message: message.author_id == self.customer
            or message.email_from == self.customer.email_formatted
        )

    @mute_logger(*QUIET)
    def test_no_way_says_something_in_a_customers_name(self):
        ways = [name for name, _way in self._ways(self.meeting)]
        self.assertGreater(len(ways), 6)
        for way in ways:
            with self.subTest(way), self.cr.savepoint() as savepoint:
                with suppress(AccessError), self.cr.savepoint():
                    dict(self._ways(self.meeting))[way]()
                self.env.flush_all()
                self.assertFalse(self._said_as_customer(self.meeting))
                savepoint.rollback()
            with self.subTest(way, where="in Odoo"), self.cr.savepoint() as savepoint:
                dict(self._ways(self.plain))[way]()
                self.assertTrue(self._said_as_customer(self.plain))
                savepoint.rollback()

    def test_what_customers_mail_is_theirs(self):
        gateway = self.meeting.sudo()
        word = gateway.message_post(
            author_id=self.customer.id, body="I come", message_type="email"
        )
        self.assertEqual(word.author_id, self.customer)
