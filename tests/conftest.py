"""What pytest-odoo leaves to the project: installing, and no silent browser skips."""

import gc
import os
import re
import subprocess
import sys
import threading
from functools import cache
from pathlib import Path

import freezegun
import pytest
from _pytest.unittest import TestCaseFunction

from odoo.modules.registry import Registry
from odoo.sql_db import db_connect
from odoo.tests import HttpCase
from odoo.tools import config as odoo_config

from . import browser, freezing, kept, warm

ADDON = "complaint_recovery"
EXAMPLES = Path(__file__).parent / "addons"
#: Files with classes that take a quarter of a minute and more.
LONG = (
    "test_access",
    "test_canary",
    "test_group_size",
    "test_inert_browser",
    "test_mail_loops",
    "test_portal_axe",
    "test_public_methods",
    "test_routes",
    "test_tour_chain",
)
warm.install()
kept.install()
browser.install()
# Durations are told in real time, whatever date a test lives in.
freezegun.configure(extend_ignore_list=["_pytest.timing", "_pytest.runner"])
freezing.install()


def _report_failures_alone():
    """Let a subtest that passes cost nothing: there are tens of thousands of them.

    pytest writes a report on each, which workers send and print: more than a ms.
    """
    report = TestCaseFunction.addSubTest

    def addSubTest(self, test_case, test, exc_info):
        if exc_info is not None:
            report(self, test_case, test, exc_info)

    TestCaseFunction.addSubTest = addSubTest


_report_failures_alone()


def pytest_addoption(parser):
    parser.addoption(
        "--update",
        action="store_true",
        help=f"Install or upgrade {ADDON} first: pytest-odoo never does. "
        "(make test does it on its own, and only when the code has changed.)",
    )


def pytest_configure(config):
    """Give each worker of pytest-xdist the database that dev/suite.py made for it."""
    if hasattr(config, "workerinput"):
        [name] = odoo_config["db_name"]
        odoo_config["db_name"] = [f"{name}_{config.workerinput['workerid']}"]


@pytest.fixture(scope="session", autouse=True)
def load_registry():
    """Load the registry before the first test, as pytest-odoo does.

    That one makes copies for workers with createdb, which need not be installed.
    """
    threading.current_thread().testing = True
    Registry(odoo_config["db_name"][0])
    # A million objects that stay: no use in looking at them again and again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    yield
    browser.OneChrome.quit()


def pytest_sessionstart(session):
    if not session.config.getoption("--update"):
        return
    command = [sys.executable, "-m", "odoo", "-d", odoo_config["db_name"][0]]
    if file := session.config.getoption("--odoo-config"):
        command += ["-c", file]
    command += ["-i", ADDON, "-u", ADDON, "--without-demo=True"]
    status = subprocess.call([*command, "--stop-after-init", "--no-http"])
    if status:
        pytest.exit(f"{ADDON} could not be installed", returncode=status)


def pytest_ignore_collect(collection_path):
    """Leave a glue addon's tests, test_<x>_*.py, out where it is not installed.

    pytest does not ask about files named on its command line: those fail, clearly.
    """
    part = re.match(r"test_([a-z]+)_.*\.py", collection_path.name)
    return True if part and part[1] in _missing() else None


@cache
def _missing():
    """Return what names tests of the addons that are not installed."""
    root = Path(__file__).parents[1]
    addons = {path.name for path in [*root.glob(f"{ADDON}_*"), *EXAMPLES.glob("*/")]}
    return {addon.removeprefix(f"{ADDON}_") for addon in addons - _installed()}


@cache
def _installed():
    with db_connect(odoo_config["db_name"][0]).cursor() as cursor:
        cursor.execute("SELECT name FROM ir_module_module WHERE state = 'installed'")
        return {name for (name,) in cursor.fetchall()}


def pytest_collection_modifyitems(items):
    for item in items:
        if getattr(getattr(item, "cls", None), "needs_browser", False):
            item.add_marker("browser")
    # Classes that take long first: the last ones should end at about the same time.
    items.sort(key=lambda item: item.path.stem not in LONG)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item):
    """Odoo skips a browser test that finds no browser: that is a failure here."""
    report = yield
    if report.skipped and _could_not_run(item, report):
        reason = report.longrepr[2] if report.longrepr else "no reason given"
        report.outcome = "failed"
        report.longrepr = f"Browser test did not run: {reason} (BROWSER=no allows it)"
    return report


def _could_not_run(item, report):
    if os.environ.get("BROWSER", "").lower() in ("no", "0", "false"):
        return False
    if item.get_closest_marker("browser"):
        return True
    text = str(report.longrepr).lower()
    is_http = issubclass(getattr(item, "cls", None) or object, HttpCase)
    return is_http and ("chrom" in text or "websocket-client" in text)
