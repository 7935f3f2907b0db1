"""The pass in races: each rule, complaint and occurrence fires once, and nobody fails.

    make db DB=race && make -s shell DB=race < scripts/pass_race.py

On DUE complaints that are due at once (200), each round: three passes one after the
other; two workers; the scheduled action and the same one by hand; two workers while
people write on the complaints; a worker while somebody holds locks for seconds. Each
worker is a process. After each, and at most two more passes, everything must have
fired once, with one activity for each person told, and have been mailed once; no
worker and no writer may have failed. ROUNDS sets how often (2). Status 1 otherwise.
"""

import os
import random
import select
import sys
import time

sys.path.insert(0, "scripts")
from pass_common import (
    Worker,
    faults,
    mails,
    make_due,
    open_complaints,
    prepare,
    run_pass,
)

from odoo import api
from odoo.exceptions import UserError
from odoo.service.model import retrying

from odoo.addons.base.models.ir_cron import IrCron

DUE = int(os.environ.get("DUE", 200))
ROUNDS = int(os.environ.get("ROUNDS", 2))
#: Who holds locks lets go after so many seconds, where the pass waits for that.
HELD = 60


def scheduled(env):
    """Run what is due as the server's cron thread does."""
    IrCron._process_jobs(env.cr.dbname)


def by_hand(env):
    """Press "Run manually" until it is let."""
    cron = env.ref("complaint_recovery.ir_cron_deadlines")
    for refused in range(200):
        try:
            done = cron.method_direct_trigger()
        except UserError:  # It is running already.
            env.cr.rollback()
            time.sleep(0.2)
        else:
            assert done is True, done
            return refused


def write_on(env, ticket_ids, user_ids, seconds, seed):
    """Keep writing on the complaints as the web client would. Returns how often."""
    draw = random.Random(seed)
    until, count = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        ticket_id, user_id = draw.choice(ticket_ids), draw.choice(user_ids)
        with env.registry.cursor() as cr:
            own = api.Environment(cr, user_id, {})
            ticket = own["helpdesk.ticket"].browse(ticket_id)
            retrying(lambda t=ticket: write_once(t, draw, user_ids), own)
        count += 1
    return count


def write_once(ticket, draw, user_ids):
    number = draw.randrange(10**6)
    ticket.write({"name": f"Name {number}", "description": f"Text {number}"})
    if number % 3 == 0:
        ticket.message_post(body="We are at it.")
    if number % 3 == 1:
        ticket.user_id = draw.choice(user_ids)


def hold(env, ticket_ids, told):
    """Hold locks on complaints, deadlines and a follower to be; then write."""
    cr = env.cr
    cr.execute(
        "SELECT id FROM helpdesk_ticket WHERE id IN %s FOR UPDATE",
        (tuple(ticket_ids[:10]),),
    )
    cr.execute(
        "SELECT id FROM complaint_deadline WHERE ticket_id IN %s FOR UPDATE",
        (tuple(ticket_ids[10:20]),),
    )
    # Says a word on one, so becomes a follower, as whoever is told of it does.
    leader = env["helpdesk.ticket"].browse(ticket_ids[25]).team_id.user_id
    env["helpdesk.ticket"].browse(ticket_ids[25]).message_subscribe(
        leader.partner_id.ids
    )
    env.flush_all()
    in_time = is_told(told)
    for ticket in env["helpdesk.ticket"].browse(ticket_ids[:10]):
        ticket.description = "Held"
    return in_time


def hold_recipient(env, told):
    """Lock somebody who is told, as for deleting: whoever refers to them waits."""
    env.cr.execute(
        "SELECT id FROM res_users WHERE login LIKE 'pass\\_leader%' FOR UPDATE"
    )
    return is_told(told)


def is_told(told):
    """Wait until the pass has ended. False: it did not, so it waits for the locks."""
    return bool(select.select([told], [], [], HELD)[0])


def passes(dbname, tickets, people):
    return [Worker(dbname, run_pass).wait() for _time in range(3)]


def two_workers(dbname, tickets, people):
    workers = [Worker(dbname, run_pass, 20) for _worker in range(2)]
    return [worker.wait() for worker in workers]


def scheduled_and_by_hand(dbname, tickets, people):
    workers = [Worker(dbname, scheduled), Worker(dbname, by_hand)]
    return [worker.wait() for worker in workers]


def workers_and_writers(dbname, tickets, people):
    writers = [
        Worker(dbname, write_on, tickets.ids, [people[n].id for n in names], 12, seed)
        for seed, names in enumerate((["handler", "leader"], ["manager", "second"]))
    ]
    workers = [Worker(dbname, run_pass, 20) for _worker in range(2)]
    reports = [worker.wait() for worker in workers + writers]
    print("    words written meanwhile:", [r["result"] for r in reports[2:]])
    return reports


def worker_and_holder(dbname, tickets, people):
    return beside(dbname, hold, tickets.ids)


def worker_and_held_recipient(dbname, tickets, people):
    return beside(dbname, hold_recipient)


def beside(dbname, function, *args):
    """Run a pass while ``function`` holds locks until the pass has ended."""
    told, tell = os.pipe()
    holder = Worker(dbname, function, *args, told)
    time.sleep(1)
    reports = [Worker(dbname, run_pass).wait()]
    os.write(tell, b"!")
    reports.append(holder.wait())
    if not reports[1]["result"]:
        reports[0]["problems"].append("the pass waited for a lock")
    return reports


SCENES = [
    passes,
    two_workers,
    scheduled_and_by_hand,
    workers_and_writers,
    worker_and_holder,
    worker_and_held_recipient,
]


def play(env, scene, tickets, people):
    """Play one scene and up to two more passes. Returns what went wrong."""
    dbname = env.cr.dbname
    mark = make_due(env, tickets)
    env.cr.execute("DELETE FROM mail_followers WHERE res_model = 'helpdesk.ticket'")
    env.cr.execute("UPDATE ir_cron SET nextcall = now() - interval '1 minute'")
    env.cr.commit()
    reports = scene(dbname, tickets, people)
    more = 0
    while (found := faults(env, tickets, mark)) and more < 2:
        more += 1
        reports.append(Worker(dbname, run_pass).wait())
    problems = [line for report in reports for line in report["problems"]]
    seconds = [report["seconds"] for report in reports]
    print(
        f"{scene.__name__}: {len(tickets)} due, passes and others {seconds} s, "
        f"{more} more passes, mails {mails(env, people, mark)}, "
        f"{len(found)} faults, {len(problems)} problems"
    )
    return found + problems


def main(env):
    people, team = prepare(env)
    tickets = open_complaints(env, people, team, DUE)
    only = os.environ.get("SCENE")
    wrong = [
        f"{scene.__name__}: {problem}"
        for _round in range(ROUNDS)
        for scene in SCENES
        if not only or scene.__name__ == only
        for problem in play(env, scene, tickets, people)
    ]
    print(*wrong, sep="\n")
    print("Wrong." if wrong else f"{ROUNDS} rounds: everything once, nobody failed.")
    return bool(wrong)


sys.exit(main(env))  # noqa: F821
