"""Where ``website`` is installed, pages can lead to the public form."""

from lxml import html

from odoo.tests import HttpCase

from .common import ComplaintCommon

BLOCK = "complaint_recovery_website.s_complaint_door"


class TestSnippet(ComplaintCommon, HttpCase):
    def _block(self, lang="en_US"):
        views = self.env["ir.ui.view"].with_context(lang=lang)
        return html.fromstring(views._render_template(BLOCK))

    def test_the_editor_offers_it(self):
        self.authenticate("admin", "admin")
        offered = self.make_jsonrpc_request(
            "/web/dataset/call_kw/ir.ui.view/render_public_asset",
            {
                "model": "ir.ui.view",
                "method": "render_public_asset",
                "args": ["website.snippets"],
                "kwargs": {},
            },
        )
        offered = html.fromstring(offered)
        (block,) = offered.xpath("//section[@data-snippet='s_complaint_door']")
        self.assertTrue(block.xpath(".//a[@href='/complaint']"))

    def test_on_a_page_it_leads_everybody_to_the_form(self):
        view = self.env["ir.ui.view"].create(
            {
                "name": "Contact",
                "type": "qweb",
                "key": "website.complaint_test_page",
                "arch": f"<t name='Contact' t-name='website.complaint_test_page'>"
                f"<t t-call='website.layout'><div id='wrap' class='oe_structure'>"
                f"{html.tostring(self._block(), encoding='unicode')}</div></t></t>",
            }
        )
        self.env["website.page"].create(
            {"url": "/talk-to-us", "view_id": view.id, "is_published": True}
        )
        page = html.fromstring(self.url_open("/talk-to-us").text)
        (link,) = page.xpath("//section[contains(@class, 's_complaint_door')]//a/@href")
        form = self.url_open(link)
        self.assertEqual(form.status_code, 200)
        self.assertIn('name="form_token"', form.text)
        self.assertIn("File a complaint", form.text)

    def test_its_words_come_in_the_languages_of_customers(self):
        self.env["res.lang"]._activate_lang("de_DE")
        modules = self.env["ir.module.module"]
        modules._load_module_terms(["complaint_recovery_website"], ["de_DE"])
        told = self._block("de_DE").text_content()
        self.assertIn("Ist etwas schiefgegangen?", told)
        self.assertNotIn("Tell us", told)
