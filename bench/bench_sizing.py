"""What one machine carries: people who never pause, and the pass beside them.

WORKERS processes answer PEOPLE at a time for SECONDS, over HTTP as the web client asks;
in the middle of it DUE deadlines are due. Somebody who never pauses asks about as much
as ten who read, think and telephone.
"""

import itertools
import os
import platform
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from statistics import median, quantiles

import psutil
import requests

from odoo.sql_db import close_db

import mass
from bench_desk import fields_of_form
from frame import Figure, clone, environment, say, size

WORKERS, PEOPLE, SECONDS = size("WORKERS", 4), size("PEOPLE", 8), size("SECONDS", 60)
COMPLAINTS, DUE = size("COMPLAINTS", 20_000), size("DUE", 1000)
PORT = size("PORT", 8069)
OURS = "complaint_recovery.complaint_view_form"
THEIRS = "helpdesk_mgmt.ticket_view_form"


def measure():
    with clone("sizing") as database:
        with environment(database) as env:
            world = make(env)
        close_db(database)
        say(
            f"== {WORKERS} workers, {PEOPLE} people for {SECONDS} s, {COMPLAINTS} "
            f"complaints; {machine()}"
        )
        with serving(database) as server:
            took, errors = [], []
            people = [
                threading.Thread(target=work, args=(database, world, n, took, errors))
                for n in range(PEOPLE)
            ]
            for person in people:
                person.start()
            time.sleep(SECONDS / 3)
            passed = pass_beside(database)
            for person in people:
                person.join()
            memory = [
                child.memory_full_info().uss / 1e6
                for child in server.children(recursive=True)
            ]
    show(took, passed, memory)
    for error in errors[:5]:
        say(f"   {error}")
    return [
        Figure("sizing: requests that failed", f"of {len(took)}", len(errors), 0),
        Figure(
            "sizing: seconds of the pass beside them", f"{DUE} due", passed, SECONDS
        ),
    ]


def machine():
    memory = psutil.virtual_memory().total / 1e9
    names = {
        line.partition(":")[2].strip()
        for line in open("/proc/cpuinfo")
        if line.startswith("model name")
    }
    model = ", ".join(sorted(names)) or platform.machine()
    return f"{os.cpu_count()} cores ({model}), {memory:.0f} GB"


def make(env):
    """Make the complaints, people with passwords, and what they open."""
    mass.make_complaints(env, COMPLAINTS)
    users = env["res.users"].search([("login", "like", "handler%")])
    for user in users:
        user.password = user.login
    plain = env["helpdesk.ticket.team"].search([("name", "=", "Questions")])
    tickets = env["helpdesk.ticket"]
    customers = env["res.partner"].search([("email", "like", "@bench.example")])
    world = {"complaints": {}, "plain": {}, "new": {}}
    for user in users:
        mine = [("user_id", "=", user.id), ("is_complaint", "=", True)]
        world["complaints"][user.login] = tickets.search(mine, limit=200).ids
        vals = mass.prepare_tickets(plain, user, customers[:50])
        world["plain"][user.login] = tickets.create(vals).ids
        world["new"][user.login] = mass.prepare_tickets(
            env["helpdesk.ticket.team"].search([("name", "=", "Complaints")]),
            user,
            customers[:1],
        )[0]
    handler = tickets.with_user(users[0])
    mine = {name: world[name][users[0].login][0] for name in ("complaints", "plain")}
    for name, view, ticket_id, late in (
        ("form", OURS, mine["complaints"], False),
        ("rest", OURS, mine["complaints"], True),
        ("bare", THEIRS, mine["plain"], False),
    ):
        world[name] = fields_of_form(handler.browse(ticket_id), view, late)
    # Nothing but the pass runs beside.
    crons = env["ir.cron"].search([])
    (crons - env.ref("complaint_recovery.ir_cron_deadlines")).active = False
    env.cr.commit()
    return world


