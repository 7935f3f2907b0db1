"""The pass over the deadlines: against Odoo's own time rules, and with a million."""

from odoo import fields
from odoo.tools import SQL

import mass
from frame import Figure, clone, compare, environment, in_turns, say, size

RUNS = size("RUNS", 5)
DUE = size("DUE", 1000)
RUNNING = size("RUNNING", 10_000)
LARGE = size("LARGE", 1_000_000)


def measure():
    with clone("pass") as small, clone("large") as large:
        for name, count in ((small, RUNNING), (large, LARGE)):
            say(f"== {count:,} complaints with a running deadline")
            with environment(name) as env:
                mass.make_complaints(env, count)
        with environment(small) as env:
            automation_id = make_automation(env).id
        say(f"== {DUE:,} due: the pass, and base_automation")
        against = in_turns(
            RUNS,
            base_automation=lambda: prepare_automation(small, automation_id),
            pass_=lambda: prepare_pass(small),
        )
        say(f"== {DUE:,} due of {RUNNING:,} and of {LARGE:,}")
        among = in_turns(
            RUNS, few=lambda: prepare_pass(small), many=lambda: prepare_pass(large)
        )
        return [
            compare(
                f"pass over {DUE:,} due, throughput times base_automation's",
                against,
                "base_automation",
                "pass_",
                15,
                at_least=True,
            ),
            compare(
                f"pass over {DUE:,} due of {LARGE:,}, times that of {RUNNING:,}",
                among,
                "many",
                "few",
                1.2,
            ),
            count_idle_queries(large),
        ]


def prepare_pass(database):
    with environment(database) as env:
        mass.let_be_due(env.cr, DUE)

    def run():
        with environment(database) as env:
            env["complaint.deadline"]._cron_process()

    return run, lambda: check_activities(database)


def check_activities(database):
    with environment(database) as env:
        made = env["mail.activity"].search_count([])
        assert made == DUE, f"{made} activities instead of {DUE}"


def make_automation(env):
    """Make the rule of base_automation that does the same as our first one."""
    model = env["ir.model"]._get("helpdesk.ticket")
    date = env["ir.model.fields"]._get("helpdesk.ticket", "complaint_next_due_at")
    action = env["ir.actions.server"].create(
        {
            "name": "Activity for the owner",
            "model_id": model.id,
            "state": "next_activity",
            "activity_type_id": env.ref(
                "complaint_recovery.mail_activity_type_escalation"
            ).id,
            "activity_summary": "Level 1",
            "activity_note": "Soon due",
            "activity_date_deadline_range": 0,
            "activity_user_type": "generic",
            "activity_user_field_name": "user_id",
            "usage": "base_automation",
        }
    )
    return env["base.automation"].create(
        {
            "name": "Soon due: the owner",
            "model_id": model.id,
            "trigger": "on_time",
            "trg_date_id": date.id,
            "trg_date_range": 0,
            "trg_date_range_type": "minutes",
            "trg_date_range_mode": "after",
            # It has the same index to find them with as the pass.
            "filter_domain": "[('is_complaint', '=', True)]",
            "action_server_ids": action.ids,
        }
    )


def prepare_automation(database, automation_id):
    with environment(database) as env:
        mass.rest(env.cr)
        # The tickets of the same deadlines, which are not due themselves this time.
        env.cr.execute(
            SQL(
                "UPDATE helpdesk_ticket SET complaint_next_due_at = %s"
                " WHERE id IN (%s)",
                fields.Datetime.subtract(fields.Datetime.now(), minutes=1),
                mass.some_tickets(DUE),
            )
        )
        env["base.automation"].browse(
            automation_id
        ).last_run = fields.Datetime.subtract(fields.Datetime.now(), hours=1)

    def run():
        with environment(database) as env:
            env["base.automation"]._cron_process_time_based_actions()

    return run, lambda: check_activities(database)


def count_idle_queries(database):
    with environment(database) as env:
        mass.rest(env.cr)
    for _time in range(2):  # the first one fills what a worker has in memory
        with environment(database) as env:
            before = env.cr.sql_log_count
            env["complaint.deadline"]._cron_process()
            queries = env.cr.sql_log_count - before
    return Figure("pass with nothing due", "queries", queries, 5)
