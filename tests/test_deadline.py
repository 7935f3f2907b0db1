from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time

from odoo.addons.complaint_recovery.exceptions import ComplaintRequirementError

from .common import ComplaintCommon

MONDAY = datetime(2026, 3, 2, 9)


@freeze_time(MONDAY)
class TestDeadline(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(MONDAY):
            cls.ticket = cls._create_complaint()

    def _create_deadline(self, user=None, **vals):
        return (
            self.env["complaint.deadline"]
            .with_user(user or self.handler)
            .create(
                {
                    "ticket_id": self.ticket.id,
                    "kind": "promise",
                    "name": "Call back",
                    "user_id": self.handler.id,
                    "due_at": MONDAY + timedelta(hours=2),
                    **vals,
                }
            )
        )

    def _get(self, kind):
        deadlines = self.ticket.complaint_deadline_ids
        return deadlines.filtered(lambda d: d.kind == kind and d.state == "running")

    def test_promise_done_in_time_is_kept(self):
        promise = self._create_deadline()
        with freeze_time("2026-03-02 11:00"):
            promise.action_done()
        self.assertEqual((promise.state, promise.verdict), ("done", "kept"))
        self.assertEqual(promise.done_at, datetime(2026, 3, 2, 11))

    def test_promise_done_too_late_is_broken(self):
        promise = self._create_deadline()
        with freeze_time("2026-03-02 11:00:01"):
            promise.action_done()
        self.assertEqual((promise.kept, promise.verdict), (False, "broken"))

    def test_promise_is_overdue_after_its_time(self):
        promise = self._create_deadline()
        self.assertEqual(promise.verdict, "running")
        with freeze_time("2026-03-02 11:01"):
            promise.invalidate_recordset(["verdict"])
            self.assertEqual(promise.verdict, "overdue")

    def test_new_date_told_before_the_old_one_is_moved(self):
        promise = self._create_deadline()
        with freeze_time("2026-03-02 10:30"):
            promise.action_reschedule("2026-03-03 09:00:00", "Part is late")
            promise.action_done()
        self.assertEqual(promise.verdict, "moved")
        self.assertEqual(promise.reschedule_reason, "Part is late")

    def test_new_date_told_after_the_old_one_is_broken(self):
        promise = self._create_deadline()
        with freeze_time("2026-03-02 12:00"):
            promise.action_reschedule("2026-03-03 09:00:00", "Forgot")
            promise.action_done()
        self.assertEqual(promise.verdict, "broken")

    def test_broken_once_stays_broken(self):
        promise = self._create_deadline()
        with freeze_time("2026-03-02 12:00"):
            promise.action_reschedule("2026-03-03 09:00:00", "Forgot")
            promise.action_reschedule("2026-03-04 09:00:00", "Ill")
            promise.action_done()
        self.assertEqual(promise.verdict, "broken")

    def test_first_told_date_is_kept(self):
        promise = self._create_deadline()
        promise.action_reschedule("2026-03-03 09:00:00", "Part is late")
        promise.action_reschedule("2026-03-04 09:00:00", "Part is later")
        self.assertEqual(promise.original_due_at, MONDAY + timedelta(hours=2))
        self.assertEqual(promise.due_at, datetime(2026, 3, 4, 9))
        self.assertEqual(self.ticket.complaint_next_due_at, datetime(2026, 3, 3, 9))

    def test_new_date_asks_for_a_reason(self):
        promise = self._create_deadline()
        for reason in (False, "", "  "):
            with self.subTest(reason), self.assertRaises(UserError):
                promise.action_reschedule("2026-03-03 09:00:00", reason)

    def test_new_date_lies_in_the_future(self):
        promise = self._create_deadline()
        with self.assertRaises(UserError):
            promise.action_reschedule("2026-03-02 09:00:00", "Now")

    def test_new_date_is_on_record_and_moves_the_activity(self):
        promise = self._create_deadline()
        promise.action_reschedule("2026-03-05 09:00:00", "Part is late")
        self.assertIn("Part is late", self.ticket.message_ids[0].body)
        date = promise.activity_id.date_deadline
        self.assertEqual(date, fields.Date.to_date("2026-03-05"))

    def test_policy_deadlines_are_not_rescheduled(self):
        for kind in ("first_contact", "progress", "resolution"):
            with self.subTest(kind), self.assertRaises(UserError):
                self._get(kind).action_reschedule("2026-04-01 09:00:00", "Busy")

    def test_finished_promise_is_not_rescheduled(self):
        promise = self._create_deadline()
        promise.action_done()
        with self.assertRaises(UserError):
            promise.action_reschedule("2026-03-05 09:00:00", "Why not")

    def test_nothing_is_promised_for_the_past(self):
        with self.assertRaises(ValidationError):
            self._create_deadline(due_at=MONDAY - timedelta(seconds=1))

    def test_people_open_promises_tasks_and_containment_only(self):
        kinds = ("first_contact", "progress", "resolution", "follow_up", "approval")
        for kind in (*kinds, "care"):
            with self.subTest(kind), self.assertRaises(AccessError):
                self._create_deadline(kind=kind)
        for kind in ("promise", "task", "containment"):
            self.assertTrue(self._create_deadline(kind=kind))

    def test_words_date_person_and_kind_of_a_promise_are_fixed(self):
        promise = self._create_deadline()
        for vals in (
            {"due_at": "2026-04-01 09:00:00"},
            {"name": "Perhaps call back"},
            {"user_id": self.leader.id},
            {"kind": "task"},
            {"ticket_id": self._create_complaint().id},
        ):
            with self.subTest(vals), self.assertRaises(AccessError):
                promise.write(vals)

    def test_what_was_due_is_never_deleted(self):
        promise = self._create_deadline()
        for user in (self.handler, self.manager):
            with self.subTest(user.name), self.assertRaises(AccessError):
                promise.with_user(user).unlink()

    def test_cancelled_promise_stays_on_record(self):
        promise = self._create_deadline()
        promise.action_cancel()
        self.assertEqual(promise.verdict, "cancelled")
        self.assertFalse(promise.activity_id)

    def test_policy_deadlines_are_neither_done_nor_cancelled_by_hand(self):
        for kind in ("progress", "resolution"):
            for method in ("action_done", "action_cancel"):
                with self.subTest(f"{kind} {method}"), self.assertRaises(UserError):
                    getattr(self._get(kind), method)()

    def test_first_contact_is_done_with_an_interaction(self):
        action = self._get("first_contact").action_done()
        self.assertEqual(action["res_model"], "complaint.interaction.result")
        self.assertEqual(action["context"]["default_purpose"], "first_contact")
        self.assertEqual(self._get("first_contact").state, "running")

    def test_finishing_the_activity_finishes_the_deadline(self):
        promise = self._create_deadline()
        promise.activity_id.with_user(self.handler).action_feedback("Called")
        self.assertEqual(promise.state, "done")
        self.assertTrue(promise.kept)

    def test_finishing_the_deadline_finishes_the_activity(self):
        promise = self._create_deadline()
        promise.action_done()
        activity = promise.activity_id.with_context(active_test=False)
        self.assertFalse(activity.active)

    def test_first_contact_activity_asks_what_came_of_it(self):
        activity = self._get("first_contact").activity_id.with_user(self.handler)
        with self.assertRaises(ComplaintRequirementError) as caught:
            activity.action_done()
        action = caught.exception.context["action"]
        self.assertEqual(action["res_model"], "complaint.interaction.result")
        self.assertEqual(action["context"]["default_purpose"], "first_contact")
        self.assertTrue(caught.exception.context["button"])

    def test_follow_up_activity_asks_what_came_of_it(self):
        self._play_to_follow_up(self.ticket)
        activity = self._get("follow_up").activity_id.with_user(self.handler)
        with self.assertRaises(ComplaintRequirementError) as caught:
            activity.action_feedback("They are happy")
        action = caught.exception.context["action"]
        self.assertEqual(action["context"]["default_purpose"], "follow_up")

    def test_approval_is_not_given_by_finishing_its_activity(self):
        remedy = self._create_remedy(self.ticket, amount=200)
        remedy.action_request()
        activity = remedy.sudo().deadline_id.activity_id.with_user(self.leader)
        with self.assertRaises(UserError):
            activity.action_feedback("Fine")
        self.assertEqual(remedy.state, "to_approve")

    def test_activity_of_a_running_deadline_is_not_deleted(self):
        promise = self._create_deadline()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            promise.activity_id.with_user(self.handler).unlink()
        self.assertEqual(promise.state, "running")
        self.assertTrue(self.ticket._complaint_gaps_running())

    def test_task_is_done_by_an_employee_without_access_to_the_complaint(self):
        task = self._create_deadline(kind="task", user_id=self.employee.id)
        self.assertFalse(self.ticket.with_user(self.employee).has_access("read"))
        task.activity_id.with_user(self.employee).action_feedback("Checked")
        self.assertEqual(task.state, "done")
        self.assertNotIn(self.employee.partner_id, self.ticket.message_partner_ids)

    def test_employee_finishes_moves_and_cancels_the_own_task(self):
        tasks = [
            self._create_deadline(kind="task", user_id=self.employee.id)
            for _count in range(3)
        ]
        first, second, third = (task.with_user(self.employee) for task in tasks)
        first.action_done()
        second.action_reschedule("2026-03-04 09:00:00", "Machine is busy")
        third.action_cancel()
        states = [task.state for task in tasks]
        self.assertEqual(states, ["done", "running", "cancelled"])

    def test_employee_reads_no_task_of_others_and_no_promise(self):
        task = self._create_deadline(kind="task", user_id=self.sales.id)
        for deadline in (task, self._create_deadline()):
            with self.subTest(deadline.kind), self.assertRaises(AccessError):
                deadline.with_user(self.employee).check_access("read")

    def test_promise_is_kept_by_somebody_who_may_read_the_complaint(self):
        with self.assertRaises(ValidationError):
            self._create_deadline(user_id=self.employee.id)

    def test_promise_of_a_visit_is_kept_by_the_visit(self):
        visit = self._create_interaction(
            self.ticket,
            channel="visit",
            state="planned",
            date=MONDAY + timedelta(days=1),
        )
        promise = visit.sudo().deadline_id.with_user(self.handler)
        for method in ("action_done", "action_cancel"):
            with self.subTest(method), self.assertRaises(UserError):
                getattr(promise, method)()
        activity = promise.sudo().activity_id.with_user(self.handler)
        with self.assertRaises(UserError):
            activity.action_feedback("Was there")

    def test_promise_of_a_delivery_is_kept_by_delivering(self):
        remedy = self._create_remedy(self.ticket)
        remedy.action_offer()
        remedy.action_accept()
        promise = remedy.sudo().deadline_id.with_user(self.handler)
        for method in ("action_done", "action_cancel"):
            with self.subTest(method), self.assertRaises(UserError):
                getattr(promise, method)()
        remedy.action_deliver()
        self.assertEqual(promise.state, "done")