@contextmanager
def serving(database):
    """Have Odoo serve ``database``; yields its process."""
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "odoo", "-d", database, f"--workers={WORKERS}"),
            *(f"--http-port={PORT}", f"--gevent-port={PORT + 1}"),
            *("--http-interface=127.0.0.1", f"--db-filter=^{database}$"),
            *("--max-cron-threads=1", "--log-level=critical"),
        ],
        stderr=subprocess.DEVNULL,
    )
    try:
        for _second in range(60):
            try:
                requests.get(f"http://127.0.0.1:{PORT}/web/health", timeout=30)
                break
            except requests.ConnectionError:
                time.sleep(1)
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(30)


class Person:
    """Somebody who is logged in, and waits for each answer."""

    def __init__(self, database, login, took, errors):
        self.session, self.took, self.errors = requests.Session(), took, errors
        self.login = login
        self._post(
            "/web/session/authenticate",
            {"db": database, "login": login, "password": login},
        )

    def _post(self, route, params):
        answer = self.session.post(
            f"http://127.0.0.1:{PORT}{route}", json={"params": params}, timeout=120
        ).json()
        if "error" in answer:
            raise RuntimeError(answer["error"]["data"]["message"])
        return answer["result"]

    def call(self, step, model, method, *args, **kwargs):
        route = f"/web/dataset/call_kw/{model}/{method}"
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        begun = time.perf_counter()
        try:
            self._post(route, params)
        except Exception as error:
            self.errors.append(f"{step}: {error}")
        self.took.append((step, time.perf_counter() - begun))


def work(database, world, number, took, errors):
    """Do what a handler does all day, without a pause."""
    logins = sorted(world["complaints"])
    person = Person(database, logins[number % len(logins)], took, errors)
    complaints = itertools.cycle(world["complaints"][person.login][number::PEOPLE])
    plain = itertools.cycle(world["plain"][person.login])
    end, tickets = time.monotonic() + SECONDS, "helpdesk.ticket"
    for turn in itertools.count():
        if time.monotonic() > end:
            return
        ticket = next(complaints)
        person.call("My day", "helpdesk.ticket.team", "retrieve_complaint_day")
        person.call(
            "board",
            tickets,
            "web_read_group",
            [("is_complaint", "=", True), ("complaint_closed_at", "=", False)],
            ["complaint_stage_id"],
            ["__count"],
        )
        person.call("complaint opened", tickets, "web_read", [ticket], world["form"])
        person.call("the rest of it", tickets, "web_read", [ticket], world["rest"])
        person.call(
            "plain ticket opened", tickets, "web_read", [next(plain)], world["bare"]
        )
        person.call(
            "call noted",
            "complaint.interaction",
            "create",
            {"ticket_id": ticket, "channel": "phone", "summary": f"Call {turn}"},
        )
        if turn % 5 == 0:
            vals = world["new"][person.login]
            person.call("complaint made", tickets, "create", vals)


def pass_beside(database):
    """Let deadlines be due, and return the seconds until all were looked at."""
    with environment(database) as env:
        mass.let_be_due(env.cr, DUE)
        env.cr.commit()
        env.ref("complaint_recovery.ir_cron_deadlines")._trigger()
        env.cr.commit()
    begun, left = time.monotonic(), DUE
    while left and time.monotonic() - begun < 10 * SECONDS:
        time.sleep(0.5)
        with environment(database) as env:
            env.cr.execute(
                """SELECT COUNT(*) FROM complaint_deadline WHERE state = 'running'
                      AND next_check_at < now() AT TIME ZONE 'UTC'"""
            )
            [left] = env.cr.fetchone()
    return time.monotonic() - begun


def show(took, passed, memory):
    steps = {}
    for step, seconds in took:
        steps.setdefault(step, []).append(seconds * 1000)
    for step, times in steps.items():
        late = quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
        say(f"   {step}: {len(times)} ×, median {median(times):.0f} ms, p95 {late:.0f}")
    say(f"   {len(took) / SECONDS:.1f} requests a second; the pass {passed:.1f} s")
    say(
        f"   memory of its own per process, MB: {', '.join(f'{m:.0f}' for m in memory)}"
    )
