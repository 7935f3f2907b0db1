"""Databases with the addon: made whole or not at all, brought up to date when old.

A database is made under another name and renamed at the end. A comment on it tells
from what it was made, and of which code; one without our comment is the user's.
"""

import json
import os
import re
import shutil
import sys

from psycopg2 import sql

import checks
import postgres
from console import DEV, ROOT, CommandFailed, Problem, run
from files import digest, lock, remove
from postgres import connect

ADDON = "complaint_recovery"
MARK = "complaint_recovery tooling"
EXAMPLES = ROOT / "tests" / "addons"


def addons():
    """Our addons: every folder at the top with a manifest, the core first."""
    return sorted(path.parent for path in ROOT.glob("*/__manifest__.py"))


def examples():
    """Addons of the tests, which show how ours are extended: never in make run."""
    return sorted(path.parent for path in EXAMPLES.glob("*/__manifest__.py"))


def modules():
    """The names of all our addons; those beside the core bring what they join."""
    return [addon.name for addon in addons()]


def code():
    """A digest of all that an upgrade would load."""
    files = []
    for addon in [*addons(), *examples()]:
        for path in sorted(addon.rglob("*")):
            parts = path.relative_to(addon).parts
            if path.is_file() and not {"tests", "__pycache__"} & set(parts):
                files.append((str(path.relative_to(ROOT)), path.read_bytes().hex()))
    return digest(*files)


def recipe(modules, demo):
    requirements = (ROOT / "dev" / "requirements-addons.txt").read_text()
    return digest(sorted(modules), demo, requirements)


def mark(name):
    """What our comment on the database says; {} for a foreign one, None for none."""
    with connect() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
            " WHERE datname = %s",
            [name],
        )
        row = cursor.fetchone()
    if not row:
        return None
    comment = row[0] or ""
    return json.loads(comment[len(MARK) :]) if comment.startswith(MARK) else {}


def set_mark(name, **values):
    with connect() as cursor:
        cursor.execute(
            sql.SQL("COMMENT ON DATABASE {} IS {}").format(
                sql.Identifier(name), sql.Literal(MARK + json.dumps(values))
            )
        )


def make(name, modules=(ADDON,), demo=False, on=None):
    """Make the database as new; the old one goes when the new one is whole.

    ``on`` names a database that has some of the modules, to begin with.
    """
    if mark(name) == {} and not postgres.embedded and has_tables(name):
        raise Problem(
            f"There is a database {name} that was not made here: take another name "
            f"(DB=…), or drop it yourself: dropdb {name}."
        )
    new = f"{name}-making"
    drop(new)
    demo_option = "--with-demo" if demo else "--without-demo=True"
    # The year has customers who read German; the first is the language of others.
    languages = ["--load-language=en_US,de_DE"] if demo else []
    contents = ", ".join(modules) + (" and demo data" if demo else "")
    try:
        if on:
            copy(on, new)
        wanted = sorted(set(modules) - (installed(new) if on else set()))
        odoo(
            ["-d", new, "-i", ",".join(wanted), demo_option, *languages],
            f"Database {name} with {contents}",
        )
        if missing := set(modules) - installed(new):
            raise Problem(f"There is no addon {', '.join(sorted(missing))}.")
        if demo and not checks.switched_off("YEAR"):
            play_year(new)
        set_mark(new, recipe=recipe(modules, demo), code=code())
        rename(new, name)
    except BaseException:
        drop(new)
        raise


def play_year(name):
    """Give a database with demo data a year of complaints. See dev/year/."""
    script = ROOT / "dev" / "year" / "play.py"
    command = [sys.executable, "-m", "odoo", "shell", "-d", name, "--no-http"]
    run_odoo(
        [*command, "--log-level=error"],
        "A year of complaints",
        follow=lambda line: line.strip() or None,
        told=script.read_text(),
        cwd=ROOT,
    )


