"""The addon comes into a large helpdesk, is updated, goes, and comes again.

A database of TICKETS plain tickets is made by SQL. What is measured is how long the
addon holds the table of tickets for itself, against an empty database; and that nothing
of the parent's differs afterwards.
"""

import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress

import psycopg2

from odoo.modules.registry import Registry
from odoo.sql_db import close_db, db_connect
from odoo.tools import SQL

import mass
from frame import Figure, drop, environment, say, size

TICKETS = size("TICKETS", 500_000)
#: The shorter of so many installations counts: another process only makes it longer.
RUNS = size("RUNS", 2)
#: Beside each other, per ticket.
PARTNERS, MESSAGES, FOLLOWERS, FILES = 0.2, 0.6, 0.5, 0.04
NEEDED = "helpdesk_mgmt,resource,sales_team"
ADDON = "complaint_recovery"
EMPTY, LARGE = "complaint_bench_empty", "complaint_bench_large"
#: What is the parent's, and has to be the same in the end: table → which rows.
KEPT = {
    "helpdesk_ticket": "TRUE",
    "res_partner": "TRUE",
    "mail_message": "model IN ('helpdesk.ticket', 'res.partner')",
    "mail_followers": "res_model IN ('helpdesk.ticket', 'res.partner')",
    "ir_attachment": "res_model = 'helpdesk.ticket'",
    "helpdesk_ticket_team": "TRUE",
    "helpdesk_ticket_stage": "TRUE",
    "res_users": "TRUE",
}
#: Odoo writes these whenever it loads an addon.
STAMPS = {"write_date", "write_uid"}
UNINSTALL = """
env["ir.module.module"].search([("name", "=", "complaint_recovery")]) \
    .button_immediate_uninstall()
"""


def measure():
    begun = time.monotonic()
    held, problems = {}, []
    with databases():
        kept = take(LARGE)
        say(f"== {ADDON} into an empty helpdesk, and into one of {TICKETS} tickets")
        for copies in (*[True] * (RUNS - 1), False):
            for name in (EMPTY, LARGE):
                held.setdefault(name, []).append(install(name, copies))
        held = {name: min(seconds) for name, seconds in held.items()}
        problems += missing()
        timed("update", lambda: odoo(LARGE, "-u", ADDON))
        with environment(LARGE) as env:
            play(env)
        log = timed("uninstall", lambda: odoo(LARGE, script=UNINSTALL))
        errors = [line for line in log.splitlines() if " ERROR " in line]
        problems += errors
        problems += differences(kept, take(LARGE, kept))
        timed("install again", lambda: odoo(LARGE, "-i", ADDON))
        problems += differences(kept, take(LARGE, kept))
    for problem in problems:
        say(f"   {problem}")
    minutes = (time.monotonic() - begun) / 60
    detail = f"{held[LARGE]:.1f} s, {held[EMPTY]:.1f} s"
    ratio = held[LARGE] / held[EMPTY]
    return [
        Figure("tickets held at installation, times empty", detail, ratio, 1.3),
        Figure("differences after install, update, uninstall", "", len(problems), 0),
        Figure("minutes of the whole cycle", "", minutes, 15),
    ]


def install(name, in_a_copy):
    """Install the addon; return the seconds in which all tickets are held."""
    target = f"{name}_copy" if in_a_copy else name
    if in_a_copy:
        drop(target)
        copy(name, target)
    with watch(target) as seconds:
        odoo(target, "-i", ADDON)
    if in_a_copy:
        drop(target)
    say(f"   {name}: the table of tickets is held {sum(seconds):.1f} s")
    return sum(seconds)


def copy(source, target):
    close_db(source)
    with db_connect("postgres").cursor() as cr:
        cr._cnx.autocommit = True
        names = map(SQL.identifier, (target, source))
        cr.execute(SQL("CREATE DATABASE %s TEMPLATE %s", *names))


def timed(what, run):
    begun = time.monotonic()
    result = run()
    say(f"   {what}: {time.monotonic() - begun:.0f} s")
    return result


