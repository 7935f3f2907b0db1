"""helpdesk_mgmt has no Chinese: its words on our screens come with us (i18n_extra)."""

from pathlib import Path

import polib
from lxml import etree

from odoo.modules import get_module_path

from .common import ComplaintCommon

EXTRA = Path(__file__).parents[1] / "complaint_recovery" / "i18n_extra"
LANGS = ("zh_CN", "zh_TW")
#: What a reader of a view sees of its attributes.
SEEN = ("string", "placeholder", "title", "confirm", "sum", "help")


def parent_terms():
    """Return the words of helpdesk_mgmt that a translation can be loaded for."""
    path = Path(get_module_path("helpdesk_mgmt")) / "i18n" / "helpdesk_mgmt.pot"
    return {
        entry.msgid
        for entry in polib.pofile(str(path))
        if not all(place.startswith("code:") for place, _line in entry.occurrences)
    }


class TestParentWords(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for lang in LANGS:
            cls.env["res.lang"]._activate_lang(lang)
        modules = cls.env["ir.module.module"]
        modules._load_module_terms(
            ["mail", "helpdesk_mgmt", "complaint_recovery"], LANGS
        )

    def test_every_word_of_the_parent_has_one(self):
        for lang in LANGS:
            entries = polib.pofile(str(EXTRA / f"{lang}.po"))
            told = {entry.msgid for entry in entries if entry.msgstr}
            with self.subTest(lang):
                self.assertEqual(parent_terms() - told, set())
                self.assertEqual(told - parent_terms(), set(), "gone")

    def _actions(self):
        data = self.env["ir.model.data"].search(
            [
                ("module", "=", "complaint_recovery"),
                ("model", "=", "ir.actions.act_window"),
            ]
        )
        actions = self.env["ir.actions.act_window"].browse(data.mapped("res_id"))
        return actions.filtered(lambda a: a.res_model.startswith("helpdesk."))

    def _seen(self, action, lang):
        """Return the words on the views of an action, and of their fields."""
        model = self.env[action.res_model].with_user(self.manager)
        shown = model.with_context(lang=lang).get_views(
            [*action.views, (False, "search")]
        )
        words = set()
        for view in shown["views"].values():
            for node in etree.fromstring(view["arch"]).iter(etree.Element):
                texts = [node.get(name) for name in SEEN] + [node.text, node.tail]
                words |= {text.strip() for text in texts if text and text.strip()}
        for told in shown["models"].values():
            for field in told["fields"].values():
                words |= {field["string"], *dict(field.get("selection") or ()).values()}
        return words

    def test_none_of_its_english_stands_on_our_screens(self):
        actions = self._actions()
        self.assertGreaterEqual(len(actions), 3)
        for lang in LANGS:
            same = {
                entry.msgid
                for entry in polib.pofile(str(EXTRA / f"{lang}.po"))
                if entry.msgid == entry.msgstr
            }
            self.assertLessEqual(same, {"ID"})
            for action in actions:
                with self.subTest(lang=lang, action=action.name):
                    seen = self._seen(action, lang)
                    self.assertGreater(len(seen), 20)
                    self.assertEqual(seen & (parent_terms() - same), set())

    def test_its_own_menus_stages_and_groups_are_named(self):
        named = {
            "helpdesk_mgmt.helpdesk_ticket_main_menu": "服务台",
            "helpdesk_mgmt.helpdesk_ticket_stage_new": "新建",
            "helpdesk_mgmt.group_helpdesk_manager": "服务台经理",
        }
        for name, word in named.items():
            record = self.env.ref(name).with_context(lang="zh_CN")
            self.assertEqual(record.name, word)

    def test_a_word_of_its_own_translation_wins(self):
        """Once helpdesk_mgmt is translated, its words are loaded first and stay."""
        stage = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_new")
        stage.with_context(lang="zh_CN").name = "全新"
        modules = self.env["ir.module.module"]
        modules._load_module_terms(["complaint_recovery"], ["zh_CN"])
        stage.invalidate_recordset()
        self.assertEqual(stage.with_context(lang="zh_CN").name, "全新")
