from odoo.exceptions import UserError
from odoo.tests import HttpCase, JsonRpcException
from odoo.tools import mute_logger

from odoo.addons.complaint_recovery.models.guard.mail_message import FREE
from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .test_public_methods import PublicMethodsCommon

#: What each field of a message is changed to.
CHANGES = {
    "body": "<p>I accept, thank you.</p>",
    "subject": "Thanks",
    "date": "2020-01-01 10:00:00",
    "message_type": "notification",
    "model": "res.partner",
    "is_internal": True,
    "email_from": "else@example.com",
    "message_id": "<else@example.com>",
    "record_name": "Else",
    "create_date": "2020-01-01 10:00:00",
    "email_add_signature": False,
    "incoming_email_to": "else@example.com",
    "incoming_email_cc": "else@example.com",
    "reply_to": "else@example.com",
}


class EvidenceCommon(PublicMethodsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.file = cls.env["ir.attachment"].create(
            {
                "name": "photo.txt",
                "raw": b"As sent",
                "res_model": "helpdesk.ticket",
                "res_id": cls.ticket.id,
            }
        )
        cls.ticket.sudo().access_token = "key-of-the-page"
        cls.portal.partner_id.email = "portal@azure.example"
        cls.ticket.sudo().partner_id = cls.portal.partner_id
        cls.theirs = cls._say(cls.ticket, cls.portal)
        cls.theirs.with_env(cls.env).attachment_ids = cls.file
        cls.sent = cls._say(cls.ticket, cls.agent_all)
        cls.messages = cls.theirs | cls.sent
        for model, record in cls.records.items():
            if "message_ids" in record._fields and model.startswith("complaint."):
                cls.messages |= cls._say(record, cls.agent_all, "mail.mt_note")
        cls.writers = cls.agent_all | cls.manager | cls.handler
        cls.writers |= cls.env.ref("base.user_admin")

    @classmethod
    def _find_spoken(cls):
        """Return model → one record of ours that has a conversation."""
        ours = {
            model: record
            for model, record in cls.records.items()
            if "message_ids" in record._fields and model.startswith("complaint.")
        }
        return {**ours, "helpdesk.ticket": cls.ticket}

    @classmethod
    def _say(cls, record, person, subtype="mail.mt_comment", **values):
        return (
            record.with_user(person)
            .sudo()
            .message_post(
                body="As it was said",
                message_type="comment",
                subtype_xmlid=subtype,
                author_id=person.partner_id.id,
                **values,
            )
        )


class TestMessages(EvidenceCommon):
    """What was said on a complaint and its parts is changed by nobody."""

    def test_messages_of_every_model_with_a_thread_are_here(self):
        self.assertGreater(len(set(self.messages.mapped("model"))), 5)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.sql_db")
    def test_nothing_that_was_said_is_written(self):
        """Each message × each field × each person, by RPC and as the chatter does."""
        cells = 0
        for message in self.messages:
            for person in self.writers | self.portal | self.employee:
                for name in self._columns():
                    value = CHANGES.get(name, False)
                    for way in (message.with_user(person), self._as_route(message)):
                        with self.subTest(message.model, field=name, way=str(way.env)):
                            with self.assertRaises(UserError):
                                with self.env.cr.savepoint():
                                    way.with_user(person).sudo(way.env.su).write(
                                        {name: value}
                                    )
                        cells += 1
        self.assertGreater(cells, 900)

    def _columns(self):
        fields = self.env["mail.message"]._fields.values()
        written = {field.name for field in fields if field.store or field.inverse}
        self.assertLessEqual({"outgoing_email_to", "reply_to", "child_ids"}, written)
        return sorted(written - FREE - {"id"})

    def _as_route(self, message):
        return message.sudo()

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nothing_that_was_said_is_deleted(self):
        for message in self.messages:
            for person in self.writers | self.portal | self.employee:
                for way in (
                    message.with_user(person),
                    message.with_user(person).sudo(),
                ):
                    with (
                        self.subTest(message.model, person=person.name),
                        self.assertRaises(UserError),
                        self.env.cr.savepoint(),
                    ):
                        way.unlink()
        self.assertTrue(self.messages.exists())

    def test_what_says_nothing_is_free(self):
        message = self.sent.with_user(self.agent_all)
        message.toggle_message_starred()
        self.assertTrue(message.starred)

    def test_plain_ticket_is_as_in_odoo(self):
        plain = self._create_ticket(user=self.agent_all)
        message = self._say(plain, self.agent_all)
        message.with_user(self.agent_all).sudo().write({"body": "<p>Else</p>"})
        self.assertIn("Else", message.body)
        message.with_user(self.agent_all).sudo().unlink()
        self.assertFalse(message.exists())

    def test_customer_edits_on_a_plain_ticket_no_date_and_no_fetching_words(self):
        plain = self._create_ticket(user=self.agent_all)
        message = self._say(plain, self.portal)
        before = message.date
        body = '<p class="fixed-top">Hi <img src="https://evil.example/x.png"></p>'
        message.with_user(self.portal).sudo().write(
            {"body": body, "date": "2020-01-01 10:00:00"}
        )
        self.assertEqual(message.date, before)
        self.assertNotIn("<img", message.body)
        self.assertNotIn("fixed-top", message.body)

    def test_deleting_a_draft_takes_along_what_was_said_of_it(self):
        remedy = self._create_remedy(self.ticket)
        said = self._say(remedy, self.agent_all, "mail.mt_note")
        remedy.with_user(self.agent_all).unlink()
        self.assertFalse(said.exists())

    def test_customers_words_of_an_exchange_stay_theirs(self):
        exchange = self._create_interaction(self.ticket, self.agent_all)
        own_hand(exchange).author_id = self.portal.partner_id
        for person in (self.agent_all, self.manager):
            with self.subTest(person.name), self.assertRaises(UserError):
                exchange.with_user(person).summary = "They are happy"

    def test_customer_posts_comments_and_nothing_else(self):
        ticket = self.ticket.with_user(self.portal).sudo()
        for kind in ("email", "notification", "comment", "auto_comment"):
            message = ticket.with_context(message_post_store=True).message_post(
                body="x",
                message_type=kind,
                subtype_xmlid="mail.mt_note",
                date="2020-01-01 10:00:00",
            )
            with self.subTest(kind):
                self.assertNotEqual(message.date.year, 2020)
                self.assertEqual(message.message_type, "comment")
                self.assertEqual(message.subtype_id, self.env.ref("mail.mt_comment"))


class TestFiles(EvidenceCommon):
    """Letters as sent and files of messages stay as they are."""

    def _kept(self):
        letter = own_hand(self.env["ir.attachment"]).create(
            {"name": "letter", "raw": b"As sent", "complaint_letter": True}
        )
        return letter.with_env(self.env) | self.file

    def test_nobody_deletes_or_changes_them_in_any_way(self):
        for file in self._kept():
            for person in self.writers | self.portal:
                for su in (False, True):
                    own = file.with_user(person).sudo(su)
                    for way in (
                        lambda f: f.unlink(),
                        lambda f: f.write({"raw": b"Else"}),
                        lambda f: f.write({"name": "else"}),
                        lambda f: f.write({"res_id": False}),
                        lambda f: f._delete_and_notify(),
                    ):
                        with (
                            self.subTest(file.name, person=person.name, su=su),
                            self.assertRaises(UserError),
                            self.env.cr.savepoint(),
                        ):
                            way(own)
            self.assertEqual(file.raw, b"As sent")

    def test_file_of_no_message_yet_is_taken_back(self):
        draft = (
            self.env["ir.attachment"]
            .with_user(self.agent_all)
            .create(
                {
                    "name": "wrong.txt",
                    "raw": b"x",
                    "res_model": "helpdesk.ticket",
                    "res_id": self.ticket.id,
                }
            )
        )
        draft.unlink()
        self.assertFalse(draft.exists())


class TestRoutes(EvidenceCommon, HttpCase):
    """The chatter's own routes, over HTTP."""

    @mute_logger("odoo.http")
    def test_chatter_neither_deletes_files_nor_rewrites_messages(self):
        self.env.ref("base.user_admin").password = "admin"
        self.authenticate("admin", "admin")
        for route, params in (
            ("/mail/attachment/delete", {"attachment_id": self.file.id}),
            (
                "/mail/message/update_content",
                {"message_id": self.sent.id, "update_data": {"body": "<p>Else</p>"}},
            ),
            (
                "/mail/message/update_content",
                {
                    "message_id": self.sent.id,
                    "update_data": {"body": "", "attachment_ids": []},
                },
            ),
        ):
            with self.subTest(route), self.assertRaises(JsonRpcException):
                self.make_jsonrpc_request(route, params)
        self.assertTrue(self.file.exists())
        self.assertIn("As it was said", self.sent.body)


class TestToDos(EvidenceCommon):
    """What stands for a deadline or tells a superior is put away by no trick."""

    def _activities(self):
        deadlines = self.ticket.sudo().complaint_deadline_ids
        running = deadlines.filtered(lambda d: d.state == "running")
        escalated = self.env["mail.activity"].search(
            [("complaint_escalation_id", "!=", False)], limit=1
        )
        return running.activity_id | escalated

    def test_nobody_makes_them_look_else_or_deletes_them(self):
        cells = 0
        for activity in self._activities():
            for person in (self.agent_all, self.handler):
                own = activity.with_user(person)
                for vals in (
                    {"automated": False},
                    {"complaint_escalation_id": False},
                    {"res_id": 1},
                    {"res_model_id": self.env["ir.model"]._get_id("res.partner")},
                ):
                    with (
                        self.subTest(activity.summary, vals=vals),
                        self.assertRaises(UserError),
                        self.env.cr.savepoint(),
                    ):
                        own.write(vals)
                    cells += 1
                with self.assertRaises(UserError):
                    with self.env.cr.savepoint():
                        own.unlink()
                own.action_archive()
                self.assertTrue(activity.active, "What is due stays in sight")
        self.assertGreater(cells, 15)


class TestAboutColleague(EvidenceCommon):
    def test_hiding_it_from_somebody_is_on_record_and_told_to_another(self):
        self.ticket.with_user(self.agent_all).complaint_about_user_id = self.leader
        note = self.ticket.sudo().message_ids.filtered(
            lambda m: "changed whom it is about" in (m.body or "")
        )
        self.assertTrue(note)
        notices = self.env["mail.message"].search(
            [
                ("model", "=", "helpdesk.ticket"),
                ("res_id", "=", self.ticket.id),
                ("message_type", "=", "user_notification"),
                ("subject", "ilike", "whom it is about"),
            ]
        )
        told = notices.notified_partner_ids
        self.assertIn(self.manager.partner_id, told)
        self.assertNotIn(self.leader.partner_id, told)
        self.ticket.with_user(self.agent_all).complaint_about_user_id = False
        again = self.ticket.sudo().message_ids.filtered(
            lambda m: "changed whom it is about" in (m.body or "")
        )
        self.assertGreater(len(again), len(note))


class TestKeys(EvidenceCommon):
    """A key is for one customer at one address."""

    def test_new_key_when_customer_address_or_confidentiality_changes(self):
        ticket = self.ticket.with_user(self.manager)
        keys = [self.ticket.sudo().access_token]
        for vals in (
            {"partner_id": self.stranger.id},
            {"partner_email": "new@deco.example"},
            {"complaint_confidential": True},
        ):
            ticket.write(vals)
            with self.subTest(vals):
                self.assertNotIn(self.ticket.sudo().access_token, keys)
            keys.append(self.ticket.sudo().access_token)

    def test_new_key_when_it_becomes_a_complaint_and_when_it_is_none_any_more(self):
        """What the key opens is another conversation each time."""
        by_team, by_hand = self._create_ticket(), self._create_ticket()
        for ticket, mark in (
            (by_team, lambda: by_team.write({"team_id": self.team.id})),
            (by_hand, by_hand.action_mark_complaint),
        ):
            keys = {ticket.sudo()._portal_ensure_token()}
            mark()
            self.assertTrue(ticket.sudo().is_complaint)
            keys.add(ticket.sudo()._portal_ensure_token())
            ticket.action_unmark_complaint()
            keys.add(ticket.sudo()._portal_ensure_token())
            self.assertEqual(len(keys), 3)

    def test_same_values_written_again_keep_it(self):
        key = self.ticket.sudo().access_token
        self.ticket.sudo().write({"partner_email": self.ticket.sudo().partner_email})
        self.assertEqual(self.ticket.sudo().access_token, key)
