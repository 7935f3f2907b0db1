"""What approval_race.py and delivery_race.py share: two people at the same moment."""

import threading

from odoo import api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tools import mute_logger


def make_user(env, login, group):
    groups = env.ref(f"helpdesk_mgmt.{group}")
    return (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create({"name": login, "login": login, "group_ids": [(4, groups.id)]})
    )


def make_team(env, leader, members):
    return env["helpdesk.ticket.team"].create(
        {
            "name": "Race",
            "complaint_default": True,
            "user_id": leader.id,
            "user_ids": [(6, 0, members.ids)],
        }
    )


def open_complaint(env, handler, team, amounts):
    """Return the remedies of ``amounts`` prepared on a new complaint."""
    env = env(user=handler.id)
    vals = {"name": "Race", "description": "Race", "team_id": team.id}
    ticket = env["helpdesk.ticket"].create({**vals, "user_id": handler.id})
    refund = env.ref("complaint_recovery.complaint_remedy_type_refund")
    return env["complaint.remedy"].create(
        [
            {
                "ticket_id": ticket.id,
                "type_id": refund.id,
                "amount": amount,
                "currency_id": ticket.company_id.currency_id.id,
            }
            for amount in amounts
        ]
    )


def at_once(env, people, look, act, done):
    """Let two act at the same moment, each on a connection. Returns what became of it.

    ``people`` are (user, remedy). ``look(remedy)`` takes the snapshot before either
    acts; ``act(remedy)`` is retried on a lost race, as the web client does. Whoever
    comes through is ``done``, the other "told".
    """
    registry, barrier = Registry(env.cr.dbname), threading.Barrier(2)
    results = [None, None]

    def work(index, user, remedy):
        def call():
            mine = theirs["complaint.remedy"].browse(remedy.id)
            if results[index] is None:
                results[index] = "started"
                look(mine)
                barrier.wait(timeout=20)
            act(mine)

        with registry.cursor() as cr:
            theirs = api.Environment(cr, user.id, {})
            try:
                retrying(call, theirs)
                results[index] = done
            except UserError:
                cr.rollback()
                results[index] = "told"

    threads = [
        threading.Thread(target=work, args=(index, *person))
        for index, person in enumerate(people)
    ]
    with mute_logger("odoo.service.model", "odoo.sql_db"):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    env.invalidate_all()
    env.cr.rollback()
    return sorted(results)


def judge(outcomes, good, words):
    """Print how many rounds ended well, and the others. Returns whether all did."""
    right = [outcome for outcome in outcomes if outcome == good]
    print(f"{len(right)} of {len(outcomes)} rounds: {words}")
    for outcome in outcomes:
        if outcome != good:
            print("WRONG:", outcome)
    return len(right) == len(outcomes)
