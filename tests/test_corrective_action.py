from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form

from .common import ComplaintCommon


@freeze_time("2026-03-02 09:00")
class TestCorrectiveAction(ComplaintCommon):
    """What is changed against a cause, and whether it helped (D26)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.parent_cause = cls.cause.parent_id

    def _create_action(self, user=None, **vals):
        return (
            self.env["complaint.corrective.action"]
            .with_user(user or self.manager)
            .create(
                {
                    "name": "Ship from the nearer depot",
                    "cause_id": self.cause.id,
                    "user_id": self.employee.id,
                    **vals,
                }
            )
        )

    def _create_received(self, when, **vals):
        vals = {"complaint_cause_id": self.cause.id, **vals}
        return self._create_complaint(complaint_received_at=when, **vals)

    def test_who_does_it_gets_a_to_do_and_reports_without_helpdesk_rights(self):
        action = self._create_action()
        todo = action.activity_ids
        self.assertEqual(todo.user_id, self.employee)
        self.assertEqual(todo.date_deadline, action.date_due)
        action.with_user(self.employee).action_done()
        self.assertEqual(action.state, "done")
        self.assertEqual(str(action.check_date), "2026-05-31")
        self.assertEqual(action.activity_ids.date_deadline, action.check_date)

    def test_employee_reads_no_corrective_action_of_others(self):
        action = self._create_action(user_id=self.manager.id)
        with self.assertRaises(AccessError):
            action.with_user(self.employee).read(["name"])

    def test_person_responsible_for_the_cause_follows_what_is_done_against_it(self):
        self.cause.responsible_id = self.employee
        action = self._create_action(user_id=self.manager.id)
        self.assertEqual(action.with_user(self.employee).name, action.name)

    def test_state_is_written_by_the_buttons_alone(self):
        action = self._create_action()
        with self.assertRaises(AccessError):
            action.state = "effective"
        with self.assertRaises(AccessError):
            self._create_action(state="done")

    def test_complaints_of_finer_causes_count_in_equal_spans(self):
        for when in ("2026-02-19 12:00", "2026-02-21 12:00", "2026-03-01 12:00"):
            self._create_received(when)
        self._create_received("2026-02-25 12:00", complaint_cause_id=False)
        action = self._create_action(cause_id=self.parent_cause.id)
        action.action_done()
        with freeze_time("2026-03-12 15:00"):
            self._create_received("2026-03-05 12:00")
            action.invalidate_recordset()
            self.assertEqual(action.span_days, 10)
            self.assertEqual((action.count_before, action.count_after), (2, 1))

    def test_nothing_after_the_check_date_is_counted(self):
        action = self._create_action(check_date="2026-03-04")
        action.action_done()
        with freeze_time("2026-04-01 09:00"):
            self._create_received("2026-03-03 12:00")
            self._create_received("2026-03-20 12:00")
            action.invalidate_recordset()
            self.assertEqual((action.span_days, action.count_after), (2, 1))

    def test_complaints_of_another_company_do_not_count(self):
        other = self.env["res.company"].create({"name": "Other"})
        action = self._create_action()
        action.action_done()
        with freeze_time("2026-03-06 09:00"):
            ticket = self._create_received("2026-03-04 12:00")
            self.manager.company_ids |= other
            ticket.sudo().write(
                {"team_id": False, "company_id": other.id, "user_id": self.manager.id}
            )
            action.invalidate_recordset()
            self.assertEqual(action.count_after, 0)

    def test_counting_costs_the_same_for_one_and_for_ten(self):
        actions = self._create_action()
        for number in range(9):
            actions |= self._create_action(name=f"Number {number}")
        actions.action_done()
        with freeze_time("2026-03-12 15:00"):
            self.env.flush_all()
            costs = []
            for some in (actions, actions[:1], actions):
                some.invalidate_recordset()
                before = self.env.cr.sql_log_count
                some.mapped("count_after")
                costs.append(self.env.cr.sql_log_count - before)
        self.assertEqual(costs[1], costs[2])

    def test_effect_is_judged_by_a_person_and_on_record(self):
        action = self._create_action()
        action.action_done()
        with self.assertRaisesRegex(UserError, "was done today"):
            action.action_effective()
        with freeze_time("2026-06-01 09:00"):
            action.invalidate_recordset()
            self.assertTrue(action.to_check)
            self.assertIn(action, action.search([("to_check", "=", True)]))
            action.action_effective()
        self.assertEqual(
            (action.state, action.judged_by_id), ("effective", self.manager)
        )
        self.assertFalse(action.activity_ids)

    def test_ineffective_one_opens_the_next_against_the_same_cause(self):
        action = self._create_action()
        action.action_done()
        with freeze_time("2026-06-01 09:00"):
            action.invalidate_recordset()
            opened = action.action_ineffective()
        following = action.browse(opened["res_id"])
        self.assertEqual(following.previous_id, action)
        self.assertEqual(following.cause_id, self.cause)
        self.assertEqual(following.state, "planned")

    def test_what_was_judged_is_not_judged_again(self):
        action = self._create_action()
        action.action_done()
        with freeze_time("2026-06-01 09:00"):
            action.invalidate_recordset()
            action.action_effective()
            with self.assertRaisesRegex(UserError, "“Effective”"):
                action.action_ineffective()

    def test_what_was_done_is_not_deleted(self):
        action = self._create_action()
        action.action_done()
        with self.assertRaisesRegex(UserError, "stays on record"):
            action.unlink()

    def test_cancelled_one_is_taken_up_again(self):
        action = self._create_action()
        action.action_cancel()
        self.assertFalse(action.activity_ids)
        action.action_resume()
        self.assertEqual(action.activity_ids.user_id, self.employee)

    def test_effect_is_not_checked_before_it_was_done(self):
        with self.assertRaisesRegex(ValidationError, "only after the day"):
            self._create_action(check_date="2026-03-01").action_done()

    def test_suggestion_of_a_customer_starts_one_with_one_button(self):
        ticket = self._create_received("2026-03-01 12:00")
        ticket.complaint_suggestion = "Deliver on Saturdays"
        opened = ticket.with_user(self.handler).action_learn()
        model = self.env["complaint.corrective.action"].with_user(self.handler)
        with Form(model.with_context(**opened["context"])) as form:
            form.name = "Saturday tours"
        action = form.record
        self.assertEqual((action.cause_id, action.ticket_id), (self.cause, ticket))
        self.assertIn("Deliver on Saturdays", action.description)

    def test_nobody_starts_one_from_a_complaint_they_cannot_read(self):
        ticket = self._create_complaint(user=self.manager, user_id=self.manager.id)
        with self.assertRaises(AccessError):
            self._create_action(user=self.handler, ticket_id=ticket.id)


class TestLesson(ComplaintCommon):
    """Something grave that ends with nothing learned asks for it."""

    def _end(self, ticket):
        ticket.action_withdraw(reason="Found it")
        return ticket.with_user(self.handler)

    def test_major_complaint_that_ends_with_nothing_learned_nudges(self):
        ticket = self._end(
            self._create_complaint(
                complaint_severity_id=self.major.id, complaint_cause_id=self.cause.id
            )
        )
        self.assertTrue(ticket.complaint_lesson_owed)
        self.assertIn("Nothing was learned", ticket.complaint_status)

    def test_mild_one_does_not_nudge(self):
        ticket = self._end(self._create_complaint(complaint_severity_id=self.normal.id))
        self.assertFalse(ticket.complaint_lesson_owed)

    def test_cause_that_is_worked_on_does_not_nudge(self):
        ticket = self._end(
            self._create_complaint(
                complaint_severity_id=self.major.id, complaint_cause_id=self.cause.id
            )
        )
        self.env["complaint.corrective.action"].create(
            {"name": "Ship earlier", "cause_id": self.cause.id}
        )
        ticket.invalidate_recordset()
        self.assertFalse(ticket.complaint_lesson_owed)


class TestCauseFigures(ComplaintCommon):
    """How often a cause comes is seen on the cause."""

    def test_counts_hold_the_finer_causes_and_the_last_ninety_days(self):
        with freeze_time("2026-06-01 09:00"):
            for when in ("2026-05-30", "2026-03-20", "2026-02-01", "2025-01-01"):
                self._create_complaint(
                    complaint_cause_id=self.cause.id, complaint_received_at=when
                )
            parent = self.cause.parent_id.with_user(self.handler)
            parent.invalidate_recordset()
            self.assertEqual(parent.open_count, 4)
            self.assertEqual((parent.recent_count, parent.former_count), (2, 1))

    def test_tree_costs_the_same_queries_as_one_cause(self):
        causes = self.env["complaint.cause"].with_user(self.handler).search([])
        costs = []
        for some in (causes, causes[:1], causes):
            self.env.invalidate_all()
            some.mapped("name")
            before = self.env.cr.sql_log_count
            some.mapped("recent_count")
            costs.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(costs[2], costs[1])
