"""Guards taken out one by one: do the tests notice?

    python3 scripts/mutations.py [NAME ...]

Each mutation is a line of the code, what stands there instead, and the tests that are
to fail by it. The tree must be clean where it changes; it is put back in the end, also
when this is interrupted. Ends in failure where a mutation is not noticed, or does not
apply any more. About two minutes each; it needs what ``make test`` needs.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
CODE = ROOT / "complaint_recovery"
#: What pytest says where tests ran, and some of them failed.
FAILED = "failed"


@dataclass(frozen=True)
class Mutation:
    """One guard, by its file, and what it is without."""

    name: str
    file: str
    guard: str
    without: str
    tests: str
    chosen: str = ""


MUTATIONS = (
    Mutation(
        "the system acts with the caller's defaults",
        "tools/as_system.py",
        "clean = clean_context(records.env.context)",
        "clean = dict(records.env.context)",
        "tests/test_defaults_from_outside.py",
    ),
    Mutation(
        "a name of signs only has no first word",
        "tools/names.py",
        "        if not words:\n            return None\n        if len(words) == 1:",
        "        if len(words) == 1:",
        "tests/test_standing_up.py",
        "name_of_signs",
    ),
    Mutation(
        "an expression divides blanks in many ways",
        "tools/names.py",
        'r"(?<![ ,])[ ,]+(ag|b',
        'r"\\s*,?\\s*(ag|b',
        "tests/test_foreign_text.py",
        "no_expression",
    ),
    Mutation(
        "templates render for anybody",
        "models/guard/mail_render_mixin.py",
        "        if self.env.su or not model or not model.startswith(OURS):",
        "        if True:",
        "tests/test_read_with_more_rights.py",
        "Rendering",
    ),
    Mutation(
        "customers read an internal field",
        "models/ticket/intake.py",
        '        string="Cause",\n'
        "        domain=\"[('company_id', 'in', (False, company_id))]\",\n"
        "        groups=INTERNAL,\n",
        '        string="Cause",\n',
        "tests/test_rpc.py",
    ),
    Mutation(
        "a copy of a letter is a letter as sent",
        "models/guard/ir_attachment.py",
        'string="Letter as sent", groups=INTERNAL, copy=False',
        'string="Letter as sent", groups=INTERNAL',
        "tests/test_foreign_models.py",
        "copy_of_a_letter",
    ),
    Mutation(
        "superuser code of others writes what is guarded",
        "tools/own_hand.py",
        "env.su and env.context.get(KEY) is OWN_HAND",
        "env.su",
        "tests/test_own_hand.py",
    ),
    Mutation(
        "the chatter of the page has no limit",
        "models/portal/limits.py",
        "        if outside and self._complaint_posted_outside():\n"
        "            self._portal_ensure_not_enough()\n",
        "",
        "tests/test_limits.py",
    ),
    Mutation(
        "messages on complaints are edited",
        "models/guard/mail_message.py",
        "            self._complaint_ensure_unsaid()\n            if self.env",
        "            if self.env",
        "tests/test_evidence.py",
    ),
    Mutation(
        "a manager of one company shapes what all share",
        "models/setup/configuration.py",
        "        if self.env.su or self._may_share():\n            return\n",
        "        return\n",
        "tests/test_decide_with_more_rights.py",
        "Shared",
    ),
)


def main(names):
    chosen = [m for m in MUTATIONS if not names or m.name in names]
    if not chosen:
        sys.exit("Known: " + "; ".join(m.name for m in MUTATIONS))
    missed = [mutation.name for mutation in chosen if not is_noticed(mutation)]
    for name in missed:
        print(f"NOT NOTICED: {name}")
    print(f"{len(chosen) - len(missed)} of {len(chosen)} mutations are noticed.")
    return 1 if missed else 0


def is_noticed(mutation):
    """Return whether the tests fail without the guard. The file is put back."""
    path = CODE / mutation.file
    before = path.read_text()
    if before.count(mutation.guard) != 1:
        print(f"{mutation.name}: {mutation.file} has no such line any more.")
        return False
    try:
        path.write_text(before.replace(mutation.guard, mutation.without))
        return fails(mutation)
    finally:
        path.write_text(before)


def fails(mutation):
    """Run the tests that are to fail, and return whether they did."""
    arguments = f"{mutation.tests} -q -x"
    if mutation.chosen:
        arguments += f" -k {mutation.chosen}"
    done = subprocess.run(
        [sys.executable, "dev", "test"],
        cwd=ROOT,
        env={**os.environ, "ARGS": arguments, "LINT": "no", "BROWSER": "no"},
        capture_output=True,
        text=True,
    )
    # That nothing could be collected is no failure of a test.
    noticed = done.returncode != 0 and f" {FAILED}" in done.stdout
    print(f"{'noticed' if noticed else 'missed'}: {mutation.name}", flush=True)
    return noticed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
