"""What update_from.sh compares: run in a shell before the update, and after it.

Before, it plays some complaints, shapes and deletes configuration, and prints what the
database holds. After, it says what is lost, changed or back again; ends with status 1
where anything is.
"""

import json
import os
import sys

#: Odoo writes these with each update of a record from a file.
STAMPS = {"write_date", "write_uid", "create_date", "create_uid"}
#: (table, column) → as it is called since a script of ``migrations/`` renamed it.
RENAMED = {("complaint_severity", "require_visit"): "propose_visit"}
#: Odoo's own tables in which records of ours are shaped by administrators.
SHAPED = ("mail.template", "mail.activity.type", "ir.cron", "ir.filters")
#: An administrator deletes these before the update: they stay deleted.
DELETED = (
    "complaint_authority_handler",
    "complaint_escalation_rule_reopened",
    "complaint_cause_price_higher",  # None that the demo uses.
    "complaint_apology_template_delivery",
    "complaint_remedy_type_gift",
    "complaint_report_filter_apology",
    "mail_template_director",
)
#: Fixed columns of the models' own tables; jsonb is compared as text.
COLUMNS = """
    SELECT table_name, column_name FROM information_schema.columns
     WHERE table_schema = 'public'
       AND (table_name LIKE 'complaint\\_%' OR table_name = 'helpdesk_ticket')
     ORDER BY 1, 2
"""


def play(env):
    """Take complaints from intake to different ends, by a manager's public methods."""
    env = env(user=env.ref("complaint_recovery.demo_user_manager"))
    customer = env.ref("complaint_recovery.demo_user_renate").partner_id
    tickets = env["helpdesk.ticket"].create(
        [
            {
                "name": f"Update {number}",
                "description": "Played",
                "partner_id": customer.id,
                "team_id": env.ref("complaint_recovery.demo_team").id,
                "is_complaint": True,
            }
            for number in range(4)
        ]
    )
    refund = env.ref("complaint_recovery.complaint_remedy_type_refund")
    for ticket in tickets:
        env["complaint.interaction"].create(
            {"ticket_id": ticket.id, "channel": "phone", "purpose": "first_contact"}
        )
        env["complaint.apology"].create(
            {"ticket_id": ticket.id, "channel": "phone"}
        ).action_send()
    for ticket in tickets[:3]:
        ticket.write(
            {
                "complaint_finding": "<p>It was ours.</p>",
                "complaint_attribution": "ours",
                "complaint_decision": "upheld",
            }
        )
        remedy = env["complaint.remedy"].create(
            {"ticket_id": ticket.id, "type_id": refund.id, "amount": 30}
        )
        remedy.action_offer()
        if ticket != tickets[0]:
            remedy.action_accept()
    tickets[3].action_withdraw("Played")


def shape(env):
    """Edit the names of all that administrators shape, archive one, delete some."""
    # By a person: what the system wrote last, nobody has changed.
    env = env(user=env.ref("base.user_admin").id, su=True)
    data = env["ir.model.data"].search(
        [("module", "=", "complaint_recovery"), ("noupdate", "=", True)]
    )
    for name in DELETED:
        env.ref(f"complaint_recovery.{name}").unlink()
    for row in data.exists().filtered("res_id"):
        record = env[row.model].browse(row.res_id).exists()
        shaped = row.model.startswith("complaint.") or row.model in SHAPED
        demo = row.name.startswith("demo_")
        if not record or not shaped or demo or "name" not in record._fields:
            continue
        if record._fields["name"].readonly or "ticket_id" in record._fields:
            continue
        record.name = f"{record.name} (edited)"
    limit = env.ref("complaint_recovery.complaint_authority_manager")
    limit.amount = 77
    severity = env.ref("complaint_recovery.complaint_severity_minor")
    severity.first_contact_hours = 3
    env.ref("complaint_recovery.complaint_escalation_rule_warning").percent = 60
    env.ref("complaint_recovery.complaint_cause_service_slow").active = False
    env.ref("complaint_recovery.ir_cron_review").active = False


def others(env):
    """Return external id → every stored value of what is shaped in Odoo's tables."""
    found = {}
    rows = env["ir.model.data"].search(
        [("module", "=", "complaint_recovery"), ("model", "in", SHAPED)]
    )
    for row in rows:
        table = env[row.model]._table
        env.cr.execute(
            f'SELECT to_jsonb(row) FROM "{table}" row WHERE id = %s', [row.res_id]
        )
        values = env.cr.fetchone()
        if values:
            found[row.complete_name] = {
                column: str(value)
                for column, value in values[0].items()
                if column not in STAMPS
            }
    return found


