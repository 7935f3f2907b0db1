"""What a customer writes when it is too late to reopen the complaint."""

from datetime import timedelta
from email import message_from_bytes as parse
from email.policy import SMTP

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tools import html2plaintext

from odoo.addons.complaint_recovery.tools.only_thanks import is_only_thanks

from .common.reply_case import JANE, ReplyCase

#: Words after the end → whether they only thank us.
THANKS = {
    "Thanks again, all is well!": True,
    "Dear Handler,\nthank you very much for your quick help.\nKind regards\nJane": True,
    "Vielen Dank, jetzt ist alles in Ordnung. Viele Grüße": True,
    "Merci beaucoup pour votre aide, tout va bien.": True,
    "Muchas gracias, todo está perfecto": True,
    "Grazie mille, adesso funziona tutto.": True,
    "Hartelijk dank voor de snelle hulp": True,
    "Muito obrigado, tudo funciona agora.": True,
    "Dziękuję bardzo za pomoc!": True,
    "Tack så mycket för hjälpen!": True,
    "Большое спасибо, всё хорошо!": True,
    "谢谢您的帮助，问题已经解决了，我很满意。": True,
    "謝謝您": True,
    "ありがとうございました。": True,
    "감사합니다!": True,
    "Thanks, but it leaks again.": False,
    "Thanks for nothing!": False,
    "Thank you. Is it under warranty?": False,
    "Thanks. Call 020 1234.": False,
    "Danke, aber er leckt wieder.": False,
    "Merci, mais elle fuit.": False,
    "谢谢，但是水壶又漏水了。": False,
    "It works.": False,
    "": False,
}


class TestThanksAfterTheTime(ReplyCase):
    def test_only_thanks_are_told_from_what_has_more_to_say(self):
        for words, only in THANKS.items():
            with self.subTest(words=words):
                self.assertEqual(is_only_thanks(words, ["Jane Doe", "Handler"]), only)

    def test_plain_thanks_open_nothing_and_are_on_record(self):
        self.assertFalse(self._reply("Thanks again, all is well!", days=40))
        heard = self.mine.complaint_interaction_ids[0]
        self.assertEqual(heard.summary, "Thanks again, all is well!")
        self.assertTrue(self._reply("Thanks, but it leaks again.", days=40))

    def test_the_owner_may_turn_them_into_a_complaint(self):
        self.assertFalse(self._reply("Thanks a lot!", days=40))
        with freeze_time(fields.Datetime.now() + timedelta(days=41)):
            self.assertEqual(self.mine.complaint_late_words, "Thanks a lot!")
            action = self.mine.action_complaint_open_late()
            later = self.env["helpdesk.ticket"].browse(action["res_id"])
            self.assertEqual(later.sudo().complaint_origin_id, self.ticket)
            self.assertIn("Thanks a lot!", later.description)
            self.env.invalidate_all()
            self.assertFalse(self.mine.complaint_late_words)
            with self.assertRaises(UserError):
                self.mine.action_complaint_open_late()

    def test_who_answered_in_time_is_no_late_one(self):
        self._reply("Thanks a lot!")
        self.mine.action_only_thanks()
        with freeze_time(fields.Datetime.now() + timedelta(days=41)):
            self.assertFalse(self.mine.complaint_late_words)

    def test_a_late_complaint_has_the_new_words_and_subject(self):
        self.ticket.description = "<p>OLD WORDS</p>"
        quote = "\n\nOn Fri, 6 Nov 2026 at 10:00, H <c@example.com> wrote:\n> We come."
        later = self._reply(f"The table burnt.{quote}", days=40, subject="Re: My table")
        self.assertEqual(later.name, "My table")
        self.assertEqual(html2plaintext(later.description), "The table burnt.")

    def test_what_answers_a_mail_of_ours_keeps_the_title(self):
        told = self._newest(self.ticket).subject
        later = self._reply("It burnt.", days=40, subject=f"AW: {told}")
        self.assertEqual(later.name, self.ticket.name)

    def test_a_photo_alone_is_what_is_new(self):
        told = self._newest(self.ticket).mail_message_id
        with freeze_time(fields.Datetime.now() + timedelta(days=40)):
            raw = self._answer_to(
                told, JANE, body="\n", subject="My table", References=told.message_id
            )
            message = parse(raw, policy=SMTP)
            message.make_mixed()
            message.add_attachment(
                b"\x89PNG\r\n\x1a\n",
                maintype="image",
                subtype="png",
                filename="table.png",
            )
            later = self._receive(message.as_bytes())
        self.assertEqual(later.name, "My table")
        self.assertIn("table.png", later.description)
        self.assertIn("/web/image/", later.description)
        self.assertNotIn("leaks", later.description)
