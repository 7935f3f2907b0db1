"""Nobody comes by the limit of an employee's manager alone."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from odoo.addons.complaint_recovery_hr.models.hr_employee import MANAGED

from .common.documents import MONDAY
from .test_hr_level import EmployeeCommon


@freeze_time(MONDAY)
class TestAlone(EmployeeCommon):
    """The manager of an employee decides on what others ask for."""

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

    def _offered(self, user, amount=250, ticket=None):
        remedy = self._create_remedy(ticket or self.ticket, user, amount=amount)
        remedy.action_offer(confirmed=True)
        return remedy

    def test_nobody_decides_alone_as_manager_on_what_they_ask_for(self):
        limits = self.env["complaint.authority"]
        self.assertEqual(limits._get_limit(self.boss, self.ticket), 300)
        self.assertEqual(limits._get_own_limit(self.boss, self.ticket), 50)
        self.assertEqual(self._offered(self.boss, 40).state, "offered")
        remedy = self._offered(self.boss)
        self.assertEqual(remedy.state, "to_approve")
        self.assertEqual(remedy.deadline_id.user_id, self.manager)
        with self.assertRaises(UserError):
            remedy.with_user(self.boss).action_approve()

    def _made_owner(self):
        """Yield the ways in which the manager makes an employee the owner."""
        yield (
            "created",
            lambda: self._create_complaint(self.boss, user_id=self.handler.id),
        )
        for way in ("written", "handed over", "while plain", "by the team"):
            yield way, lambda way=way: self._make_owner(way)

    def _make_owner(self, way):
        if way == "while plain":
            ticket = self._create_ticket(self.leader, user_id=self.leader.id)
            ticket = ticket.with_user(self.boss)
            ticket.write({"user_id": self.handler.id, "team_id": self.team.id})
            ticket.action_mark_complaint()
            return ticket
        ticket = self._create_complaint(self.leader, user_id=self.leader.id)
        ticket = ticket.with_user(self.boss)
        if way == "written":
            ticket.user_id = self.handler
        elif way == "handed over":
            ticket.action_hand_over(self.handler.id, "Please")
        else:
            ticket.write({"team_id": self.plain_team.id, "user_id": self.handler.id})
        return ticket

    def test_who_made_an_employee_the_owner_has_no_limit_by_it(self):
        limits = self.env["complaint.authority"]
        for way, make in self._made_owner():
            with self.subTest(way), self.cr.savepoint() as savepoint:
                ticket = make().sudo(False).with_user(self.boss)
                self.assertEqual(ticket.sudo().user_id, self.handler)
                self.assertEqual(limits._get_limit(self.boss, ticket), 50)
                ticket.sudo().complaint_severity_id = self.minor
                remedy = self._create_remedy(ticket, amount=250)
                remedy.action_request()
                self.assertNotEqual(remedy.deadline_id.user_id, self.boss)
                with self.assertRaises(UserError):
                    remedy.with_user(self.boss).action_approve()
                savepoint.rollback()

    def test_who_made_whom_the_owner_is_written_by_nobody(self):
        with self.assertRaises(AccessError):
            self.ticket.with_user(self.boss).complaint_owner_by_id = self.leader
        with self.assertRaises(AccessError):
            self.ticket.sudo().complaint_owner_by_id = self.leader


@freeze_time(MONDAY)
class TestOwnManager(EmployeeCommon):
    """An HR officer who makes themselves the manager of a handler."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = cls.leader
        cls.officer.group_ids += cls.env.ref("hr.group_hr_user")
        employees = cls.env["hr.employee"]
        cls.own, cls.free = employees.create(
            [{"name": "Own", "tz": "UTC"}, {"name": "Free", "tz": "UTC"}]
        )
        cls.own.user_id = cls.officer
        role = "employee_manager"
        cls.env["complaint.authority"].create(
            {"name": role, "role": role, "amount": 800}
        )

    def _told(self):
        subject = f"{self.company.name}: who decides on how much"
        found = self.env["mail.message"].sudo().search([("subject", "=", subject)])
        return found.filtered(lambda m: "by an own change" in m.body)

    def test_those_above_are_told_whatever_the_way(self):
        mine = self.employee_record.with_user(self.officer)
        boss = mine.parent_id
        officer = self.officer.id
        resource = self.env["resource.resource"].create({"name": "Own"})
        ways = {
            "parent": lambda: mine.write({"parent_id": self.own.id}),
            "boss's login": lambda: boss.write({"user_id": officer}),
            "login of the boss's resource": (
                lambda: boss.resource_id.write({"user_id": officer})
            ),
            "another resource": lambda: boss.write({"resource_id": resource.id}),
            "new": lambda: mine.create(
                {
                    "name": "New",
                    "user_id": self.agent_all.id,
                    "parent_id": self.own.id,
                }
            ),
        }
        for way, take in ways.items():
            with self.subTest(way), self.cr.savepoint() as savepoint:
                before = self._told()
                if way != "parent":
                    self.own.user_id = False
                    self.employee_record.parent_id.user_id = False
                self.env.flush_all()  # One login has one employee.
                if way == "another resource":
                    resource.user_id = self.officer
                if way == "new":
                    self.own.user_id = self.officer
                take()
                self.env.cr.flush()
                told = self._told() - before
                people = told.notified_partner_ids.user_ids
                self.assertIn(self.manager, people)
                self.assertNotIn(self.officer, people)
                savepoint.rollback()

    def test_of_who_has_no_complaints_and_of_other_managers_nobody_hears(self):
        self.free.with_user(self.officer).parent_id = self.own
        mine = self.employee_record.with_user(self.officer)
        mine.parent_id = self.free
        self.env.cr.flush()
        self.assertFalse(self._told())

    def test_each_field_that_says_whose_manager_somebody_is_is_watched(self):
        """All that they are computed from, however far away it is written."""
        registry, seen = self.env.registry, set()
        asked = [("hr.employee", name) for name in ("parent_id", "user_id")]
        asked += [("hr.employee", name) for name in ("company_id", "active")]
        while asked:
            model, name = asked.pop()
            if (model, name) in seen:
                continue
            seen.add((model, name))
            field = self.env[model]._fields[name]
            for path in registry.field_depends[field]:
                on = model
                for step in path.split("."):
                    asked.append((on, step))
                    on = self.env[on]._fields[step].comodel_name
        watched = {(model, name) for model, names in MANAGED.items() for name in names}
        self.assertIn(("resource.resource", "user_id"), seen)
        self.assertLessEqual(seen, watched)
