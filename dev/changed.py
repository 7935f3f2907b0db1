"""``make test ARGS=--changed``: the tests that name what has changed since main.

A quick look while working, no proof: what nobody names is not looked at.
"""

import re
import subprocess

from console import ROOT, Problem

TESTS = ROOT / "tests"
#: What a file of the addon defines and a test would name.
DEFINED = {
    ".py": r'^    _name = "([\w.]+)"|^    (\w+) = fields\.|^    def (\w{6,})\(',
    ".xml": r' id="([\w.]+)"',
    ".csv": r"^(\w{6,}),",
}
#: Every model has these.
EVERYWHERE = {"create", "write", "unlink", "default_get", "copy_data", "display_name"}


def git(*arguments):
    command = ["git", "-C", str(ROOT), *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise Problem(f"git does not tell what has changed: {done.stderr.strip()}")
    return done.stdout


def files():
    """Return what differs from where the branch left main, new files included."""
    base = git("merge-base", "main", "HEAD").strip()
    names = git("diff", "--name-only", base).split("\n")
    names += git("ls-files", "--others", "--exclude-standard").split("\n")
    return sorted({ROOT / name for name in names if name and (ROOT / name).is_file()})


def words(path):
    """Return what tests would say who have to do with this file."""
    if path.parent == TESTS / "common":
        everybody = path.stem in ("__init__", "complaint", "world")
        return {"common" if everybody else f"common.{path.stem}"}
    if TESTS in path.parents or path.suffix not in DEFINED:
        return set()
    found = re.finditer(DEFINED[path.suffix], path.read_text(), re.M)
    return {word for match in found for word in match.groups() if word} - EVERYWHERE


def tests():
    """Return the files of tests that have changed, or name what has."""
    changed = files()
    found = {path for path in changed if path.match("tests/test_*.py")}
    if said := set().union(*map(words, changed)):
        named = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, said))})(?!\w)")
        every = TESTS.glob("test_*.py")
        found |= {path for path in every if named.search(path.read_text())}
    return sorted(str(path.relative_to(ROOT)) for path in found)
