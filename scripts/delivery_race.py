"""A second click or a second worker, on two connections: nothing is delivered twice.

    make db DB=race && make -s shell DB=race < scripts/delivery_race.py

Each round two connections deliver the same accepted remedy at once. Delivering makes a
document, as a glue addon would. One must make it, the other must be told that it is
delivered; never two documents, never none. Ends with status 1 if a round shows
otherwise. ROUNDS sets how many (30).
"""

import os
import sys
import threading

from odoo import api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tools import mute_logger

ROUNDS = int(os.environ.get("ROUNDS", 30))


def deliver_refund(remedy):
    """Make a document, as the glue addon of a credit note would."""
    remedy.env["res.partner"].sudo().create({"name": "Refund", "ref": document(remedy)})


def document(remedy):
    return f"delivery-race-{remedy.id}"


def prepare(env):
    """Make a handler with a team, and return both."""
    group = env.ref("helpdesk_mgmt.group_helpdesk_user_own")
    users = env["res.users"].with_context(no_reset_password=True)
    handler = users.create(
        {"name": "Handler", "login": "delivery_race", "group_ids": [(4, group.id)]}
    )
    team = env["helpdesk.ticket.team"].create(
        {
            "name": "Race",
            "complaint_default": True,
            "user_id": handler.id,
            "user_ids": [(6, 0, handler.ids)],
        }
    )
    return handler, team


def open_case(env, handler, team):
    """Return a remedy the customer has accepted."""
    env = env(user=handler.id)
    ticket = env["helpdesk.ticket"].create(
        {
            "name": "Race",
            "description": "Race",
            "team_id": team.id,
            "user_id": handler.id,
        }
    )
    refund = env.ref("complaint_recovery.complaint_remedy_type_refund")
    remedy = env["complaint.remedy"].create(
        {
            "ticket_id": ticket.id,
            "type_id": refund.id,
            "amount": 10,
            "currency_id": ticket.company_id.currency_id.id,
        }
    )
    remedy.action_offer()
    remedy.action_accept()
    return remedy


def deliver(registry, user_id, remedy_id, barrier, results, index):
    """Deliver as the web client would: retried on a lost race."""

    def call():
        remedy = env["complaint.remedy"].browse(remedy_id)
        if results[index] is None:
            results[index] = "started"
            # Both have read that it is accepted before either acts.
            assert remedy.state == "accepted"
            barrier.wait(timeout=20)
        remedy.action_deliver()

    with registry.cursor() as cr:
        env = api.Environment(cr, user_id, {})
        try:
            retrying(call, env)
            results[index] = "delivered"
        except UserError:
            cr.rollback()
            results[index] = "told"


def main(env):
    handler, team = prepare(env)
    env.cr.commit()
    registry = Registry(env.cr.dbname)
    registry["complaint.remedy"]._deliver_refund = deliver_refund
    outcomes = []
    for _round in range(ROUNDS):
        remedy = open_case(env, handler, team)
        env.cr.commit()
        barrier, results = threading.Barrier(2), [None, None]
        threads = [
            threading.Thread(
                target=deliver,
                args=(registry, handler.id, remedy.id, barrier, results, index),
            )
            for index in range(2)
        ]
        with mute_logger("odoo.service.model", "odoo.sql_db"):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        env.invalidate_all()
        env.cr.rollback()
        documents = env["res.partner"].search_count([("ref", "=", document(remedy))])
        outcomes.append((sorted(results), remedy.state, documents))
    good = [o for o in outcomes if o == (["delivered", "told"], "delivered", 1)]
    print(f"{len(good)} of {ROUNDS} rounds: delivered once, the other told.")
    for outcome in outcomes:
        if outcome not in good:
            print("WRONG:", outcome)
    return len(good) != ROUNDS


sys.exit(main(env))  # noqa: F821
