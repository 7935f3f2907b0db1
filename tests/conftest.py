"""What pytest-odoo leaves to the project: installing, and no silent browser skips."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import freezegun
import pytest

from odoo.sql_db import db_connect
from odoo.tests import HttpCase
from odoo.tools import config as odoo_config

from . import warm

ADDON = "complaint_recovery"
warm.install()
# Durations are told in real time, whatever date a test lives in.
freezegun.configure(extend_ignore_list=["_pytest.timing", "_pytest.runner"])


def pytest_addoption(parser):
    parser.addoption(
        "--update",
        action="store_true",
        help=f"Install or upgrade {ADDON} first: pytest-odoo never does. "
        "(make test does it on its own, and only when the code has changed.)",
    )


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
    root = Path(__file__).parents[1]
    for addon in [*root.glob(f"{ADDON}_*"), *root.glob(f"tests/addons/{ADDON}_*")]:
        part = addon.name.removeprefix(f"{ADDON}_")
        if collection_path.match(f"test_{part}_*.py"):
            return True if addon.name not in _installed() else None
    return None


@cache
def _installed():
    with db_connect(odoo_config["db_name"][0]).cursor() as cursor:
        cursor.execute("SELECT name FROM ir_module_module WHERE state = 'installed'")
        return {name for (name,) in cursor.fetchall()}


def pytest_collection_modifyitems(items):
    for item in items:
        if getattr(getattr(item, "cls", None), "needs_browser", False):
            item.add_marker("browser")


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
