"""What other addons' tests do with ours that they do not do without.

Called by scripts/suites.sh with what was run and the files of results, which end in
``.without`` and ``.with``. Ends with status 1 where there is a difference that
scripts/suites_known.txt does not explain.
"""

import re
import sys
from pathlib import Path

#: Keys that a subtest has drawn stand in its name.
DRAWN = re.compile(r"'[0-9a-f-]{30,}'")
KNOWN = Path(__file__).with_name("suites_known.txt")


def read_known():
    """Return test → why it fails with ours, on purpose."""
    known, test = {}, None
    for line in KNOWN.read_text().splitlines():
        if line.startswith(" "):
            known[test] = f"{known[test]} {line.strip()}".strip()
        elif not line.startswith("#"):
            test = line
            known[test] = ""
    return known


def read(path):
    """Return the ids of tests that ran, and id → error of those that failed."""
    ran, failed = set(), {}
    for line in path.read_text().splitlines() if path.exists() else ():
        kind, test, text = line.split("|", 2)
        test = DRAWN.sub("'…'", test)
        if kind == "RUN":
            ran.add(test)
        elif kind == "FAIL":
            failed[test] = text
        elif kind == "SKIP":
            ran.discard(test)
    return ran, failed


def main(name, results):
    (ran, failed), (ran_with, failed_with) = (
        read(Path(f"{results}.{side}")) for side in ("without", "with")
    )
    known = read_known()
    more = {test: text for test, text in failed_with.items() if test not in failed}
    new = {test: text for test, text in more.items() if test not in known}
    lost = ran - ran_with
    print(
        f"== {name}: {len(ran)} tests run without, {len(ran_with)} with; "
        f"failed {len(failed)} and {len(failed_with)}; new: {len(new) + len(lost)}",
        flush=True,
    )
    for test in sorted(more.keys() - new.keys()):
        print(f"  fails on purpose: {test}\n      {known[test]}")
    for test, text in sorted(new.items()):
        print(f"  fails with ours: {test}\n      {text}")
    for test in sorted(lost):
        print(f"  not run with ours: {test}")
    if not ran:
        print("  nothing was run: see the log")
    return 1 if new or lost or not ran else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
