"""Mails taken in that open complaints, against plain tickets that get as much.

The parent's ticket has an owner, who is told, and a mail of its stage to the customer.
What a bare ticket costs, with neither, is told as well.
"""

from contextlib import ExitStack
from email.message import EmailMessage
from itertools import count
from unittest.mock import patch

from odoo.fields import Command

import mass
from frame import Figure, clone, compare, environment, in_turns, say, size

RUNS = size("RUNS", 5)
MAILS = size("MAILS", 40)
ALIASES = ("complaints", "questions", "bare")
CONTACT = "odoo.addons.complaint_recovery.models.contact"
numbers = count()


def measure():
    with clone("mail") as database, ExitStack() as stack:
        with environment(database) as env:
            for module in ("gateway", "mail_alias"):
                # The parent's address tells an owner and a stage, as without us.
                tells = f"{CONTACT}.{module}.alias_tells"
                stack.enter_context(patch(tells, return_value=True))
            make_teams(env)
        say(f"== {MAILS} mails from people we do not know")
        seconds = in_turns(
            RUNS, **{alias: lambda a=alias: prepare(database, a) for alias in ALIASES}
        )
        queries = {alias: count_queries(database, alias) for alias in ALIASES}
    told = ", ".join(f"{alias} {number}" for alias, number in queries.items())
    share = queries["complaints"] / queries["questions"]
    return [
        compare(
            f"taking in {MAILS} mails, times the parent's with owner and answer",
            seconds,
            "complaints",
            "questions",
            1.5,
        ),
        Figure("queries of one, times the parent's", told, share, 1.5),
        compare(
            "the same, times the parent's bare ticket", seconds, "complaints", "bare", 4
        ),
    ]


def make_teams(env):
    handlers, teams, _customers = mass.make_people(env)
    domain = env["mail.alias.domain"].create({"name": "bench.example"})
    env.company.write({"alias_domain_id": domain.id, "email": "office@bench.example"})
    teams |= env["helpdesk.ticket.team"].create(
        {"name": "Bare", "user_ids": [Command.set(handlers.ids)]}
    )
    for team, alias in zip(teams, ALIASES, strict=True):
        team.write({"alias_name": alias, "alias_domain_id": domain.id})
    stage = env.ref("helpdesk_mgmt.helpdesk_ticket_stage_new")
    answering = stage.copy({"name": "New, answered"})
    template = env.ref("helpdesk_mgmt.changed_stage_template")
    answering.mail_template_id = template.copy(
        {"email_to": "{{ object.partner_email }}"}
    )
    defaults = {
        "team_id": teams[1].id,
        "user_id": handlers[0].id,
        "stage_id": answering.id,
    }
    teams[1].alias_id.alias_defaults = repr(defaults)


def write(alias):
    number = next(numbers)
    mail = EmailMessage()
    mail["From"] = f"Nora New <nora{number}@new.example>"
    mail["To"] = f"{alias}@bench.example"
    mail["Subject"] = f"Kettle {number}"
    mail["Message-Id"] = f"<{number}@new.example>"
    mail.set_content("My kettle leaks, please call me today.")
    return mail.as_bytes()


def take_in(database, alias):
    with environment(database) as env:
        env["mail.thread"].message_process(None, write(alias))
        env.flush_all()
        # What the parent mails of a stage waits for the end of the transaction.
        env.cr.precommit.run()
        return env.cr.sql_log_count


def prepare(database, alias):
    def run():
        for _number in range(MAILS):
            take_in(database, alias)

    def check():
        with environment(database) as env:
            last = env["helpdesk.ticket"].search([], order="id desc", limit=MAILS)
            assert set(last.mapped("is_complaint")) == {alias == "complaints"}
            about = [("model", "=", "helpdesk.ticket"), ("res_id", "in", last.ids)]
            mails = env["mail.mail"].search_count(about)
            assert mails == (0 if alias == "bare" else 2 * MAILS), (alias, mails)

    return run, check


def count_queries(database, alias):
    take_in(database, alias)
    return take_in(database, alias)
