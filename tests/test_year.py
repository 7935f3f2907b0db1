import random
from datetime import datetime, timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user

from .common import ComplaintCommon

START = datetime(2026, 1, 5, 9)
#: So many complaints come in, one every few days.
COMPLAINTS = 60
#: What happens in between: (week, what).
EVENTS = {
    4: "somebody_joins",
    8: "handler_on_holiday",
    12: "leader_leaves",
    16: "team_is_split",
    20: "customer_changes_employer",
    24: "company_changes_hands",
    28: "severity_gets_milder",
    32: "colleague_loses_the_group",
    36: "customers_are_merged",
    40: "team_is_archived",
    44: "told_twice",
    48: "deputy_leaves",
}


class TestYear(ComplaintCommon):
    """A year of a company: at its end nothing hangs in the air."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.yen = cls.env.ref("base.JPY")
        cls.yen.active = True
        cls.env["res.currency.rate"].create(
            {
                "currency_id": cls.yen.id,
                "rate": 150,
                "name": "2026-01-01",
                "company_id": False,
            }
        )
        cls.tokyo = cls.env["res.company"].create(
            {"name": "Tokyo", "currency_id": cls.yen.id}
        )
        everywhere = cls.manager | cls.leader | cls.agent_all | cls.director
        everywhere.write({"company_ids": [Command.link(cls.tokyo.id)]})
        cls.env["complaint.authority"].create(
            {
                "name": "All",
                "role": "manager",
                "unlimited": True,
                "company_id": cls.tokyo.id,
            }
        )
        cls.team.company_id = False
        team_rights = "helpdesk_mgmt.group_helpdesk_user_team"
        cls.handlers = cls.handler
        for name in ("Ines", "Omar"):
            cls.handlers |= new_test_user(
                cls.env, name.lower(), groups=team_rights, name=name, tz="UTC"
            )
        cls.team.user_ids |= cls.handlers | cls.agent_all
        cls.customers = cls.customer | cls.stranger
        for number in range(6):
            cls.customers |= cls.env["res.partner"].create(
                {"name": f"Customer {number}", "email": f"c{number}@x.example"}
            )
        # Mails have tests of their own, and cost most of the time here.
        cls.env["complaint.stage"].search([]).mail_template_id = False
        cls.tickets = cls.env["helpdesk.ticket"]

    # What happens to the company

    def _somebody_joins(self):
        user = new_test_user(
            self.env,
            "nora",
            groups="helpdesk_mgmt.group_helpdesk_user_team",
            name="Nora",
            tz="Asia/Tokyo",
        )
        self.team.user_ids |= user
        type(self).handlers = self.handlers | user

    def _handler_on_holiday(self):
        today = fields.Date.today()
        self.handler.write(
            {
                "complaint_deputy_id": self.handlers[1].id,
                "complaint_away_from": today,
                "complaint_away_until": today + timedelta(days=20),
            }
        )

    def _leader_leaves(self):
        self.leader.action_archive()
        self.team.user_id = self.agent_all

    def _team_is_split(self):
        half = self.handlers[2:]
        self.env["helpdesk.ticket.team"].create(
            {
                "name": "Complaints, abroad",
                "user_ids": [Command.set(half.ids)],
                "user_id": self.manager.id,
                "complaint_default": True,
                "company_id": False,
            }
        )
        self.team.user_ids -= half

    def _customer_changes_employer(self):
        self.customer.parent_id = self.customers[3]

    def _company_changes_hands(self):
        moving = self._open()[::3].with_user(self.manager)
        companies = [self.tokyo.id, self.company.id]
        for ticket in moving.with_context(allowed_company_ids=companies):
            ticket.company_id = self.tokyo

    def _severity_gets_milder(self):
        for ticket in self._open().sudo():
            ticket.complaint_severity_id = self.minor

    def _colleague_loses_the_group(self):
        user = self.handlers[1]
        user.group_ids = self.env.ref("base.group_user")

    def _customers_are_merged(self):
        wizard = self.env["base.partner.merge.automatic.wizard"].sudo()
        wizard._merge(self.customers[4:6].ids, self.customers[4])

    def _team_is_archived(self):
        team = self.env["helpdesk.ticket.team"].search(
            [("name", "=", "Complaints, abroad")]
        )
        team.active = False

    def _told_twice(self):
        for second in self._open():
            for first in self._open() - second:
                same = second.company_id == first.company_id
                if same and second._complaint_is_of_same_customer(first):
                    second.action_close_duplicate(first)
                    return
        self.fail("Nothing was told twice in this year.")

    def _deputy_leaves(self):
        self.handlers[-1].write({"active": False})

    # What is done on complaints

    def _open(self):
        return self.tickets.sudo().filtered(lambda t: not t.complaint_closed_at)

    def _file(self, number):
        present = self.handlers.filtered(
            lambda user: user._complaint_may_answer(self.company)
        )
        owner = present[number % len(present)]
        ticket = self.env["helpdesk.ticket"].create(
            {
                "name": f"Kettle {number}",
                "description": "It leaks.",
                "is_complaint": True,
                "partner_id": self.customers[number % len(self.customers)].exists().id
                or self.customer.id,
                "team_id": self.team.id,
                "company_id": self.company.id,
                "user_id": owner.id,
                "complaint_severity_id": (self.minor, self.normal)[number % 2].id,
                "complaint_cause_id": self.cause.id,
                "complaint_claim_amount": 10 * number,
            }
        )
        type(self).tickets = self.tickets | ticket

    def _work(self, ticket, chance):
        """Do one thing on it, as its owner or in the name of the policy."""
        now = fields.Datetime.now()
        step = chance.randrange(5)
        if step == 0:
            ticket._complaint_promise("Call back", now + timedelta(days=9))
        elif step == 1:
            self.env["complaint.interaction"].sudo().create(
                {
                    "ticket_id": ticket.id,
                    "user_id": ticket.user_id.id,
                    "channel": "phone",
                    "direction": "out",
                    "purpose": "progress",
                }
            )
        elif step == 2 and ticket.complaint_severity_id.solve_on_spot:
            remedy = self.env["complaint.remedy"].sudo()
            remedy.create(
                {
                    "ticket_id": ticket.id,
                    "type_id": self.refund.id,
                    "amount": 20,
                    "currency_id": ticket.company_id.currency_id.id,
                }
            ).action_offer(confirmed=True)
        elif step == 3:
            for promise in ticket._complaint_running("promise"):
                promise._finish()
        else:
            ticket.action_withdraw("Found it")

    def _pass(self):
        self.env.flush_all()
        deadlines = self.env["complaint.deadline"].sudo()
        while deadlines._process_batch(100, [])[1]:
            pass

    # What must be so in the end

    def _assert_nothing_hangs_in_the_air(self, week):
        self.env.flush_all()
        self.env.invalidate_all()
        opened = self._open()
        for ticket in opened:
            self.assertTrue(
                ticket._complaint_may_own(ticket.user_id), (week, ticket.number)
            )
        for deadline in opened._complaint_running():
            self.assertTrue(
                deadline._may_be_in_charge(deadline.user_id),
                (week, deadline.ticket_id.number, deadline.kind, deadline.user_id.name),
            )
            if deadline._get_kinds()[deadline.kind].activity_type:
                todo = deadline.activity_id
                self.assertEqual(todo.user_id, deadline.user_id, (week, deadline.kind))
                self.assertEqual(todo.date_deadline, deadline._get_local_date())
        told = opened.complaint_escalation_ids.filtered(
            lambda e: e.state in ("open", "taken")
        )
        for escalation in told:
            self.assertTrue(
                any(
                    escalation.ticket_id._complaint_may_own(user)
                    for user in escalation.to_user_ids | escalation.taken_by_id
                ),
                (week, escalation.ticket_id.number),
            )
        todos = self.env["mail.activity"].sudo()
        todos = todos.search(
            [("res_model", "=", "helpdesk.ticket"), ("res_id", "in", self.tickets.ids)]
        )
        for todo in todos:
            self.assertTrue(todo.date_deadline and todo.user_id.active, week)

    def _assert_amounts_add_up(self):
        for ticket in self.tickets.sudo():
            currency = ticket.company_id.currency_id
            for remedy in ticket.complaint_remedy_ids:
                self.assertEqual(remedy.company_id, ticket.company_id)
                if remedy.state != "draft":
                    worth = remedy.currency_id._convert(
                        remedy.amount, currency, self.company, fields.Date.today()
                    )
                    self.assertAlmostEqual(
                        remedy.company_amount, worth, delta=currency.rounding
                    )
        for number, ticket in enumerate(self.tickets.sudo()):
            claimed = self.company.currency_id._convert(
                10 * number,
                ticket.company_id.currency_id,
                self.company,
                fields.Date.today(),
            )
            self.assertAlmostEqual(ticket.complaint_claim_amount, claimed, delta=1)
        rows = self.env["complaint.report"].sudo()
        rows = rows.search([("ticket_id", "in", self.tickets.ids)])
        twice = self.tickets.sudo().filtered(
            lambda t: t.complaint_outcome == "duplicate"
        )
        self.assertEqual(rows.ticket_id, self.tickets - twice)
        self.assertEqual(len(twice), 1)

    def test_a_year_leaves_nothing_in_the_air(self):
        chance, filed = random.Random(16), 0
        for week in range(52):
            with freeze_time(START + timedelta(weeks=week)):
                while filed < COMPLAINTS * (week + 1) // 52:
                    self._file(filed)
                    filed += 1
                for ticket in self._open():
                    if chance.random() < 0.07:
                        self._work(ticket, chance)
                if event := EVENTS.get(week):
                    getattr(self, f"_{event}")()
                    self._assert_nothing_hangs_in_the_air(f"week {week}: {event}")
                if week % 3 == 0:
                    self._pass()
        with freeze_time(START + timedelta(weeks=52)):
            self._pass()
            self.assertEqual(len(self.tickets), COMPLAINTS)
            self.assertGreater(len(self._open()), 5)
            self.assertTrue(self.tickets.sudo().complaint_escalation_ids)
            self._assert_nothing_hangs_in_the_air("the end")
            self._assert_amounts_add_up()
