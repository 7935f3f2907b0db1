import shutil
import subprocess
import unicodedata

from odoo.tests import HttpCase, new_test_user

from .test_letters import LetterCase

#: Language → name, words a person wrote, how the letter begins, and its date.
LETTERS = {
    "en_US": ("Jane Doe", "You are right.", "Our apology", "March 2, 2026"),
    "zh_CN": ("王小明", "您说得对，这是我们的错。", "向您致歉", "2026年3月2日"),
    "zh_TW": ("陳美麗", "您說得對，這是我們的錯。", "向您致歉", "2026年3月2日"),
}
#: What else the letters say, beside the words of a person.
SAID = {
    "decision": {
        "en_US": ("Our answer", "Kind regards,"),
        "zh_CN": ("的答复", "此致敬礼！"),
        "zh_TW": ("的回覆", "順頌時祺"),
    },
    "visit": {
        "en_US": ("Our visit", "What we agreed"),
        "zh_CN": ("我们的拜访", "感谢您抽出宝贵时间"),
        "zh_TW": ("我們的拜訪", "感謝您撥出寶貴時間"),
    },
}


class RenderedCase(HttpCase, LetterCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        state = cls.env["ir.actions.report"].get_wkhtmltopdf_state()
        if state in ("install", "broken") or not shutil.which("pdftotext"):
            cls.skipTest(cls, "no PDF engine, or no pdftotext")
        # The web font of Odoo's styles would be drawn as outlines, without its text.
        cls.env["ir.config_parameter"].set_param("report.url", "http://127.0.0.1:9")
        for lang in ("zh_CN", "zh_TW"):
            cls.env["res.lang"]._activate_lang(lang)
        module = cls.env["ir.module.module"]
        module._load_module_terms(["complaint_recovery"], ["zh_CN", "zh_TW"])

    def _read(self, content, *how):
        """Return the text of the PDF: what has no glyph is not there."""
        command = ["pdftotext", *how, "-enc", "UTF-8", "-", "-"]
        done = subprocess.run(command, input=content, capture_output=True, check=True)
        # Glyphs shared with a radical are told as the radical.
        return unicodedata.normalize("NFKC", done.stdout.decode())

    def _print(self, report, record, *how):
        reports = self.env["ir.actions.report"]._complaint_for_us()
        reports = reports.with_context(force_report_rendering=True)
        name = f"complaint_recovery.report_{report}"
        content, kind = reports._render_qweb_pdf(name, record.ids)
        self.assertEqual(kind, "pdf")
        return self._read(content, *how)


class TestRenderedLetters(RenderedCase):
    """The PDF as it comes out of the printer, in three languages."""

    def _assert_told(self, expected, text):
        words = "".join(text.split())  # Lines are broken anywhere.
        for part in expected:
            part = unicodedata.normalize("NFKC", part)
            self.assertIn("".join(part.split()), words)

    def _each(self):
        for lang, letter in LETTERS.items():
            self.customer.write({"lang": lang, "name": letter[0]})
            yield lang, letter

    def test_apology_has_its_glyphs_in_each_language(self):
        for _lang, (name, words, begins, _date) in self._each():
            text = self._print("apology", self._apology(body=f"<p>{words}</p>"))
            self._assert_told((name, words, begins, self.ticket.number), text)
            self._assert_told(("Handler",), text)

    def test_correction_names_the_former_letter_in_each_language(self):
        former = self._apology()
        former.action_send()
        self.env.flush_all()
        # As if it had been finished on a day that is read well.
        self.env.cr.execute("UPDATE complaint_apology SET sent_at = '2026-03-02 09:00'")
        self.env.invalidate_all()
        for _lang, (_name, words, _begins, date) in self._each():
            body = f"<p>{words}</p>"
            letter = self._apology(corrects_id=former.id, body=body)
            self._assert_told((date, words), self._print("apology", letter))

    def test_decision_has_its_glyphs_in_each_language(self):
        for lang, (name, words, _begins, _date) in self._each():
            self.ticket.complaint_explanation = f"<p>{words}</p>"
            expected = (name, words, *SAID["decision"][lang])
            self._assert_told(expected, self._print("decision", self.ticket))

    def test_visit_sheet_of_a_short_case_is_one_page(self):
        self.ticket.description = "<p>The kettle leaks, for the second time.</p>"
        self.ticket.complaint_desired_outcome = "A new one, and an answer by Friday."
        text = self._print("visit", self._visit())
        self.assertIn("Thank you for your time.", text)
        self.assertEqual(text.count("\f"), 1, "pdftotext ends each page with one")

    def test_visit_sheet_has_its_glyphs_in_each_language(self):
        visit = self._visit()
        for lang, (name, _words, _begins, _date) in self._each():
            expected = (name, *SAID["visit"][lang])
            self._assert_told(expected, self._print("visit", visit))

    def test_characters_are_asked_for_in_the_form_of_their_language(self):
        for lang, form in (("zh_CN", "SC"), ("zh_TW", "TC"), ("en_US", "")):
            self.customer.lang = lang
            letter = self._apology()
            reports = self.env["ir.actions.report"]._complaint_for_us()
            name = "complaint_recovery.report_apology"
            html = reports._render_qweb_html(name, letter.ids)[0].decode()
            self.assertEqual(f"Noto Sans CJK {form}" in html, bool(form), lang)

    def test_page_has_its_styles_though_the_engine_reaches_no_server(self):
        page = self._print("apology", self._apology(), "-layout")
        # At the right, where the window of the envelope is.
        self.assertRegex(page, r"(?m)^.{40,}Jane Doe")

    def test_long_letter_goes_on_on_a_second_page_with_the_signature(self):
        sentence = "We looked into every step and found where it went wrong. "
        letter = self._apology(body=f"<p>{sentence * 8}</p>" * 9)
        pages = self._print("apology", letter).split("\f")
        self.assertEqual(len(pages), 3, "two, and nothing after the last form feed")
        self.assertIn("Dear Jane Doe,", pages[0])
        for expected in ("Kind regards,", "Handler"):
            self.assertNotIn(expected, pages[0])
            self.assertIn(expected, pages[1])


class TestPrinting(RenderedCase):
    """From the button, as the handler, who may not read the company's letterhead."""

    def setUp(self):
        super().setUp()
        self.handler.password = "handler_user"
        self.authenticate("handler_user", "handler_user")

    def test_letter_to_be_is_printed_by_the_handler(self):
        letter = self._apology()
        action = letter.action_print()
        self.assertEqual(action["type"], "ir.actions.report")
        name = action["report_name"]
        answer = self.url_open(f"/report/pdf/{name}/{letter.id}", timeout=60)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("We are sorry.", answer.text or self._read(answer.content))

    def test_finished_letter_is_printed_as_it_was_finished(self):
        letter = self._apology()
        letter.action_send()
        kept = letter.attachment_id
        answer = self.url_open(letter.action_print()["url"])
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.content, kept.sudo().raw)

    def test_letter_of_another_team_is_not_printed(self):
        letter = self._apology()
        letter.action_send()
        stranger = new_test_user(
            self.env, "stranger", groups="helpdesk_mgmt.group_helpdesk_user_own"
        )
        url = letter.action_print()["url"]
        self.authenticate(stranger.login, stranger.login)
        self.assertEqual(self.url_open(url).status_code, 404)
        answer = self.url_open(
            f"/report/pdf/complaint_recovery.report_apology/{letter.id}"
        )
        self.assertNotIn("We are sorry.", answer.text)
