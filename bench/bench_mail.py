"""Mails taken in that open complaints, against the parent's bare ticket.

What whoever hands in the mail waits for is measured by itself. With the job that
follows (deadlines, owner, acknowledgement) it is compared with a ticket of the parent
that gets as much: an owner, who is told, and a mail of its stage to the customer.
"""

import time
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
        peers = {alias: lambda a=alias: prepare(database, a) for alias in ALIASES}
        peers["followed"] = lambda: prepare(database, "complaints", at_once=True)
        seconds = in_turns(RUNS, time.process_time, **peers)
        queries = {alias: count_queries(database, alias) for alias in ALIASES}
        queries["followed"] = queries["complaints"] + follow(database)
    return [
        share("complaints", "bare", queries),
        compare(
            f"CPU of taking in {MAILS} mails, times the bare ticket's",
            seconds,
            "complaints",
            "bare",
            1.5,
        ),
        share("followed", "questions", queries),
        compare(
            "CPU with the job, times that of a ticket with owner and answer",
            seconds,
            "followed",
            "questions",
            1.5,
        ),
    ]


def share(over, under, queries):
    detail = f"{over} {queries[over]}, {under} {queries[under]}"
    return Figure("queries of one mail", detail, queries[over] / queries[under], 1.5)


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


def follow(database):
    """Do what the job does, a complaint a transaction. Returns the last's queries."""
    with environment(database) as env:
        tickets = env["helpdesk.ticket"]
        waiting = tickets.search_count(tickets._complaint_after_mail_domain())
    count = 0
    for _number in range(waiting):
        with environment(database) as env:
            ticket = env["helpdesk.ticket"]._complaint_next_after_mail([])
            ticket._complaint_follow_mail()
            env.flush_all()
            env.cr.precommit.run()
            count = env.cr.sql_log_count
    return count


def prepare(database, alias, at_once=False):
    def run():
        for _number in range(MAILS):
            take_in(database, alias)
        if at_once:
            follow(database)

    def check():
        follow(database)
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
