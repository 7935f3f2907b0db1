from datetime import datetime, timedelta

from odoo.exceptions import UserError
from odoo.tests import freeze_time

from .common.stages import StagesCommon

MONDAY = datetime(2026, 3, 2, 9)


@freeze_time(MONDAY)
class TestBackAndAnew(StagesCommon):
    def test_moving_back_from_the_follow_up_starts_the_clock_again(self):
        self.ticket.action_resolve()
        with freeze_time("2026-03-03 09:00"):
            self.ticket.complaint_stage_id = self.stage_recovering
            self._assert_running("progress", "resolution")
        for name in ("resolved_at", "outcome", "satisfaction", "reopen_count"):
            self.assertFalse(self.ticket[f"complaint_{name}"], name)

    def test_moving_back_asks_for_the_follow_up_once_more(self):
        self.ticket.action_resolve()
        self.ticket._complaint_promise("Call back", MONDAY + timedelta(days=1))
        self._follow_up(self.ticket)
        with freeze_time("2026-03-03 09:00"):
            self.ticket.complaint_stage_id = self.stage_investigating
            self.ticket.action_resolve()
        self._assert_running("follow_up", "promise")
        self.assertFalse(self.ticket.complaint_outcome)

    def test_reopened_before_any_contact_first_contact_is_due_again(self):
        self.ticket = self._create_complaint(complaint_severity_id=self.normal.id)
        self.ticket.action_withdraw("They found it")
        self.ticket.action_reopen()
        self._assert_running("first_contact", "progress", "resolution")

    def test_reopened_while_the_loss_goes_on_it_is_to_be_stopped(self):
        self.ticket.complaint_loss_ongoing = True
        self.ticket.action_withdraw("They found it")
        self.ticket.action_reopen()
        self._assert_running("containment", "progress", "resolution")

    def test_loss_that_began_during_the_follow_up_is_due_once(self):
        self.ticket.action_resolve()
        self.ticket.complaint_loss_ongoing = True
        self.ticket.complaint_stage_id = self.stage_recovering
        self._assert_running("containment", "progress", "resolution")

    def test_archived_complaint_is_back_in_the_lists_when_reopened(self):
        self.ticket.action_withdraw("They found it")
        self.ticket.active = False
        self.ticket.action_reopen()
        self.assertTrue(self.ticket.active)

    def test_what_was_closed_as_unsettled_is_not_reopened_by_an_unhappy_word(self):
        self._close_unsettled()
        self._follow_up(self.ticket, "dissatisfied")
        self.assertEqual(self.ticket.complaint_stage_id, self.stage_closed)
        self.assertEqual(self.ticket.complaint_outcome, "unsettled")
        self.assertEqual(self.ticket.complaint_satisfaction, "dissatisfied")

    def test_word_before_resolving_is_no_outcome(self):
        self._follow_up(self.ticket)
        self.assertEqual(self.ticket.complaint_satisfaction, "satisfied")
        self.assertFalse(self.ticket.complaint_outcome)

    def test_only_an_ended_complaint_is_continued(self):
        with self.assertRaisesRegex(UserError, "is not closed"):
            self.ticket.action_continue()
