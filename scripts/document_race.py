"""A second click or a second worker, on two connections: one document a remedy.

    make db DB=race MODULES=complaint_recovery,sale_management,stock
    make -s shell DB=race < scripts/document_race.py

Each round two connections make the document of the same accepted remedy at once, with a
maker as a glue addon would have. One must make it, the other must be told that it is
there; never two, never none. A third crashes after making it and before its commit: of
that nothing stays, and the document can be made. With Inventory the same is played with
transfers, which two storekeepers then do at once: the remedy is delivered once, and the
customer told once. Ends with status 1 if a round shows otherwise. ROUNDS sets how many
(30).
"""

import os
import sys

sys.path.insert(0, "scripts")
from race_common import at_once, judge, make_team, make_user, open_complaint

from odoo.addons.complaint_recovery.models.remedy.makers import Maker

ROUNDS = int(os.environ.get("ROUNDS", 30))
#: What a made-up maker makes: a model there is without any other app.
CONTACT = Maker(model="res.partner", label="", make="make_it", task="")


def make_it(remedy):
    return remedy.env["res.partner"].create({"name": "Refund", "ref": document(remedy)})


def document(remedy):
    return f"document-race-{remedy.id}"


def prepare(registry):
    """Let contacts be the documents of refunds, beside those that addons make."""
    remedies, partners = registry["complaint.remedy"], registry["res.partner"]
    get_makers, link = remedies._get_makers, remedies._link_document
    remedies._get_makers = lambda self: {**get_makers(self), "refund": CONTACT}
    remedies.make_it = make_it
    # A document says these of itself; the link needs no column on contacts.
    remedies._link_document = lambda self, record: (
        link(self, record) if record._name != "res.partner" else None
    )
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


def make_at_once(env, handler, remedy):
    """Let two make the document of ``remedy``; return what became of them."""
    remedy.action_offer()
    remedy.action_accept()
    env.cr.commit()
    crash(env, handler, remedy)
    people = [(handler, remedy), (handler, remedy)]
    return at_once(env, people, look, lambda mine: mine.action_make_document(), "made")


def race_contacts(env, handler, team):
    outcomes = []
    for _round in range(ROUNDS):
        remedy = open_complaint(env, handler, team, [10])
        results = make_at_once(env, handler, remedy)
        documents = env["res.partner"].search_count([("ref", "=", document(remedy))])
        outcomes.append((results, remedy.document_state, documents))
    good = (["made", "told"], "made", 1)
    return judge(outcomes, good, "made once, the other told.")


def do_transfer(remedy):
    # A storekeeper comes from Inventory, and need not see the complaint.
    transfer = remedy.sudo().result_ref.with_env(remedy.env)
    transfer.move_ids.picked = True
    transfer.with_context(skip_backorder=True, skip_sms=True).button_validate()


def race_transfers(env, handler, team):
    keeper = make_user(env, "document_race_stock", "group_helpdesk_user_own")
    keeper.group_ids = [(6, 0, [env.ref("stock.group_stock_user").id])]
    env.company.complaint_storekeeper_id = keeper
    product = env["product.product"].create({"name": "Kettle"})
    customer = env["res.partner"].create({"name": "Jane", "email": "jane@race.example"})
    kind = env.ref("complaint_recovery.complaint_remedy_type_replacement")
    env.cr.commit()
    made, done = [], []
    for _round in range(ROUNDS):
        remedy = open_complaint(env, handler, team, [10])
        remedy.type_id, remedy.goods_product_id = kind, product
        remedy.ticket_id.partner_id = customer
        results = make_at_once(env, handler, remedy)
        origin = [("origin", "=", remedy.ticket_id.number)]
        transfers = env["stock.picking"].search(origin)
        made.append((results, remedy.document_state, len(transfers)))
        if len(transfers) == 1:
            people = [(keeper, remedy), (keeper, remedy)]
            at_once(
                env,
                people,
                lambda mine: mine.env.cr.execute("SELECT 1"),
                do_transfer,
                "",
            )
            told = env["mail.message"].search_count(
                [("body", "like", transfers.name), ("partner_ids", "in", customer.ids)]
            )
            done.append((remedy.state, transfers.state, told))
    good = (["made", "told"], "made", 1)
    one = judge(made, good, "one transfer, the other told.")
    return judge(done, ("delivered", "done", 1), "delivered once, told once.") and one


def main(env):
    handler = make_user(env, "document_race", "group_helpdesk_user_own")
    team = make_team(env, handler, handler)
    env.cr.commit()
    prepare(env.registry)
    good = race_contacts(env, handler, team)
    if "goods_product_id" in env["complaint.remedy"]._fields:
        good = race_transfers(env, handler, team) and good
    return not good


sys.exit(main(env))  # noqa: F821
