"""The screens people open most, after years: COMPLAINTS, five times as many deadlines.

What counts is the time the database takes, as Odoo adds it up for each request; the
best of LOOKS, as anybody's second look on a machine that does nothing else.
"""

import threading

from lxml import etree

from odoo import fields
from odoo.tools import SQL

import mass
from frame import Figure, clone, environment, say, size

COMPLAINTS = size("COMPLAINTS", 200_000)
#: Of each complaint, beside the one it has.
DEADLINES = 4
KINDS = ["first_contact", "promise", "progress", "resolution", "promise"]
LOOKS = size("LOOKS", 5)
MOST = 50
#: What reads all complaints, or a year of them, and may take longer: docs/scale.rst.
MOST_OF = {"by number": 300, "report of a year by month": 100}
#: The customers of these complaints.
OURS = [("email", "like", "@bench.example")]


def measure():
    with clone("years") as database:
        with environment(database) as env:
            fill(env)
        say(f"== screens of {COMPLAINTS} complaints of three years")
        took = {}
        for name, (login, screen) in SCREENS.items():
            with environment(database) as env:
                user = env["res.users"].search([("login", "=", login)])
                took[name] = min(
                    look(env(user=user.id), screen) for _time in range(LOOKS)
                )
            say(f"   {name}: {took[name]:.0f} ms")
    return [
        Figure(f"years: {name}, ms of database", "", ms, MOST_OF.get(name, MOST))
        for name, ms in took.items()
    ]


def look(env, screen):
    """Return the milliseconds the database takes for one look."""
    env.invalidate_all()
    thread = threading.current_thread()
    thread.query_count = thread.query_time = 0
    screen(env)
    return thread.query_time * 1000


def fill(env):
    mass.make_years(env, COMPLAINTS)
    stages = {
        phase: env["complaint.stage"]._get_first(phase, env.company).id
        for phase in ("intake", "investigation", "recovery", "follow_up", "closed")
    }
    env.cr.execute(
        SQL(
            """UPDATE helpdesk_ticket SET complaint_stage_id =
                   CASE WHEN complaint_closed_at IS NULL
                        THEN (%s)[1 + id / 10 %% 4] ELSE %s END
                WHERE is_complaint""",
            list(stages.values())[:4],
            stages["closed"],
        )
    )
    deadline = env["complaint.deadline"].search([], limit=1)
    own = SQL("ticket.complaint_received_at + interval '10 days' * n")
    ended = SQL("ticket.complaint_closed_at IS NOT NULL")
    mass.copy(
        env.cr,
        "complaint_deadline",
        deadline.id,
        SQL("helpdesk_ticket AS ticket, generate_series(1, %s) AS n", DEADLINES + 1),
        where=SQL("ticket.number LIKE 'BENCH%%'"),
        ticket_id=SQL("ticket.id"),
        kind=SQL("(%s)[n]", KINDS),
        state=SQL("CASE WHEN %s THEN 'done' ELSE 'running' END", ended),
        kept=SQL("CASE WHEN %s THEN n < 5 END", ended),
        start_at=SQL("ticket.complaint_received_at"),
        due_at=own,
        original_due_at=own,
        done_at=SQL("CASE WHEN %s THEN ticket.complaint_closed_at END", ended),
        next_check_at=SQL("CASE WHEN NOT %s THEN %s END", ended, own),
        user_id=SQL("ticket.user_id"),
        activity_id=SQL("NULL"),
    )
    env.cr.commit()
    env.cr.execute("ANALYZE")
    env.cr.commit()


def listed(model, domain=(), view=None):
    """Return what opens a list, as the web client does: 80 rows, and how many.

    ``view`` is ours that says in which order.
    """

    def screen(env):
        env[model].web_search_read(
            list(domain),
            {"display_name": {}},
            limit=80,
            order=order_of(env, view) if view else None,
            count_limit=10001,
        )

    return screen


def order_of(env, view):
    # Views are read by the server for everybody.
    arch = env.ref(f"complaint_recovery.complaint_view_{view}").sudo().arch
    return etree.fromstring(arch).get("default_order")


def board(env):
    """Read each column of the board: open complaints by stage, in the board's order."""
    tickets, order = env["helpdesk.ticket"], order_of(env, "kanban")
    opened = [("is_complaint", "=", True), ("complaint_closed_at", "=", False)]
    tickets.web_read_group(opened, ["complaint_stage_id"], ["__count"])
    for stage in env["complaint.stage"].search([]):
        tickets.web_search_read(
            [*opened, ("complaint_stage_id", "=", stage.id)],
            {"number": {}, "name": {}, "complaint_next_due_at": {}},
            limit=40,
            order=order,
        )


def today(env):
    env["helpdesk.ticket.team"].retrieve_complaint_today()


def day(env):
    env["helpdesk.ticket.team"].retrieve_complaint_day()


def satisfaction(env):
    env["helpdesk.ticket.team"]._get_satisfaction_tile()


def report(env):
    since = fields.Date.subtract(fields.Date.today(), months=12)
    env["complaint.report"].formatted_read_group(
        [("received_at", ">=", since)],
        ["received_at:month"],
        ["__count", "first_contact_hours:avg"],
    )


def customers(env):
    partners = env["res.partner"].search(OURS, limit=80)
    partners.read(["name", "complaint_count", "complaint_open_count"])


def history(env):
    partner = env["res.partner"].search(OURS, limit=1)
    env["complaint.history"].web_search_read(
        [("commercial_partner_id", "=", partner.id)], {"display_name": {}}, limit=80
    )


def my_deadlines(env):
    listed("complaint.deadline", [*RUNNING, ("user_id", "=", env.uid)])(env)


COMPLAINT = [("is_complaint", "=", True)]
NUMBER = ("number", "ilike", "BENCH1234")
RUNNING = [("state", "in", ("running", "paused"))]
#: Screen → (who opens it, what it asks).
SCREENS = {
    "My day": ("handler0", day),
    "Today": ("manager0", today),
    "satisfaction": ("manager0", satisfaction),
    "board": ("leader0", board),
    "all complaints": ("manager0", listed("helpdesk.ticket", COMPLAINT, "list")),
    "by number": (
        "handler0",
        listed("helpdesk.ticket", [*COMPLAINT, NUMBER], "list"),
    ),
    "my deadlines": ("handler0", my_deadlines),
    "all deadlines": ("manager0", listed("complaint.deadline")),
    "report of a year by month": ("manager0", report),
    "customers": ("sales0", customers),
    "history of a customer": ("sales0", history),
}
