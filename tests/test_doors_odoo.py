"""Odoo's own doors to a complaint: conversation, files, reports, RPC."""

import inspect
import re

from odoo import http
from odoo.tools import mute_logger

from odoo.addons.complaint_recovery.models.guard.chatter import (
    HelpdeskTicket as Chatter,
)
from odoo.addons.complaint_recovery.models.guard.mail_message import MailMessage

from .common.doors import MENDED
from .common.routes import CANARY, RAVEN, RoutesCase

REPORTS = ("case_file", "decision", "apology", "visit")


#: What colleagues have in mind.
RAVEN_TO_DO, RAVEN_DRAFT = f"{RAVEN} to-do", f"{RAVEN} draft"


class OdooDoorsCase(RoutesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        complaint = cls.complaint.with_user(cls.handler)
        complaint.activity_schedule(summary=RAVEN_TO_DO, note=f"<p>{RAVEN} note</p>")
        complaint.message_subscribe(cls.leader.partner_id.ids)
        cls.env["mail.scheduled.message"].with_user(cls.handler).create(
            {
                "model": complaint._name,
                "res_id": complaint.id,
                "author_id": cls.handler.partner_id.id,
                "body": f"<p>{RAVEN_DRAFT}</p>",
                "scheduled_date": "2100-01-01 10:00:00",
            }
        )

    def _json_calls(self, ticket, **key):
        """Yield (url, params) of the routes of the conversation, with ``key``."""
        thread = {"thread_model": ticket._name, "thread_id": ticket.id}
        record = {"res_model": ticket._name, "res_id": ticket.id}
        yield "/mail/chatter_fetch", thread
        yield "/portal/chatter_init", thread
        post = {"body": "I was here", "message_type": "comment"}
        yield "/mail/message/post", {**thread, "post_data": post}
        yield "/mail/thread/messages", thread
        yield "/mail/thread/recipients", thread
        yield "/mail/thread/recipients/get_suggested_recipients", thread
        partner = self.env.ref("base.user_admin").partner_id
        yield "/mail/thread/subscribe", {**record, "partner_ids": partner.ids}
        fans = ticket.message_partner_ids.ids
        yield "/mail/thread/unsubscribe", {**record, "partner_ids": fans}
        for follower in ticket.message_follower_ids:
            yield "/mail/read_subscription_data", {"follower_id": follower.id}
        asked = {**thread, "request_list": self._requests(), "access_params": key}
        fetch = [["mail.thread", asked]]
        yield "/mail/data", {"fetch_params": fetch}
        yield "/mail/action", {"fetch_params": fetch}
        yield from self._json_message_calls(ticket)
        yield from self._json_rpc_calls(ticket)

    def _requests(self):
        """Return all that Odoo's chatter asks for of a record."""
        method = self.env.registry["helpdesk.ticket"]._thread_to_store
        sources = [
            inspect.getsource(cls.__dict__[method.__name__])
            for cls in self.env.registry["helpdesk.ticket"].mro()
            if method.__name__ in cls.__dict__
        ]
        return sorted(set(re.findall(r'"(\w+)" in request_list', " ".join(sources))))

    def _json_message_calls(self, ticket):
        for message in ticket.message_ids:
            id_ = {"message_id": message.id}
            body = {"body": "Not what I said", "attachment_ids": []}
            yield "/mail/message/update_content", {**id_, "update_data": body}
            yield "/mail/message/reaction", {**id_, "content": "👍", "action": "add"}
            yield "/mail/link_preview", id_
            yield "/mail/update_is_internal", {**id_, "is_internal": False}
        for file in ticket.attachment_ids:
            yield "/mail/attachment/delete", {"attachment_id": file.id}
            yield "/mail/attachment/update_thumbnail", {"attachment_id": file.id}

    def _json_rpc_calls(self, ticket):
        """Yield what any method of the model would do."""
        asked = [
            ("message_post", {"body": "I was here"}),
            ("message_subscribe", {"partner_ids": self.other.partner_id.ids}),
            ("message_unsubscribe", {"partner_ids": self.jane.partner_id.ids}),
            ("message_notify", {"body": "x", "partner_ids": [1]}),
            ("activity_schedule", {"summary": "x"}),
            ("get_portal_url", {}),
            ("action_share", {}),
            ("copy", {}),
            ("unlink", {}),
            ("action_archive", {}),
            ("assign_to_me", {}),
            ("action_duplicate_tickets", {}),
            ("read", {"fields": ["name", "description"]}),
            ("export_data", {"fields_to_export": ["name", "description"]}),
        ]
        for method, kwargs in asked:
            context = {"active_ids": ticket.ids}
            kwargs = {**kwargs, "context": context}
            call = {"model": ticket._name, "method": method, "args": [ticket.ids]}
            yield (
                f"/web/dataset/call_kw/{ticket._name}/{method}",
                {
                    **call,
                    "kwargs": kwargs,
                },
            )

    def _links(self, ticket):
        """Yield the addresses of files, pictures and reports."""
        for file in ticket.attachment_ids:
            yield f"/web/content/{file.id}"
            yield f"/web/image/{file.id}"
            yield f"/mail/attachment/pdf_first_page/{file.id}"
        for name in ("description", "name", "complaint_finding"):
            yield f"/web/content/{ticket._name}/{ticket.id}/{name}"
        for child in ("interaction", "apology", "remedy"):
            for record in ticket[f"complaint_{child}_ids"]:
                for name in ("body", "summary", "description", "signature"):
                    yield f"/web/content/{record._name}/{record.id}/{name}"
                    yield f"/web/image/{record._name}/{record.id}/{name}"
        apology = ticket.complaint_apology_ids
        exchange = ticket.complaint_interaction_ids[:1]
        for name in REPORTS:
            id_ = {"apology": apology.id, "visit": exchange.id}.get(name, ticket.id)
            for kind in ("html", "pdf"):
                yield f"/report/{kind}/complaint_recovery.report_{name}/{id_}"
        yield f"/mail/view?model={ticket._name}&res_id={ticket.id}"
        for message in ticket.message_ids:
            yield f"/mail/message/{message.id}"
            yield f"/mail/view?message_id={message.id}"
        yield f"/odoo/helpdesk-tickets/{ticket.id}"
        yield f"/json/1/helpdesk-tickets/{ticket.id}"

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.models")
    @mute_logger("odoo.addons.base.models.ir_actions_report", "odoo.addons.rpc")
    def _told(self, ticket, **key):
        """Yield (url, all that is told) of each door, with ``key`` where it fits."""
        for url, params in self._json_calls(ticket, **key):
            if not url.startswith("/web/dataset"):
                params = {**params, **key}
            body = {"jsonrpc": "2.0", "method": "call", "params": params}
            yield url, self.url_open(url, json=body, timeout=30).text
        for url in self._links(ticket):
            query = {"access_token": key["token"]} if "token" in key else {}
            yield url, self.url_open(url, params=query, timeout=60).text
        upload = {"thread_id": ticket.id, "thread_model": ticket._name, **key}
        upload["csrf_token"] = http.Request.csrf_token(self)
        files = {"ufile": ("x.txt", b"x")}
        url = "/mail/attachment/upload"
        yield url, self.url_open(url, data=upload, files=files).text
        zipped = {"file_ids": ",".join(map(str, ticket.attachment_ids.ids))}
        zipped |= {"zip_name": "x.zip", "csrf_token": upload["csrf_token"]}
        yield "zip", self.url_open("/mail/attachment/zip", data=zipped).text


class TestNoteReactions(OdooDoorsCase):
    """Who may read a ticket, or has its key, is not shown the notes by their number."""

    @mute_logger("odoo.http")
    def _react(self, **key):
        params = {"message_id": self.note.id, "content": "👍", "action": "add", **key}
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        self.url_open("/mail/message/reaction", json=body)
        return bool(self.note.reaction_ids)

    def test_hole_without_us_a_customer_puts_a_sign_on_a_note(self):
        self._log_in(self.jane)
        with self._without(MailMessage, "_get_with_access", "_get_forbidden_access"):
            self.assertTrue(self._react(), MENDED)

    def test_a_customer_puts_no_sign_on_a_note(self):
        self._log_in(self.jane)
        self.assertFalse(self._react())
        self._log_in(self.env["res.users"])
        self.assertFalse(self._react(token=self.complaint.access_token))
        self._log_in(self.handler)
        self.assertTrue(self._react())


class TestOdooDoors(OdooDoorsCase):
    """Odoo's routes tell and change no more than ours."""

    def _attack(self, user, **key):
        self._log_in(user)
        before = self._fingerprint(self.complaint)
        for url, told in self._told(self.complaint, **key):
            with self.subTest(url):
                self.assertNotIn(CANARY, told)
                self.assertEqual(before, self._fingerprint(self.complaint))

    def test_not_logged_in(self):
        self._attack(self.env["res.users"])

    def test_other_customer(self):
        self._attack(self.other)

    def test_colleague_at_the_same_customer(self):
        self._attack(self.colleague)

    def test_colleague_of_ours_without_rights(self):
        self._attack(self.employee)

    def test_wrong_key(self):
        self._attack(self.env["res.users"], token="wrong", hash="wrong", pid=1)

    def test_key_of_another_document(self):
        partner = self.other.partner_id
        token, sign = self.foreign.access_token, self.foreign._sign_token(partner.id)
        self._attack(self.env["res.users"], token=token, hash=sign, pid=partner.id)

    def test_the_customer_is_told_nothing_internal(self):
        for user, key in (
            (self.jane, {}),
            (self.env["res.users"], {"token": self.complaint.access_token}),
        ):
            self._log_in(user)
            for url, told in self._told(self.complaint, **key):
                with self.subTest(url, user=user.name):
                    self.assertNotIn(RAVEN, told)
                    self.assertNotIn(self.complaint.complaint_finding, told)
                    self.assertNotIn(self.leader.email, told)

    def test_all_that_the_chatter_asks_for_is_asked(self):
        self.assertLessEqual(
            {"activities", "attachments", "followers", "scheduledMessages"},
            set(self._requests()),
        )

    def test_hole_without_us_a_key_shows_what_is_among_us(self):
        self._log_in(self.env["res.users"])
        calls = self._json_calls(self.complaint, token=self.complaint.access_token)
        [params] = [params for url, params in calls if url == "/mail/data"]
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        with self._without(Chatter, "_thread_to_store"):
            told = self.url_open("/mail/data", json=body).text
        for word in (RAVEN_TO_DO, RAVEN_DRAFT, self.leader.email):
            self.assertIn(word, told, MENDED)

    def test_file_of_a_note_has_no_key_of_any_kind_for_a_customer(self):
        file = self.note.attachment_ids
        visitor = self.env.ref("base.public_user")
        for user in (visitor, self.jane):
            theirs = file.with_user(user).sudo()
            for name in ("raw_access", "thumbnail", "ownership"):
                self.assertFalse(getattr(theirs, f"_get_{name}_token")(), name)
        self._log_in(visitor.browse())
        tokens = (file._get_raw_access_token(), file._get_thumbnail_token())
        for token in tokens:
            for kind in ("content", "image"):
                url = f"/web/{kind}/{file.id}?access_token={token}"
                self.assertNotIn(RAVEN, self.url_open(url).text)

    def test_file_of_a_message_keeps_its_keys(self):
        file = self.comment.attachment_ids
        theirs = file.with_user(self.jane).sudo()
        token = theirs._get_raw_access_token()
        self._log_in(self.env["res.users"])
        answer = self.url_open(f"/web/content/{file.id}?access_token={token}")
        self.assertIn(CANARY, answer.text)

    def test_the_customer_changes_no_note_and_no_record(self):
        self._log_in(self.jane)
        kept = ("complaint.remedy", "complaint.apology", "complaint.deadline")
        before = self._fingerprint(self.complaint)
        [note] = self.note.read()
        list(self._told(self.complaint))
        after = self._fingerprint(self.complaint)
        for key, rows in before.items():
            if key[0] in kept:
                self.assertEqual(rows, after[key], key)
        [told] = self.note.read()
        changed = {name for name in note if note[name] != told[name]}
        self.assertLessEqual(changed, {"child_ids"})  # Said after it.