def installed(name):
    with connect(name) as cursor:
        cursor.execute("SELECT name FROM ir_module_module WHERE state = 'installed'")
        return {row[0] for row in cursor}


def copy(source, name):
    """Make ``name`` the same as ``source``, which nobody is using."""
    drop(name)
    with connect() as cursor:
        cursor.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(source)
            )
        )
    if filestore(source).exists():
        shutil.copytree(filestore(source), filestore(name))
    set_mark(name, **mark(source))


def rename(name, new):
    """Give the whole database ``name`` the name of the one it is to replace."""
    drop(new)
    if filestore(name).exists():
        filestore(name).rename(filestore(new))
    with connect() as cursor:
        cursor.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(name), sql.Identifier(new)
            )
        )


def ensure(name, demo, renew, wanted=(ADDON,), on=None):
    """Have a whole database of today's code; ``renew`` one made in another way."""
    with lock(f"db-{name}"):
        found = mark(name)
        if found is None or renew and found.get("recipe") != recipe(wanted, demo):
            make(name, wanted, demo, on)
        elif found and found["code"] != (now := code()):
            # Odoo upgrades those of them that are installed.
            update = ["-d", name, "-u", ",".join(modules())]
            odoo(update, f"The addon has changed: upgrading {name}")
            set_mark(name, **{**found, "code": now})


def odoo(arguments, doing):
    command = [sys.executable, "-m", "odoo", *arguments]
    output = run_odoo(
        [*command, "--stop-after-init", "--no-http"],
        doing,
        follow=loading,
        env={**os.environ, "ODOO_LOG_LEVEL": "info"},
    )
    sys.stderr.write("".join(problems(output)))


def run_odoo(command, doing, **options):
    """Run Odoo, and return what it said."""
    try:
        return run(command, doing, **options)
    except CommandFailed as error:
        # A traceback is what the one who changed the addon wants to see.
        sys.stderr.write("".join(problems(error.output)[-60:]))
        raise Problem(str(error)) from None


def loading(line):
    match = re.search(r"Loading module (\S+) \((\d+/\d+)\)", line)
    return f"{match[2]} {match[1]}" if match else None


def problems(output):
    """Odoo's log lines from WARNING up, with the lines that belong to them."""
    found, keep = [], False
    for line in output:
        if match := re.match(r"\d{4}-\d\d-\d\d \S+ \d+ (\w+) ", line):
            keep = match[1] in ("WARNING", "ERROR", "CRITICAL")
            # The embedded PostgreSQL has no contrib extensions, and Odoo needs none.
            keep = keep and "CREATE EXTENSION" not in line and "extensions" not in line
        if keep:
            found.append(line)
    return found


def has_tables(name):
    with connect(name) as cursor:
        cursor.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public' LIMIT 1")
        return bool(cursor.fetchone())


def filestore(name):
    return DEV / "data" / "filestore" / name


def drop(name):
    with connect() as cursor:
        cursor.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(
                sql.Identifier(name)
            )
        )
    remove(filestore(name))


def serve_at(name, port):
    """Let links of ``name`` lead to ``port`` here; a real address stays."""
    with connect(name) as cursor:
        cursor.execute(
            "UPDATE ir_config_parameter SET value = %s WHERE key = 'web.base.url'"
            " AND value ~ '^http://(localhost|127[.]0[.]0[.]1)(:[0-9]+)?$'",
            [f"http://localhost:{port}"],
        )


def people(name):
    """Logins and names of the addon's demo users; the password is the login."""
    with connect(name) as cursor:
        cursor.execute(
            "SELECT u.login, p.name FROM ir_model_data d"
            " JOIN res_users u ON u.id = d.res_id"
            " JOIN res_partner p ON p.id = u.partner_id"
            " WHERE d.model = 'res.users' AND d.module = %s"
            " AND d.name LIKE 'demo\\_user\\_%%' ORDER BY d.id",
            [ADDON],
        )
        return cursor.fetchall()
