from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import Form, freeze_time

from odoo.addons.complaint_recovery.wizards import complaint_replan

from .common.scheduled_pass import MONDAY, PassCommon

DUE = datetime(2026, 3, 3, 9)
SOON = datetime(2026, 3, 2, 11)


@freeze_time(MONDAY)
class TestReplan(PassCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        earlier = cls.env["helpdesk.ticket"].search([("is_complaint", "=", True)])
        cls.env["complaint.deadline"].search(
            [("ticket_id", "in", earlier.ids), ("state", "!=", "done")]
        )._cancel()
        with freeze_time(MONDAY):
            cls.ticket = cls._create_complaint(complaint_severity_id=cls.normal.id)
            cls.mild = cls._create_complaint(complaint_severity_id=cls.minor.id)

    def _hasten(self):
        """First contacts of normal complaints are due after two hours from now on."""
        self.normal.with_user(self.manager).first_contact_hours = 2

    def _wizard(self, user=None, **vals):
        model = self.env["complaint.replan"].with_user(user or self.manager)
        return model.create(vals)

    def _due(self, ticket=None, kind="first_contact"):
        return (ticket or self.ticket).sudo()._complaint_running(kind).due_at

    def test_changed_severity_moves_nothing_by_itself(self):
        self._hasten()
        self.assertEqual(self._due(), DUE)

    def test_preview_shows_what_moves_from_when_to_when(self):
        self._hasten()
        wizard = self._wizard(scope="all")
        self.assertEqual((wizard.ticket_count, wizard.deadline_count), (1, 1))
        self.assertIn(self.ticket.number, wizard.preview)
        self.assertNotIn(self.mild.number, wizard.preview)
        self.assertRegex(wizard.preview, r"(?s)3/3/26.*9:00.*3/2/26.*11:00")
        self.assertEqual(self._due(), DUE)

    def test_applied_deadlines_activities_and_lists_move(self):
        self._hasten()
        self._wizard(scope="all").action_apply()
        deadline = self.ticket.sudo()._complaint_running("first_contact")
        self.assertEqual((deadline.due_at, deadline.original_due_at), (SOON, SOON))
        self.assertEqual(deadline.activity_id.date_deadline, SOON.date())
        self.assertEqual(self.ticket.complaint_next_due_at, SOON)
        self.assertFalse(self._wizard(scope="all").deadline_count)

    def test_applied_to_one_severity_the_others_stay(self):
        self._hasten()
        self.minor.with_user(self.manager).first_contact_hours = 2
        wizard = self._wizard(scope="severity", severity_id=self.normal.id)
        wizard.action_apply()
        self.assertEqual((self._due(), self._due(self.mild)), (SOON, DUE))

    def test_changed_working_hours_are_applied(self):
        self.calendar.attendance_ids.filtered(lambda a: a.hour_from >= 12).unlink()
        other = self.calendar.copy()
        wizard = self._wizard(scope="calendar", calendar_id=other.id)
        self.assertFalse(wizard.deadline_count)
        wizard = self._wizard(scope="calendar", calendar_id=self.calendar.id)
        wizard.action_apply()
        self.assertEqual(self._due(), datetime(2026, 3, 3, 12))

    def test_promises_keep_their_dates(self):
        promise = self.ticket._complaint_promise("Call", MONDAY + timedelta(days=1))
        self._hasten()
        self._wizard(scope="all").action_apply()
        self.assertEqual(promise.due_at, MONDAY + timedelta(days=1))

    def test_closed_complaints_and_other_companies_stay(self):
        self.ticket.action_withdraw("Found it")
        self._hasten()
        self.assertFalse(self._wizard(scope="all").deadline_count)

    def test_overdue_at_once_is_said_and_escalated_in_the_next_pass(self):
        self._only(self.ticket, "first_contact")
        self._pass(MONDAY)
        self._hasten()
        with freeze_time("2026-03-02 12:00"):
            wizard = self._wizard(scope="all")
            self.assertIn("overdue at once", wizard.preview)
            wizard.action_apply()
        self._pass(datetime(2026, 3, 2, 12, 5))
        self.assertEqual(self._levels(self.ticket), [1, 2])

    def test_what_fired_already_does_not_fire_again(self):
        self._only(self.ticket, "first_contact")
        self._pass(DUE)
        with freeze_time(DUE):
            self._hasten()
            self._wizard(scope="all").action_apply()
        self._pass(DUE)
        self.assertEqual(self._levels(self.ticket).count(2), 1)

    def test_later_date_of_what_fired_is_told_anew_and_an_earlier_one_once(self):
        """Each way in which the rules move a date, after it was missed and told."""
        self._only(self.ticket, "first_contact")
        deadline = self.ticket.sudo()._complaint_running("first_contact")
        later = datetime(2026, 3, 5, 9)
        ticket = self.ticket.with_user(self.leader)

        def days():
            self.company.complaint_strict_24h = False
            self.normal.with_user(self.manager).first_contact_hours = 24
            with patch.object(
                type(ticket), "_complaint_first_contact_cap", lambda *_args: later
            ):
                self._wizard(scope="all").action_apply()

        def severity():
            self.minor.with_user(self.manager).first_contact_hours = 24
            with patch.object(
                type(ticket), "_complaint_first_contact_cap", lambda *_args: later
            ):
                ticket.complaint_severity_id = self.minor

        for move in (days, severity):
            with self.subTest(move.__name__), self.cr.savepoint() as savepoint:
                self._pass(DUE)
                self.assertEqual(self._levels(self.ticket), [1, 2])
                with freeze_time(DUE):
                    move()
                self.assertEqual((deadline.due_at, deadline.round), (later, 2))
                self._pass(DUE + timedelta(minutes=5))
                self.assertEqual(self._levels(self.ticket), [1, 2], "nothing at once")
                self._pass(later)
                self._pass(later)
                self.assertEqual(self._levels(self.ticket), [1, 2, 1, 2])
                savepoint.rollback()
                self.env.invalidate_all()

    def test_date_that_moves_later_and_is_past_all_the_same_is_not_told_anew(self):
        self._only(self.ticket, "first_contact")
        self._pass(DUE)
        self.normal.with_user(self.manager).first_contact_hours = 9
        with freeze_time(DUE + timedelta(days=7)):
            cap = DUE + timedelta(hours=1)
            with patch.object(
                type(self.ticket), "_complaint_first_contact_cap", lambda *_args: cap
            ):
                self._wizard(scope="all").action_apply()
        self._pass(DUE + timedelta(minutes=30))
        self.assertEqual(self._levels(self.ticket), [1, 2])

    def test_many_are_done_in_several_goes(self):
        self.minor.with_user(self.manager).first_contact_hours = 2
        self._hasten()
        few = patch.multiple(complaint_replan, LIMIT=1, BATCH=1)
        with few:
            wizard = self._wizard(scope="all")
            self.assertTrue(wizard.more)
            action = wizard.action_apply()
            self.assertEqual(action["params"]["next"]["res_id"], wizard.id)
            wizard.invalidate_recordset()
            self.assertFalse(wizard.more)
            wizard.action_apply()
        self.assertEqual({self._due(), self._due(self.mild)}, {SOON})

    def test_preview_shows_so_many_lines_and_counts_the_rest(self):
        self.minor.with_user(self.manager).first_contact_hours = 2
        self._hasten()
        with patch.object(complaint_replan, "SHOWN", 1):
            wizard = self._wizard(scope="all")
            self.assertEqual(wizard.deadline_count, 2)
            self.assertEqual(wizard.preview.count("<tr>"), 1 + 1)
            self.assertRegex(wizard.preview, r"(?s)And\s*1\s*more")

    def test_preview_of_many_asks_no_more_often(self):
        tickets = self._create_complaint()
        for _count in range(19):
            tickets |= self._create_complaint()
        tickets.complaint_severity_id = self.normal
        self._hasten()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(60):
            self.assertEqual(self._wizard(scope="all").ticket_count, 21)

    def test_dialog_follows_what_is_chosen(self):
        self._hasten()
        form = Form(self.env["complaint.replan"].with_user(self.manager))
        self.assertEqual(form.deadline_count, 1)
        form.scope = "severity"
        form.severity_id = self.minor
        self.assertEqual(form.deadline_count, 0)

    def test_managers_alone_apply_it(self):
        for user in (self.handler, self.leader, self.employee, self.portal):
            with self.subTest(user.name), self.assertRaises(AccessError):
                self._wizard(user=user, scope="all")
