"""For tests that need a browser: tours, and whatever only JavaScript can show."""

import ctypes
import inspect
import os
import shutil
import signal
import subprocess
import sys
from functools import partial
from unittest import SkipTest
from unittest.mock import patch

import psutil

from odoo.tests import HttpCase, tagged
from odoo.tests.common import ChromeBrowser
from odoo.tests.common import _preexec as preexec
from odoo.tools.misc import file_path

# Debian's package of Odoo leaves this library out, but not out of the bundle: every
# backend page would end in a console error, which fails a tour.
MISSING_LIB = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"
#: What the pages of the tests load, which is worth keeping in their world.
BUNDLES = ("web.assets_frontend", "web.assets_frontend_lazy", "web.assets_web")
#: Of which the letters load the styles, as the layout of Odoo's reports asks for them.
PRINTED = ("web.report_assets_common", "web.report_assets_pdf")
#: A Chrome that never had windows, and where Debian's package has it. The command of
#: that name is a script there: Chrome would outlive it.
SHELL = "chromium-headless-shell"
SHELL_AT = f"/usr/lib/chromium{os.pathsep}{os.environ.get('PATH', '')}"
PR_SET_PDEATHSIG = 1


def leave_out_missing_lib(env):
    try:
        file_path(MISSING_LIB)
    except FileNotFoundError:
        assets = env["ir.asset"]
        if not assets.search_count([("path", "=", MISSING_LIB)]):
            assets.create(
                {
                    "name": "Not in Debian's package",
                    "bundle": "web.assets_backend",
                    "directive": "remove",
                    "path": MISSING_LIB,
                }
            )


def make_bundles(env):
    """Make scripts and styles of pages and letters, longer work than most tests."""
    for name in BUNDLES:
        bundle = env["ir.qweb"]._get_asset_bundle(name)
        (bundle.js(), bundle.css())
    for name in PRINTED:
        env["ir.qweb"]._get_asset_bundle(name, js=False, autoprefix=True).css()


class OneChrome(ChromeBrowser):
    """A look through the one Chrome of a process, which keeps what it fetched, no more.

    Odoo starts one a look, and half of a look is starting it, fetching scripts and
    compiling them.
    """

    running = None  # (process, port, folder of the profile)

    @property
    def executable(self):
        """Chrome without windows, where there is one: it does half the work."""
        return shutil.which(SHELL, path=SHELL_AT) or super().executable

    def _chrome_start(self, user_data_dir, **options):
        if OneChrome.running and OneChrome.running[0].poll() is not None:
            OneChrome.quit()
        if not OneChrome.running:
            process, port = super()._chrome_start(user_data_dir, **options)
            OneChrome.running = process, port, user_data_dir
        elif user_data_dir != OneChrome.running[2]:
            shutil.rmtree(user_data_dir)
        return OneChrome.running[:2]

    def _spawn_chrome(self, cmd):
        with patch("odoo.tests.common._preexec", _end_with_parent):
            return super()._spawn_chrome(cmd)

    def stop(self):
        """Forget all that the page left and close it; the next has one of its own."""
        try:
            self._leave()
        except Exception:
            self._logger.warning("Chrome is started anew", exc_info=True)
            self.quit()
        finally:
            signal.signal(signal.SIGXCPU, self.sigxcpu_handler)

    def _leave(self):
        self.screencaster.stop()
        self._websocket_request("Page.stopLoading")
        self.navigate_to("about:blank", wait_stop=True)
        origin = {"origin": self.test_case.base_url(), "storageTypes": "all"}
        self._websocket_request("Storage.clearDataForOrigin", params=origin)
        self._websocket_request("Network.clearBrowserCookies")
        page = self._websocket_request("Target.getTargetInfo")["targetInfo"]
        self._websocket_request("Target.createTarget", params={"url": "about:blank"})
        self._result.cancel()
        this = {"targetId": page["targetId"]}
        self._websocket_send("Target.closeTarget", params=this)
        self.ws.close()

    @classmethod
    def quit(cls):
        if OneChrome.running:
            process, _port, profile = OneChrome.running
            OneChrome.running = None
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
            shutil.rmtree(profile, ignore_errors=True)


def _end_with_parent():
    preexec()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def install():
    """Let Odoo's test case end all that a class has started but the one Chrome.

    And ask who called without a look into the sources of all that did.
    """
    children = psutil.Process.children

    def others(process, recursive=False):
        chrome = OneChrome.running and OneChrome.running[0].pid
        found = children(process, recursive=recursive)
        return [child for child in found if child.pid != chrome]

    psutil.Process.children = others
    inspect.stack = partial(inspect.stack, 0)


@tagged("standard", "post_install", "-at_install")
class BrowserCase(HttpCase):
    """Base of every test with a browser; ``BROWSER=no`` skips them on purpose."""

    needs_browser = True  # conftest.py marks by it: pytest -m browser

    @classmethod
    def setUpClass(cls):
        if os.environ.get("BROWSER", "").lower() in ("no", "0", "false"):
            raise SkipTest("BROWSER=no")
        super().setUpClass()
        leave_out_missing_lib(cls.env)
        cls.startClassPatcher(patch("odoo.tests.common.ChromeBrowser", OneChrome))
