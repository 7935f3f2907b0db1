"""Which Python our virtual environment is made of.

The one that called, or the system's of the same version where that is faster: how a
Python was compiled is a tenth of the suite, and what pyenv builds by itself is slow.
"""

import json
import os
import subprocess
import sys
import sysconfig
from functools import cache

SYSTEM = "/usr/bin/python3"
#: Fails where venv has no pip to begin with: Debian keeps it in a package of its own.
ABOUT = "import ensurepip, json, sys; print(json.dumps([sys.version, sys.base_prefix]))"


@cache
def choose():
    """Return (path, version, prefix) of it.

    PYTHON names another; one compiled with optimizations is kept as well.
    """
    path = os.path.realpath(getattr(sys, "_base_executable", sys.executable))
    called = path, sys.version, sys.base_prefix
    options = sysconfig.get_config_var("CONFIG_ARGS") or ""
    if "PYTHON" in os.environ or "--enable-optimizations" in options:
        return called
    return _system() or called


def _system():
    """Return the system's, if it is as good for us as the one that called."""
    try:
        told = subprocess.run(
            [SYSTEM, "-c", ABOUT], check=True, capture_output=True, text=True
        )
        version, prefix = json.loads(told.stdout)
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    same = version.split(".")[:2] == sys.version.split(".")[:2]
    return (os.path.realpath(SYSTEM), version, prefix) if same else None
