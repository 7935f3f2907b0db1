"""For tests that need a browser: tours, and whatever only JavaScript can show."""

import os
from unittest import SkipTest

from odoo.tests import HttpCase, tagged
from odoo.tools.misc import file_path

# Debian's package of Odoo leaves this library out, but not out of the bundle: every
# backend page would end in a console error, which fails a tour.
MISSING_LIB = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"


@tagged("standard", "post_install", "-at_install")
class BrowserCase(HttpCase):
    """Base of every test with a browser; ``BROWSER=no`` skips them on purpose."""

    needs_browser = True  # conftest.py marks by it: pytest -m browser

    @classmethod
    def setUpClass(cls):
        if os.environ.get("BROWSER", "").lower() in ("no", "0", "false"):
            raise SkipTest("BROWSER=no")
        super().setUpClass()
        try:
            file_path(MISSING_LIB)
        except FileNotFoundError:
            cls.env["ir.asset"].create(
                {
                    "name": "Not in Debian's package",
                    "bundle": "web.assets_backend",
                    "directive": "remove",
                    "path": MISSING_LIB,
                }
            )
