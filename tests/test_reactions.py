"""One reacts with an emoji, and where one may answer."""

import json
import re
from pathlib import Path

from odoo.exceptions import UserError
from odoo.tests import HttpCase

import odoo.addons.web
from odoo.addons.complaint_recovery.tools.one_emoji import is_one_emoji

from .common.secret import SecretCommon

WORDS = ("the customer lied", "lied", "🅻🅸🅴🅳", "👍 yes", "👍👍", "", "1", "不", "🇩🇪🇱")
#: Letters in circles and squares, and of Braille, joined or hidden in a picture.
SPELLED = (
    *("\u200d".join(word) for word in ("ⓎⒺⓈ", "🄷🄸", "🅾🆗", "⠓⠊", "🅾😀")),
    *("Ⓨ", "🄷", "⠓", "№", "㌔", "⍺", "🇭🇮\u200d🇭🇴"),
    *("🏴\U000e0068\U000e0069", "🏴\U000e0068\U000e0069\U000e007f", "\ufe0f"),
)


class TestEmoji(SecretCommon):
    def test_all_that_odoo_offers_are(self):
        place = Path(odoo.addons.web.__file__).parent / "static/src/core/emoji_picker"
        text = (place / "emoji_data.js").read_text()
        found = re.findall(r'"codepoints": *("[^"]+")', text)
        self.assertGreater(len(found), 1000)
        for emoji in map(json.loads, found):
            self.assertTrue(is_one_emoji(emoji), emoji)

    def test_put_together_ones_are(self):
        for emoji in ("👩🏽‍❤️‍💋‍👨🏿", "👨‍👩‍👧‍👦", "1️⃣", "🇩🇪", "‼️", "🏴󠁧󠁢󠁷󠁬󠁳󠁿", "ℹ️"):
            self.assertTrue(is_one_emoji(emoji), emoji)

    def test_words_are_none(self):
        for words in WORDS:
            self.assertFalse(is_one_emoji(words), words)

    def test_letters_spell_nothing_as_parts_of_a_picture(self):
        for words in SPELLED:
            with self.subTest(ascii(words)):
                self.assertFalse(is_one_emoji(words))


class TestReactions(SecretCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.notices = cls.env["mail.message"]
        for record in (cls.ticket, cls.task, cls.records["complaint.remedy"]):
            cls.notices |= record.sudo().message_notify(
                partner_ids=cls.manager.partner_id.ids, body="Look", subject="Look"
            )
        cls.said = cls.ticket.sudo().message_post(body="Hm", message_type="comment")
        cls.strangers.pop("employee")  # May answer on the own task.
        for person in (*cls.strangers.values(), cls.manager):
            person.sudo().password = person.login

    def _react(self, message, content):
        return self.url_open(
            "/mail/message/reaction",
            data=json.dumps(
                {
                    "params": {
                        "message_id": message.id,
                        "content": content,
                        "action": "add",
                    }
                }
            ),
            headers={"Content-Type": "application/json"},
        ).json()

    def _stored(self):
        reactions = self.env["mail.message.reaction"].sudo()
        return reactions.search_count([("message_id", "in", self.notices.ids)])

    def test_strangers_react_to_nothing(self):
        self.assertEqual(
            set(self.notices.mapped("message_type")), {"user_notification"}
        )
        for role, person in self.strangers.items():
            self.authenticate(person.login, person.login)
            for message in self.notices | self.said:
                with self.subTest(role, on=message.model):
                    self.assertIn("error", self._react(message, "👍"))
        self.assertFalse(self._stored())

    def test_who_may_answer_reacts_with_an_emoji_alone(self):
        self.authenticate(self.manager.login, self.manager.login)
        for message in self.notices[0] | self.said:
            for words in WORDS[:4]:
                self.assertIn("error", self._react(message, words))
            self.assertNotIn("error", self._react(message, "👍"))
        self.assertEqual(self._stored(), 1)

    def test_words_are_stored_on_no_message_of_ours(self):
        reaction = {"message_id": self.said.id, "partner_id": self.customer.id}
        with self.assertRaises(UserError):
            self.env["mail.message.reaction"].sudo().create(
                {**reaction, "content": "He lied"}
            )
