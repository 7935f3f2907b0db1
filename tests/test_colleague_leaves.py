from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user

from .common import ComplaintCommon

NOW = "2026-03-02 09:00:00"


@freeze_time(NOW)
class TestColleagueLeaves(ComplaintCommon):
    """What somebody has in hand passes on, however that one loses the right to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        own = "helpdesk_mgmt.group_helpdesk_user_team"
        cls.leaver = new_test_user(
            cls.env, "leaver", groups=own, name="Leaver", tz="UTC"
        )
        cls.team.user_ids += cls.leaver
        cls.other = cls.env["res.company"].create({"name": "Other Company"})
        with freeze_time(NOW):
            cls._give_work()
        cls.env.flush_all()

    @classmethod
    def _give_work(cls):
        soon = fields.Datetime.now() + timedelta(days=1)
        cls.owned = cls._create_complaint(user=cls.leaver, user_id=cls.leaver.id)
        cls.promise = cls.owned.sudo()._complaint_promise("Call back", soon)
        cls.theirs = cls._create_complaint(complaint_severity_id=cls.minor.id)
        cls._contact(cls.theirs)
        ticket = cls.theirs.sudo()
        cls.lent = ticket._complaint_promise("Call back", soon, user=cls.leaver)
        cls.task = ticket._complaint_open_deadline(
            "task", "Look at it", soon, user=cls.leaver
        )
        cls.visit = cls._create_interaction(
            cls.theirs,
            user=cls.manager,
            state="planned",
            channel="visit",
            direction="out",
            user_id=cls.leaver.id,
            date=soon,
        )
        cls.escalation = ticket._complaint_escalate("Look at this", users=cls.leaver)
        cls.remedy = cls._create_remedy(cls.theirs, amount=200)
        cls.remedy.action_request()
        cls.remedy.sudo().deadline_id._reassign(cls.leaver)
        cls.owned.sudo().message_subscribe(cls.leaver.partner_id.ids)
        cls.todo = cls.owned.sudo().activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=cls.leaver.id,
            summary="Ask the warehouse",
        )

    def _ways(self):
        """Return name → what takes from the leaver the right to any complaint."""
        user = self.leaver
        internal = self.env.ref("base.group_user")
        helpdesk = self.env.ref("helpdesk_mgmt.group_helpdesk_user_team")
        return {
            "archived on the form": user.action_archive,
            "archived by code": lambda: user.write({"active": False}),
            "group taken away": lambda: user.write(
                {"group_ids": [Command.set(internal.ids)]}
            ),
            "out of the group": lambda: helpdesk.write(
                {"user_ids": [Command.unlink(user.id)]}
            ),
            "group is more no more": lambda: helpdesk.write(
                {
                    "implied_ids": [
                        Command.unlink(
                            self.env.ref("helpdesk_mgmt.group_helpdesk_user_own").id
                        )
                    ]
                }
            ),
            "another company": lambda: user.write(
                {
                    "company_id": self.other.id,
                    "company_ids": [Command.set(self.other.ids)],
                }
            ),
        }

    def _try(self, way, do):
        """Do it in a savepoint, and leave nothing of it."""
        with self.subTest(way), self.cr.savepoint() as savepoint:
            do()
            self.env.flush_all()
            self.env.invalidate_all()
            yield
            savepoint.rollback()
            self.env.invalidate_all()
            self.env.registry.clear_all_caches()

    def test_work_passes_on_however_the_right_is_lost(self):
        cells = 0
        for way, do in self._ways().items():
            for _none in self._try(way, do):
                owned, theirs = self.owned.sudo(), self.theirs.sudo()
                self.assertNotIn(self.leaver.partner_id, owned.message_partner_ids)
                # Where the group itself changes its leader loses the right as well.
                heir = owned.user_id if "group is" in way else self.leader
                self.assertNotEqual(heir, self.leaver)
                self.assertEqual(owned.user_id, heir)
                self.assertEqual(self.promise.user_id, heir)
                self.assertEqual(self.lent.user_id, self.handler)
                still = way == "group taken away"
                task = self.leaver if still else self.handler
                self.assertEqual(self.task.user_id, task, "any colleague does a task")
                self.assertEqual(self.visit.sudo().deadline_id.user_id, self.handler)
                self.assertEqual(self.visit.sudo().user_id, self.handler)
                self.assertNotIn(self.leaver, self.escalation.to_user_ids)
                if "group is" not in way:  # Then all who could be told have lost it.
                    self.assertTrue(self.escalation.to_user_ids)
                    self.assertTrue(self.remedy.sudo().deadline_id.user_id)
                asked = self.remedy.sudo().deadline_id.user_id
                self.assertNotEqual(asked, self.leaver)
                for deadline in (self.promise, self.lent, self.task):
                    self.assertEqual(deadline.activity_id.user_id, deadline.user_id)
                mine = owned.activity_ids.filtered(
                    lambda a: a.summary == "Ask the warehouse"
                )
                self.assertEqual(mine.user_id, heir)
                said = " ".join((owned | theirs).message_ids.mapped("body"))
                self.assertIn("answers for it now: Leaver cannot any more", said)
                self.assertIn("Handler takes over from Leaver", said)
                cells += 9
        self.assertEqual(cells, 6 * 9)

    def test_who_leaves_the_team_leaves_its_complaints(self):
        ways = {
            "by the team": lambda: self.team.write(
                {"user_ids": [Command.unlink(self.leaver.id)]}
            ),
            "by the user": lambda: self.leaver.write(
                {"helpdesk_team_ids": [Command.unlink(self.team.id)]}
            ),
        }
        elsewhere = self._create_complaint(
            user=self.manager,
            team_id=self.plain_team.id,
            user_id=self.leaver.id,
            is_complaint=True,
        )
        for way, do in ways.items():
            for _none in self._try(way, do):
                self.assertEqual(self.owned.sudo().user_id, self.leader)
                self.assertEqual(self.promise.user_id, self.leader)
                self.assertEqual(self.lent.user_id, self.handler)
                self.assertEqual(self.task.user_id, self.leaver)
                # Whoever wants to give the remedy does not approve it.
                self.assertEqual(self.remedy.sudo().deadline_id.user_id, self.leader)
                self.assertEqual(elsewhere.sudo().user_id, self.leaver)

    def test_less_rights_that_suffice_change_nothing(self):
        group = self.env.ref("helpdesk_mgmt.group_helpdesk_user_own")
        self.leaver.write({"group_ids": [Command.set(group.ids)]})
        self.assertEqual(self.owned.sudo().user_id, self.leaver)
        self.assertEqual(self.promise.user_id, self.leaver)

    def test_who_is_in_charge_is_not_deleted(self):
        employee = new_test_user(self.env, "fitter", groups="base.group_user")
        soon = fields.Datetime.now() + timedelta(days=1)
        task = self.theirs.sudo()._complaint_open_deadline(
            "task", "Fit it", soon, user=employee
        )
        with self.assertRaisesRegex(UserError, "Archive the user instead"):
            employee.unlink()
        task.action_done()
        employee.unlink()

    def test_the_last_one_who_could_own_it_is_not_let_go(self):
        others = self.env["res.users"]._complaint_managers() | self.leader
        others |= self.director
        for user in (self.env["res.users"], self.manager):
            with self.subTest(by=user.name or "code"), self.cr.savepoint() as point:
                with self.assertRaisesRegex(ValidationError, "Name a leader"):
                    (others | self.leaver).sudo().write({"active": False})
                    self.env.flush_all()
                point.rollback()
                self.env.invalidate_all()


@freeze_time(NOW)
class TestAway(ComplaintCommon):
    """Away from … until …, with a deputy."""

    @classmethod
    def default_env_context(cls):
        return {}  # Mail is on.

    def _away(self, user=None, **vals):
        (user or self.handler).write(vals)

    def _is_away(self, moment, user=None):
        with freeze_time(moment):
            return (user or self.handler)._complaint_is_away()

    def test_away_from_the_first_day_until_the_last(self):
        self._away(complaint_away_from="2026-03-04", complaint_away_until="2026-03-06")
        days = [self._is_away(f"2026-03-0{day} 12:00") for day in range(3, 8)]
        self.assertEqual(days, [False, True, True, True, False])

    def test_days_are_those_of_where_the_colleague_is(self):
        self.handler.tz = "Pacific/Auckland"
        self._away(complaint_away_until="2026-03-04")
        for tz in ("UTC", "Pacific/Auckland", "America/New_York"):
            user = self.handler.with_context(tz=tz)
            with self.subTest(tz):  # Midnight there is 11:00 UTC.
                self.assertTrue(self._is_away("2026-03-04 10:59", user))
                self.assertFalse(self._is_away("2026-03-04 11:01", user))

    def test_odoos_own_out_of_office_counts(self):
        self._away(
            out_of_office_from="2026-03-02 00:00:00",
            out_of_office_to="2026-03-03 23:59:59",
        )
        self.assertTrue(self._is_away("2026-03-03 12:00"))
        self.assertFalse(self._is_away("2026-03-04 00:00"))
        self.assertEqual(self._create_complaint().sudo().user_id, self.leader)

    def test_a_deputy_can_do_it(self):
        for deputy in (self.employee, self.handler, self.sales):
            with self.subTest(deputy.name), self.assertRaises(ValidationError):
                self._away(complaint_deputy_id=deputy.id)

    def test_a_deputy_with_personal_rights_reads_and_works_and_hears(self):
        deputy = new_test_user(
            self.env,
            "deputy",
            groups="helpdesk_mgmt.group_helpdesk_user_own",
            name="Deputy",
        )
        ticket = self._create_complaint()
        self._contact(ticket)
        promise = ticket.sudo()._complaint_promise(
            "Call back", fields.Datetime.now() + timedelta(days=1)
        )
        theirs = ticket.with_user(deputy)
        self.assertFalse(theirs.has_access("read"))
        self._away(complaint_deputy_id=deputy.id, complaint_away_until="2026-03-06")
        self.assertTrue(theirs.has_access("write"))
        self.assertIn(ticket, theirs.search([("is_complaint", "=", True)]))
        self.assertTrue(promise.with_user(deputy).has_access("write"))
        self._create_interaction(ticket, user=deputy, purpose="progress")
        ticket.sudo().message_subscribe(self.handler.partner_id.ids)
        by_mail = ticket.with_user(self.env.ref("base.user_root"))
        message = by_mail.message_post(
            body="Any news?",
            message_type="email",
            subtype_xmlid="mail.mt_comment",
            author_id=self.customer.id,
        )
        told = message.sudo().notification_ids.res_partner_id
        self.assertLessEqual((self.handler | deputy).partner_id, told)
        with freeze_time("2026-03-07 09:00"):
            message = by_mail.message_post(
                body="And now?",
                message_type="email",
                subtype_xmlid="mail.mt_comment",
                author_id=self.customer.id,
            )
        told = message.sudo().notification_ids.res_partner_id
        self.assertEqual(told, self.handler.partner_id)
        ticket.with_user(self.manager).complaint_about_user_id = deputy
        self.assertFalse(theirs.has_access("read"))

    def test_approvals_pass_on_the_day_somebody_leaves(self):
        remedy = self._create_remedy(self._create_complaint(), amount=200)
        remedy.action_request()
        self.assertEqual(remedy.sudo().deadline_id.user_id, self.leader)
        self.leader.write(
            {
                "complaint_deputy_id": self.agent_all.id,
                "complaint_away_from": "2026-03-04",
                "complaint_away_until": "2026-03-06",
            }
        )
        self.assertEqual(remedy.sudo().deadline_id.user_id, self.leader)
        with freeze_time("2026-03-04 01:00"):
            for step in self.env["helpdesk.ticket"]._complaint_daily_steps():
                if step.__name__ == "_complaint_pass_absent":
                    step()
        self.assertEqual(remedy.sudo().deadline_id.user_id, self.agent_all)


@freeze_time(NOW)
class TestTodoPutOff(ComplaintCommon):
    """The to-do of a promise says the same as the promise."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_complaint()
        cls._contact(cls.ticket)
        cls.promise = cls.ticket.sudo()._complaint_promise(
            "Call back", fields.Datetime.now() + timedelta(days=2)
        )
        cls.todo = cls.promise.activity_id.with_user(cls.handler)

    def test_put_off_asks_for_the_new_date_and_the_reason(self):
        ways = {
            "next week": self.todo.action_reschedule_nextweek,
            "tomorrow": self.todo.action_reschedule_tomorrow,
            "dragged": lambda: self.todo.write({"date_deadline": "2026-03-20"}),
        }
        for way, do in ways.items():
            with self.subTest(way), self.assertRaises(ValidationError) as caught:
                do()
            action = caught.exception.context["action"]
            self.assertEqual(action["res_model"], "complaint.reschedule")
        self.todo.write({"date_deadline": self.todo.date_deadline})

    def test_date_of_the_rules_is_not_put_off(self):
        first = self._create_complaint().sudo()._complaint_running("first_contact")
        with self.assertRaisesRegex(UserError, "set by the rules"):
            first.activity_id.with_user(self.handler).action_reschedule_nextweek()

    def test_passed_on_the_promise_goes_along(self):
        self.todo.user_id = self.leader
        self.assertEqual(self.promise.user_id, self.leader)
        self.assertIn(
            "passed on from Handler to Leader", self.ticket.message_ids[0].body
        )
        with self.assertRaises(ValidationError):
            self.todo.with_user(self.leader).user_id = self.employee

    def test_plain_to_do_moves_as_ever(self):
        todo = self.ticket.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.handler.id
        )
        todo.with_user(self.handler).action_reschedule_nextweek()
        todo.with_user(self.handler).user_id = self.leader
