"""The test suite, in as many processes as make it quick, each with its own database."""

import os
import shlex
import signal
import socket
import subprocess
import sys

import checks
import database
from console import DEV, ROOT, Problem, die_with_parent, say

#: Files with a browser take about so many times as long as others of their length.
BROWSER = 6


def jobs():
    """Return the number of processes: one a core, three at most; JOBS says another."""
    text = os.environ.get("JOBS", str(min(os.cpu_count() or 1, 3)))
    if text.isdigit() and 0 < int(text) < 17:
        return int(text)
    raise Problem(f"JOBS={text} is no number of processes: take one from 1 to 16.")


def run():
    """Run the whole suite, or with ARGS what these say, in one process."""
    arguments = shlex.split(os.environ.get("ARGS", ""))
    # TEST_DB always: an exported DB=… must not cost the database of make run.
    database.ensure(checks.TEST_DB, demo=False, renew=True)
    count = 1 if arguments else jobs()
    if count == 1:
        say("== Tests")
        return wait([start(checks.TEST_DB, arguments)])[0]
    return together(count)


def together(count):
    """Run the parts at the same time; what the later ones say comes at the end."""
    names = [checks.TEST_DB, *(f"{checks.TEST_DB}_{n}" for n in range(2, count + 1))]
    for name in names[1:]:
        database.copy(checks.TEST_DB, name)
    say(f"== Tests, part 1 of {count} (the others follow below)")
    processes, logs = [], []
    try:
        for name, files in zip(names, shares(count), strict=True):
            log = None if not logs else (DEV / "log" / f"{name}.log").open("w")
            logs.append(log)
            processes.append(start(name, files, stdout=log, stderr=log))
        statuses = wait(processes)
    finally:
        for log in filter(None, logs):
            log.close()
    for number, log in enumerate(logs[1:], start=2):
        say(f"== Tests, part {number} of {count}")
        with open(log.name) as text:
            sys.stdout.write(text.read())
    sys.stdout.flush()
    return max(statuses)


def shares(count):
    """Return the files of the suite in ``count`` parts that take about as long."""
    parts = [[0, []] for _number in range(count)]
    for weight, file in sorted(map(weigh, (ROOT / "tests").glob("test_*.py")))[::-1]:
        lightest = min(parts, key=lambda part: part[0])
        lightest[0] += weight
        lightest[1].append(file)
    return [sorted(files) for _weight, files in parts]


def weigh(path):
    text = path.read_text()
    browser = BROWSER if "browser" in text else 1
    return len(text) * browser, str(path.relative_to(ROOT))


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


def wait(processes):
    """Return their statuses; a Ctrl-C reaches each of them."""
    while True:
        try:
            return [process.wait() for process in processes]
        except KeyboardInterrupt:
            for process in processes:
                if process.poll() is None:
                    process.send_signal(signal.SIGINT)
