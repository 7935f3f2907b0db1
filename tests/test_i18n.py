import io
import re
from pathlib import Path

import polib

from odoo.tests import tagged
from odoo.tools.translate import trans_export

from odoo.addons.base.tests.common import BaseCommon

ROOT = Path(__file__).parents[1]
LANGUAGES = ("zh_CN", "zh_TW")
#: %s, %(name)s, {{ x }}: what a translation must keep.
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\{.*?\}\}")


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

    def _export(self, addon):
        buffer = io.BytesIO()
        trans_export(None, [addon.name], buffer, "po", self.env)
        return polib.pofile(buffer.getvalue().decode())

    def test_template_holds_the_terms_of_the_code(self):
        for addon in self._installed():
            with self.subTest(addon=addon.name):
                fresh = {entry.msgid for entry in self._export(addon)}
                kept = polib.pofile(str(addon / "i18n" / f"{addon.name}.pot"))
                self.assertEqual({entry.msgid for entry in kept}, fresh)

    def test_each_language_translates_every_term_and_no_other(self):
        for addon in self._installed():
            terms = {entry.msgid for entry in self._export(addon)}
            for lang in LANGUAGES:
                with self.subTest(addon=addon.name, lang=lang):
                    entries = polib.pofile(str(addon / "i18n" / f"{lang}.po"))
                    done = {e.msgid for e in entries if e.msgstr and not e.fuzzy}
                    self.assertEqual(terms - done, set(), "missing or fuzzy")
                    self.assertEqual(done - terms, set(), "stale")

    def test_translations_keep_their_placeholders(self):
        for addon in addons():
            for lang in LANGUAGES:
                for entry in polib.pofile(str(addon / "i18n" / f"{lang}.po")):
                    with self.subTest(lang=lang, term=entry.msgid):
                        self.assertEqual(
                            sorted(PLACEHOLDER.findall(entry.msgstr)),
                            sorted(PLACEHOLDER.findall(entry.msgid)),
                        )

    def test_taiwan_is_written_and_not_converted(self):
        """Words of the mainland that must not appear (glossary, rule 3)."""
        foreign = "默認 用戶 創建 鏈接 登錄 搜索 字段 打印 信息 質量 模板 賬單 附件夾"
        for addon in addons():
            for entry in polib.pofile(str(addon / "i18n" / "zh_TW.po")):
                for word in foreign.split():
                    self.assertNotIn(word, entry.msgstr)
