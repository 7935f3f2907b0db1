"""Folders that are whole or not there, and locks between runs of this tooling."""

import fcntl
import hashlib
import json
import shutil
from contextlib import contextmanager

from console import DEV, say


def digest(*inputs):
    return hashlib.sha256(json.dumps(inputs, default=str).encode()).hexdigest()


def remove(path):
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def write_whole(path, text):
    """Write a small file so that nobody ever sees half of it."""
    new = path.with_name(path.name + ".new")
    new.write_text(text)
    new.replace(path)


def step(name, inputs, make):
    """Make the folder ``.dev/<name>``, unless a whole one of these inputs is there.

    The stamp goes first and comes last: what an interruption leaves has none, and
    a changed input (a pin, the Python) makes this folder new, and only this one.
    """
    folder, stamp = DEV / name, DEV / f"{name}.stamp"
    wanted = digest(*inputs)
    if folder.is_dir() and stamp.exists() and stamp.read_text() == wanted:
        return folder
    remove(stamp)
    remove(folder)
    try:
        make(folder)
        write_whole(stamp, wanted)
    except BaseException:
        remove(folder)  # gives its disk space back
        raise
    return folder


@contextmanager
def lock(name):
    """One at a time; the kernel frees the lock of a process that was killed."""
    DEV.mkdir(exist_ok=True)
    with open(DEV / f"{name}.lock", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"Another make is at the same step ({name}): waiting for it.")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
