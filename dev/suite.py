"""The test suite, in as many processes as make it quick, each with its own database."""

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from pathlib import Path

import checks
import database
from console import DEV, ROOT, Problem, die_with_parent, say

#: Files with a browser take about so many times as long as others of their length.
BROWSER = 6
#: And these, by what was measured: they try every model, role, route or page.
SLOW = {
    "test_access": 17,
    "test_canary": 17,
    "test_group_size": 8,
    "test_inert_browser": 20,
    "test_portal_axe": 15,
    "test_routes": 9,
}
#: These look at whatever is installed, so they run in the glue's database as well.
EVERYWHERE = ("tests/test_i18n.py", "tests/test_public_methods.py")
#: pytest's status when it was stopped from outside.
INTERRUPTED = 2
EVERY = slice(None)


def jobs():
    """Return the number of processes: one a core, three at most; JOBS says another."""
    text = os.environ.get("JOBS", str(min(os.cpu_count() or 1, 3)))
    if text.isdigit() and 0 < int(text) < 17:
        return int(text)
    raise Problem(f"JOBS={text} is no number of processes: take one from 1 to 16.")


def run():
    """Run the whole suite, or with ARGS what these say, in one process."""
    arguments = shlex.split(os.environ.get("ARGS", ""))
    if any(is_glue(argument) for argument in arguments):
        ensure_glue()
        say("== Tests, with the glue addons installed")
        return wait([start(checks.GLUE_DB, arguments)])[0]
    # TEST_DB always: an exported DB=… must not cost the database of make run.
    database.ensure(checks.TEST_DB, demo=False, renew=True)
    if arguments:
        say("== Tests")
        return wait([start(checks.TEST_DB, arguments)])[0]
    ensure_glue()
    return together(jobs())


def ensure_glue():
    """Have the database with all our addons, and so with what the glue joins.

    The examples of the tests are in it as well: they are tried where others are.
    """
    every = [*database.modules(), *(path.name for path in database.examples())]
    database.ensure(checks.GLUE_DB, demo=False, renew=True, wanted=every)


def is_glue(argument):
    """Does it name tests of a glue addon? complaint_recovery_x: tests/test_x_*.py."""
    prefix = f"{database.ADDON}_"
    names = [path.name for path in [*database.addons(), *database.examples()]]
    parts = [name.removeprefix(prefix) for name in names]
    return bool(re.search(rf"\btest_({'|'.join(parts)})_", str(argument)))


def together(count):
    """Run the parts at the same time; what the later ones say comes at the end."""
    names = [checks.TEST_DB, *(f"{checks.TEST_DB}_{n}" for n in range(2, count + 1))]
    for name in names[1:]:
        database.copy(checks.TEST_DB, name)
    say(f"== Tests, part 1 of {count} (the others, and the glue's, follow below)")
    processes, logs = [], []

    def begin(name, files):
        log = (DEV / "log" / f"{name}.log").open("w") if processes else None
        logs.append(log)
        processes.append(start(name, files, stdout=log, stderr=log))

    try:
        for name, files in zip(names, shares(count), strict=True):
            begin(name, files)
        # The glue has few tests: they follow the last part, which is shorter by them.
        if wait(processes, slice(-1, None)) != [INTERRUPTED]:
            begin(checks.GLUE_DB, glue_files())
        statuses = wait(processes)
    finally:
        for log in filter(None, logs):
            log.close()
    for log in filter(None, logs):
        say(f"== Tests in {Path(log.name).stem}")
        with open(log.name) as text:
            sys.stdout.write(text.read())
    sys.stdout.flush()
    return max(statuses)


def glue_files():
    """Return the files that run where the glue addons are installed."""
    found = filter(is_glue, (ROOT / "tests").glob("test_*.py"))
    return sorted([*(f"tests/{path.name}" for path in found), *EVERYWHERE])


def shares(count):
    """Return the core's files in ``count`` parts that take about as long.

    The last part leaves room for the glue's tests.
    """
    parts = [[0, []] for _number in range(count)]
    parts[-1][0] = sum(weigh(ROOT / file)[0] for file in glue_files())
    files = [path for path in (ROOT / "tests").glob("test_*.py") if not is_glue(path)]
    for weight, file in sorted(map(weigh, files))[::-1]:
        lightest = min(parts, key=lambda part: part[0])
        lightest[0] += weight
        lightest[1].append(file)
    return [sorted(files) for _weight, files in parts]


def weigh(path):
    text = path.read_text()
    factor = SLOW.get(path.stem) or (BROWSER if "browser" in text else 1)
    return len(text) * factor, str(path.relative_to(ROOT))


def start(name, arguments, **options):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return subprocess.Popen(
        [sys.executable, "-m", "pytest", "--durations=10"]
        + [f"--odoo-database={name}", *arguments],
        cwd=ROOT,
        env={**os.environ, "ODOO_HTTP_PORT": str(port)},
        preexec_fn=die_with_parent,
        **options,
    )


def wait(processes, which=EVERY):
    """Return the statuses of some of them; a Ctrl-C reaches all."""
    while True:
        try:
            return [process.wait() for process in processes[which]]
        except KeyboardInterrupt:
            for process in processes:
                if process.poll() is None:
                    process.send_signal(signal.SIGINT)
