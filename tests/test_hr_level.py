from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from .common.complaint import ROLES
from .common.documents import MONDAY, DocumentsCommon


class EmployeeCommon(DocumentsCommon):
    """The handler is an employee, whose manager may open every complaint."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        employees = cls.env["hr.employee"]
        cls.boss = cls.agent_all
        boss = employees.create({"name": "Boss", "user_id": cls.boss.id, "tz": "UTC"})
        cls.employee_record = employees.create(
            {
                "name": "Handler",
                "user_id": cls.handler.id,
                "parent_id": boss.id,
                "tz": "UTC",
            }
        )


@freeze_time(MONDAY)
class TestManagerOfTheEmployee(EmployeeCommon):
    """One more level: after the team leader, before the helpdesk managers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        authorities = cls.env["complaint.authority"]
        authorities.search([]).active = False
        limits = {
            "handler": 50,
            "team_leader": 100,
            "employee_manager": 300,
            "manager": 1000,
        }
        authorities.create(
            [{"name": role, "role": role, "amount": limits[role]} for role in limits]
        )

    def _asked(self, amount):
        remedy = self._create_remedy(self.ticket, amount=amount)
        remedy.action_request()
        return remedy, remedy.deadline_id.user_id

    def test_asked_where_the_limit_suffices(self):
        self.assertEqual(self._asked(80)[1], self.leader)
        remedy, asked = self._asked(250)
        self.assertEqual(asked, self.boss)
        remedy.with_user(self.boss).action_approve()
        self.assertEqual(remedy.state, "approved")
        self.assertEqual(self._asked(500)[1], self.manager)

    def test_their_limit_is_for_the_own_employees_alone(self):
        authorities = self.env["complaint.authority"]
        self.assertEqual(authorities._get_limit(self.boss, self.ticket), 300)
        self.assertIn("own employees", self.boss.complaint_limit)
        self.ticket.sudo().user_id = self.leader
        self.assertEqual(authorities._get_limit(self.boss, self.ticket), 50)
        self.assertNotIn(self.boss, self.ticket._complaint_superiors())

    def test_nobody_comes_by_it_by_handing_over_to_an_employee(self):
        self.ticket.sudo().user_id = self.leader
        self._create_remedy(self.ticket, self.boss, amount=250)
        mine = self.ticket.with_user(self.boss)
        with self.assertRaises(AccessError):
            mine.action_hand_over(self.handler.id, "For my limit")
        with self.assertRaises(UserError):  # Or for the reason that is missing.
            mine.user_id = self.handler
        self.ticket.with_user(self.leader).action_hand_over(self.handler.id, "Back")
        self.assertEqual(self.ticket.sudo().user_id, self.handler)

    def test_who_may_not_open_the_complaint_is_not_asked(self):
        self.employee_record.parent_id.user_id = self.employee
        self.assertEqual(self._asked(250)[1], self.manager)
        self.assertNotIn(self.employee, self.ticket._complaint_superiors())

    def test_whom_it_is_about_is_not_asked(self):
        self.ticket.sudo().complaint_about_user_id = self.boss
        self.assertEqual(self._asked(250)[1], self.manager)

    def test_list_of_limits_costs_as_much_for_20_as_for_2(self):
        users = self.env["res.users"].create(
            [
                {
                    "name": f"User {number}",
                    "login": f"user_{number}",
                    "group_ids": [
                        Command.set(
                            self.env.ref("helpdesk_mgmt.group_helpdesk_user").ids
                        )
                    ],
                }
                for number in range(20)
            ]
        )
        bosses = self.env["hr.employee"].create(
            [{"name": u.name, "user_id": u.id, "tz": "UTC"} for u in users]
        )
        self.env["hr.employee"].create(
            [{"name": "x", "parent_id": boss.id, "tz": "UTC"} for boss in bosses]
        )
        self._count(users[:1])
        few = self._count(users[:2])
        self.assertLessEqual(self._count(users), few)
        self.assertIn("own employees", users[19].complaint_limit)

    def _count(self, users):
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        self.env["res.users"].with_user(self.manager).search([("id", "=", 1)])
        before = self.cr.sql_log_count
        users.with_user(self.manager).read(["complaint_limit"])
        return self.cr.sql_log_count - before


