"""What the tooling says, how it runs long commands, and its one kind of error."""

import ctypes
import errno
import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DEV = ROOT / ".dev"
VENV = DEV / "venv"
PYTHON = VENV / "bin" / "python"
NO_DISK = (
    f"The disk of {DEV} has too little room: free about 3 GB there (or put .dev "
    "elsewhere and link it), then run the same again."
)

# GNU make puts its one-letter flags in the first word: "make -s" gives "s".
QUIET = "s" in re.match(r"\w*", os.environ.get("MAKEFLAGS", ""))[0]


class Problem(Exception):
    """What went wrong and what to do about it, in one sentence for the user."""


class CommandFailed(Problem):
    """A command that ended badly, with the end of what it said."""

    def __init__(self, doing, output, log):
        self.output = output
        reason = next(
            (line for line in reversed(output) if re.match(r"(E:|ERROR|npm)", line)),
            output[-1] if output else "no message",
        )
        super().__init__(f"{doing} failed: {reason.strip()} (all of it: {log})")


def say(text):
    """Tell on the error stream, which leaves standard output to what was asked."""
    if not QUIET:
        print(text, file=sys.stderr, flush=True)


def die_with_parent(sig=signal.SIGTERM):
    """Keep no child when this process is killed: it would work on unseen."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, sig)  # PR_SET_PDEATHSIG


class Progress:
    """One line that moves on a terminal; elsewhere a line now and then."""

    def __init__(self, doing):
        self.doing = doing
        self.start = self.told = time.monotonic()
        # What goes on beside the main thing tells its end, and no more.
        self.beside = threading.current_thread() is not threading.main_thread()
        self.live = sys.stderr.isatty() and not QUIET and not self.beside
        say(f"== {doing}")

    def show(self, text):
        now = time.monotonic()
        if self.live:
            print(f"\r\033[K   {text[:70]}", end="", file=sys.stderr, flush=True)
        elif now - self.told > 5 and not self.beside:
            self.told = now
            say(f"   {text}")

    def end(self):
        if self.live:
            print("\r\033[K", end="", file=sys.stderr)
        what = f" ({self.doing})" if self.beside else ""
        say(f"   {time.monotonic() - self.start:.0f} s{what}")


def run(command, doing, follow=None, told="", **options):
    """Run a long command. Its output goes to a log and comes back if it fails.

    ``follow`` turns a line of the output into what is shown as progress; ``told`` is
    what the command reads.
    """
    logs = DEV / "log"
    logs.mkdir(parents=True, exist_ok=True)
    log = logs / (re.sub(r"\W+", "-", doing).strip("-").lower()[:60] + ".log")
    progress = Progress(doing)
    output = []
    with log.open("w") as file:
        process = subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            preexec_fn=die_with_parent,
            **options,
        )
        try:
            with suppress(BrokenPipeError), process.stdin as stdin:
                stdin.write(told)
            for line in process.stdout:
                file.write(line)
                output.append(line)
                if follow and (text := follow(line)):
                    progress.show(text)
            status = process.wait()
        except BaseException:
            stop(process)
            raise
    progress.end()
    if status:
        if any(os.strerror(errno.ENOSPC) in line for line in output):
            raise Problem(NO_DISK)
        raise CommandFailed(doing, output, log.relative_to(ROOT))
    return output


def stop(process, sig=signal.SIGTERM, patience=15):
    """End a child of ours, gently first, and wait until it is gone."""
    if process.poll() is None:
        process.send_signal(sig)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
