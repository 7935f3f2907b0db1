"""A second click or a second worker, on two connections: one document a remedy.

    make db DB=race && make -s shell DB=race < scripts/document_race.py

Each round two connections make the document of the same accepted remedy at once, with a
maker as a glue addon would have. One must make it, the other must be told that it is
there; never two, never none. A third crashes after making it and before its commit: of
that nothing stays, and the document can be made. Ends with status 1 if a round shows
otherwise. ROUNDS sets how many (30).
"""

import os
import sys

sys.path.insert(0, "scripts")
from race_common import at_once, judge, make_team, make_user, open_complaint

from odoo.addons.complaint_recovery.models.remedy.makers import Maker

ROUNDS = int(os.environ.get("ROUNDS", 30))


def get_makers(remedies):
    """Return a maker as a glue addon would describe it."""
    return {"refund": Maker(model="res.partner", label="", make="make_it", task="")}


def make_it(remedy):
    return remedy.env["res.partner"].create({"name": "Refund", "ref": document(remedy)})


def document(remedy):
    return f"document-race-{remedy.id}"


def prepare(registry):
    """Let contacts be documents: a model there is without any other app."""
    remedies, partners = registry["complaint.remedy"], registry["res.partner"]
    remedies._get_makers = get_makers
    remedies.make_it = make_it
    # A document says these of itself; the link needs no column here.
    remedies._link_document = lambda self, document: None
    partners._get_complaint_state = lambda self: "made"
    partners._get_complaint_state_words = lambda self: "Made"
    partners._get_complaint_name = lambda self: self.ref
    partners._get_complaint_cost = lambda self: 0.0
    partners._get_complaint_link = lambda self: self.ref


def look(remedy):
    assert not remedy.document_state  # Both have read so before either acts.


def crash(env, handler, remedy):
    """Make it and end without a commit, as a killed worker does."""
    with env.registry.cursor() as cr:
        mine = env(cr=cr, user=handler.id)["complaint.remedy"].browse(remedy.id)
        mine.action_make_document()
        mine.flush_recordset()
        cr.rollback()


def main(env):
    handler = make_user(env, "document_race", "group_helpdesk_user_own")
    team = make_team(env, handler, handler)
    env.cr.commit()
    prepare(env.registry)
    outcomes = []
    for _round in range(ROUNDS):
        remedy = open_complaint(env, handler, team, [10])
        remedy.action_offer()
        remedy.action_accept()
        env.cr.commit()
        crash(env, handler, remedy)
        people = [(handler, remedy), (handler, remedy)]
        results = at_once(
            env, people, look, lambda mine: mine.action_make_document(), "made"
        )
        documents = env["res.partner"].search_count([("ref", "=", document(remedy))])
        outcomes.append((results, remedy.document_state, documents))
    good = (["made", "told"], "made", 1)
    return not judge(outcomes, good, "made once, the other told.")


sys.exit(main(env))  # noqa: F821
