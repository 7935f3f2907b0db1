from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.tests import freeze_time

from .common.scheduled_pass import MONDAY, PassCommon

DUE = datetime(2026, 3, 3, 9)


@freeze_time(MONDAY)
class TestLedger(PassCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(MONDAY):
            cls.ticket = cls._create_complaint(complaint_severity_id=cls.normal.id)
        cls.waiting = cls.env["complaint.stage"].create(
            {
                "name": "Waiting for the customer",
                "phase": "investigation",
                "sequence": 25,
                "pause_clock": True,
            }
        )

    def _move(self, when, stage):
        with freeze_time(when):
            self.ticket.complaint_stage_id = stage

    def _pause(self, since, until):
        self._move(since, self.waiting)
        self._move(until, self.stage_investigating)

    def _promise(self, **vals):
        return self.ticket._complaint_promise("Call", MONDAY + timedelta(hours=2))

    def test_every_running_deadline_is_due_and_looked_at(self):
        self._promise()
        self._contact(self.ticket)
        running = self.ticket.sudo()._complaint_running()
        self.assertCountEqual(
            running.mapped("kind"), ["progress", "resolution", "promise"]
        )
        self.assertTrue(all(running.mapped("due_at")))
        self.assertTrue(all(running.mapped("next_check_at")))

    def test_done_ones_know_whether_they_were_kept_and_are_looked_at_no_more(self):
        in_time, late = self._promise(), self._promise()
        in_time.action_done()
        with freeze_time("2026-03-02 11:00:01"):
            late.action_done()
        self.assertEqual([in_time.kept, late.kept], [True, False])
        self.assertFalse(any((in_time + late).mapped("next_check_at")))

    def test_kind_another_addon_adds_is_planned_watched_and_done(self):
        field = self.env["complaint.deadline"]._fields["kind"]
        self._only(self.ticket)
        kinds = [*field.selection, ("audit", "Audit")]
        with patch.multiple(field, selection=kinds, _selection=dict(kinds)):
            deadline = self.ticket._complaint_open_deadline("audit", "Audit", DUE)
            self.assertEqual(deadline.display_name, "Audit")
            todo = self.env.ref("mail.mail_activity_data_todo")
            self.assertEqual(deadline.activity_id.activity_type_id, todo)
            rule = self.env["complaint.escalation.rule"].create(
                {"name": "Audit", "deadline_kind": "audit", "level": 2}
            )
            self._pass(DUE)
            self.assertIn(rule, self._escalations(self.ticket).rule_id)
            deadline._finish()
        self.assertTrue(deadline.kept)

    def test_warning_given_before_a_pause_is_not_given_again(self):
        self._only(self.ticket, "first_contact")
        warned = datetime(2026, 3, 2, 16)
        self._pass(warned)
        self._pause(datetime(2026, 3, 2, 16, 30), datetime(2026, 3, 4, 16, 30))
        self._pass(datetime(2026, 3, 4, 16, 30))
        self._pass(datetime(2026, 3, 5, 8, 59))
        self.assertEqual(self._levels(self.ticket), [1])
        self._pass(datetime(2026, 3, 5, 9))
        self.assertEqual(self._levels(self.ticket), [1, 2])

    def test_what_was_due_before_a_pause_is_not_lost_by_it(self):
        self._only(self.ticket, "first_contact")
        self._pass(datetime(2026, 3, 2, 15))
        self._pause(datetime(2026, 3, 2, 16, 30), datetime(2026, 3, 4, 8))
        self._pass(datetime(2026, 3, 4, 8, 5))
        self.assertEqual(self._levels(self.ticket), [1])

    def test_nothing_is_told_while_the_clock_stands_still(self):
        self._only(self.ticket, "first_contact")
        self._move(MONDAY, self.waiting)
        self._pass(datetime(2026, 3, 20, 9))
        self.assertFalse(self._levels(self.ticket))

    def test_promises_and_follow_ups_are_told_while_the_clock_stands_still(self):
        self._only(self.ticket)
        promise = self._promise()
        self._move(MONDAY, self.waiting)
        self._pass(promise.due_at)
        self.assertEqual(self._levels(self.ticket), [1, 2])

    def test_new_date_is_a_new_round_for_the_rules(self):
        self._only(self.ticket)
        promise = self._promise()
        self._pass(datetime(2026, 3, 2, 11))
        with freeze_time(datetime(2026, 3, 2, 11)):
            promise.action_reschedule("2026-03-03 11:00:00", "Part is late")
        self._pass(datetime(2026, 3, 2, 11, 5))
        self.assertEqual(self._levels(self.ticket), [1, 2])
        self._pass(datetime(2026, 3, 3, 11))
        self.assertEqual(self._levels(self.ticket), [1, 2, 1, 2])

    def test_running_late_writes_to_the_customer_before_the_time(self):
        promise = self._promise()
        action = promise.action_running_late()
        wizard = self.env["complaint.reschedule"].with_user(self.handler)
        wizard = wizard.with_context(**action["context"])
        wizard.create({"reason": "Part is late"}).action_apply()
        self.assertEqual(promise.due_at, MONDAY + timedelta(hours=3))
        told = self.ticket.sudo().message_ids[:3].filtered("partner_ids")
        self.assertIn(self.customer, told.partner_ids)
        with freeze_time(promise.due_at):
            promise.action_done()
        self.assertEqual(promise.verdict, "moved")

    def test_note_of_a_task_is_all_the_colleague_needs(self):
        task = (
            self.env["complaint.deadline"]
            .with_user(self.handler)
            .create(
                {
                    "ticket_id": self.ticket.id,
                    "kind": "task",
                    "name": "Measure the seal",
                    "note": "<p>Kettle 42, shelf 7</p>",
                    "user_id": self.employee.id,
                    "due_at": DUE,
                }
            )
        )
        activity = task.activity_id.with_user(self.employee)
        self.assertIn("Kettle 42, shelf 7", activity.note)
        self.assertEqual(activity.summary, "Measure the seal")
        self.assertEqual(activity.res_model, "complaint.deadline")
        self.assertFalse(self.ticket.with_user(self.employee).has_access("read"))
        activity.action_feedback("1.5 mm")
        self.assertEqual((task.state, task.kept), ("done", True))

    def test_overdue_task_of_a_colleague_without_access_warns_the_owner(self):
        self._only(self.ticket)
        task = self.ticket._complaint_open_deadline(
            "task", "Measure", DUE, user=self.employee
        )
        self._pass(DUE)
        told = self._escalations(self.ticket).to_user_ids
        self.assertEqual(told, self.handler | self.leader)
        self.assertEqual(task.state, "running")

    def test_calendar_without_use_counts_every_hour_and_says_so(self):
        flexible = self.calendar.copy({"flexible_hours": True})
        empty = self.calendar.copy()
        empty.attendance_ids.unlink()
        for calendar in (flexible, empty, self.calendar.browse()):
            self.company.resource_calendar_id = calendar
            ticket = self._create_complaint(complaint_severity_id=self.normal.id)
            deadline = ticket.sudo()._complaint_running("first_contact")
            with self.subTest(calendar.name):
                self.assertEqual(deadline.due_at, datetime(2026, 3, 2, 17))
                self.assertTrue(deadline.real_time)

    def test_rule_counts_every_hour_where_the_deadline_does(self):
        self.company.resource_calendar_id = False
        ticket = self._create_complaint(complaint_severity_id=self.normal.id)
        self._only(ticket, "first_contact")
        self.company.resource_calendar_id = self.calendar
        self._pass(datetime(2026, 3, 2, 14, 59))
        self.assertFalse(self._levels(ticket))
        self._pass(datetime(2026, 3, 2, 15))
        self.assertEqual(self._levels(ticket), [1])
