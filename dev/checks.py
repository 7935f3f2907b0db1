"""The settings, and what can be told to be wrong before anything long starts."""

import os
import re
import shlex
import socket

from console import ROOT, Problem

RUN_DB, TEST_DB, BENCH_DB = "complaint", "complaint_test", "complaint_bench"
#: The glue addons are tested here, with what they join to the core.
GLUE_DB = f"{TEST_DB}_glue"


def port():
    text = os.environ.get("PORT", "8069")
    if text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise Problem(f"PORT={text} is no port number: take one from 1 to 65535.")


def database(default=None):
    name = os.environ.get("DB") or default
    if not name:
        raise Problem("Which database? Name it with DB=name.")
    # PostgreSQL cuts names at 63 letters; some are needed for "name-making".
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,49}", name):
        raise Problem(f"DB={name} is no database name: letters, digits, _ . - only.")
    return name


def switched_off(name):
    return os.environ.get(name, "").lower() in ("no", "0", "false")


def wants_browser():
    return not switched_off("BROWSER")


def port_is_free():
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port()))
        except OSError as error:
            raise Problem(
                f"Port {port()} cannot be used ({error.strerror}): stop what listens "
                f"there, or take another: PORT={port() % 65535 + 1} make run."
            ) from None


def benchmarks():
    names = shlex.split(os.environ.get("ARGS", ""))
    known = sorted(
        path.stem.removeprefix("bench_") for path in ROOT.glob("bench/bench_*.py")
    )
    if strange := [name for name in names if name not in known]:
        raise Problem(f"ARGS={strange[0]} is no benchmark: take {', '.join(known)}.")
    return names


def before(command, *more):
    """Stop here for what would only fail after minutes."""
    if more:
        raise Problem(f'What more is to be said goes into ARGS="{" ".join(more)}".')
    if command == "bench":
        benchmarks()
    if command == "run":
        port_is_free()
    if command in ("db", "shell"):
        database()
