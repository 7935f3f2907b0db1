"""``python3 dev <command>``: what the Makefile calls. See docs/develop.rst."""

import signal

signal.signal(signal.SIGINT, signal.SIG_DFL)  # until main(): no traceback from imports

import errno  # noqa: E402
import os  # noqa: E402
import sys  # noqa: E402

if not (3, 10) <= sys.version_info[:2] <= (3, 13):
    sys.exit(
        "This needs Python 3.10 to 3.13, and python3 is %d.%d here: name another, "
        "e.g. make run PYTHON=python3.13" % sys.version_info[:2]
    )

from console import NO_DISK, PYTHON, VENV, Problem  # noqa: E402

# What each command needs; its function is in commands.py (clean: in clean.py).
NEEDS = {
    "run": ("venv", "odoo", "pg"),
    "test": ("venv", "odoo", "node", "pg", "browser"),
    "bench": ("venv", "odoo", "pg"),
    "db": ("venv", "odoo", "pg"),
    "shell": ("venv", "odoo", "pg"),
    "odoo": ("venv", "odoo", "pg"),
    "lint": ("venv", "node"),
    "i18n": ("venv", "odoo", "pg"),
    "clean": (),
}


def main(command, *more):
    if command == "clean":
        import clean

        return clean.clean()
    if os.path.realpath(sys.prefix) != os.path.realpath(VENV):
        import checks
        import provision

        checks.before(command, *more)
        parts = NEEDS[command]
        if not checks.wants_browser():
            parts = [part for part in parts if part != "browser"]
        provision.provision(parts)
        os.execv(PYTHON, [str(PYTHON), *sys.argv])
    import commands

    return getattr(commands, command)()


def interrupt(*_args):
    raise KeyboardInterrupt


if __name__ == "__main__":
    try:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, interrupt)
        status = main(*sys.argv[1:])
    except KeyboardInterrupt:
        status = 130
    except Problem as problem:
        print(f"make {sys.argv[1]}: {problem}", file=sys.stderr)
        status = 1
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        print(f"make {sys.argv[1]}: {NO_DISK}", file=sys.stderr)
        status = 1
    sys.exit(status)
