r"""Plain tickets cost the same number of queries with and without the addon.

    make db DB=without MODULES=helpdesk_mgmt
    make db DB=with
    python scripts/plain_ticket_queries.py without with

Prints the figures of both databases and fails when any of them differs. With one
database only it prints its figures as JSON; those of a database without the addon are
what tests/test_plain_tickets.py expects:

    python scripts/plain_ticket_queries.py without \
        > tests/data/plain_ticket_queries.json

Nothing that is made for it is kept. ``ODOO_SHELL`` names another command that runs a
script in a database ("… {db} …").
"""

import json
import os
import subprocess
import sys

SHELL = "make --silent shell DB={db}"
#: A list as the web client asks for it, with what a row and a search need.
LIST_FIELDS = ["number", "name", "partner_id", "user_id", "stage_id", "team_id"]


class PlainTickets:
    """Some plain tickets, and what three kinds of users do with them all day."""

    def __init__(self, env):
        # Mails wait for the queue: a test and a shell send them at other moments.
        context = {"lang": "en_US", "mail_notify_force_send": False}
        self.env = env(user=1, context=context, su=True)
        self.figures = {}
        users = self.env["res.users"].with_context(no_reset_password=True)
        self.handler, self.colleague, self.portal = users.create(
            [
                {
                    "name": login,
                    "login": login,
                    "email": f"{login}@plain.example",
                    "group_ids": [(6, 0, [self.env.ref(group).id])],
                }
                for login, group in (
                    ("plain_handler", "helpdesk_mgmt.group_helpdesk_user_own"),
                    ("plain_colleague", "helpdesk_mgmt.group_helpdesk_user_own"),
                    ("plain_portal", "base.group_portal"),
                )
            ]
        )
        self.customer = self.portal.partner_id
        self.other = self.env["res.partner"].create(
            {"name": "Other customer", "email": "other@plain.example"}
        )
        team = {"user_ids": [(6, 0, (self.handler + self.colleague).ids)]}
        self.team, self.second_team = self.env["helpdesk.ticket.team"].create(
            [{"name": "Plain", **team}, {"name": "Second", **team}]
        )
        self.stage = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_in_progress")
        self.company = self.env["res.company"].create({"name": "Elsewhere"})
        self.tickets = self.env["helpdesk.ticket"].create(self.vals(40))

    def vals(self, count):
        return [
            {
                "name": f"Question {number}",
                "description": "How does it work?",
                "partner_id": self.customer.id,
                "team_id": self.team.id,
                "user_id": self.handler.id,
            }
            for number in range(count)
        ]

    def measure(self):
        """Return what each step costs each user, in queries."""
        superuser = self.env["helpdesk.ticket"]
        handler = superuser.with_user(self.handler)
        portal = superuser.with_user(self.portal)
        for user, model in (("superuser", superuser), ("handler", handler)):
            self.measure_writing(user, model)
            self.measure_reading(user, model)
        # The portal's own pages create and close tickets as superuser for the user.
        self.measure_writing("portal", portal.sudo())
        self.measure_reading("portal", portal)
        return self.figures

    def measure_writing(self, user, model):
        ticket = model.browse(self.tickets[0].id)
        some = model.browse(self.tickets[:20].ids)
        changes = {
            "name": {"name": "Another question"},
            "description": {"description": "<p>More</p>"},
            "stage": {"stage_id": self.stage.id},
            "user": {"user_id": self.colleague.id},
            "team": {"team_id": self.second_team.id},
            "partner": {"partner_id": self.other.id},
            "archive": {"active": False},
        }
        self.count(user, "create 1", lambda: model.create(self.vals(1)))
        self.count(user, "create 100", lambda: model.create(self.vals(100)))
        for name, vals in changes.items():
            self.count(user, f"change {name}", lambda vals=vals: ticket.write(vals))
            self.count(user, f"change {name} of 20", lambda v=vals: some.write(v))
        self.count(user, "copy", ticket.copy)
        if model.env.su:
            company = {"company_id": self.company.id, "team_id": False}
            self.count(user, "change company", lambda: ticket.write(company))

    def measure_reading(self, user, model):
        ticket = model.browse(self.tickets[0].id)
        spec = self.form_spec(model)
        domain = [("id", "in", self.tickets.ids)]
        rows = {name: {} for name in LIST_FIELDS}
        self.count(user, "search", lambda: model.search(domain))
        self.count(user, "read", lambda: ticket.read(LIST_FIELDS))
        self.count(user, "read all fields", lambda: ticket.read(list(spec)))
        self.count(user, "search_read", lambda: model.search_read(domain, LIST_FIELDS))
        self.count(user, "list", lambda: model.web_search_read(domain, rows))
        self.count(user, "form", lambda: ticket.web_read(spec))
        self.count(user, "name_search", lambda: model.name_search("Question"))
        self.count(
            user,
            "board",
            lambda: model.formatted_read_group(domain, ["stage_id"], ["__count"]),
        )
        self.count(user, "comment", lambda: self.post(ticket, "mail.mt_comment"))
        if not model.env.user.share:
            self.count(user, "note", lambda: self.post(ticket, "mail.mt_note"))
            self.count(user, "activity", lambda: self.do_activity(ticket))

    def form_spec(self, model):
        """Return the fields of the parent's own form, as the web client asks for."""
        from lxml import etree

        arch = etree.fromstring(self.env.ref("helpdesk_mgmt.ticket_view_form").arch_db)
        names = {node.get("name") for node in arch.iter("field")}
        readable = model.fields_get(attributes=["relation", "type"])
        return {
            name: {"fields": {"display_name": {}}} if "relation" in field else {}
            for name, field in sorted(readable.items())
            if name in names
            # Members, tags and activities are no business of a customer.
            and not (model.env.user.share and "2many" in field["type"])
            and model.env[field.get("relation", model._name)].has_access("read")
        }

    def post(self, ticket, subtype):
        return ticket.message_post(
            body="Hello", message_type="comment", subtype_xmlid=subtype
        )

    def do_activity(self, ticket):
        ticket.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=ticket.env.uid,
            automated=False,
        ).action_feedback("Done")

    def count(self, user, step, function):
        """Count ``step`` as a new request sees it: caches warm, no record read yet."""
        cr = self.env.cr
        for _warm_up in range(2):
            with cr.savepoint() as savepoint:
                cr.flush()
                self.env.invalidate_all()
                before = cr.sql_log_count
                function()
                cr.flush()  # What is tracked and notified at the end of the request.
                cost = cr.sql_log_count - before
                savepoint.rollback()
            self.env.invalidate_all()
        self.figures[f"{step}, {user}"] = cost


