"""A message made elsewhere reaches into no thread of a complaint."""

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from odoo.addons.mail.tools.discuss import Store

from .test_evidence import EvidenceCommon


class TestThreadsOfOthers(EvidenceCommon):
    """Odoo shows, tracks and files as superuser what a message of one's own names."""

    @classmethod
    def default_env_context(cls):
        return {}  # With tracking.

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.channel = (
            cls.env["discuss.channel"]
            .with_user(cls.sales)
            ._create_channel(name="Mine", group_id=None)
        )
        cls.ticket.sudo().complaint_about_user_id = cls.manager
        cls.env.cr.precommit.run()  # What is new is not tracked until then.
        cls.ticket.sudo().complaint_severity_id = cls.major
        cls.env.cr.precommit.run()
        cls.values = cls.ticket.sudo().message_ids.tracking_value_ids
        cls.people = cls.sales | cls.manager  # One may open none, one not this.

    def _make(self, user, **values):
        vals = {"message_type": "user_notification", "body": "x", **values}
        return self.env["mail.message"].with_user(user).create([vals])

    def _post(self, **values):
        return self._make(
            self.sales,
            model="discuss.channel",
            res_id=self.channel.id,
            message_type="comment",
            **values,
        )

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_answers_a_message_they_may_not_read(self):
        own = self._post()
        for message in self.messages:
            with self.subTest(message.model):
                with self.assertRaises(AccessError):
                    self._post(parent_id=message.id)
                with self.assertRaises(AccessError):
                    own.write({"parent_id": message.id})
                with self.assertRaises(AccessError):
                    own.with_context(default_parent_id=message.id).create([{}])

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_no_note_to_somebody_answers_a_message_one_may_not_read(self):
        nowhere = self.env["mail.thread"].with_user(self.sales)
        me = self.sales.partner_id
        for message in self.messages:
            for thread in (nowhere, me.with_user(self.sales)):
                with self.subTest(message.model, thread=thread):
                    with self.assertRaises(AccessError):
                        thread.message_notify(
                            partner_ids=me.ids, body="x", parent_id=message.id
                        )
        with self.assertRaises(AccessError):
            nowhere._message_create([{"body": "x", "parent_id": self.theirs.id}])

    def test_a_channel_shows_no_message_of_a_complaint_as_what_was_answered(self):
        first = self._post(body="Hello")
        answer, quoting = self._post(parent_id=first.id), self._post()
        quoting.sudo().parent_id = self.theirs
        store = Store()
        store.add((answer | quoting).with_user(self.sales))
        shown = {each["id"]: each for each in store.get_result()["mail.message"]}
        self.assertNotIn(self.theirs.id, shown)
        self.assertEqual(shown[answer.id]["parent_id"], first.id)
        self.assertFalse(shown[quoting.id].get("parent_id"))

    def test_no_change_that_was_tracked_is_taken_deleted_or_forged(self):
        value = self.values[0]
        names = ["mail_message_id", "new_value_integer", "new_value_char", "field_id"]
        before = value.read(names)
        for user in self.people | self.handler:
            for command in (
                [2, value.id, 0],
                [3, value.id, 0],
                [4, value.id, 0],
                [1, value.id, {"new_value_char": "Forged"}],
                [6, 0, [value.id]],
            ):
                with self.subTest(user.name, command=command):
                    message = self._make(user, tracking_value_ids=[command]).sudo()
                    self.assertFalse(message.tracking_value_ids)
                    self.assertEqual(value.exists().read(names), before)

    def test_no_change_is_put_on_a_complaint(self):
        forged = {"field_id": self.values[0].field_id.id, "new_value_char": "Forged"}
        own = self._make(self.sales, tracking_value_ids=[[0, 0, forged]]).sudo()
        self.assertEqual(own.tracking_value_ids.new_value_char, "Forged")
        values = own.tracking_value_ids.with_user(self.sales).sudo()
        with self.assertRaises(UserError):
            values.mail_message_id = self.theirs
        with self.assertRaises(UserError):
            values.create([{**forged, "mail_message_id": self.theirs.id}])
        with self.assertRaises(UserError):
            self.values.with_user(self.env.ref("base.user_admin")).unlink()
        ticket = self.ticket.with_user(self.handler)
        message = ticket.message_post(body="x", tracking_value_ids=[[0, 0, forged]])
        self.assertFalse(message.sudo().tracking_value_ids)

    def test_no_message_takes_the_id_of_one_of_a_complaint(self):
        own = self._post()
        handler = self.ticket.with_user(self.handler)
        for message in self.messages:
            taken = message.sudo().message_id
            with self.subTest(message.model):
                with self.assertRaises(AccessError):
                    self._post(message_id=taken)
                with self.assertRaises(AccessError):
                    own.write({"message_id": taken})
                with self.assertRaises(AccessError):
                    self.channel.message_post(body="x", message_id=taken)
                with self.assertRaises(AccessError):
                    handler.message_post(body="x", message_id=taken)
        self.assertTrue(self._post(message_id="<mine@else.example>"))
