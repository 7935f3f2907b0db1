import re
from pathlib import Path

from odoo.tests import HttpCase

from odoo.addons.base.tests.common import BaseCommon
from odoo.addons.complaint_recovery.tools import manual

from .common import ComplaintCommon

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "complaint_recovery" / "static" / "src" / "guide"
LINE = re.compile(r'^  "?([\w.]+)"?: "([\w-]+)#([\w-]+)",$', re.MULTILINE)
#: Views that are dialogs or parts of others: help stands on the screen they lie on.
SCREENS = re.compile(
    r'<field name="res_model">((?:complaint|helpdesk)\.[\w.]+)</field>'
)


class TestManual(BaseCommon):
    """Each screen leads to its page, and each page is there with all it refers to."""

    def _targets(self):
        return LINE.findall((SOURCES / "manual.esm.js").read_text())

    def test_each_target_is_a_label_of_that_page(self):
        targets = self._targets()
        self.assertGreater(len(targets), 20)
        for screen, page, label in targets:
            with self.subTest(screen):
                self.assertEqual(manual.find_labels()[label][0], page)
                self.assertIn(f'id="{label}"', manual.render(page))

    def test_each_screen_of_the_menu_has_a_page(self):
        known = {screen for screen, _page, _label in self._targets()}
        for menu in self.env["ir.ui.menu"].search([("action", "!=", False)]):
            xmlid = menu.get_external_id()[menu.id]
            action = menu.action
            if not xmlid.startswith("complaint_recovery."):
                continue
            if action._name == "ir.actions.client":
                self.assertIn(action.tag, known)
            elif action.target != "new":  # A dialog covers the help.
                with self.subTest(xmlid):
                    self.assertIn(action.res_model, known)

    def test_every_page_is_rendered_without_a_word_left_over(self):
        for page in manual.find_pages():
            with self.subTest(page):
                html = manual.render(page)
                self.assertNotIn("system-message", html)
                self.assertNotRegex(html, r":(doc|ref):")

    def test_every_link_within_the_manual_leads_somewhere(self):
        links = re.compile(rf'href="{manual.PATH}/([\w-]+)(?:#([\w-]+))?"')
        found = 0
        for page in manual.find_pages():
            for target, label in links.findall(manual.render(page)):
                with self.subTest(page=page, target=target, label=label):
                    found += 1
                    self.assertIn(target, manual.find_pages())
                    if label:
                        self.assertIn(f'id="{label}"', manual.render(target))
        self.assertGreater(found, 60)


class TestManualPages(ComplaintCommon, HttpCase):
    """The manual is read by whoever works here, and by nobody else."""

    def _get(self, login, path):
        self.authenticate(login, login)
        return self.url_open(manual.PATH + path, allow_redirects=False)

    def test_colleagues_read_it(self):
        for user in (self.handler, self.sales):
            answer = self._get(user.login, "/handlers")
            self.assertEqual(answer.status_code, 200)
            self.assertIn('id="handlers-day"', answer.text)
        self.assertEqual(self._get(self.handler.login, "").status_code, 200)

    def test_customers_and_strangers_do_not(self):
        self.assertEqual(self._get(self.portal.login, "/handlers").status_code, 404)
        self.authenticate(None, None)
        answer = self.url_open(f"{manual.PATH}/handlers", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)

    def test_nothing_but_pages_and_pictures_is_sent(self):
        for path in (
            *("/conf.py", "/nowhere", "/..%2FREADME", "/_static/nowhere.png"),
            *("/_static/..%2fconf.py", "/_static/conf.py"),
        ):
            with self.subTest(path):
                answer = self._get(self.handler.login, path)
                self.assertEqual(answer.status_code, 404)
