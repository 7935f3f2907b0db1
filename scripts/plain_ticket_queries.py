r"""Plain tickets cost the same number of queries with and without the addon.

    make db DB=without MODULES=helpdesk_mgmt
    make db DB=with
    python scripts/plain_ticket_queries.py without with

Prints the figures of both databases and fails when any of them differs. With one
database only it prints its figures as JSON; those of a database without the addon are
what tests/test_plain_tickets.py expects:

    python scripts/plain_ticket_queries.py without \
        > tests/data/plain_ticket_queries.json

The rest of it is in query_common.py.
"""

import json
import sys

sys.path.insert(0, "scripts")
from query_common import Plain, compare, figures_of, measure_in_shell

FORM = "helpdesk_mgmt.ticket_view_form"
#: A list as the web client asks for it, with what a row and a search need.
LIST_FIELDS = ["number", "name", "partner_id", "user_id", "stage_id", "team_id"]


class PlainTickets(Plain):
    """Some plain tickets, and what three kinds of users do with them all day."""

    def __init__(self, env):
        super().__init__(env)
        handlers = ["helpdesk_mgmt.group_helpdesk_user_own"]
        self.handler, self.colleague, self.portal = self.make_users(
            {
                "handler": handlers,
                "colleague": handlers,
                "portal": ["base.group_portal"],
            }
        )
        self.customer = self.portal.partner_id
        self.other = self.make_customer("other")
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
        # Members, tags and activities are no business of a customer.
        lines = ("one2many", "many2many") if model.env.user.share else ()
        spec = self.form_spec(model, FORM, lines)
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

    def do_activity(self, ticket):
        ticket.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=ticket.env.uid,
            automated=False,
        ).action_feedback("Done")


def main(arguments):
    if len(arguments) == 1:
        return print(json.dumps(figures_of(arguments[0], __file__), indent=4))
    if len(arguments) != 2:
        sys.exit(__doc__)
    if differing := compare(*arguments, __file__):
        sys.exit(f"{differing} figures differ: a plain ticket pays for the addon.")
    print("A plain ticket costs the same with and without the addon.")


if "env" in globals():
    measure_in_shell(globals()["env"], PlainTickets)
elif __name__ == "__main__":
    main(sys.argv[1:])
