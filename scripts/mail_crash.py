"""What follows a mail, killed between an insert and its commit: all is done once.

    make db DB=crash && make -s shell DB=crash < scripts/mail_crash.py

MAILS (8) mails open complaints. KILLS times (10) the worker of the scheduled action
gets a SIGKILL right after its N-th INSERT of a deadline, an activity, a message or a
mail; N is drawn from the inserts of a whole run. After that two workers run at the same
time, and one more: each complaint must have got its three deadlines, an acknowledgement
and a word to its owner once, and none may wait. SEED makes it the same draw again. Ends
with status 1 where that is broken.
"""

import os
import random
import re
import signal
import sys
from email.message import EmailMessage

sys.path.insert(0, "scripts")
from crash_common import run, scheduled
from pass_common import Worker, prepare

MAILS = int(os.environ.get("MAILS", 8))
KILLS = int(os.environ.get("KILLS", 10))
SEED = int(os.environ.get("SEED", random.randrange(10**6)))
INSERT = re.compile(
    r'\s*INSERT INTO "?(complaint_deadline|mail_activity|mail_message|mail_mail)"?[\s(]'
)
CRON = "complaint_recovery.ir_cron_after_mail"
#: What each complaint has → how many, by a count of the ticket ``t``.
HAS = {
    "deadlines": (3, "SELECT count(*) FROM complaint_deadline WHERE ticket_id = t.id"),
    "acknowledgement": (
        1,
        "SELECT count(*) FROM mail_mail m JOIN mail_message s ON s.id = "
        "m.mail_message_id WHERE s.model = 'helpdesk.ticket' AND s.res_id = t.id "
        "AND m.email_to LIKE '%%@crash.example%%'",
    ),
    "word to the owner": (
        1,
        "SELECT count(*) FROM mail_message s WHERE s.model = 'helpdesk.ticket' "
        "AND s.res_id = t.id AND s.message_type = 'user_notification'",
    ),
    "mark": (0, "SELECT count(*) WHERE t.complaint_after_mail IS NOT NULL"),
}


def take_in(env, team, name):
    """Let MAILS mails in. Returns the complaints."""
    ids = []
    for number in range(MAILS):
        mail = EmailMessage()
        mail["From"] = f"Nora New <n{name}.{number}@crash.example>"
        mail["To"] = team.alias_email
        mail["Subject"] = "Kettle"
        mail["Message-Id"] = f"<{name}.{number}.{os.getpid()}@crash.example>"
        mail.set_content("It leaks.")
        ids.append(env["mail.thread"].message_process(None, mail.as_bytes()))
        env.cr.commit()
    return env["helpdesk.ticket"].browse(ids)


def faults(env, tickets):
    """Return what the complaints lack or have twice, in words."""
    env.cr.rollback()
    found = []
    for what, (number, query) in HAS.items():
        env.cr.execute(
            f"SELECT t.id, ({query}) FROM helpdesk_ticket t"
            f" WHERE t.id = ANY(%s) AND ({query}) != %s",
            (tickets.ids, number),
        )
        if rows := env.cr.fetchall():
            found.append(f"{what}: {len(rows)}, as {rows[:3]}")
    env.cr.execute("SELECT id FROM ir_cron WHERE failure_count > 0")
    return found + ["a scheduled action failed" for _row in env.cr.fetchall()]


def race(env):
    """Let two workers run at the same moment. Returns what they logged."""
    env.cr.execute("UPDATE ir_cron SET nextcall = now() - interval '1 minute'")
    env.cr.commit()
    workers = [Worker(env.cr.dbname, scheduled, INSERT) for _worker in range(2)]
    return [line for worker in workers for line in worker.wait()["problems"]]


def crash(env, team, number, kill_at):
    tickets = take_in(env, team, number)
    killed = run(env, INSERT, kill_at)["killed"] == signal.SIGKILL
    env.cr.execute(
        "SELECT count(*) FROM helpdesk_ticket WHERE complaint_after_mail IS NOT NULL"
    )
    (left,) = env.cr.fetchone()
    wrong = race(env) + run(env, INSERT)["problems"] + faults(env, tickets)
    wrong += [] if killed else ["it was not killed"]
    print(f"killed at {kill_at}: {left} were left, {len(wrong)} wrong", wrong)
    return wrong


def main(env):
    draw = random.Random(SEED)
    _people, team = prepare(env)
    domain = env["mail.alias.domain"].create({"name": f"crash{os.getpid()}.example"})
    team.write({"alias_name": "complaints", "alias_domain_id": domain.id})
    env.ref("complaint_recovery.ir_cron_deadlines").active = False
    env.ref(CRON).active = True
    env.cr.commit()
    tickets = take_in(env, team, "whole")
    report = run(env, INSERT)
    wrong = report["problems"] + faults(env, tickets)
    inserts = len(report["result"] or ())
    print(f"{inserts} inserts in a whole run, {len(wrong)} wrong", wrong)
    for number in range(KILLS):
        wrong += crash(env, team, number, draw.randint(1, max(inserts, 1)))
    print("Wrong." if wrong else f"SEED={SEED}, {KILLS} kills: everything once.")
    return bool(wrong)


sys.exit(main(env))  # noqa: F821
