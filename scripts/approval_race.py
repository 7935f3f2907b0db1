"""Two approvers at the same moment, on two connections: nobody's limit is passed.

    make db DB=race && make -s shell DB=race < scripts/approval_race.py

Each round two people whose limit is 250 approve 150 each on one complaint, at once. One
must win, the other must be told that it is above the limit; never both, never neither.
Ends with status 1 if a round shows otherwise. ROUNDS sets how many (50).
"""

import os
import sys
import threading

from odoo import api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tools import mute_logger

ROUNDS = int(os.environ.get("ROUNDS", 50))
LIMIT, AMOUNT = 250, 150


def prepare(env):
    """Make two approvers with the same limit, and return them with their team."""
    groups = env.ref("helpdesk_mgmt.group_helpdesk_user")
    users = env["res.users"].with_context(no_reset_password=True)
    handler, *approvers = [
        users.create({"name": n, "login": f"race_{n}", "group_ids": [(4, groups.id)]})
        for n in ("handler", "one", "two")
    ]
    env["complaint.authority"].create(
        {
            "name": "Race",
            "amount": LIMIT,
            "user_ids": [(6, 0, [user.id for user in approvers])],
        }
    )
    team = env["helpdesk.ticket.team"].create(
        {
            "name": "Race",
            "complaint_default": True,
            "user_id": approvers[0].id,
            "user_ids": [(6, 0, (handler | approvers[0] | approvers[1]).ids)],
        }
    )
    return handler, approvers, team


def open_case(env, handler, team):
    """Return two remedies that wait for approval on one complaint."""
    env = env(user=handler.id)
    ticket = env["helpdesk.ticket"].create(
        {
            "name": "Race",
            "description": "Race",
            "team_id": team.id,
            "user_id": handler.id,
        }
    )
    remedies = env["complaint.remedy"].create(
        [
            {
                "ticket_id": ticket.id,
                "type_id": env.ref(
                    "complaint_recovery.complaint_remedy_type_refund"
                ).id,
                "amount": AMOUNT,
                "currency_id": ticket.company_id.currency_id.id,
            }
            for _index in range(2)
        ]
    )
    # Two offers, so that both count: one after the other, each accepted.
    remedies.action_request()
    return remedies


def approve(registry, user_id, remedy_id, barrier, results, index):
    """Approve, offer and accept as the web client would: retried on a lost race."""

    def call():
        remedy = env["complaint.remedy"].browse(remedy_id)
        if not barrier.broken and results[index] is None:
            results[index] = "started"
            env.cr.execute("SELECT 1")  # The snapshot is taken before the other acts.
            barrier.wait(timeout=20)
        remedy.action_approve()
        remedy.action_offer()
        remedy.action_accept()

    with registry.cursor() as cr:
        env = api.Environment(cr, user_id, {})
        try:
            retrying(call, env)
            results[index] = "approved"
        except UserError:
            cr.rollback()
            results[index] = "told"


def main(env):
    handler, approvers, team = prepare(env)
    env.cr.commit()
    registry = Registry(env.cr.dbname)
    outcomes = []
    for _round in range(ROUNDS):
        remedies = open_case(env, handler, team)
        env.cr.commit()
        barrier, results = threading.Barrier(2), [None, None]
        threads = [
            threading.Thread(
                target=approve,
                args=(registry, user.id, remedy.id, barrier, results, index),
            )
            for index, (user, remedy) in enumerate(
                zip(approvers, remedies, strict=True)
            )
        ]
        with mute_logger("odoo.service.model", "odoo.sql_db"):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        env.invalidate_all()
        env.cr.rollback()
        committed = sum(
            remedy.company_amount for remedy in remedies if remedy.state == "accepted"
        )
        outcomes.append((sorted(results), committed))
    good = [o for o in outcomes if o == (["approved", "told"], AMOUNT)]
    print(f"{len(good)} of {ROUNDS} rounds: one approved, the other told.")
    for outcome in outcomes:
        if outcome not in good:
            print("WRONG:", outcome)
    return len(good) != ROUNDS


sys.exit(main(env))  # noqa: F821
