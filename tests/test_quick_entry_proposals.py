from datetime import datetime

from freezegun import freeze_time

from .common.quick_entry import QuickEntryCommon


class TestQuickEntrySeverity(QuickEntryCommon):
    def test_severity_follows_the_chips(self):
        form = self._form()
        self.assertEqual(form.severity_id, self.normal)
        form.sentiment = "angry"
        self.assertEqual(form.severity_id, self.major)
        self.assertIn("angry", form.severity_reason)
        form.exposure = "legal"
        self.assertEqual(form.severity_id, self.critical)

    def test_severity_chosen_by_hand_is_kept(self):
        form = self._form()
        form.severity_id = self.minor
        form.sentiment = "angry"
        self.assertEqual(form.severity_id, self.minor)
        self.assertIn("Major", form.severity_reason)

    def test_severity_put_back_follows_the_chips_again(self):
        form = self._form()
        form.severity_id = self.minor
        form.severity_id = self.normal
        form.sentiment = "angry"
        self.assertEqual(form.severity_id, self.major)

    def test_severity_chosen_by_hand_reaches_the_complaint(self):
        form = self._form()
        form.partner_id = self.customer
        form.severity_id = self.minor
        form.exposure = "legal"
        self.assertEqual(self._save(form).complaint_severity_id, self.minor)

    def test_repeat_counts_and_says_so(self):
        self._create_complaint(complaint_cause_id=self.cause.id)
        form = self._form()
        form.cause_id = self.cause
        form.partner_id = self.customer
        self.assertEqual(form.severity_id, self.major)
        self.assertTrue(form.severity_reason)

    def test_repeat_caller_reads_why_it_is_not_solved_on_the_spot(self):
        self._create_complaint(complaint_cause_id=self.cause.id)
        form = self._form()
        form.cause_id = self.cause
        self.assertTrue(form.can_solve_on_spot)
        self.assertFalse(form.on_spot_note)
        form.partner_id = self.customer
        self.assertFalse(form.can_solve_on_spot)
        self.assertIn(self.major.name, form.on_spot_note)
        self.assertIn(form.severity_reason, form.on_spot_note)

    def test_only_mild_ones_are_solved_on_the_spot(self):
        form = self._form()
        self.assertTrue(form.can_solve_on_spot)
        form.sentiment = "angry"
        self.assertFalse(form.can_solve_on_spot)


class TestQuickEntryCallBack(QuickEntryCommon):
    def _proposed(self, now, tz="UTC"):
        entries = self.env["complaint.quick.entry"].with_user(self.handler)
        with freeze_time(now):
            return entries.with_context(tz=tz)._default_call_back_at()

    def test_by_the_evening_of_the_same_day(self):
        proposed = self._proposed("2030-01-02 09:12:34")
        self.assertEqual(proposed, datetime(2030, 1, 2, 17))

    def test_when_we_close_before_the_evening(self):
        afternoon = self.calendar.attendance_ids.filtered(lambda a: a.hour_to == 17)
        afternoon.hour_to = 15
        proposed = self._proposed("2030-01-02 09:00:00")
        self.assertEqual(proposed, datetime(2030, 1, 2, 15))

    def test_late_in_the_day_it_is_the_next_morning(self):
        for now in ("2030-01-02 16:45:00", "2030-01-02 23:59:30"):
            proposed = self._proposed(now).replace(minute=0)
            self.assertEqual(proposed.date(), datetime(2030, 1, 3).date(), now)
            self.assertLess(proposed.hour, 11)

    def test_friday_evening_it_is_monday(self):
        proposed = self._proposed("2030-01-04 18:00:00")
        self.assertEqual(proposed, datetime(2030, 1, 7, 10))

    def test_after_midnight_it_is_the_day_that_began(self):
        proposed = self._proposed("2030-01-03 00:10:00")
        self.assertEqual(proposed, datetime(2030, 1, 3, 17))

    def test_the_evening_is_where_the_handler_is(self):
        # 13:30 in Tokyo is 04:30 UTC; we open at 8:00 UTC, that is 17:00 in Tokyo.
        proposed = self._proposed("2030-01-02 04:30:00", "Asia/Tokyo")
        self.assertEqual(proposed, datetime(2030, 1, 2, 10))

    def test_without_working_hours_every_hour_counts(self):
        self.company.resource_calendar_id = False
        proposed = self._proposed("2030-01-05 09:00:00")
        self.assertEqual(proposed, datetime(2030, 1, 5, 17))
