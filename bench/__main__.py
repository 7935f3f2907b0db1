"""``make bench``: each ``bench_*.py`` here measures what the addon promises.

Ratios of medians, both sides on the same machine in the same run: seconds alone say
more about the machine. A missed limit ends it with status 1. The sizes are told in
docs/develop.rst.
"""

import sys
from importlib import import_module
from pathlib import Path

import frame


def main(database, *names):
    """Run the benchmarks of ``names`` (all) in clones of ``database``."""
    frame.start(database)
    names = names or sorted(
        path.stem.removeprefix("bench_")
        for path in Path(__file__).parent.glob("bench_*.py")
    )
    figures = []
    for name in names:
        figures += import_module(f"bench_{name}").measure()
    frame.show(figures)
    return 0 if all(figure.kept for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
