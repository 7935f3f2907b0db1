"""A step of a group, killed between an insert and its commit: all is done once.

    make db DB=crash && make -s shell DB=crash < scripts/group_crash.py

KILLS times (10) the worker of the scheduled action gets a SIGKILL right after its N-th
INSERT of an apology, an exchange, a message, a mail, a letter or a remedy; N is drawn
from the inserts of a whole run. After two more runs each of the CUSTOMERS (12) must
have got one apology, one exchange, one letter and one mail, or one offer, and every
line must be done. SEED makes it the same draw again. Ends with status 1 where that is
broken.
"""

import os
import random
import re
import signal
import sys

sys.path.insert(0, "scripts")
from crash_common import run
from pass_common import prepare

CUSTOMERS = int(os.environ.get("CUSTOMERS", 12))
KILLS = int(os.environ.get("KILLS", 10))
SEED = int(os.environ.get("SEED", random.randrange(10**6)))
INSERT = re.compile(
    r'\s*INSERT INTO "?(complaint_apology|complaint_interaction|complaint_remedy'
    r'|mail_message|mail_mail|ir_attachment)"?[\s(]'
)
CRON = "complaint_recovery.ir_cron_group_batch"
#: Promise → a query for the lines that break it.
QUERIES = {
    "not done": "SELECT id, state, reason FROM complaint_group_line "
    "WHERE batch_id = %(batch)s AND state != 'done'",
    "line missing or doubled": "SELECT ticket_id, count(*) FROM complaint_group_line "
    "WHERE batch_id = %(batch)s GROUP BY 1 HAVING count(*) != 1",
    "scheduled action failed": "SELECT id FROM ir_cron WHERE failure_count > 0",
}
ONCE = {
    "apology": {
        "apology": "SELECT count(*) FROM complaint_apology "
        "WHERE ticket_id = t.id AND state = 'sent' AND attachment_id IS NOT NULL",
        "exchange": "SELECT count(*) FROM complaint_interaction "
        "WHERE ticket_id = t.id AND purpose = 'apology'",
        "letter": "SELECT count(*) FROM ir_attachment WHERE res_id = t.id "
        "AND res_model = 'helpdesk.ticket' AND complaint_letter",
        # Colleagues who follow get one as well: those to the customer are counted.
        "mail": "SELECT count(*) FROM mail_mail m JOIN mail_message s "
        "ON s.id = m.mail_message_id JOIN mail_mail_res_partner_rel r "
        "ON r.mail_mail_id = m.id WHERE s.model = 'helpdesk.ticket' "
        "AND s.res_id = t.id AND s.subject LIKE 'Our apology%%' "
        "AND r.res_partner_id = t.partner_id",
    },
    "remedy": {
        "offer": "SELECT count(*) FROM complaint_remedy "
        "WHERE ticket_id = t.id AND state = 'offered'",
    },
}


def start(env, people, team, kind, number):
    """Open complaints of many customers, group them and start a step. Returns it."""
    partners = env["res.partner"].create(
        [
            {"name": f"Step {number} No {index}", "email": f"c{index}@step.example"}
            for index in range(CUSTOMERS)
        ]
    )
    tickets = env["helpdesk.ticket"].create(
        [
            {
                "name": "Step",
                "description": "Step",
                "team_id": team.id,
                "user_id": people["handler"].id,
                "partner_id": partner.id,
            }
            for partner in partners
        ]
    )
    leader = env(user=people["leader"].id, su=False)
    group = leader["complaint.group"].create({"name": f"Crash {number}"})
    tickets.complaint_group_id = group.id
    batch = leader["complaint.group.batch"].create({"group_id": group.id, "kind": kind})
    if kind == "remedy":
        refund = env.ref("complaint_recovery.complaint_remedy_type_refund")
        batch.write({"type_id": refund.id, "amount": 20})
    batch.text_ids.body = "<p>We are sorry.</p>"
    batch.action_start()
    env.cr.commit()
    return batch


def faults(env, batch):
    """Return what is wrong with ``batch`` in the end, in words."""
    env.cr.rollback()
    env.invalidate_all()
    queries = dict(QUERIES)
    for what, count in ONCE[batch.kind].items():
        queries[f"not once: {what}"] = (
            f"SELECT t.id, ({count}) FROM helpdesk_ticket t JOIN complaint_group_line l"
            f" ON l.ticket_id = t.id WHERE l.batch_id = %(batch)s AND ({count}) != 1"
        )
    found = []
    for what, query in queries.items():
        env.cr.execute(query, {"batch": batch.id})
        if rows := env.cr.fetchall():
            found.append(f"{what}: {len(rows)}, as {rows[:3]}")
    if batch.sudo().state != "done":
        found.append(f"the step is {batch.sudo().state}")
    return found


def problems(report):
    """Return what was logged, but what the PDF engine says of its switches."""
    return [line for line in report["problems"] if "wkhtmltopdf" not in line]


def crash(env, people, team, kind, number, kill_at):
    """Kill one run, run two more. Returns what is wrong then."""
    batch = start(env, people, team, kind, number)
    killed = run(env, INSERT, kill_at)["killed"] == signal.SIGKILL
    env.cr.execute(
        "SELECT count(*) FROM complaint_group_line "
        "WHERE batch_id = %s AND state = 'waiting'",
        (batch.id,),
    )
    (left,) = env.cr.fetchone()
    reports = [run(env, INSERT), run(env, INSERT)]
    wrong = faults(env, batch)
    wrong += [line for report in reports for line in problems(report)]
    wrong += [] if killed else ["it was not killed"]
    print(f"{kind}, killed at {kill_at}: {left} were left, {len(wrong)} wrong", wrong)
    return wrong


def main(env):
    draw = random.Random(SEED)
    people, team = prepare(env)
    env.ref(CRON).active = True
    env.ref("complaint_recovery.ir_cron_deadlines").active = False
    env.cr.commit()
    wrong = []
    for kind in ONCE:
        whole = run_whole(env, people, team, kind)
        wrong += whole["wrong"]
        for number in range(KILLS // len(ONCE)):
            kill_at = draw.randint(1, whole["inserts"])
            wrong += crash(env, people, team, kind, number, kill_at)
    print("Wrong." if wrong else f"SEED={SEED}, {KILLS} kills: everything once.")
    return bool(wrong)


def run_whole(env, people, team, kind):
    batch = start(env, people, team, kind, "whole")
    report = run(env, INSERT)
    wrong = faults(env, batch) + problems(report)
    inserts = len(report["result"] or ())
    print(f"{kind}: {inserts} inserts in a whole run, {len(wrong)} wrong", wrong)
    return {"inserts": max(inserts, 1), "wrong": wrong}


sys.exit(main(env))  # noqa: F821
