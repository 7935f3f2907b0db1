"""A second click or a second worker, on two connections: nothing is delivered twice.

    make db DB=race && make -s shell DB=race < scripts/delivery_race.py

Each round two connections deliver the same accepted remedy at once. Delivering makes a
document, as a glue addon would. One must make it, the other must be told that it is
delivered; never two documents, never none. Ends with status 1 if a round shows
otherwise. ROUNDS sets how many (30).
"""

import os
import sys

sys.path.insert(0, "scripts")
from race_common import at_once, judge, make_team, make_user, open_complaint

ROUNDS = int(os.environ.get("ROUNDS", 30))


def deliver_refund(remedy):
    """Make a document, as the glue addon of a credit note would."""
    remedy.env["res.partner"].sudo().create({"name": "Refund", "ref": document(remedy)})


def document(remedy):
    return f"delivery-race-{remedy.id}"


def look(remedy):
    assert remedy.state == "accepted"  # Both have read so before either acts.


def main(env):
    handler = make_user(env, "delivery_race", "group_helpdesk_user_own")
    team = make_team(env, handler, handler)
    env.cr.commit()
    env.registry["complaint.remedy"]._deliver_refund = deliver_refund
    outcomes = []
    for _round in range(ROUNDS):
        remedy = open_complaint(env, handler, team, [10])
        remedy.action_offer()
        remedy.action_accept()
        env.cr.commit()
        people = [(handler, remedy), (handler, remedy)]
        results = at_once(
            env, people, look, lambda mine: mine.action_deliver(), "delivered"
        )
        documents = env["res.partner"].search_count([("ref", "=", document(remedy))])
        outcomes.append((results, remedy.state, documents))
    good = (["delivered", "told"], "delivered", 1)
    return not judge(outcomes, good, "delivered once, the other told.")


sys.exit(main(env))  # noqa: F821