def tables(env):
    """Return table → column → how many values there are, and a digest of them."""
    env.cr.execute(COLUMNS)
    columns = env.cr.fetchall()
    found = {}
    for table, column in columns:
        env.cr.execute(
            "SELECT relkind FROM pg_class WHERE relname = %s AND relkind = 'r'",
            [table],
        )
        if not env.cr.rowcount or column in STAMPS:
            continue
        order = "id" if (table, "id") in columns else f'"{column}"'
        digest = f"MD5(STRING_AGG(\"{column}\"::text, ',' ORDER BY {order}))"
        env.cr.execute(f'SELECT COUNT(*), {digest} FROM "{table}"')
        found.setdefault(table, {})[column] = env.cr.fetchone()
    return found


def figures(env):
    """Return the numbers people look at: counts, amounts, stages."""
    result = {}
    for name, query in {
        "complaints by stage": """
            SELECT stage.name->>'en_US', COUNT(*) FROM helpdesk_ticket ticket
              JOIN complaint_stage stage ON stage.id = ticket.complaint_stage_id
             GROUP BY 1 ORDER BY 1""",
        "remedies by state": """
            SELECT state, COUNT(*), SUM(company_amount) FROM complaint_remedy
             GROUP BY 1 ORDER BY 1""",
        "deadlines by kind and state": """
            SELECT kind, state, COUNT(*) FROM complaint_deadline
             GROUP BY 1, 2 ORDER BY 1, 2""",
    }.items():
        env.cr.execute(query)
        result[name] = [[str(value) for value in row] for row in env.cr.fetchall()]
    return result


def ids(env):
    """Return the external ids of ours that records hang on, with their record."""
    env.cr.execute(
        "SELECT module || '.' || name, model, res_id FROM ir_model_data"
        " WHERE module LIKE 'complaint\\_recovery%%' AND noupdate"
    )
    return {name: [model, res_id] for name, model, res_id in env.cr.fetchall()}


def models(env):
    env.cr.execute("SELECT model FROM ir_model WHERE model LIKE 'complaint.%'")
    return sorted(model for (model,) in env.cr.fetchall())


def take(env):
    return {
        "tables": tables(env),
        "figures": figures(env),
        "ids": ids(env),
        "models": models(env),
        "others": others(env),
    }


def compare(env, before):
    """Yield what is lost or changed."""
    after = json.loads(json.dumps(take(env), default=str))
    for name, rows in before["figures"].items():
        if after["figures"][name] != rows:
            yield f"{name}: {rows} → {after['figures'][name]}"
    for table, columns in before["tables"].items():
        now = after["tables"].get(table)
        if now is None:
            yield f"table {table} is gone"
            continue
        for column, value in columns.items():
            column = RENAMED.get((table, column), column)
            if column not in now:
                yield f"column {table}.{column} is gone"
            elif now[column] != value:
                yield f"{table}.{column}: {value} → {now[column]}"
    for name, record in before["ids"].items():
        if after["ids"].get(name) != record:
            yield f"{name}: {record} → {after['ids'].get(name)}"
    yield from compare_others(env, before["others"], after["others"])
    for model in after["models"]:
        if model not in env.registry:
            yield f"{model} is still in the database"
    print(
        f"{len(before['tables'])} tables, {len(before['ids'])} external ids, "
        f"{len(before['models'])} models before, {len(after['models'])} after"
    )


def compare_others(env, before, after):
    """Yield what is lost, changed or back of what administrators have shaped."""
    for name, values in before.items():
        now = after.get(name)
        if now is None:
            yield f"{name} is gone"
            continue
        for column, value in values.items():
            if now.get(column, value) != value:
                yield f"{name}: {column} was {value}, is {now[column]}"
    for name in DELETED:
        if env.ref(f"complaint_recovery.{name}", raise_if_not_found=False):
            yield f"{name} was deleted, and is back"


env = globals()["env"]
if os.environ.get("COMPARE") == "before":
    play(env)
    shape(env)
    env.cr.commit()
    print(json.dumps(take(env), default=str))
else:
    with open(os.environ["BEFORE"]) as file:
        before = json.load(file)
    if problems := list(compare(env, before)):
        print("\n".join(problems))
        sys.exit(1)
    print("Nothing is lost or changed.")
