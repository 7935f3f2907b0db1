"""The pass, killed between an insert and its commit: all is done once in the end.

    make db DB=crash && make -s shell DB=crash < scripts/pass_crash.py

KILLS times (20) the worker of the scheduled action gets a SIGKILL right after its N-th
INSERT of an escalation, an activity or a mail; N is drawn from the inserts of a
whole run. After two more passes everything must have fired once, with one activity for
each person told, have been mailed once, and the scheduled action must not have failed.
DUE complaints (60) are due, BATCH (3) in one transaction; SEED makes it the same draw
again. Ends with status 1 where a promise is broken.
"""

import os
import random
import re
import signal
import sys

sys.path.insert(0, "scripts")
from crash_common import run
from pass_common import faults, mails, make_due, open_complaints, prepare

DUE = int(os.environ.get("DUE", 60))
KILLS = int(os.environ.get("KILLS", 20))
BATCH = int(os.environ.get("BATCH", 3))
SEED = int(os.environ.get("SEED", random.randrange(10**6)))
INSERT = re.compile(
    r'\s*INSERT INTO "?(complaint_escalation|mail_activity|mail_mail)"?[\s(]'
)


def crash(env, tickets, people, kill_at, table):
    """Kill one pass, run two more. Returns what is wrong then."""
    mark = make_due(env, tickets)
    killed = run(env, INSERT, kill_at)["killed"] == signal.SIGKILL
    env.cr.execute(
        """SELECT count(*) FROM complaint_deadline
            WHERE state = 'running' AND next_check_at IS NOT NULL"""
    )
    (left,) = env.cr.fetchone()
    reports = [run(env, INSERT), run(env, INSERT)]
    wrong = faults(env, tickets, mark)
    wrong += [line for report in reports for line in report["problems"]]
    wrong += [] if killed else ["it was not killed"]
    print(
        f"killed at {kill_at} ({table}): {left} of {len(tickets)} were left, mails "
        f"{mails(env, people, mark)}, {len(wrong)} wrong"
    )
    return wrong


def main(env):
    draw = random.Random(SEED)
    people, team = prepare(env)
    tickets = open_complaints(env, people, team, DUE)
    cron = env.ref("complaint_recovery.ir_cron_deadlines")
    cron.code = f"model._cron_process({BATCH})"
    mark = make_due(env, tickets)
    whole = run(env, INSERT)
    inserts = whole["result"]
    wrong = faults(env, tickets, mark) + whole["problems"]
    print(f"SEED={SEED}: {len(inserts)} inserts in a whole run, {len(wrong)} wrong")
    # The mails are the last of many inserts: drawn for certain.
    points = [len(inserts)] + [draw.randint(1, len(inserts)) for _ in range(KILLS - 1)]
    for kill_at in points:
        wrong += crash(env, tickets, people, kill_at, inserts[kill_at - 1])
    print(*wrong, sep="\n")
    print("Wrong." if wrong else f"{KILLS} kills: all done, everything once.")
    return bool(wrong)


sys.exit(main(env))  # noqa: F821
