from datetime import date

from freezegun import freeze_time

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

    def test_who_may_not_open_the_complaint_is_not_asked(self):
        self.employee_record.parent_id.user_id = self.employee
        self.assertEqual(self._asked(250)[1], self.manager)
        self.assertNotIn(self.employee, self.ticket._complaint_superiors())

    def test_whom_it_is_about_is_not_asked(self):
        self.ticket.sudo().complaint_about_user_id = self.boss
        self.assertEqual(self._asked(250)[1], self.manager)


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
