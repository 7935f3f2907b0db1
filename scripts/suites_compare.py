"""What other addons' tests do with ours that they do not do without.

Called by scripts/suites.sh with what was run and the files of results, which end in
``.without`` and ``.with``. Ends with status 1 where there is a difference.
"""

import sys
from pathlib import Path


def read(path):
    """Return the ids of tests that ran, and id → error of those that failed."""
    ran, failed = set(), {}
    for line in path.read_text().splitlines() if path.exists() else ():
        kind, test, text = line.split("|", 2)
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
    new = {test: text for test, text in failed_with.items() if test not in failed}
    lost = ran - ran_with
    print(
        f"== {name}: {len(ran)} tests run without, {len(ran_with)} with; "
        f"failed {len(failed)} and {len(failed_with)}; new: {len(new) + len(lost)}",
        flush=True,
    )
    for test, text in sorted(new.items()):
        print(f"  fails with ours: {test}\n      {text}")
    for test in sorted(lost):
        print(f"  not run with ours: {test}")
    if not ran:
        print("  nothing was run: see the log")
    return 1 if new or lost or not ran else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
