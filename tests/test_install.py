from odoo.tests import tagged

from odoo.addons.base.tests.common import BaseCommon

from .browser import BrowserCase


@tagged("post_install", "-at_install")
class TestInstall(BaseCommon):
    def test_addon_is_installed(self):
        addon = self.env.ref("base.module_complaint_recovery")
        self.assertEqual(addon.state, "installed")


class TestBackend(BrowserCase):
    def test_web_client_opens(self):
        self.browser_js(
            "/odoo",
            "console.log('test successful')",
            "!!document.querySelector('.o_main_navbar')",
            login="admin",
        )
