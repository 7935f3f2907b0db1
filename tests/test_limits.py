"""How much one login, key or address sends, by whatever door they come."""

import io
import json
from contextlib import closing

from psycopg2.errors import LockNotAvailable

from odoo import http
from odoo.sql_db import db_connect
from odoo.tools import mute_logger

from odoo.addons.complaint_recovery.models.portal.limits import MEGABYTE, MESSAGES

from .common.portal import PortalCase


class TestLimits(PortalCase):
    """The limits are those of the complaint, by whatever door somebody comes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.key = cls.ticket.sudo()._portal_ensure_token()

    def _rpc(self, route, **params):
        response = self.url_open(
            route,
            data=json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}),
            headers={"Content-Type": "application/json"},
        )
        return response.json()

    def _upload(self, name="a.txt", content=b"x", **shown):
        return self.url_open(
            "/mail/attachment/upload",
            data={
                "csrf_token": http.Request.csrf_token(self),
                "thread_model": "helpdesk.ticket",
                "thread_id": self.ticket.id,
                "is_pending": "true",
                **shown,
            },
            files=[("ufile", (name, io.BytesIO(content), "text/plain"))],
        ).json()

    def _write(self, **shown):
        return self._rpc(
            "/mail/message/post",
            thread_model="helpdesk.ticket",
            thread_id=self.ticket.id,
            post_data={"body": "Hello", "message_type": "comment"},
            **shown,
        )

    def _say(self, count, author, ticket=None):
        for _number in range(count):
            (ticket or self.ticket).sudo().message_post(
                body="Hello",
                author_id=author.id,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )

    @mute_logger("odoo.http")
    def test_messages_are_limited_by_key_login_and_address(self):
        self.authenticate(None, None)
        self.assertNotIn("error", self._write(token=self.key))
        self._login(self.portal)
        self.assertNotIn("error", self._write())
        self._say(MESSAGES, self.portal.partner_id)
        for user, shown in ((None, {"token": self.key}), (self.portal, {})):
            self.authenticate(user and user.login, user and user.login)
            with self.subTest(shown):
                self.assertIn("call us", json.dumps(self._write(**shown)))
        # The same person by another complaint, and another one of the same address.
        second = self._create_portal_complaint()
        self.assertTrue(second.sudo()._portal_wrote_enough(self.portal.partner_id))
        twin = self.env["res.partner"].create(
            {"name": "Twin", "email": self.portal.email}
        )
        self.assertTrue(second.sudo()._portal_wrote_enough(twin))
        self.assertFalse(second.sudo()._portal_wrote_enough(self.stranger))

    def test_two_at_once_are_asked_one_after_the_other(self):
        """Many sent at the same moment would each count what was there before."""
        person = self.env.ref("base.partner_admin")  # Who is there for others as well.
        ways = (
            lambda: self.ticket.sudo()._portal_wrote_enough(person),
            lambda: self.ticket.sudo()._portal_filed_enough(person),
        )
        query = "SELECT 1 FROM res_partner WHERE id = %s FOR UPDATE NOWAIT"
        for number, way in enumerate(ways):
            with self.subTest(number), self.env.cr.savepoint() as savepoint:
                way()
                another = db_connect(self.env.cr.dbname).cursor()
                with closing(another), mute_logger("odoo.sql_db"):
                    with self.assertRaises(LockNotAvailable):
                        another.execute(query, [person.id])
                savepoint.rollback()

    @mute_logger("odoo.http")
    def test_colleagues_of_ours_have_no_limit(self):
        self._say(MESSAGES, self.portal.partner_id)
        self._login(self.handler)
        self.assertNotIn("error", self._write())

    def _send_megabytes(self, count, **vals):
        file = self.env["ir.attachment"].with_user(self.portal).sudo()
        file = file.create({"name": "film.mp4", "raw": b"x", **vals})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ir_attachment SET file_size = %s WHERE id = %s",
            [count * MEGABYTE, file.id],
        )
        self.env.invalidate_all()

    def test_megabytes_are_limited_by_key_login_and_address(self):
        """Of 12 × 24 MB the first eight are taken: what comes counts as well."""
        sent, size = 0, 24 * MEGABYTE
        ticket = self.ticket.sudo()
        while sent < 12 and not ticket._portal_wrote_enough(size=size):
            self._send_megabytes(24, res_model=ticket._name, res_id=ticket.id)
            sent += 1
        self.assertEqual(sent, 8)
        self.assertFalse(ticket._portal_wrote_enough(size=MEGABYTE))
        partner = self.portal.partner_id
        tickets = self.env["helpdesk.ticket"].with_user(self.portal)
        self.assertTrue(tickets._portal_filed_enough(partner, size))
        self.assertFalse(
            tickets.with_user(self.other)._portal_filed_enough(self.stranger, size)
        )

    def test_files_ahead_of_their_message_count(self):
        self.authenticate(None, None)
        self._upload(token=self.key)
        ahead = self.env["ir.attachment"].sudo()
        ahead = ahead.search([("res_model", "=", "mail.compose.message")], limit=1)
        self.env.cr.execute(
            "UPDATE ir_attachment SET file_size = %s WHERE id = %s",
            [199 * MEGABYTE, ahead.id],
        )
        self.env.invalidate_all()
        self.assertIn(
            "error", self._upload(content=b"x" * 2 * MEGABYTE, token=self.key)
        )
        self.assertIn("data", self._upload(token=self.key))

    def test_kinds_and_sizes_are_those_of_the_form(self):
        self._login(self.portal)
        self.assertIn("data", self._upload())
        for name, content in (
            ("run.exe", b"MZ" + b"\0" * 100),
            ("page.html", b"<html><script>x</script></html>"),
            ("empty.txt", b""),
            ("long.mp4", b"x" * (25 * MEGABYTE + 1)),
        ):
            with self.subTest(name):
                self.assertIn("error", self._upload(name, content))
        self._login(self.handler)
        self.assertIn("data", self._upload("run.exe", b"MZ" + b"\0" * 100))
