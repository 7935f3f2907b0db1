"""Two approvers at the same moment, on two connections: nobody's limit is passed.

    make db DB=race && make -s shell DB=race < scripts/approval_race.py

Each round two people whose limit is 250 approve 150 each on one complaint, at once. One
must win, the other must be told that it is above the limit; never both, never neither.
Ends with status 1 if a round shows otherwise. ROUNDS sets how many (50).
"""

import os
import sys

sys.path.insert(0, "scripts")
from race_common import at_once, judge, make_team, make_user, open_complaint

ROUNDS = int(os.environ.get("ROUNDS", 50))
LIMIT, AMOUNT = 250, 150


def prepare(env):
    """Make two approvers with the same limit, and return them with their team."""
    handler, *approvers = (
        make_user(env, f"race_{name}", "group_helpdesk_user")
        for name in ("handler", "one", "two")
    )
    env["complaint.authority"].create(
        {
            "name": "Race",
            "amount": LIMIT,
            "user_ids": [(6, 0, [user.id for user in approvers])],
        }
    )
    members = handler.union(*approvers)
    return handler, approvers, make_team(env, approvers[0], members)


def look(remedy):
    remedy.env.cr.execute("SELECT 1")  # The snapshot is taken before the other acts.


def act(remedy):
    remedy.action_approve()
    remedy.action_offer()
    remedy.action_accept()


def main(env):
    handler, approvers, team = prepare(env)
    env.cr.commit()
    outcomes = []
    for _round in range(ROUNDS):
        remedies = open_complaint(env, handler, team, [AMOUNT, AMOUNT])
        # Two offers, so that both count: one after the other, each accepted.
        remedies.action_request()
        env.cr.commit()
        people = zip(approvers, remedies, strict=True)
        results = at_once(env, people, look, act, "approved")
        committed = sum(
            remedy.company_amount for remedy in remedies if remedy.state == "accepted"
        )
        outcomes.append((results, committed))
    good = (["approved", "told"], AMOUNT)
    return not judge(outcomes, good, "one approved, the other told.")


sys.exit(main(env))  # noqa: F821
