"""What customers read is in their language: pages and mails, no English left."""

import sys
from pathlib import Path

import polib
from lxml import html

from odoo.addons.complaint_recovery.tools.rendering import rendering

from .common.portal import PortalCase

CORE = Path(__file__).parents[1] / "complaint_recovery" / "i18n"
sys.path.insert(0, str(CORE.parents[1] / "dev"))
import circles  # noqa: E402

#: Language → its catalogue.
READ = {"de_DE": "de", "ja_JP": "ja"}
MAILS = ("acknowledgement", "follow_up", "closed", "decision", "offer", "withdrawn")


class TestCustomerLanguages(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for lang in READ:
            cls.env["res.lang"]._activate_lang(lang)
        modules = cls.env["ir.module.module"]
        modules._load_module_terms(["complaint_recovery"], list(READ))

    def _english(self, lang):
        """Return the English terms that have another word in ``lang``."""
        entries = polib.pofile(str(CORE / f"{READ[lang]}.po"))
        return [
            entry.msgid.strip()
            for entry in filter(circles.is_for_customers, entries)
            if len(entry.msgid.strip()) > 9
            and not {"<", "%", "{"} & set(entry.msgid)
            and entry.msgid.strip() not in entry.msgstr
        ]

    def _assert_all_in(self, lang, text):
        self.assertTrue(text.strip())
        for term in self._english(lang):
            self.assertNotIn(term, text)

    def test_mails_are_in_the_customer_s_language(self):
        for lang in READ:
            self.assertGreater(len(self._english(lang)), 100)
            self.portal.lang = lang
            for name in MAILS:
                template = self.env.ref(f"complaint_recovery.mail_template_{name}")
                told = rendering(template, self.ticket)._generate_template(
                    self.ticket.ids, ("subject", "body_html")
                )[self.ticket.id]
                body = html.fromstring(f"<div>{told['body_html']}</div>")
                text = f"{told['subject']} {body.text_content()}"
                with self.subTest(lang=lang, template=name):
                    self._assert_all_in(lang, text)

    def test_pages_are_in_the_reader_s_language(self):
        for lang in READ:
            self.portal.lang = lang
            for path in (f"/my/complaint/{self.ticket.id}", "/my/complaint/new"):
                page = self._get(path, self.portal)
                with self.subTest(lang=lang, path=path):
                    self._assert_all_in(lang, self._text(page))
