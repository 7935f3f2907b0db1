"""Stop a PostgreSQL by its data folder, with nothing but the standard library."""

import os
import signal
import time


def pid(data):
    """Process id of the server of this data folder, None if none runs."""
    try:
        number = int((data / "postmaster.pid").read_text().split()[0])
        os.kill(number, 0)
    except (OSError, IndexError, ValueError):
        return None
    return number


def stop(data, patience=20):
    number = pid(data)
    if number is None:
        return
    os.kill(number, signal.SIGINT)  # "fast": ends the sessions, then the server
    deadline = time.monotonic() + patience
    while pid(data) is not None and time.monotonic() < deadline:
        time.sleep(0.05)
    if pid(data) is not None:
        os.kill(number, signal.SIGQUIT)
