"""Uninstall each glue addon for real: documents and remedies stay readable.

    make db DB=leaving MODULES=complaint_recovery,loyalty,repair,hr_holidays,\
spreadsheet_dashboard,crm,digest
    make -s shell DB=leaving < scripts/uninstall_glue.py

For each kind with a document a remedy gets one. Then the addons go, one after the
other, those that others need last. After each its document is read with its own form,
and the remedy as its handler: number, state and cost stay, nobody has a task any more,
and a new remedy of that kind is delivered by hand. Ends with status 1 where something
is lost, or where a table keeps a column of an addon that went. The database is of no
use afterwards.
"""

import sys

sys.path.insert(0, "scripts")
from race_common import make_team, make_user

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry

#: In the order in which they go → kind of the remedy whose document is made before.
GLUE = {
    "complaint_recovery_dashboard": None,
    "complaint_recovery_hr": None,
    "complaint_recovery_repair": "repair",
    "complaint_recovery_stock": "replacement",
    "complaint_recovery_loyalty": "voucher",
    "complaint_recovery_account": "refund",
    "complaint_recovery_digest": None,
    "complaint_recovery_crm": None,
    "complaint_recovery_sale": None,
}


def make_documents(env):
    """Return kind → (remedy, model and id of its document)."""
    handler = make_user(env, "leaving", "group_helpdesk_user_own")
    team = make_team(env, handler, handler)
    env["complaint.authority"].search([]).unlimited = True
    product = env["product.product"].create({"name": "Kettle", "is_storable": True})
    company = env.company
    company.complaint_refund_product_id = product
    customer = env["res.partner"].create({"name": "Jane", "email": "j@leaving.example"})
    types = env["complaint.remedy.type"]
    voucher = types.search([("kind", "=", "voucher")], limit=1)
    voucher.voucher_program_id = make_program(env)
    ticket = env["helpdesk.ticket"].create(
        {
            "name": "Leaving",
            "description": "It leaks.",
            "team_id": team.id,
            "user_id": handler.id,
            "partner_id": customer.id,
            "complaint_severity_id": env.ref(
                "complaint_recovery.complaint_severity_minor"
            ).id,
        }
    )
    made = {}
    for kind in filter(None, GLUE.values()):
        remedy = offer(env(user=handler.id), ticket, kind)
        if "goods_product_id" in remedy._fields:
            remedy.goods_product_id = product.id
        remedy.action_make_document()
        document = remedy.sudo().result_ref
        made[kind] = remedy.id, document._name, document.id
    return made


def offer(env, ticket, kind):
    """Return a remedy of ``kind`` that the customer has accepted."""
    remedy = env["complaint.remedy"].create(
        {
            "ticket_id": ticket.id,
            "type_id": env["complaint.remedy.type"].search([("kind", "=", kind)])[0].id,
            "amount": 5,
        }
    )
    remedy.action_offer()
    remedy.action_accept()
    return remedy


def make_program(env):
    reward = {
        "reward_type": "discount",
        "discount_mode": "per_point",
        "discount": 1,
        "discount_applicability": "order",
        "required_points": 1,
    }
    return env["loyalty.program"].create(
        {
            "name": "Vouchers",
            "program_type": "gift_card",
            "applies_on": "future",
            "trigger": "auto",
            "rule_ids": [(5,)],
            "reward_ids": [(5,), (0, 0, reward)],
        }
    )


def look(env, kind, remedy_id, model, document_id):
    """Yield in words what is lost of the document of ``kind``, whose addon is gone."""
    document = env[model].browse(document_id)
    if not document.exists():
        yield f"{model} {document_id} is gone"
    document.read()
    document.get_view()
    handler = env["res.users"].search([("login", "=", "leaving")])
    remedy = env["complaint.remedy"].with_user(handler).browse(remedy_id)
    remedy.read()
    if not remedy.document_label or not remedy.document_name:
        yield f"{kind}: number and state are lost"
    if remedy.sudo().document_task_id.state == "running":
        yield f"{kind}: somebody still has the task"
    if remedy.sudo().result_ref:
        yield f"{kind}: it leads to a document that nobody follows"
    other = offer(remedy.env, remedy.ticket_id, kind)
    if other.can_make_document:
        yield f"{kind}: a document is still asked for"
    other.action_deliver()
    if other.state != "delivered":
        yield f"{kind}: it is not delivered by hand"


def leftovers(env, addon):
    """Yield what the database still has of ``addon``."""
    env.cr.execute("SELECT model, res_id FROM ir_model_data WHERE module = %s", [addon])
    for model, record_id in env.cr.fetchall():
        yield f"{addon}: {model} {record_id} is left"
    env.cr.execute(
        """SELECT c.table_name, c.column_name FROM information_schema.columns c
             JOIN ir_model m ON replace(m.model, '.', '_') = c.table_name
             LEFT JOIN ir_model_fields f
               ON f.model_id = m.id AND f.name = c.column_name
            WHERE c.table_schema = 'public' AND f.id IS NULL
              AND c.column_name LIKE 'complaint\\_%%'"""
    )
    for table, column in env.cr.fetchall():
        yield f"{addon}: the column {table}.{column} is left"


def uninstall(name, addon):
    """Uninstall ``addon`` as Odoo's button does; return whether it was there."""
    with Registry(name).cursor() as cr:
        modules = api.Environment(cr, SUPERUSER_ID, {})["ir.module.module"]
        module = modules.search([("name", "=", addon), ("state", "=", "installed")])
        if module:
            module.button_immediate_uninstall()
        return bool(module)


def main(env):
    name = env.cr.dbname
    made = make_documents(env)
    env.cr.commit()
    problems = []
    for addon, kind in GLUE.items():
        if not uninstall(name, addon):
            problems.append(f"{addon} was not installed")
            continue
        # A registry without its models, as the next request has.
        with Registry(name).cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            found = list(leftovers(env, addon))
            found += look(env, kind, *made[kind]) if kind else []
        print(f"{addon}: {'; '.join(found) or 'gone, what it made is readable'}")
        problems += found
    print(*problems, sep="\n")
    return bool(problems)


sys.exit(main(env))  # noqa: F821
