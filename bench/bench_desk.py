"""The screens people work on all day, against those of plain tickets.

Opening a form and a board as the web client does; My day by its queries. A form of a
complaint asks twice: for what is in sight, and at once for the rest. The first request
is what one waits for; what all of it costs is told as well.
"""

from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.tests import Form

import mass
from frame import Figure, clone, compare, environment, in_turns, say, size

RUNS = size("RUNS", 5)
BATCH = size("BATCH", 100)
#: Many forms and boards are read in a run: one takes some milliseconds.
AGAIN = size("AGAIN", 20)
OURS = "complaint_recovery.complaint_view_"
#: What widgets read besides their own field.
WIDGETS = {"statusbar_duration": ("duration_tracking",)}


def measure():
    with clone("desk") as database:
        with environment(database) as env:
            handler, complaints, plain = make(env)
        say(f"== forms and boards of {BATCH} complaints and {BATCH} plain tickets")
        forms = {
            "complaint": (f"{OURS}form", complaints),
            "rest": (f"{OURS}form", complaints),
            "plain": ("helpdesk_mgmt.ticket_view_form", plain),
        }
        boards = {
            "complaints": (f"{OURS}kanban", complaints),
            "tickets": ("helpdesk_mgmt.view_helpdesk_ticket_kanban", plain),
        }
        reads = {
            name: reader(database, handler, view, ids, late=name == "rest")
            for name, (view, ids) in (*forms.items(), *boards.items())
        }
        seconds = in_turns(RUNS, **{name: timed(read) for name, read in reads.items()})
        queries = {name: read() for name, read in reads.items()}
        day = count_day(database, handler)
    queries["whole"] = queries["complaint"] + queries["rest"]
    seconds["whole"] = list(
        map(sum, zip(seconds["complaint"], seconds["rest"], strict=True))
    )
    return [
        compare(
            "opening a complaint, times a plain ticket",
            seconds,
            "complaint",
            "plain",
            1.5,
        ),
        ratio(
            "queries of it, times a plain ticket's", queries, "complaint", "plain", 1.5
        ),
        compare("the same with what comes late", seconds, "whole", "plain", 4),
        ratio("queries of both", queries, "whole", "plain", 2.8),
        compare(
            "the board, times the parent's board", seconds, "complaints", "tickets", 1.3
        ),
        Figure("queries of My day with 80 rows", "", day, 10),
    ]


def make(env):
    """Make as many complaints with a first contact as plain tickets."""
    handlers, teams, customers = mass.make_people(env)
    complaints_id, questions_id = teams.ids
    made = []
    for team_id in (complaints_id, questions_id):
        team = env["helpdesk.ticket.team"].browse(team_id)
        vals_list = mass.prepare_tickets(team, handlers[0], customers[:BATCH])
        tickets = env["helpdesk.ticket"].with_user(handlers[0]).create(vals_list)
        made.append(tickets)
    complaints, plain = made
    for ticket in complaints:
        ticket._complaint_record_exchange(channel="phone", purpose="first_contact")
        ticket._complaint_promise(
            "Call back", fields.Datetime.now() + timedelta(days=1)
        )
    return handlers[0].id, complaints.ids, plain.ids


def reader(database, user_id, view, ids, late=False):
    """Return a function that opens the view once, and returns its queries."""
    with environment(database) as env:
        tickets = env(user=user_id)["helpdesk.ticket"]
        if view.endswith("form"):
            spec = fields_of_form(tickets.browse(ids[0]), view, late)
        else:
            spec = fields_of(tickets, env.ref(view))

    def read(number=0):
        with environment(database) as env:
            tickets = env(user=user_id)["helpdesk.ticket"]
            before = env.cr.sql_log_count
            if view.endswith("form"):
                tickets.browse(ids[number % len(ids)]).web_read(spec)
            else:
                tickets.web_search_read([("id", "in", ids)], spec, limit=80)
            return env.cr.sql_log_count - before

    return read


def fields_of_form(ticket, view, late):
    """Return what the web client asks for of a form: at once, or ``late``."""
    form = Form(ticket, view=view)
    nodes = form._view["tree"].xpath("//field[not(ancestor::field)]")
    shown = {node.get("name"): node for node in nodes}
    spec = as_client(ticket, form._view["fields_spec"], shown)
    spec["display_name"] = {}
    for node in nodes:
        for name in WIDGETS.get(node.get("widget"), ()):
            spec[name] = {}
    comes_late = {
        n for n, node in shown.items() if "late" in (node.get("options") or "")
    }
    return {name: asked for name, asked in spec.items() if (name in comes_late) == late}


def as_client(records, spec, shown):
    """Return the server's ``spec`` of fields, as the web client asks for them."""
    asked = {}
    for name, value in spec.items():
        field = records._fields[name]
        hidden = name in shown and shown[name].get("invisible") in ("1", "True")
        asked[name] = {key: value[key] for key in ("context", "limit") if key in value}
        if field.type == "many2one":
            asked[name]["fields"] = {} if hidden else {"display_name": {}}
        elif field.name == "tag_ids":
            asked[name]["fields"] = {"display_name": {}, "color": {}}
        elif value.get("fields") and not hidden:
            lines = records.env[field.comodel_name]
            asked[name]["fields"] = as_client(lines, value["fields"], {})
    return asked


def fields_of(tickets, view):
    """Return what the web client asks for of the cards of a board."""
    arch = etree.fromstring(tickets.get_view(view.id, "kanban")["arch"])
    spec = {}
    for node in arch.iter("field"):
        field = tickets._fields[node.get("name")]
        linked = {"fields": {"display_name": {}}}
        spec[field.name] = linked if field.type == "many2one" else {}
    return spec


def timed(read):
    def prepare():
        def run():
            for number in range(AGAIN):
                read(number)

        return run, lambda: None

    return prepare


def ratio(what, queries, over, under, limit):
    detail = f"{over} {queries[over]}, {under} {queries[under]}"
    return Figure(what, detail, queries[over] / queries[under], limit)


def count_day(database, user_id):
    with environment(database) as env:
        teams = env(user=user_id)["helpdesk.ticket.team"]
        teams.retrieve_complaint_day()
        env.invalidate_all()
        before = env.cr.sql_log_count
        day = teams.retrieve_complaint_day()
        assert sum(len(part["rows"]) for part in day["parts"]) >= min(BATCH, 80)
        return env.cr.sql_log_count - before
