"""``make clean``: stop the embedded PostgreSQL and remove .dev altogether."""

import fcntl
from contextlib import suppress

import postmaster
from console import DEV, Problem
from files import lock, remove


def clean():
    if not DEV.exists():
        return 0
    with (
        lock("provision"),
        lock("pg-change"),
        open(DEV / "pg-users.lock", "w") as users,
    ):
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Problem(
                "Another make (run, test, shell) is at work here: stop it first."
            ) from None
        for data in (DEV / "pg", DEV / "pg.making"):
            postmaster.stop(data)
        for path in DEV.iterdir():
            remove(path)
    with suppress(OSError):  # .dev may be a mount or a link of the user's
        DEV.rmdir()
    return 0
