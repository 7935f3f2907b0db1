"""The test suite: pytest-xdist's workers, each in a copy of one database.

That database holds what nearly every test starts from (tests/common/world.py), so
that no class has to make it. It is made of the one with nothing but the addon.
"""

import os
import re
import shlex
import signal
import subprocess
import sys
from contextlib import ExitStack, contextmanager

import changed
import checks
import database
from console import DEV, ROOT, Problem, die_with_parent, run, say, stop
from files import digest, lock

#: These look at whatever is installed, so they run in the glue's database as well.
EVERYWHERE = (
    "tests/test_dialogs_named.py",
    "tests/test_i18n.py",
    "tests/test_past_the_thread.py",
    "tests/test_public_methods.py",
)
#: What the world is made of, beside the addon.
WORLD = ("tests/browser.py", "tests/common/complaint.py", "tests/common/world.py")
MAKE_WORLD = """
from odoo.addons.complaint_recovery.tests.common import world
world.make(env)
"""


def jobs():
    """Return the number of workers: one a core, four at most; JOBS says another."""
    text = os.environ.get("JOBS", str(min(os.cpu_count() or 1, 4)))
    if text.isdigit() and 0 < int(text) < 17:
        return int(text)
    raise Problem(f"JOBS={text} is no number of processes: take one from 1 to 16.")


def main():
    """Run the whole suite, or with ARGS what these say."""
    arguments = shlex.split(os.environ.get("ARGS", ""))
    if not arguments:
        return together({checks.TEST_DB: [], checks.GLUE_DB: glue_files()}, jobs())
    if "--changed" in arguments:
        return run_changed([word for word in arguments if word != "--changed"])
    name = checks.GLUE_DB if any(map(is_glue, arguments)) else checks.TEST_DB
    return together({name: arguments}, jobs() if "JOBS" in os.environ else 0)


def run_changed(arguments):
    """Run the tests that have to do with what has changed since main."""
    found = changed.tests()
    say(f"== {len(found)} files of tests name what has changed since main")
    glue = list(filter(is_glue, found))
    core = [file for file in found if file not in glue]
    parts = {checks.TEST_DB: core, checks.GLUE_DB: glue}
    parts = {name: files + arguments for name, files in parts.items() if files}
    return together(parts, jobs()) if parts else 0


def ensure(name):
    """Have the database of the core, or of all our addons with what they join."""
    # Never DB: an exported one must not cost the database of make run.
    database.ensure(checks.TEST_DB, demo=False, renew=True)
    if name == checks.GLUE_DB:
        # The examples of the tests are in it as well: they are tried where others are.
        every = [*database.modules(), *(path.name for path in database.examples())]
        database.ensure(name, demo=False, renew=True, wanted=every, on=checks.TEST_DB)


def is_glue(argument):
    """Does it name tests of a glue addon? complaint_recovery_x: tests/test_x_*.py."""
    prefix = f"{database.ADDON}_"
    names = [path.name for path in [*database.addons(), *database.examples()]]
    parts = [name.removeprefix(prefix) for name in names]
    return bool(re.search(rf"\btest_({'|'.join(parts)})_", str(argument)))


def glue_files():
    """Return the files that run where the glue addons are installed."""
    found = filter(is_glue, (ROOT / "tests").glob("test_*.py"))
    return sorted([*(f"tests/{path.name}" for path in found), *EVERYWHERE])


def prepare(name):
    """Have the database of ``name`` and the world; return what it is called."""
    ensure(name)
    made, new = f"{name}_world", f"{name}_world-making"
    parts = [(ROOT / part).read_text() for part in WORLD]
    wanted = {**database.mark(name), "world": digest(*parts)}
    with lock(f"db-{made}"):
        if database.mark(made) == wanted:
            return made
        try:
            database.copy(name, new)
            shell = [sys.executable, "-m", "odoo", "shell", "-d", new, "--no-http"]
            run(shell, f"What all tests start from, in {made}", told=MAKE_WORLD)
            database.set_mark(new, **wanted)
            database.rename(new, made)
        except BaseException:
            database.drop(new)
            raise
    return made


@contextmanager
def copies(name, workers):
    """Have a copy for each of the workers; yield the name that they start from."""
    source = prepare(name)
    names = [f"{name}_gw{n}" for n in range(workers)] or [f"{name}_run"]
    with ExitStack() as stack:
        for copy in names:
            stack.enter_context(lock(f"db-{copy}"))
            stack.callback(database.drop, copy)
            database.copy(source, copy)
        # Workers add the end of the name: see tests/conftest.py.
        yield name if workers else names[0]


def together(parts, workers=0):
    """Run pytest for {database: arguments}; the first one has the workers.

    The other is made and tested meanwhile; what it says comes at the end.
    """
    (first, arguments), *others = parts.items()
    with ExitStack() as stack:
        name = stack.enter_context(copies(first, workers))
        say(f"== Tests in {first}" + " (the others follow)" * bool(others))
        processes = [start(stack, name, arguments, workers)]
        logs = [DEV / "log" / f"{name}.log" for name, _arguments in others]
        for log, (name, arguments) in zip(logs, others, strict=True):
            out = stack.enter_context(log.open("w"))
            copy = stack.enter_context(copies(name, 0))
            processes.append(start(stack, copy, arguments, 0, out))
        statuses = wait(processes)
    for log in logs:
        say(f"== Tests in {log.stem}")
        sys.stdout.write(log.read_text())
    sys.stdout.flush()
    return max(statuses)


def start(stack, name, arguments, workers, out=None):
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", "--durations=10"]
        + [f"--odoo-database={name}", f"--numprocesses={workers}"]
        + ["--dist=loadscope", "--no-loadscope-reorder"] * bool(workers)
        + arguments,
        cwd=ROOT,
        preexec_fn=die_with_parent,
        stdout=out,
        stderr=out,
    )
    stack.callback(stop, process)  # before its database goes
    return process


def wait(processes):
    """Return their statuses; a Ctrl-C reaches all of them."""
    while True:
        try:
            return [process.wait() for process in processes]
        except KeyboardInterrupt:
            for process in processes:
                if process.poll() is None:
                    process.send_signal(signal.SIGINT)