def figures_of(database, path):
    command = os.environ.get("ODOO_SHELL", SHELL).format(db=database)
    with open(path) as script:
        output = subprocess.run(
            command, shell=True, stdin=script, stdout=subprocess.PIPE, check=True
        )
    return json.loads(output.stdout.decode().strip().splitlines()[-1])


def compare(without, with_addon, path):
    """Print both columns of the script at ``path``; return how many figures differ."""
    before, after = figures_of(without, path), figures_of(with_addon, path)
    for step in before | after:
        same = before.get(step) == after.get(step)
        mark = "" if same else "   <- differs"
        print(f"{step:40} {before.get(step)!s:>6} {after.get(step)!s:>6}{mark}")
    return sum(before.get(step) != after.get(step) for step in before | after)


def main(arguments):
    if len(arguments) == 1:
        return print(json.dumps(figures_of(arguments[0], __file__), indent=4))
    if len(arguments) != 2:
        sys.exit(__doc__)
    if differing := compare(*arguments, __file__):
        sys.exit(f"{differing} figures differ: a plain ticket pays for the addon.")
    print("A plain ticket costs the same with and without the addon.")


if "env" in globals():
    figures = PlainTickets(globals()["env"]).measure()
    globals()["env"].cr.rollback()
    print(json.dumps(figures))
elif __name__ == "__main__":
    main(sys.argv[1:])
