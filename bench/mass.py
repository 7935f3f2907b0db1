"""Complaints by the hundred thousand, made by SQL: by the ORM it would take a day."""

from odoo.fields import Command
from odoo.tools import SQL

NOW = SQL("(now() at time zone 'utc')")
TIMES = {
    "now": NOW,
    "later": SQL("(%s + interval '1 day')", NOW),
    "soon": SQL("(%s + interval '30 days')", NOW),
    "future": SQL("(%s + interval '40 days')", NOW),
}
HANDLERS, SALESPEOPLE, CUSTOMERS = 10, 10, 200


def make_people(env):
    """Make a team of complaints, one of plain tickets, and customers of salespeople."""
    handlers = _make_users(
        env, "handler", HANDLERS, "helpdesk_mgmt.group_helpdesk_user_own"
    )
    leader = _make_users(env, "leader", 1, "helpdesk_mgmt.group_helpdesk_user_team")
    _make_users(env, "manager", 1, "helpdesk_mgmt.group_helpdesk_manager")
    sales = _make_users(env, "sales", SALESPEOPLE, "sales_team.group_sale_salesman")
    team = {
        "user_id": leader.id,
        "user_ids": [Command.set((handlers + leader).ids)],
    }
    teams = env["helpdesk.ticket.team"].create(
        [
            {"name": "Complaints", "complaint_default": True, **team},
            {"name": "Questions", **team},
        ]
    )
    customers = env["res.partner"].create(
        [
            {
                "name": f"Customer {number}",
                "email": f"customer{number}@bench.example",
                "user_id": sales[number % SALESPEOPLE].id,
            }
            for number in range(CUSTOMERS)
        ]
    )
    return handlers, teams, customers


def _make_users(env, name, count, group):
    return (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            [
                {
                    "name": f"{name.capitalize()} {number}",
                    "login": f"{name}{number}",
                    "email": f"{name}{number}@company.example",
                    "tz": "UTC",
                    "group_ids": [Command.set(env.ref(group).ids)],
                }
                for number in range(count)
            ]
        )
    )


def prepare_tickets(team, handler, customers):
    """Return the values of one new ticket of ``team`` for each of ``customers``."""
    return [
        {
            "name": "Kettle leaks",
            "description": "<p>It leaks at the base.</p>",
            "partner_id": customer.id,
            "team_id": team.id,
            "user_id": handler.id,
        }
        for customer in customers
    ]


def make_complaints(env, count):
    """Make ``count`` complaints with one running deadline each, none of them due."""
    handlers, teams, customers = make_people(env)
    first = env["helpdesk.ticket"].create(
        prepare_tickets(teams[0], handlers[0], customers[0])
    )
    deadline = first.complaint_deadline_ids.filtered(
        lambda d: d.kind == "first_contact"
    )
    (first.complaint_deadline_ids - deadline)._cancel()
    env.flush_all()
    copy(
        env.cr,
        "helpdesk_ticket",
        first.id,
        SQL("generate_series(1, %s) AS n", count),
        number=SQL("'BENCH' || n"),
        user_id=_one_of(handlers),
        partner_id=_one_of(customers),
        commercial_partner_id=_one_of(customers),
        complaint_next_due_at=TIMES["future"],
    )
    copy(
        env.cr,
        "complaint_deadline",
        deadline.id,
        SQL("helpdesk_ticket AS ticket"),
        where=SQL("ticket.number LIKE 'BENCH%%'"),
        ticket_id=SQL("ticket.id"),
        due_at=TIMES["future"],
        checked_at=TIMES["now"],
        next_check_at=SQL("%s + interval '1 day' * (ticket.id %% 30)", TIMES["later"]),
        user_id=SQL("ticket.user_id"),
        activity_id=SQL("NULL"),
    )
    # Rules leave alone what was before they were saved; here that was long ago.
    env.cr.execute(
        SQL("UPDATE complaint_escalation_rule SET since = since - interval '1 year'")
    )
    env.cr.commit()
    env.cr.execute("ANALYZE")
    env.cr.commit()


