"""The figures of a million complaints, against the same asked for by hand."""

from odoo.tools import SQL

import mass
from frame import clone, compare, environment, in_turns, say, size

RUNS = size("RUNS", 5)
MANY = size("MANY", 1_000_000)
#: What the pivot shows, besides how many there are.
MEASURES = ("resolution_hours:avg", "satisfied:avg", "remedy_amount:sum")
PIVOT = SQL(
    """
    SELECT date_trunc('month', ticket.complaint_received_at) AS month,
           ticket.complaint_cause_id, COUNT(*),
           AVG(EXTRACT(EPOCH FROM ticket.complaint_resolved_at
                                  - ticket.complaint_received_at) / 3600),
           AVG(CASE WHEN ticket.complaint_satisfaction = 'satisfied' THEN 1.0
                    WHEN ticket.complaint_satisfaction IS NOT NULL THEN 0.0 END),
           SUM(remedy.amount)
      FROM helpdesk_ticket AS ticket
      LEFT JOIN (SELECT ticket_id, SUM(company_amount) AS amount
                   FROM complaint_remedy WHERE state IN ('accepted', 'delivered')
                  GROUP BY ticket_id) AS remedy ON remedy.ticket_id = ticket.id
     WHERE ticket.is_complaint IS TRUE AND ticket.active IS TRUE
     GROUP BY 1, 2 ORDER BY 1, 2
    """
)
MORNING = """
    SELECT COUNT(*) FROM helpdesk_ticket WHERE {complaint} AND {open};
    SELECT COUNT(*) FROM helpdesk_ticket WHERE {complaint}
       AND complaint_next_due_at < {now};
    SELECT COUNT(*) FROM helpdesk_ticket WHERE {complaint}
       AND complaint_next_due_at >= {now} AND complaint_next_due_at < {tonight};
    SELECT COUNT(*) FROM complaint_deadline
     WHERE state = 'running' AND kind = 'promise' AND due_at < {tonight};
    SELECT COUNT(*) FROM complaint_remedy WHERE state = 'to_approve';
    SELECT complaint_satisfaction, COUNT(*) FROM helpdesk_ticket WHERE {complaint}
       AND complaint_closed_at >= {now} - interval '30 days'
       AND complaint_closed_at < {now} AND complaint_satisfaction IS NOT NULL
     GROUP BY 1;
    SELECT complaint_satisfaction, COUNT(*) FROM helpdesk_ticket WHERE {complaint}
       AND complaint_closed_at >= {now} - interval '60 days'
       AND complaint_closed_at < {now} - interval '30 days'
       AND complaint_satisfaction IS NOT NULL
     GROUP BY 1;
    SELECT complaint_stage_id, COUNT(*) FROM helpdesk_ticket
     WHERE {complaint} AND {open} GROUP BY 1;
    SELECT complaint_cause_id, COUNT(*) FROM helpdesk_ticket WHERE {complaint}
       AND complaint_received_at >= {now} - interval '30 days'
       AND complaint_received_at < {now} GROUP BY 1;
    SELECT complaint_cause_id, COUNT(*) FROM helpdesk_ticket WHERE {complaint}
       AND complaint_received_at >= {now} - interval '60 days'
       AND complaint_received_at < {now} - interval '30 days' GROUP BY 1
""".format(
    complaint="is_complaint IS TRUE AND active IS TRUE",
    open="complaint_closed_at IS NULL",
    now="(now() at time zone 'utc')",
    tonight="(date_trunc('day', now() at time zone 'utc') + interval '1 day')",
)


def measure():
    with clone("report") as database:
        say(f"== Figures of {MANY} complaints")
        with environment(database) as env:
            mass.make_years(env, MANY)
            manager_id = env["res.users"].search([("login", "=", "manager0")]).id
        pivot = in_turns(
            RUNS,
            by_hand=lambda: ask(database, [PIVOT]),
            pivot=lambda: open_pivot(database, manager_id),
        )
        morning = in_turns(
            RUNS,
            by_hand=lambda: ask(database, map(SQL, MORNING.split(";"))),
            morning=lambda: open_morning(database, manager_id),
        )
    return [
        compare(
            f"pivot of {MANY:,} complaints, times the same by hand",
            pivot,
            "pivot",
            "by_hand",
            1.3,
        ),
        compare(
            f"morning's view of {MANY:,}, times its counts by hand",
            morning,
            "morning",
            "by_hand",
            3,
        ),
    ]


def ask(database, queries):
    queries = list(queries)

    def run():
        with environment(database) as env:
            for query in queries:
                env.cr.execute(query)
                env.cr.fetchall()

    return run, lambda: None


def open_pivot(database, user_id):
    found = []

    def run():
        with environment(database) as env:
            report = env(user=user_id)["complaint.report"]
            found.extend(
                report.formatted_read_group(
                    [], ["received_at:month", "cause_id"], ["__count", *MEASURES]
                )
            )

    def check():
        assert sum(row["__count"] for row in found) >= MANY

    return run, check


def open_morning(database, user_id):
    found = []

    def run():
        with environment(database) as env:
            teams = env(user=user_id)["helpdesk.ticket.team"]
            found.append(teams.retrieve_complaint_today())

    def check():
        assert found[0]["tiles"][0]["value"] and found[0]["causes"]

    return run, check
