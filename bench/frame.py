"""What the benchmarks share: sizes, databases to spoil, timing in turns, the table."""

import os
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.sql_db import close_db, db_connect
from odoo.tools import SQL, config

_template = None


def start(database):
    """Let Odoo know its settings. ``database`` is cloned and stays as it is."""
    global _template
    _template = database
    config.parse_config(["--database", database, "--log-level=error"])


def size(name, default):
    """Return a size from the environment, so that a quick run is possible."""
    return int(os.environ.get(name, default))


def say(text):
    print(text, file=sys.stderr, flush=True)


@contextmanager
def clone(suffix):
    """Make a copy of the database, and drop it in the end. Yields its name."""
    name = f"{_template}_{suffix}"
    try:
        _on_server(SQL("DROP DATABASE IF EXISTS %s", SQL.identifier(name)))
        _on_server(
            SQL(
                "CREATE DATABASE %s TEMPLATE %s",
                SQL.identifier(name),
                SQL.identifier(_template),
            )
        )
        yield name
    finally:
        drop(name)


def drop(name):
    """Drop a database of ours, whether there is one or not."""
    Registry.delete(name)
    close_db(name)
    _on_server(SQL("DROP DATABASE IF EXISTS %s WITH (FORCE)", SQL.identifier(name)))


def _on_server(statement):
    close_db(_template)  # a template has no visitors
    with db_connect("postgres").cursor() as cursor:
        cursor._cnx.autocommit = True
        cursor.execute(statement)


@contextmanager
def environment(database):
    """Have a transaction like one of a worker: nothing in its cache, then committed."""
    with Registry(database).cursor() as cursor:
        # The mails that are made wait for the queue, which nobody runs here.
        context = {"lang": "en_US", "mail_notify_force_send": False}
        yield api.Environment(cursor, SUPERUSER_ID, context)


def in_turns(runs, clock=time.perf_counter, **peers):
    """Return peer → seconds (by ``clock``) of its runs, after one more to warm up.

    A peer is a function that prepares a run and returns two: what is timed, and what
    checks afterwards that it was done. Each round goes the other way round, so that
    nobody is always first.
    """
    seconds = {name: [] for name in peers}
    for number in range(runs + 1):
        order = list(peers)
        for name in reversed(order) if number % 2 else order:
            run, check = peers[name]()
            begun = clock()
            run()
            took = clock() - begun
            check()
            say(f"   {name}: {took:.2f} s" + ("" if number else " (to warm up)"))
            if number:
                seconds[name].append(took)
    return seconds


@dataclass
class Figure:
    """One line of the table: a figure, and what it may be at most or at least."""

    what: str
    detail: str
    value: float
    limit: float
    at_least: bool = False

    @property
    def kept(self):
        return self.value >= self.limit if self.at_least else self.value <= self.limit


def compare(what, seconds, over, under, limit, at_least=False):
    """Return the figure ``over`` / ``under`` of what ``in_turns`` returned."""
    detail = ", ".join(
        f"{name} {median(seconds[name]):.2f} s" for name in (over, under)
    )
    value = median(seconds[over]) / median(seconds[under])
    return Figure(what, detail, value, limit, at_least)


def show(figures):
    width = max(len(figure.what) for figure in figures)
    other = max(len(figure.detail) for figure in figures)
    for figure in figures:
        bound = f"at {'least' if figure.at_least else 'most'} {figure.limit:g}"
        kept = "kept" if figure.kept else "MISSED"
        print(
            f"{figure.what:<{width}}  {figure.detail:<{other}}  "
            f"{figure.value:7.2f}  {bound:<12}  {kept}"
        )