def make_years(env, count):
    """Make ``count`` complaints of three years, the last fiftieth open, with remedies.

    Each customer complained ten times.
    """
    handlers, teams, customers = make_people(env)
    causes = env["complaint.cause"].search([])
    first = env["helpdesk.ticket"].create(
        prepare_tickets(teams[0], handlers[0], customers[0])
    )
    first.complaint_deadline_ids._cancel()
    env.flush_all()
    received = SQL("(%s - interval '1 day' * 1095 * n / %s)", NOW, count)
    ended = SQL("n > %s", count // 50)
    customers = _make_more(env, customers[0], count // 10)
    copy(
        env.cr,
        "helpdesk_ticket",
        first.id,
        SQL("generate_series(1, %s) AS n", count),
        number=SQL("'BENCH' || n"),
        user_id=_one_of(handlers),
        partner_id=customers,
        commercial_partner_id=customers,
        # More of the first ones lately, so that some causes grow.
        complaint_cause_id=SQL(
            "(%s)[1 + (n / 7) %% (CASE WHEN n < %s THEN 3 ELSE %s END)]",
            causes.ids,
            count // 50,
            len(causes),
        ),
        complaint_received_at=received,
        complaint_resolved_at=SQL("%s + interval '1 hour' * (n %% 300)", received),
        complaint_closed_at=SQL("CASE WHEN %s THEN %s END", ended, received),
        complaint_satisfaction=SQL(
            "CASE WHEN %s THEN (ARRAY['satisfied', 'neutral', 'dissatisfied'])"
            "[1 + n %% 3] END",
            ended,
        ),
        complaint_next_due_at=SQL(
            "CASE WHEN NOT %s THEN %s + interval '1 hour' * (n %% 90 - 30) END",
            ended,
            NOW,
        ),
    )
    _give_remedies(env, first)
    env.cr.commit()
    env.cr.execute("ANALYZE")
    env.cr.commit()


def _make_more(env, customer, count):
    """Make ``count`` customers like this one; return which is that of row ``n``."""
    env.flush_all()
    copy(
        env.cr,
        "res_partner",
        customer.id,
        SQL("generate_series(1, %s) AS n", count),
        name=SQL("'Buyer ' || n"),
        complete_name=SQL("'Buyer ' || n"),
        email=SQL("'buyer' || n || '@bench.example'"),
        email_normalized=SQL("'buyer' || n || '@bench.example'"),
    )
    env.cr.execute("UPDATE res_partner SET commercial_partner_id = id")
    env.cr.execute("SELECT min(id) FROM res_partner WHERE name LIKE 'Buyer %%'")
    [first] = env.cr.fetchone()
    return SQL("%s + n %% %s", first, count)


def _give_remedies(env, first):
    """Give each fifth complaint a delivered remedy, like one of the ``first``."""
    remedy = env["complaint.remedy"].create(
        {
            "ticket_id": first.id,
            "type_id": env["complaint.remedy.type"].search([], limit=1).id,
            "amount": 10,
            "currency_id": env.company.currency_id.id,
        }
    )
    env.flush_all()
    copy(
        env.cr,
        "complaint_remedy",
        remedy.id,
        SQL("helpdesk_ticket AS ticket"),
        where=SQL("ticket.number LIKE 'BENCH%%' AND ticket.id %% 5 = 0"),
        ticket_id=SQL("ticket.id"),
        state=SQL("'delivered'"),
        company_amount=SQL("10"),
    )


def _one_of(records):
    return SQL("(%s)[1 + n %% %s]", records.ids, len(records))


def copy(cr, table, source_id, rows, where=None, **instead):
    """Copy one row of ``table``, once for each of ``rows``, but for ``instead``."""
    cr.execute(
        SQL(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name = %s"
            " AND column_name <> 'id'",
            table,
        )
    )
    names = [name for (name,) in cr.fetchall()]
    values = [instead.get(name, SQL.identifier("source", name)) for name in names]
    cr.execute(
        SQL(
            "INSERT INTO %s (%s) SELECT %s FROM %s AS source, %s"
            " WHERE source.id = %s AND %s",
            SQL.identifier(table),
            SQL(", ").join(SQL.identifier(name) for name in names),
            SQL(", ").join(values),
            SQL.identifier(table),
            rows,
            source_id,
            where or SQL("TRUE"),
        )
    )


def rest(cr):
    """Nothing was done on any complaint, and nothing is due in the coming days."""
    cr.execute("DELETE FROM complaint_escalation")
    cr.execute("DELETE FROM mail_activity")
    cr.execute(
        "UPDATE helpdesk_ticket SET complaint_level = 0 WHERE complaint_level > 0"
    )
    cr.execute(
        SQL(
            "UPDATE helpdesk_ticket SET complaint_next_due_at = %(future)s"
            " WHERE complaint_next_due_at < %(soon)s",
            **TIMES,
        )
    )
    cr.execute(
        SQL(
            "UPDATE complaint_deadline SET start_at = %(now)s, due_at = %(future)s,"
            " checked_at = %(now)s, next_check_at = %(later)s"
            " WHERE state = 'running' AND due_at < %(soon)s",
            **TIMES,
        )
    )


def let_be_due(cr, count):
    """Let three quarters of the time of ``count`` deadlines be over, as of now.

    They lie all over the table. The first one of the shipped rules fires on them.
    """
    rest(cr)
    cr.execute(
        SQL(
            "UPDATE complaint_deadline"
            " SET start_at = %(now)s - interval '30 days',"
            " due_at = %(now)s + interval '5 days', checked_at = NULL,"
            " next_check_at = %(now)s - interval '1 minute'"
            " WHERE state = 'running' AND ticket_id IN (%(some)s)",
            now=NOW,
            some=some_tickets(count),
        )
    )


def some_tickets(count):
    """Return the query of ``count`` complaints that lie all over the table."""
    return SQL(
        "SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) AS number,"
        " count(*) OVER () AS total FROM helpdesk_ticket WHERE is_complaint) AS ticket"
        " WHERE number %% (total / %(count)s) = 0 ORDER BY id LIMIT %(count)s",
        count=count,
    )