def odoo(database, *arguments, script=None):
    """Run Odoo on ``database``; return what it logs. Raises where it fails."""
    begin = ["shell"] if script else []
    end = [] if script else ["--stop-after-init"]
    command = [sys.executable, "-m", "odoo", *begin, "-d", database, *arguments]
    done = subprocess.run(
        [*command, "--no-http", "--log-level=warn", *end],
        input=script,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    # What this process knows of it is of before.
    Registry.delete(database)
    close_db(database)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stderr


@contextmanager
def databases():
    """Have the parent's database twice, one of them filled; drop them in the end."""
    try:
        for name in (EMPTY, LARGE):
            drop(name)
        say(f"== {NEEDED}")
        odoo(EMPTY, "-i", NEEDED, "--without-demo=True")
        copy(EMPTY, LARGE)
        timed(f"{TICKETS} tickets", fill)
        yield
    finally:
        for name in (EMPTY, LARGE):
            drop(name)


def fill():
    """Copy one customer and one ticket, with message, follower and file, many times."""
    with environment(LARGE) as env:
        partner, ticket, *parts = make_one(env)
        env.flush_all()
        partners = int(TICKETS * PARTNERS)
        mass.copy(
            env.cr,
            "res_partner",
            partner.id,
            SQL("generate_series(1, %s) AS n", partners),
            name=SQL("'Customer ' || n"),
            complete_name=SQL("'Customer ' || n"),
            email=SQL("'customer' || n || '@bench.example'"),
            commercial_partner_id=SQL("%s + n", partner.id),
        )
        theirs = SQL("%s + 1 + n %% %s", partner.id, partners)
        mass.copy(
            env.cr,
            "helpdesk_ticket",
            ticket.id,
            SQL("generate_series(1, %s) AS n", TICKETS),
            number=SQL("'LARGE' || n"),
            partner_id=theirs,
            commercial_partner_id=theirs,
        )
        for part, share in zip(parts, (MESSAGES, FOLLOWERS, FILES), strict=True):
            rows = SQL("generate_series(1, %s) AS n", int(TICKETS * share))
            own = SQL("%s + n", ticket.id)
            mass.copy(env.cr, part._table, part.id, rows, res_id=own)
        env.cr.commit()
        env.cr.execute("ANALYZE")


def make_one(env):
    """Return a customer, a ticket, and of that a message, a follower and a file."""
    partner = env["res.partner"].create({"name": "C", "email": "c@bench.example"})
    team = env["helpdesk.ticket.team"].create({"name": "Helpdesk"})
    ticket = env["helpdesk.ticket"].create(
        {
            "name": "Kettle leaks",
            "description": "<p>It leaks at the base.</p>" * 5,
            "partner_id": partner.id,
            "team_id": team.id,
        }
    )
    of_it = {"res_model": ticket._name, "res_id": ticket.id}
    file = env["ir.attachment"].create({"name": "f.txt", "raw": b"f", **of_it})
    follower = ticket.message_follower_ids[:1] or env["mail.followers"].create(
        {"partner_id": partner.id, **of_it}
    )
    return partner, ticket, ticket.message_ids[:1], follower, file


@contextmanager
def watch(database):
    """Add up in a list the seconds in which somebody has all tickets to themselves."""
    seconds, stop = [], threading.Event()

    def look():
        # Odoo is through, and so are its connections.
        with suppress(psycopg2.Error), db_connect(database).cursor() as cr:
            cr._cnx.autocommit = True
            last = time.monotonic()
            while not stop.wait(0.02):
                cr.execute(
                    """SELECT 1 FROM pg_locks
                        WHERE relation = 'helpdesk_ticket'::regclass AND granted
                          AND database = (SELECT oid FROM pg_database
                                           WHERE datname = current_database())
                          AND mode = 'AccessExclusiveLock'"""
                )
                now = time.monotonic()
                if cr.rowcount:
                    seconds.append(now - last)
                last = now

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield seconds
    finally:
        stop.set()
        thread.join()
        close_db(database)


def take(database, like=None):
    """Return table → (columns, last id, number and sum of its rows), of the parent's.

    ``like`` says which columns and up to which id, from before.
    """
    found = {}
    with db_connect(database).cursor() as cr:
        for table, where in KEPT.items():
            columns, last = (like or {}).get(table, (None, None))[:2]
            columns = columns or columns_of(cr, table)
            numbered = "id" in columns
            if last is None and numbered:
                cr.execute(SQL("SELECT MAX(id) FROM %s", SQL.identifier(table)))
                [last] = cr.fetchone()
            cr.execute(
                SQL(
                    """SELECT COUNT(*),
                              SUM(hashtextextended(ROW(%s)::text, 0)::numeric)
                         FROM %s WHERE %s AND %s""",
                    SQL(", ").join(map(SQL.identifier, columns)),
                    SQL.identifier(table),
                    SQL(where),
                    SQL("id <= %s", last) if numbered else SQL("TRUE"),
                )
            )
            found[table] = (columns, last, cr.fetchone())
    close_db(database)
    return found


def columns_of(cr, table):
    cr.execute(
        """SELECT column_name FROM information_schema.columns
            WHERE table_schema = 'public' AND table_name = %s ORDER BY 1""",
        [table],
    )
    return [name for (name,) in cr.fetchall() if name not in STAMPS]


def differences(before, after):
    """Yield which tables of the parent's are not what they were."""
    for table, (_columns, _last, rows) in before.items():
        if after[table][2] != rows:
            yield f"{table}: {rows} before, {after[table][2]} now"


def missing():
    """Yield what was to be built or looked at after the commit, and is not."""
    with environment(LARGE) as env:
        names = [
            declared.full_name(env[model])
            for model in ("helpdesk.ticket", "res.partner")
            for declared in env.registry[model]._table_objects.values()
            if type(declared).__name__.startswith("Late")
        ]
        env.cr.execute(
            """SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
                WHERE indisvalid
               UNION SELECT conname FROM pg_constraint WHERE convalidated"""
        )
        there = {name for (name,) in env.cr.fetchall()}
        yield from (f"{name} is not there" for name in names if name not in there)
        env.cr.execute("SELECT conname FROM pg_constraint WHERE NOT convalidated")
        yield from (f"{name} was not looked at" for (name,) in env.cr.fetchall())
    if len(names) < 5:
        yield f"{len(names)} late indexes were looked at"


def play(env):
    """Make some complaints, secret ones among them, with a part of most kinds."""
    handlers, teams, customers = mass.make_people(env)
    vals = mass.prepare_tickets(teams[0], handlers[0], customers[:50])
    tickets = env["helpdesk.ticket"].create(vals)
    tickets[0].complaint_about_user_id = handlers[1]
    tickets[1].complaint_confidential = True
    for ticket in tickets[:10]:
        ticket._complaint_record_exchange(channel="phone", purpose="first_contact")
        ticket._complaint_escalate("Look")
        env["complaint.remedy"].create(
            {
                "ticket_id": ticket.id,
                "type_id": env["complaint.remedy.type"].search([], limit=1).id,
                "amount": 10,
            }
        )
