"""What customers post past the form: words and files, and as much as by the form."""

from unittest.mock import patch

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_mail_server import IrMail_Server
from odoo.addons.complaint_recovery.models.portal import limits

from .common.doors import DoorsCase
from .common.mail import MailCase
from .common.refusals import REFUSALS

#: Set by Odoo for each message, whoever posts it.
OWN = {"id", "create_date", "create_uid", "write_date", "write_uid", "date"}
#: What a customer may say; read by the others.
SAID = {"body", "subject", "attachment_ids", "partner_ids", "parent_id"}


class OutsideCase(DoorsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_complaint(partner_id=cls.jane.partner_id.id).sudo()
        cls.key = cls.ticket._portal_ensure_token()

    @mute_logger("odoo.http")
    def _post(self, token=None, **data):
        """Post by the route of the chatter; return the answer."""
        params = {
            "thread_model": "helpdesk.ticket",
            "thread_id": self.ticket.id,
            "post_data": {"body": "Hello", "message_type": "comment", **data},
            **({"token": token} if token else {}),
        }
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        return self.url_open("/mail/message/post", json=body).json()

    @mute_logger("odoo.http")
    def _upload(self, name, content, pending, token=None):
        data = {
            "thread_id": self.ticket.id,
            "thread_model": "helpdesk.ticket",
            "is_pending": pending,
            "csrf_token": self._csrf(),
            **({"token": token} if token else {}),
        }
        files = {"ufile": (name, content)}
        return self.url_open("/mail/attachment/upload", data=data, files=files)

    def _csrf(self):
        return http.Request.csrf_token(self)

    def _said(self):
        self.env.invalidate_all()
        return len(self.ticket.message_ids)


class TestTechnicalParts(OutsideCase):
    """Each field of a message, and each argument of a post, as a customer sends it."""

    def _forged(self, field):
        """Return a value nobody would have by themselves."""
        kinds = {
            "char": "FORGED",
            "text": "FORGED",
            "html": "<p>FORGED</p>",
            "boolean": True,
            "integer": 4711,
            "float": 4711,
            "datetime": "2001-01-01 00:00:00",
        }
        if field.type == "selection":
            return field.get_values(self.env)[-1]
        if field.type in kinds or not field.relational:
            return kinds.get(field.type, 4711)
        if field.type == "many2one":
            return self.env[field.comodel_name].search([], limit=1, order="id desc").id
        return [(4, self.env[field.comodel_name].search([], limit=1).id)]

    def test_only_words_and_files_are_theirs_to_choose(self):
        model = self.env["mail.message"]
        fields = [
            field
            for name, field in model._fields.items()
            if (field.store or field.inverse) and name not in OWN | SAID
        ]
        self.assertGreater(len(fields), 25)
        for field in fields:
            value = self._forged(field)
            with self.subTest(field.name):
                self._assert_dropped(field, value)

    @mute_logger("odoo.http", "odoo.models", "odoo.addons.base.models.ir_rule")
    def _assert_dropped(self, field, value):
        jane = self.ticket.with_user(self.jane).sudo(False)
        told = {"body": "Hello", field.name: value}
        before = self.ticket.message_ids
        try:
            with self.env.cr.savepoint():
                message = jane.message_post(**told).sudo()
        except REFUSALS:
            return
        self.assertEqual(message, self.ticket.message_ids - before)
        many = field.type in ("one2many", "many2many")
        found = len(message[field.name]) if many else message[field.name]
        plain = jane.message_post(body="Hello").sudo()
        if many:
            self.assertEqual(found, len(plain[field.name]))
        elif field.name not in ("message_id", "reply_to"):
            self.assertEqual(message[field.name], plain[field.name])
        else:
            self.assertNotEqual(message[field.name], value)

    def test_no_message_is_made_past_the_conversation(self):
        for user in (self.jane, self.colleague):
            messages = self.env["mail.message"].with_user(user)
            vals = {"model": "helpdesk.ticket", "res_id": self.ticket.id, "body": "x"}
            vals |= {"message_type": "comment", "date": "2020-01-01 00:00:00"}
            vals |= {"subtype_id": self.env.ref("mail.mt_comment").id}
            with self.subTest(user.login), self.assertRaises(AccessError):
                messages.create([vals])
            with self.assertRaises(AccessError):
                messages.with_context(complaint_posted=True).create([vals])

    def test_history_is_written_by_nobody_outside(self):
        forged = {"field_id": 1, "old_value_char": "Open", "new_value_char": "Closed"}
        jane = self.ticket.with_user(self.jane)
        message = jane.message_post(body="x", tracking_value_ids=[(0, 0, forged)])
        self.assertFalse(message.sudo().tracking_value_ids)

    def test_an_answer_belongs_to_what_the_customer_was_told(self):
        note = self.ticket.message_post(body="Among us", subtype_xmlid="mail.mt_note")
        word = self.ticket.message_post(body="To you", subtype_xmlid="mail.mt_comment")
        jane = self.ticket.with_user(self.jane)
        told = jane.message_post(body="x", parent_id=note.id).sudo()
        self.assertNotEqual(told.parent_id, note)
        told = jane.message_post(body="x", parent_id=word.id).sudo()
        self.assertEqual(told.parent_id, word)

    def test_who_is_longer_than_anybody_is_cut(self):
        jane = self.ticket.with_user(self.jane)
        message = jane.message_post(body="a b " * 100_000).sudo()
        self.assertLess(len(message.body), 250_000)


class TestLimits(OutsideCase):
    """As by the form: messages an hour, files a day, kinds and sizes of files."""

    def _ways(self):
        """Yield who is logged in, and the key they hold."""
        yield self.env["res.users"], self.key
        yield self.jane, None
        yield self.other, self.key

    def test_messages(self):
        for user, token in self._ways():
            self._log_in(user)
            with self.subTest(user.login or "nobody"):
                self.assertIn("result", self._post(token))
                before = self._said()
                with patch.object(limits, "MESSAGES", 1):
                    answer = self._post(token)
                self.assertIn("You have written a lot", str(answer.get("error")))
                self.assertEqual(self._said(), before)
        with patch.object(limits, "MESSAGES", 1), self.assertRaises(UserError):
            self.ticket.with_user(self.jane).message_post(body="x")

    def test_our_own_words_have_no_limit(self):
        with patch.object(limits, "MESSAGES", 0):
            self.ticket.with_user(self.handler).message_post(body="Hello")

    def test_files_of_other_kinds_are_kept_by_no_way(self):
        for user, token in self._ways():
            self._log_in(user)
            for name in ("x.exe", "x.bin", "x.html"):
                with self.subTest(user.login or "nobody", name=name):
                    self._upload(name, b"MZ" * 100, "false", token)
                    answer = self._upload(name, b"MZ" * 100, "true", token).json()
                    self._send(answer, token)
        self.env.invalidate_all()
        self.assertFalse(self.ticket.attachment_ids)

    def _send(self, answer, token):
        if "error" in answer:  # The upload was refused, kindly.
            return False
        [file] = answer["data"]["store_data"]["ir.attachment"]
        tokens = [file["ownership_token"]]
        answer = self._post(
            token, attachment_ids=[file["id"]], attachment_tokens=tokens
        )
        return "error" not in answer

    def test_files_of_our_kinds_are_kept_until_it_is_too_much(self):
        self._log_in(self.jane)
        for pending in ("true", "false"):
            with self.subTest(pending=pending):
                answer = self._upload("x.txt", b"Hello", pending).json()
                if pending == "true":
                    self.assertTrue(self._send(answer, None))
                before = self.ticket.attachment_ids
                with patch.object(limits, "MEGABYTES", 0):
                    answer = self._upload("x.txt", b"More", pending)
                    if pending == "true":
                        self.assertFalse(self._send(answer.json(), None))
                self.env.invalidate_all()
                self.assertEqual(self.ticket.attachment_ids, before)

    def test_plain_tickets_have_no_limit_of_ours(self):
        plain = self._create_ticket(partner_id=self.jane.partner_id.id)
        with patch.object(limits, "MESSAGES", 0), patch.object(limits, "MEGABYTES", 0):
            plain.with_user(self.jane).message_post(body="Hello")
            self._attach(plain, self.jane, name="x.exe")


class TestSending(MailCase):
    """The button that sends a queued mail, in the hands of an administrator."""

    def test_what_was_sent_is_marked_as_sent_whoever_sends_it(self):
        ticket = self._create_complaint()
        message = ticket._complaint_mail_customer("We come.", "Your kettle")
        mail = self.env["mail.mail"].search([("mail_message_id", "=", message.id)])
        self.assertTrue(mail)
        admin = self.env.ref("base.user_admin")
        sent = patch.object(
            IrMail_Server,
            "send_email",
            lambda self, message, **kw: message["Message-Id"],
        )
        alive = patch.object(IrMail_Server, "_disable_send", lambda self: False)
        near = patch.object(IrMail_Server, "_connect__", lambda *a, **kw: None)
        theirs = self.env["mail.mail"].with_user(admin).browse(mail.ids)
        theirs.auto_delete = False
        self.env.invalidate_all()
        with sent, alive, near:
            theirs.send()
        self.assertEqual((mail.state, mail.failure_reason), ("sent", False))
        self.assertNotIn("did not reach", str(ticket.message_ids.mapped("body")))
