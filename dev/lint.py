"""``make lint``: the tools of .pre-commit-config.yaml, from the package indexes.

pre-commit clones its hooks by git, which a closed network refuses. One tool more is our
own, house.py.
"""

import os
import re
import subprocess
import sys

import house
from console import DEV, QUIET, ROOT, VENV, Problem, say
from files import digest, write_whole

NODE_MODULES = DEV / "node" / "node_modules"
OTHERS = ("tests", "bench", "dev", "docs", ".github")
OTHERS += (".pre-commit-config.yaml", "prettier.config.cjs")


def lint(addons):
    """Find nothing at once where nothing has changed since nothing was found."""
    stamp, seen = DEV / "cache" / "lint.stamp", state()
    if seen and stamp.exists() and stamp.read_text() == seen:
        say("== lint found nothing in these very files before")
        return 0
    status = look(addons)
    if seen and not status and seen == state():
        stamp.parent.mkdir(parents=True, exist_ok=True)
        write_whole(stamp, seen)
    return status


def state():
    """Return a digest of our files and of the tools; None without git."""
    command = ["git", "ls-files", "-coz", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    except (OSError, subprocess.SubprocessError):
        return None
    names = sorted(set(listed.stdout.decode().split("\0")))
    paths = [ROOT / name for name in names] + sorted(DEV.glob("*.stamp"))
    return digest(
        *((str(path), path.read_bytes().hex()) for path in paths if path.is_file())
    )


def look(addons):
    """Run all of them, so that one failure does not hide the next."""
    check_prettier_versions()
    addons = [str(addon.relative_to(ROOT)) for addon in addons]
    prettier = [VENV / "bin" / "node", NODE_MODULES / "prettier/bin/prettier.cjs"]
    pylint = ["dev/pylint_alone.py", "-j2", "--rcfile=.pylintrc-mandatory"]
    tools = {
        "ruff check": [sys.executable, "-m", "ruff", "check", "--no-fix", "."],
        "ruff format": [sys.executable, "-m", "ruff", "format", "--check", "."],
        "pylint-odoo": [sys.executable, *pylint, *addons, "tests"],
        "prettier": [*prettier, "--check", "--ignore-unknown", *addons, *OTHERS],
    }
    env = {
        **os.environ,
        "NODE_PATH": str(NODE_MODULES),  # where prettier.config.cjs finds the plugin
        "PYLINTHOME": str(DEV / "cache" / "pylint"),
        "RUFF_CACHE_DIR": str(DEV / "cache" / "ruff"),
    }
    failed = []
    for name, command in tools.items():
        say(f"== {name}")
        result = subprocess.run(
            command, cwd=ROOT, env=env, text=True, stdout=subprocess.PIPE, stderr=2
        )
        if result.returncode:
            failed.append(name)
        if result.stdout and (result.returncode or not QUIET):
            print(result.stdout, end="", flush=True)
    say("== house")
    if found := house.problems():
        failed.append("house")
        print("\n".join(found), flush=True)
    if failed:
        print(f"make lint: {', '.join(failed)} found something.", file=sys.stderr)
    return 1 if failed else 0


def check_prettier_versions():
    """npm needs its own files; they must say what .pre-commit-config.yaml says."""
    wanted = re.findall(
        r'- "((?:@prettier/)?(?:prettier|plugin-xml))@([\d.]+)"',
        (ROOT / ".pre-commit-config.yaml").read_text(),
    )
    npm = (ROOT / "dev" / "package.json").read_text()
    for name, version in wanted:
        if f'"{name}": "{version}"' not in npm:
            raise Problem(
                f"dev/package.json has another {name} than .pre-commit-config.yaml "
                f"({version}): change it, then npm install --package-lock-only there."
            )
