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
from pass_common import Worker, faults, mails, make_due, open_complaints, prepare

from odoo.sql_db import Cursor

from odoo.addons.base.models.ir_cron import IrCron

DUE = int(os.environ.get("DUE", 60))
KILLS = int(os.environ.get("KILLS", 20))
BATCH = int(os.environ.get("BATCH", 3))
SEED = int(os.environ.get("SEED", random.randrange(10**6)))
INSERT = re.compile(
    r'\s*INSERT INTO "?(complaint_escalation|mail_activity|mail_mail)"?[\s(]'
)


def scheduled(env, kill_at=0):
    """Run the scheduled action as the server does. Returns the tables inserted into."""
    inserted, execute = [], Cursor.execute

    def counting(cr, query, params=None, log_exceptions=True):
        result = execute(cr, query, params, log_exceptions)
        if found := INSERT.match(getattr(query, "code", query)):
            inserted.append(found[1])
            if len(inserted) == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
        return result

    Cursor.execute = counting
    for _time in range(20):  # As often as it says that there is more.
        IrCron._process_jobs(env.cr.dbname)
    return inserted


def run(env, kill_at=0):
    """Let the scheduled action be due, and a process run it."""
    env.cr.execute("UPDATE ir_cron SET nextcall = now() - interval '1 minute'")
    env.cr.commit()
    return Worker(env.cr.dbname, scheduled, kill_at).wait()


def crash(env, tickets, people, kill_at, table):
    """Kill one pass, run two more. Returns what is wrong then."""
    mark = make_due(env, tickets)
    killed = run(env, kill_at)["killed"] == signal.SIGKILL
    env.cr.execute(
        """SELECT count(*) FROM complaint_deadline
            WHERE state = 'running' AND next_check_at IS NOT NULL"""
    )
    (left,) = env.cr.fetchone()
    reports = [run(env), run(env)]
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
    whole = run(env)
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
