"""Play a year of complaints in the database of this shell: ``make run`` does it.

    make -s shell DB=name < dev/year/play.py

Every step is a public method, called by the person concerned, with the clock put to the
moment. All of it is one transaction, and nothing is mailed.
"""

import heapq
import itertools
import sys
import time
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command

YEAR = Path("dev", "year").resolve()
sys.path[:0] = [str(YEAR), str(YEAR.parents[1] / "tests")]

import freezing  # noqa: E402
from lessons import Lessons  # noqa: E402
from scenario import (  # noqa: E402
    COURSES,
    CUSTOMERS,
    GROUP,
    LEARNED,
    MONTHS,
    NOW,
    PEOPLE,
    TEAMS,
    TURNS,
    WATCHED,
)
from steps import Steps  # noqa: E402
from stories import STORIES  # noqa: E402

XMLID = "complaint_recovery"
#: Working days of the year, so many in each of its months.
MONTH = 21
#: The last months keep so many days clear, for what is open today.
CLEAR = 6
#: Into the day: working hours at which complaints come in, in turns.
HOURS = (0.5, 3, 5.5, 1.5, 4, 6.5)
#: Letters of so many days are printed.
RECENT = 3
#: When the pass of the day is made: hours after midnight, UTC.
EVENING = 18


class Year(Steps, Lessons):
    """The people, the clock, and what is to happen, by its time."""

    def __init__(self, env, clock):
        self.env, self.clock = env, clock
        self.now = fields.Datetime.now()
        self.company = env.ref("base.main_company")
        self.hours = self.company.resource_calendar_id._complaint_working_time()
        self.queue, self.order = [], itertools.count()
        self.tickets, self.reviewed = {}, None

    # The clock

    def move_to(self, moment):
        """Put the clock of Python and of the transaction to ``moment``."""
        self.clock.move_to(moment)
        self.env.cr._now = moment

    def find_working_days(self, count):
        """Return the beginnings of the last ``count`` days worked on, oldest first."""
        day, found = self.hours.get_day(self.now), []
        while len(found) < count:
            day = self.hours.get_day(day.start - timedelta(hours=1))
            if self.hours.works_on(day):
                found.append(day.start)
        return found[::-1]

    def back(self, hours):
        """Return the moment so many working hours ago."""
        for start in reversed(self.find_working_days(8 + int(hours // 4))):
            left = self.hours.hours_between(start, self.now) - hours
            if left >= 0:
                return self.hours.add_hours(start, left)

    # The cast

    def make_cast(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.people = {
            login: self.env.ref(f"{XMLID}.demo_user_{login}")
            for login in ("handler", "leader", "manager", "director", "sales")
        }
        for user in self.people.values():  # As a browser says it at the first login.
            user.tz = self.company.resource_calendar_id.tz
        for login, (name, group, lang) in PEOPLE.items():
            self.people[login] = self._make_user(login, name, group, lang)
        self.teams = {
            key: self._make_team(key, *values) for key, values in TEAMS.items()
        }
        self.customers = {
            name: self._make_customer(name, *values)
            for name, values in CUSTOMERS.items()
        }

    def _make_user(self, login, name, group, lang):
        user = (
            self.env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "name": name,
                    "login": login,
                    "password": login,
                    "email": f"{login}@example.com",
                    "lang": lang,
                    "tz": self.company.resource_calendar_id.tz,
                    "group_ids": [Command.set(self.env.ref(group).ids)],
                }
            )
        )
        user.notification_type = "inbox"  # Read in Odoo: nothing leaves the house.
        self._name(user)
        return user

    def _name(self, user):
        """Give the user the name by which ``make run`` lists them."""
        self.env["ir.model.data"].create(
            {
                "module": XMLID,
                "name": f"demo_user_{user.login}",
                "model": user._name,
                "res_id": user.id,
                "noupdate": True,
            }
        )

    def _make_team(self, key, name, alias, leader, handlers):
        leads = self.people[leader]
        users = leads.union(*(self.people[login] for login in handlers))
        if team := self.env.ref(f"{XMLID}.demo_team") if key == "care" else None:
            return team
        return self.env["helpdesk.ticket.team"].create(
            {
                "name": name,
                "alias_name": alias,
                "complaint_default": True,
                "user_id": leads.id,
                "user_ids": [Command.set(users.ids)],
            }
        )

    def _make_customer(self, name, _team, lang, employer, login):
        partners = self.env["res.partner"]
        if known := partners.search([("name", "=", name)], limit=1):
            return known
        company = partners
        if employer:
            company = partners.create(
                {
                    "name": employer,
                    "is_company": True,
                    "user_id": self.people["sales"].id,
                    "lang": lang,
                }
            )
        address = name.lower().replace(" ", ".").replace("'", "")
        address = address.encode("ascii", "ignore").decode()
        customer = partners.create(
            {
                "name": name,
                "lang": lang,
                "email": f"{address}@customers.example",
                "phone": f"+32 2 555 02 {len(name) * 3 % 100:02}",
                "parent_id": company.id,
            }
        )
        if login:
            users = self.env["res.users"].with_context(no_reset_password=True)
            portal = self.env.ref("base.group_portal")
            user = users.create(
                {
                    "partner_id": customer.id,
                    "login": login,
                    "password": login,
                    "group_ids": [Command.set(portal.ids)],
                }
            )
            self._name(user)
        return customer

    # What is to happen

    def plan(self):
        """Put all complaints of the tables into the queue."""
        days = self.find_working_days(12 * MONTH)
        turns, hours = itertools.cycle(TURNS), itertools.cycle(HOURS)
        customers = itertools.cycle(CUSTOMERS)
        for month in range(12):
            for cause, counts in MONTHS.items():
                for number in range(counts[month]):
                    span = MONTH if month < 11 else MONTH - CLEAR
                    at = (number + 0.5) / counts[month] + len(cause) * 0.37
                    day = days[month * MONTH + int(at % 1 * span)]
                    moment = self.hours.add_hours(day, next(hours))
                    self.plan_one(moment, next(customers), cause, next(turns))
        for ago, customer, cause, course in NOW:
            self.plan_one(self.back(ago), customer, cause, course)
        for cause, name, who, ago, state, words in LEARNED:
            values = (cause, name, who, state, words)
            self.put(days[-ago] + timedelta(hours=10), self.learn, *values)

    def plan_one(self, moment, customer, cause, course):
        self.put(moment, self.file, customer, cause, course)

    def put(self, moment, what, *values):
        heapq.heappush(self.queue, (moment, next(self.order), what, values))

    def file(self, customer, cause, course):
        """A complaint comes in, and the first step of its course is planned."""
        severity, steps, *known = COURSES[course]
        team = CUSTOMERS[customer][0]
        handlers = TEAMS[team][3]
        owner = self.people[handlers[len(self.tickets) % len(handlers)]]
        lang = self.customers[customer].lang
        stories = STORIES[cause].get(lang) or STORIES[cause]["en_US"]
        title, words = stories[len(self.tickets) % len(stories)]
        team = self.teams[team]
        known = known[0] if known else {}
        ticket = self.do_file(owner, team, customer, title, words, **known)
        self.do_triage(ticket, severity, cause)
        self.tickets[ticket] = (cause, course)
        self.plan_next(ticket, [step.split() for step in steps.split(";") if step])

    def plan_next(self, ticket, steps):
        if steps:
            (after, verb, *values), *rest = steps
            moment = self.hours.add_hours(fields.Datetime.now(), float(after))
            self.put(moment, self.go_on, ticket, verb, values, rest)

    def go_on(self, ticket, verb, values, rest):
        getattr(self, f"do_{verb}")(ticket, *values)
        self.plan_next(ticket, rest)

    # The play

    def without_paper(self):
        """Of what lies back no PDF is made: that is what takes longest."""
        reports = type(self.env["ir.actions.report"])
        really = reports.get_wkhtmltopdf_state
        since = self.now - timedelta(days=RECENT)

        def state(report):
            recent = fields.Datetime.now() >= since
            return really(report) if recent else "install"

        return patch.object(reports, "get_wkhtmltopdf_state", state)

    def perform(self):
        evening = self.queue[0][0].replace(hour=EVENING, minute=0)
        while self.queue and self.queue[0][0] < self.now:
            moment, _order, what, values = heapq.heappop(self.queue)
            while evening < moment:
                if self.hours.works_on(self.hours.get_day(evening)):
                    self.move_to(evening)
                    self.close_day()
                evening += timedelta(days=1)
            self.move_to(moment)
            try:
                what(*values)
                self.settle()
            except Exception as error:
                raise RuntimeError(f"{moment}: {what.__name__}{values}") from error
        self.move_to(self.now)
        self.finish()

    def settle(self):
        self.env.flush_all()
        self.env.cr.precommit.run()
        # One transaction for a year: each new environment is looked for among all of
        # those that were there before.
        environments = self.env.transaction.envs
        environments.clear()
        environments.add(self.env)

    def close_day(self):
        """What Odoo does by itself: look at what is due, and review the month."""
        deadlines = self.env["complaint.deadline"].sudo()
        while deadlines._process_batch(100, [])[1]:
            pass
        month = fields.Date.today().replace(day=1)
        if self.reviewed and self.reviewed != month:
            print(f"{month:%B %Y}", flush=True)
            reviews = self.env["complaint.review"].sudo()
            review = reviews._make_for_last_period(self.company)
            review.sent_at = fields.Datetime.now()
        self.reviewed = month
        self.settle()

    def finish(self):
        self.make_group(*GROUP)
        for entry in WATCHED:
            self.watch(*entry)
        self.close_day()
        # Nothing leaves the house: neither what is queued nor what was to go at once.
        self.env["mail.mail"].search([("state", "=", "outgoing")]).cancel()
        waiting = [("notification_status", "=", "ready")]
        notices = self.env["mail.notification"].search(waiting)
        notices.notification_status = "canceled"
        self.env.cr.postcommit.clear()
        # What is older than a week was read when it came.
        old = [("date", "<", self.now - timedelta(days=7))]
        for user in self.people.values():
            self.env["mail.message"].with_user(user).mark_all_as_read(old)
        self.env.cr._now = None


def main(env):
    started = time.perf_counter()
    now = fields.Datetime.now().replace(microsecond=0)
    freezing.install()
    with freeze_time(now) as clock:
        year = Year(env, clock)
        year.make_cast()
        year.plan()
        with year.without_paper():
            year.perform()
    env.cr.commit()
    seconds, computed = time.perf_counter() - started, time.process_time()
    print(
        f"{len(year.tickets)} complaints of a year in {seconds:.0f} s, "
        f"of which {computed:.0f} s in Python",
        file=sys.stderr,
    )


if "env" in globals():
    main(globals()["env"])
