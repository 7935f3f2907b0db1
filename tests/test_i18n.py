import csv
import io
import re
import sys
from functools import cache
from pathlib import Path

import polib

from odoo.tests import tagged
from odoo.tools.translate import trans_export

from odoo.addons.base.tests.common import BaseCommon

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "dev"))
import circles  # noqa: E402

#: %s, %(name)s, {{ x }}: what a translation must keep.
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\{.*?\}\}")


#: Ten times as long as what is asked of it: each is parsed once.
parsed = cache(polib.pofile)


def addons():
    manifests = ROOT.glob("complaint_recovery*/__manifest__.py")
    return sorted(path.parent for path in manifests)


@tagged("post_install", "-at_install")
class TestTranslations(BaseCommon):
    """The catalogues hold every term of the code, translated, and no other."""

    def _installed(self):
        """Return the addons to look at here.

        The glue addons have a database of their own (make test). What Odoo's other
        addons there add to models of the core is no term of the core.
        """
        modules = self.env["ir.module.module"].search([("state", "=", "installed")])
        core, *glue = [each for each in addons() if each.name in modules.mapped("name")]
        return glue or [core]

    @classmethod
    @cache
    def _export(cls, addon):
        buffer = io.BytesIO()
        trans_export(None, [addon.name], buffer, "po", cls.env)
        exported = polib.pofile(buffer.getvalue().decode())
        exported[:] = [each for each in exported if not circles.is_of_others(each)]
        return exported

    def test_template_holds_the_terms_of_the_code(self):
        for addon in self._installed():
            with self.subTest(addon=addon.name):
                fresh = {entry.msgid for entry in self._export(addon)}
                kept = parsed(str(addon / "i18n" / f"{addon.name}.pot"))
                self.assertEqual({entry.msgid for entry in kept}, fresh)

    def test_each_language_translates_the_terms_of_its_circle_and_no_other(self):
        """Languages of the desk have every term, those of customers what they read."""
        for addon in self._installed():
            export = list(self._export(addon))
            terms = {entry.msgid for entry in export}
            read = {entry.msgid for entry in filter(circles.is_for_customers, export)}
            for lang in circles.DESK:
                self._assert_translated(addon, lang, terms)
            for lang in circles.CUSTOMERS:
                self._assert_translated(addon, lang, read)

    def _assert_translated(self, addon, lang, terms):
        with self.subTest(addon=addon.name, lang=lang):
            done = {e.msgid for e in self._entries(addon, lang) if not e.fuzzy}
            self.assertEqual(terms - done, set(), "missing or fuzzy")
            self.assertEqual(done - terms, set(), "stale")

    def _entries(self, addon, lang):
        path = addon / "i18n" / f"{lang}.po"
        catalogue = parsed(str(path)) if path.exists() else []
        return [entry for entry in catalogue if entry.msgstr]

    def test_customers_read_a_good_part_of_our_words(self):
        core, *_glue = addons()
        kept = parsed(str(core / "i18n" / f"{core.name}.pot"))
        read = list(filter(circles.is_for_customers, kept))
        self.assertGreater(len(read), 250)
        self.assertLess(len(read), len(kept) / 3)

    def test_each_place_and_word_of_the_circle_is_there(self):
        entries = [
            entry
            for addon in addons()
            for entry in parsed(str(addon / "i18n" / f"{addon.name}.pot"))
        ]
        places = [place for entry in entries for place, _line in entry.occurrences]
        for beginning in (*circles.PLACES, *circles.COLLEAGUES):
            with self.subTest(beginning):
                self.assertTrue([p for p in places if p.startswith(beginning)])
        self.assertLessEqual(circles.WORDS, {entry.msgid for entry in entries})

    def test_translations_keep_their_placeholders(self):
        for addon in addons():
            for lang in (*circles.DESK, *circles.CUSTOMERS):
                for entry in self._entries(addon, lang):
                    kept, asked = (
                        sorted(PLACEHOLDER.findall(text))
                        for text in (entry.msgstr, entry.msgid)
                    )
                    if kept != asked:  # Ten thousands of subtests take a while.
                        with self.subTest(lang=lang, term=entry.msgid):
                            self.assertEqual(kept, asked)

    def test_glossary_says_the_words_of_the_catalogues(self):
        rows = self._glossary()
        self.assertGreater(len(rows), 60)
        for column, lang in enumerate(circles.DESK, start=1):
            said = {
                (entry.msgid, entry.msgstr)
                for addon in addons()
                for entry in self._entries(addon, lang)
            }
            for row in rows:
                with self.subTest(lang=lang, term=row[0]):
                    self.assertIn((row[0], row[column]), said)

    def _glossary(self):
        """Return the rows of the tables: a label, and its words as in DESK."""
        page = (ROOT / "docs" / "glossary.rst").read_text(encoding="utf-8")
        _before, *tables = page.split(".. csv-table::")
        lines = [line for table in tables for line in table.splitlines()]
        rows = [line.strip() for line in lines if re.match(r" {3}[^: ]", line)]
        return list(csv.reader(rows))

    def test_taiwan_is_written_and_not_converted(self):
        """Words of the mainland that must not appear (glossary, rule 3)."""
        foreign = "默認 用戶 創建 鏈接 登錄 搜索 字段 打印 信息 質量 模板 賬單 附件夾"
        for addon in addons():
            for entry in parsed(str(addon / "i18n" / "zh_TW.po")):
                for word in foreign.split():
                    self.assertNotIn(word, entry.msgstr)