@freeze_time(MONDAY)
class TestTwoCompanies(EmployeeCommon):
    """A handler works in two companies, with a manager in each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Other"})
        cls.there = cls._create_user_there("there")
        cls.handler.company_ids += cls.other
        employees = cls.env["hr.employee"]
        mine = {"company_id": cls.other.id, "tz": "UTC"}
        boss = employees.create({"name": "There", "user_id": cls.there.id, **mine})
        cls.employee_there = employees.create(
            {
                "name": "Handler",
                "user_id": cls.handler.id,
                "parent_id": boss.id,
                **mine,
            }
        )
        authorities = cls.env["complaint.authority"]
        authorities.search([]).active = False
        authorities.create(
            [
                {
                    "name": "Manager of the employee",
                    "role": "employee_manager",
                    "amount": 300,
                    "company_id": company.id,
                }
                for company in (cls.company, cls.other)
            ]
        )
        cls.ticket_there = cls.env["helpdesk.ticket"].create(
            {
                "name": "There",
                "description": "It leaks.",
                "is_complaint": True,
                "company_id": cls.other.id,
                "team_id": False,
                "user_id": cls.handler.id,
                "partner_id": cls.customer.id,
            }
        )

    @classmethod
    def _create_user_there(cls, login):
        return new_test_user(
            cls.env,
            login,
            groups=ROLES["agent_all"],
            company_id=cls.other.id,
            company_ids=[Command.set(cls.other.ids)],
        )

    def test_manager_of_the_company_the_complaint_is_in_decides(self):
        for ticket, boss, other in (
            (self.ticket, self.boss, self.there),
            (self.ticket_there, self.there, self.boss),
        ):
            with self.subTest(ticket.name):
                superiors = ticket._complaint_superiors()
                self.assertIn(boss, superiors)
                self.assertNotIn(other, superiors)
                limits = self.env["complaint.authority"]
                self.assertEqual(limits._get_limit(boss, ticket), 300)
                self.assertEqual(limits._get_limit(other, ticket), 0)

    def test_limit_is_told_where_one_manages_somebody(self):
        for user, company in ((self.boss, self.company), (self.there, self.other)):
            mine = user.with_company(company)
            self.assertIn("own employees", mine.complaint_limit)
            self.boss.company_ids += self.other
        self.boss.invalidate_recordset()
        elsewhere = self.boss.with_company(self.other).complaint_limit
        self.assertNotIn("own employees", elsewhere)

    def test_time_off_in_one_of_them_is_an_absence_of_the_person(self):
        kind = self.env["hr.leave.type"].create(
            {
                "name": "Holiday",
                "requires_allocation": False,
                "leave_validation_type": "hr",
                "company_id": self.other.id,
            }
        )
        leave = self.env["hr.leave"].create(
            {
                "employee_id": self.employee_there.id,
                "holiday_status_id": kind.id,
                "request_date_from": "2026-03-02",
                "request_date_to": "2026-03-03",
            }
        )
        leave.action_approve()
        self.handler.sudo().complaint_deputy_id = self.leader
        for company in (self.company, self.other):
            self.assertTrue(self.handler.with_company(company)._complaint_is_away())
        self.assertEqual(self.ticket._complaint_stand_in(), self.leader)


class TestTimeOff(EmployeeCommon):
    """Approved time off is an absence."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        vals = {"requires_allocation": False, "leave_validation_type": "hr"}
        cls.days, cls.hours = cls.env["hr.leave.type"].create(
            [
                {"name": "Holiday", "request_unit": "day", **vals},
                {"name": "Errand", "request_unit": "hour", **vals},
            ]
        )

    def _leave(self, **vals):
        return self.env["hr.leave"].create(
            {
                "employee_id": self.employee_record.id,
                "holiday_status_id": self.days.id,
                "request_date_from": "2026-03-03",
                "request_date_to": "2026-03-04",
                **vals,
            }
        )

    @freeze_time(MONDAY)
    def test_from_approval_on_and_on_its_days(self):
        leave = self._leave()
        tuesday = date(2026, 3, 3)
        self.assertFalse(self.handler._complaint_is_away(tuesday))
        leave.action_approve()
        self.assertTrue(self.handler._complaint_is_away(tuesday))
        self.assertFalse(self.handler._complaint_is_away())
        self.assertFalse(self.handler._complaint_is_away(date(2026, 3, 5)))
        with freeze_time("2026-03-03 06:00:00"):
            self.assertTrue(self.handler._complaint_is_away(), "before work as well")
            self.assertEqual(self.handler._complaint_back_on(), date(2026, 3, 4))
        leave.action_refuse()
        self.assertFalse(self.handler._complaint_is_away(tuesday))

    @freeze_time(MONDAY)
    def test_hours_while_they_last(self):
        leave = self._leave(
            holiday_status_id=self.hours.id,
            request_date_to="2026-03-03",
            request_hour_from=9,
            request_hour_to=11,
        )
        leave.action_approve()
        for moment, away in (("08:30", False), ("10:00", True), ("11:30", False)):
            with self.subTest(moment), freeze_time(f"2026-03-03 {moment}:00"):
                self.assertEqual(self.handler._complaint_is_away(), away)

    @freeze_time("2026-03-03 09:00:00")
    def test_what_waits_is_passed_on_and_new_ones_go_to_others(self):
        self.handler.sudo().complaint_deputy_id = self.leader
        self.assertFalse(self.ticket._complaint_stand_in())
        self._leave().action_approve()
        self.assertEqual(self.ticket._complaint_stand_in(), self.leader)
