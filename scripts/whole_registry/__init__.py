"""Other addons' own tests, all of them run once every addon is loaded.

Odoo runs the tests tagged ``at_install`` right after their module: an addon that is
loaded later is not there yet, and they show nothing of it. Loaded server-wide (see
scripts/suites.sh) this runs both kinds at the end instead. No browser: tours say little
about an addon that adds no screen to them.

``SUITE_RESULTS`` names the file that gets a line ``RUN|id``, ``FAIL|id|error`` or
``SKIP|id|reason`` for each test, as it happens. ``SUITE_FILES`` names test files
(``test_mail_composer``), comma separated; without it all are run.
"""

import os
import unittest

from odoo import tools
from odoo.tests import common, loader, result
from odoo.tests.tag_selector import TagsSelector

RESULTS = os.environ["SUITE_RESULTS"]
FILES = set(filter(None, os.environ.get("SUITE_FILES", "").split(",")))


def make_suite(module_names, position="at_install"):
    """Return no test while modules are loaded, and in the end those of both kinds."""
    if position == "at_install":
        return loader.OdooSuite([])
    asked = TagsSelector(tools.config["test_tags"])
    positions = [TagsSelector("at_install"), TagsSelector("post_install")]
    tests = [
        test
        for module_name in module_names
        for module in loader.get_test_modules(module_name)
        if not FILES or module.__name__.rpartition(".")[2] in FILES
        for test in loader.get_module_test_cases(module)
        if asked.check(test) and any(tag.check(test) for tag in positions)
    ]
    tests.sort(key=lambda test: getattr(test, "test_sequence", 0))
    return loader.OdooSuite(tests)


def skip_browser(self, *args, **kwargs):
    raise unittest.SkipTest("no browser here")


class Result(result.OdooTestResult):
    """The result of Odoo's runner, written down line by line."""

    def _write(self, kind, test, text=""):
        line = (str(text).splitlines() or [""])[0]
        with open(RESULTS, "a") as file:
            file.write(f"{kind}|{test.id()}|{line[:300]}\n")

    def startTest(self, test):
        self._write("RUN", test)
        return super().startTest(test)

    def addSkip(self, test, reason):
        self._write("SKIP", test, reason)
        return super().addSkip(test, reason)

    def addError(self, test, err):
        self._write("FAIL", test, err[1])
        return super().addError(test, err)

    def addFailure(self, test, err):
        self._write("FAIL", test, err[1])
        return super().addFailure(test, err)


loader.make_suite = make_suite
loader.OdooTestResult = Result
loader.OdooSuite.has_http_case = lambda self: False  # No bundle is looked at.
common.HttpCase.browser_js = skip_browser
common.HttpCase.start_tour = skip_browser
