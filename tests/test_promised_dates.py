from datetime import datetime

from freezegun import freeze_time

from odoo.tests import Form

from .common.wizards import LATER, NOW, WizardCommon


@freeze_time(NOW)
class TestDates(WizardCommon):
    def _offered(self, **vals):
        ticket = self._create_complaint()
        self._contact(ticket)
        remedy = self._create_remedy(ticket, **vals)
        remedy.action_offer()
        return remedy

    def test_date_for_a_remedy_that_is_to_come_is_kept(self):
        remedy = self._offered(promised_at=LATER)
        remedy.action_accept()
        self.assertEqual(remedy.deadline_id.due_at, LATER)

    def test_remedy_accepted_after_its_date_gets_a_new_one(self):
        remedy = self._offered(promised_at=LATER)
        with freeze_time("2030-01-03 09:00:00"):
            remedy.action_accept()
            self.assertGreater(remedy.promised_at, datetime(2030, 1, 3, 9))
            self.assertEqual(remedy.deadline_id.verdict, "running")

    def test_date_of_what_was_offered_is_no_more_to_be_edited(self):
        remedy = self._offered(promised_at=LATER)
        with self.assertRaisesRegex(AssertionError, "promised_at"):
            Form(remedy).promised_at = "2030-02-01"

    def test_word_during_the_pause_is_not_counted_twice(self):
        ticket = self._create_complaint()
        progress = ticket._complaint_running("progress")
        ticket._complaint_pause()
        with freeze_time("2030-01-03 09:00:00"):
            ticket._complaint_restart_progress(datetime(2030, 1, 3, 9))
            planned = progress.due_at
            ticket._complaint_resume()
        self.assertEqual(progress.due_at, planned)

    def test_without_working_time_every_hour_counts(self):
        ticket = self._create_complaint()
        self.calendar.attendance_ids = False
        now = datetime(2030, 1, 2, 9)
        self.assertEqual(
            ticket._complaint_after(now, hours=8), datetime(2030, 1, 2, 17)
        )
        self.assertEqual(ticket._complaint_after(now, days=2), datetime(2030, 1, 4, 9))

    def test_without_working_time_work_goes_on(self):
        ticket = self._create_complaint(complaint_decision="not_upheld")
        ticket.complaint_explanation = "<p>No.</p>"
        self._contact(ticket)
        self.calendar.attendance_ids = False
        ticket.action_request_consent()
        self._create_remedy(ticket, amount=60).action_request()
        remedy = self._create_remedy(ticket, amount=5)
        remedy.action_offer()
        remedy.action_accept()
        dues = ticket._complaint_running("approval", "promise").mapped("due_at")
        self.assertEqual(len(dues), 3)
