"""What the year of ``make run`` must show is there, and nothing of it was sent.

    make db DB=complaint; make -s shell DB=complaint < scripts/year_counts.py

Reads the database of ``make run`` (dev/year/) and prints what is missing; ends in
failure where something is. On whatever weekday the year was made.
"""

import sys
from datetime import timedelta

from odoo import fields

#: So many complaints at least and at most, those of Odoo's demo switch included.
COMPLAINTS = (140, 185)
#: Who works on complaints.
WORKING = (
    *("handler", "leader", "manager", "director"),
    *("lotte", "jan", "erika", "pawel", "priya"),
)


class Counts:
    def __init__(self, env):
        self.env = env
        self.complaints = env["helpdesk.ticket"].search([("is_complaint", "=", True)])
        self.missing = []

    def check(self, what, so):
        if not so:
            self.missing.append(what)

    def every(self, model, name, records, but=()):
        """Each value that the field may have is there at least once."""
        field = self.env[model]._fields[name]
        for value, label in field._description_selection(self.env):
            if value not in but:
                found = value in {record[name] for record in records}
                self.check(f"{model}.{name}: {label}", found)

    def look(self):
        least, most = COMPLAINTS
        count = len(self.complaints)
        self.check(f"{count} complaints", least <= count <= most)
        self.look_at_complaints()
        self.look_at_what_belongs_to_them()
        self.look_at_causes()
        self.look_at_pictures()
        self.look_at_days()
        self.look_at_mails()
        return self.missing

    def look_at_complaints(self):
        for name in ("complaint_phase", "complaint_outcome", "complaint_source"):
            self.every("helpdesk.ticket", name, self.complaints)
        self.every("helpdesk.ticket", "complaint_decision", self.complaints)
        levels = set(self.complaints.mapped("complaint_level"))
        self.check(f"levels: {levels}", levels == {0, 1, 2, 3, 4})
        severities = self.env["complaint.severity"].search([])
        self.check("severities", severities <= self.complaints.complaint_severity_id)
        for team in self.complaints.team_id:
            of_team = self.complaints.filtered(lambda t, team=team: t.team_id == team)
            self.check(f"complaints of {team.name}", len(of_team) > 20)
        self.check("three teams", len(self.complaints.team_id) == 3)
        languages = set(self.complaints.partner_id.mapped("lang"))
        self.check(f"languages: {languages}", {"en_US", "de_DE"} <= languages)
        portal = self.complaints.filtered(
            lambda t: not t.complaint_closed_at and t.partner_id.user_ids
        )
        self.check("portal customers with something open", len(portal.partner_id) > 3)
        now = fields.Datetime.now()
        for weeks in range(0, 48, 4):
            end, start = now - timedelta(weeks=weeks), now - timedelta(weeks=weeks + 4)
            came = self.complaints.filtered(
                lambda t, start=start, end=end: start <= t.complaint_received_at < end
            )
            self.check(f"complaints {weeks} to {weeks + 4} weeks ago", len(came) > 4)

    def look_at_what_belongs_to_them(self):
        env = self.env
        remedies = env["complaint.remedy"].search([])
        self.every("complaint.remedy.type", "kind", remedies.type_id)
        # What is asked for within the own limit is offered at once.
        self.every("complaint.remedy", "state", remedies, but=("draft", "cancelled"))
        deadlines = env["complaint.deadline"].search([])
        self.every("complaint.deadline", "kind", deadlines)
        promises = deadlines.filtered(lambda d: d.kind == "promise")
        done = promises.filtered(lambda d: d.state == "done")
        self.check(
            "promises kept and broken", set(done.mapped("kept")) == {True, False}
        )
        late = promises.filtered(
            lambda d: d.state == "running" and d.due_at < fields.Datetime.now()
        )
        self.check("a promise that is late, and few of them", 0 < len(late) < 6)
        said = {True: set(), False: set()}
        # What a remedy or a superior makes of it is named anew for each reader.
        typed = promises.filtered(lambda d: not (d.remedy_ids or d.escalation_id))
        for promise in typed:
            of_german = promise.ticket_id.partner_id.lang == "de_DE"
            said[of_german].add(promise.name)
        self.check("promises in the customer's language", said[True] and said[False])
        self.check(f"promises in both: {said}", said[True].isdisjoint(said[False]))
        self.check("no failed deadline", not any(deadlines.mapped("failure_count")))
        escalations = env["complaint.escalation"].search([("rule_id", "=", False)])
        open_now = escalations.filtered(lambda e: e.state == "open")
        self.check("an escalation by hand with a superior today", open_now)
        self.check("a group", env["complaint.group"].search([]).ticket_ids[2:])
        entries = env["complaint.watchlist.entry"].search([("state", "=", "active")])
        self.check("a watchlist", len(entries) > 2)
        reviews = env["complaint.review"].search([("received_count", ">", 0)])
        self.check("a review of each month", len(reviews) >= 10)

    def look_at_causes(self):
        actions = self.env["complaint.corrective.action"].search([])
        states = set(actions.mapped("state"))
        self.check("what worked and did not", {"effective", "ineffective"} <= states)
        middle = fields.Datetime.now() - timedelta(days=182)
        ways = set()
        for cause in self.complaints.complaint_cause_id:
            of_cause = self.complaints.filtered(
                lambda t, cause=cause: t.complaint_cause_id == cause
            )
            later = of_cause.filtered(lambda t: t.complaint_received_at > middle)
            ways.add(
                (2 * len(later) > len(of_cause)) - (2 * len(later) < len(of_cause))
            )
        self.check("causes that grow and that fall", {1, -1} <= ways)

    def look_at_pictures(self):
        teams = self.env["helpdesk.ticket.team"]
        manager = self.env.ref("complaint_recovery.demo_user_manager")
        pictures = teams.with_user(manager).retrieve_complaint_pictures()
        self.check("pictures", pictures)
        for picture in pictures:
            values = [line.get("value") for line in picture["lines"]]
            self.check(f"picture {picture['name']}", any(values))

    def look_at_days(self):
        """Whoever works on complaints finds something to do, on a Sunday as well."""
        teams = self.env["helpdesk.ticket.team"]
        for login in WORKING:
            user = self.env.ref(f"complaint_recovery.demo_user_{login}")
            parts = teams.with_user(user).retrieve_complaint_day()["parts"]
            self.check(f"My day of {login}", any(part["rows"] for part in parts))

    def look_at_mails(self):
        states = set(self.env["mail.mail"].search([]).mapped("state"))
        self.check(f"nothing sent: {states}", not states & {"sent", "outgoing"})


if "env" in globals():
    missing = Counts(globals()["env"]).look()
    print("\n".join(f"missing: {each}" for each in missing) or "All of it is there.")
    if missing:
        sys.exit(1)
