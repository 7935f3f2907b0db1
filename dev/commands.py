"""The commands, in our virtual environment: everything is provisioned by now."""

import os
import shlex
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile

import checks
import database
import lint as linters
import postgres
import suite
from console import DEV, ROOT, Problem, die_with_parent, say, stop


def environment(examples=True):
    """What Odoo reads from the environment: no configuration file, no user's one.

    ``examples``: with the addons that only the tests install.
    """
    package = Path(find_spec("odoo.release").origin).parent
    beside = package.parent / "addons"  # where a clone of Odoo has most addons
    ours = [ROOT, database.EXAMPLES] if examples else [ROOT]
    paths = [*ours, *([beside] if (beside / "web").is_dir() else [])]
    os.environ.update(
        ODOO_RC=os.devnull,
        ODOO_ADDONS_PATH=",".join(map(str, paths)),
        ODOO_DATA_DIR=str(DEV / "data"),
        PYTHONUNBUFFERED="1",
    )


def child(command, **options):
    """Run a command in our place: it has the terminal, its status is ours."""
    process = subprocess.Popen(command, preexec_fn=die_with_parent, **options)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            # A Ctrl-C reaches the child as well; make sure that any signal does.
            if process.poll() is None:
                process.send_signal(signal.SIGINT)


def run():
    name, port = checks.database(checks.RUN_DB), checks.port()
    environment(examples=False)
    with postgres.server():
        database.ensure(name, demo=True, renew=False)
        checks.port_is_free()
        database.serve_at(name, port)
        # A session of its own: it gets one signal, from us, and stops in peace.
        server = subprocess.Popen(
            [sys.executable, "-m", "odoo", "-d", name, f"--db-filter=^{name}$"]
            + [f"--http-port={port}", "--http-interface=127.0.0.1"]
            # An app is installed in one request, which on a slow machine takes longer
            # than Odoo lets one take before it starts itself anew.
            + ["--log-level=warn", "--limit-time-real=0"]
            + shlex.split(os.environ.get("ARGS", "")),
            start_new_session=True,
            preexec_fn=die_with_parent,
        )
        try:
            wait_until_it_answers(server, port)
            print(f"\nComplaint Recovery: http://127.0.0.1:{port}  (Ctrl-C stops it)")
            print("Log in as (the password is the login):")
            for login, who in [("admin", "Administrator"), *database.people(name)]:
                print(f"  {login:<12}{who}")
            sys.stdout.flush()
            return server.wait()
        except KeyboardInterrupt:
            say("\nStopping.")
            return 0
        finally:
            stop(server, signal.SIGINT)


def wait_until_it_answers(server, port):
    """Until the login page is there: its first rendering takes longest."""
    address = f"http://127.0.0.1:{port}/web/login"
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while server.poll() is None:
        try:
            direct.open(address, timeout=60).close()
            return
        except urllib.error.HTTPError as error:
            raise Problem(f"{address} answers {error}: see Odoo's messages.") from None
        except OSError:
            time.sleep(0.2)
    raise Problem("Odoo has ended before it answered: see its messages.")


def test():
    environment()
    with lint_beside() as lint_status, postgres.server():
        suite.prepare(checks.TEST_DB)
        return lint_status() or suite.main()


@contextmanager
def lint_beside():
    """Lint while the database is made, and yield what waits for it and tells."""
    if checks.switched_off("LINT"):
        yield lambda: 0
        return
    with TemporaryFile("w+") as said:
        command = [sys.executable, "dev", "lint"]
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=said, stderr=said, preexec_fn=die_with_parent
        )

        def status():
            process.wait()
            said.seek(0)
            sys.stdout.write(said.read())
            sys.stdout.flush()
            return process.returncode

        try:
            yield status
        finally:
            stop(process)


def bench():
    environment()
    # A database of its own, made new each time: nobody's data is touched or timed.
    with postgres.server(), database.lock(f"db-{checks.BENCH_DB}"):
        database.make(checks.BENCH_DB, (database.ADDON, "base_automation"))
        try:
            return child(
                [sys.executable, "bench", checks.BENCH_DB, *checks.benchmarks()],
                cwd=ROOT,
            )
        finally:
            database.drop(checks.BENCH_DB)


def lint():
    return linters.lint([*database.addons(), *database.examples()])


def db():
    name = checks.database()
    modules = os.environ.get("MODULES", database.ADDON).replace(",", " ").split()
    environment()
    with postgres.server(), database.lock(f"db-{name}"):
        database.make(name, modules)
    return 0


def i18n():
    environment()
    with postgres.server():
        suite.ensure(checks.GLUE_DB)
        with open(ROOT / "scripts" / "update_translations.py") as script:
            return child(
                [sys.executable, "-m", "odoo", "shell", "-d", checks.GLUE_DB]
                + ["--no-http", "--log-level=error"],
                stdin=script,
                cwd=ROOT,
            )


def shell():
    name = checks.database()
    environment()
    with postgres.server():
        if database.mark(name) is None:
            raise Problem(
                f"There is no database {name}: make it with make db DB={name}."
            )
        return child(
            [sys.executable, "-m", "odoo", "shell", "-d", name, "--no-http"]
            + ["--log-level=warn", *shlex.split(os.environ.get("ARGS", ""))]
        )


def odoo():
    arguments = shlex.split(os.environ.get("ARGS", ""))
    if os.environ.get("DB"):
        arguments += ["-d", checks.database()]
    environment()
    with postgres.server():
        return child([sys.executable, "-m", "odoo", *arguments])
