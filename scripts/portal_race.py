"""Two browser tabs at the same moment choose two options of one offer.

    make db DB=race && make -s shell DB=race < scripts/portal_race.py

Each round the customer chooses both at once, on two connections. One must be accepted,
the other declined with it, and whoever came second told so, politely; never both. The
same for two ways of saying how it went: it is heard once. Ends with status 1 if a round
shows otherwise. ROUNDS sets how many (50). The filing form: portal_form_race.py.
"""

import os
import sys

sys.path.insert(0, "scripts")
from race_common import at_once, judge, make_team, make_user, open_complaint

from odoo import SUPERUSER_ID
from odoo.exceptions import UserError

ROUNDS = int(os.environ.get("ROUNDS", 50))


def look(remedy):
    remedy.env.cr.execute("SELECT 1")  # The snapshot is taken before the other acts.


def tell(answer):
    if not answer.done:
        raise UserError(answer.text)


def choose(remedy):
    ticket = remedy.ticket_id.with_user(SUPERUSER_ID)
    tell(ticket._portal_accept_offer(remedy.id))


def say(remedy):
    ticket = remedy.ticket_id.with_user(SUPERUSER_ID)
    tell(ticket._portal_feedback(satisfaction="satisfied"))


def ask(remedy):
    ticket = remedy.ticket_id.with_user(SUPERUSER_ID)
    tell(ticket._portal_ask_superior("Nobody calls me back"))


def write(remedy):
    ticket = remedy.ticket_id.with_user(SUPERUSER_ID)
    tell(ticket._portal_write("Any news?"))


def resolve(ticket):
    vals = {"ticket_id": ticket.id, "channel": "phone"}
    exchanges = ticket.env["complaint.interaction"]
    exchanges.create({**vals, "purpose": "first_contact"})
    ticket.env["complaint.apology"].create(vals).action_send()
    ticket.action_resolve()


def said(remedy):
    exchanges = remedy.ticket_id.complaint_interaction_ids
    return len(exchanges.filtered(lambda i: i.channel == "portal"))


def main(env):
    handler = make_user(env, "race_handler", "group_helpdesk_user")
    leader = make_user(env, "race_leader", "group_helpdesk_user")
    team = make_team(env, leader, handler | leader)
    env.cr.commit()
    root = env["res.users"].browse(SUPERUSER_ID)
    chosen, others = [], []
    for _round in range(ROUNDS):
        remedies = open_complaint(env, handler, team, [20, 30])
        remedies.action_offer()
        env.cr.commit()
        people = [(root, remedy) for remedy in remedies]
        results = at_once(env, people, look, choose, "chosen")
        chosen.append((results, sorted(remedies.mapped("state")), said(remedies[0])))
        remedy = open_complaint(env, handler, team, [20])
        remedy.ticket_id.partner_email = "race@customer.example"
        env.cr.commit()
        for act in (ask, write, say):
            if act == say:
                remedy.ticket_id.complaint_escalation_ids.sudo()._finish()
                remedy.ticket_id._complaint_running("promise").sudo()._finish()
                resolve(remedy.ticket_id)
                env.cr.commit()
            before = said(remedy)
            results = at_once(env, [(root, remedy)] * 2, look, act, "done")
            others.append((results, said(remedy) - before))
    good = ["chosen", "told"], ["accepted", "declined"], 1
    right = judge(chosen, good, "one option chosen, the other declined with it.")
    return not (judge(others, (["done", "told"], 1), "said once.") and right)


sys.exit(main(env))  # noqa: F821
