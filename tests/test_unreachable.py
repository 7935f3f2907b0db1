from datetime import datetime

from odoo.tests import freeze_time
from odoo.tools.safe_eval import safe_eval

from .common.stages import StagesCommon

MONDAY = datetime(2026, 3, 2, 9)


@freeze_time(MONDAY)
class TestUnreachable(StagesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(MONDAY):
            cls.ticket.action_resolve()

    def _try(self, *moments):
        for moment in moments:
            with freeze_time(moment):
                self._create_interaction(
                    self.ticket, purpose="follow_up", reached=False
                )

    def _may_close(self):
        self.ticket.invalidate_recordset(["complaint_can_close_unreachable"])
        return self.ticket.complaint_can_close_unreachable

    def test_three_tries_on_one_day_leave_the_next_one_due(self):
        self._try("2026-03-04 09:00", "2026-03-04 10:00", "2026-03-04 11:00")
        due = self._running("follow_up")
        self.assertEqual(due.due_at, datetime(2026, 3, 6, 11))
        self.assertEqual(due.display_name, "Ask whether the customer is satisfied")
        self.assertFalse(self._may_close())

    def test_after_enough_tries_closing_is_due_the_next_working_day(self):
        self._try("2026-03-04 09:00", "2026-03-05 09:00", "2026-03-06 09:00")
        due = self._running("follow_up")
        self.assertEqual(due.due_at, datetime(2026, 3, 9, 9))
        self.assertEqual(due.display_name, "Close as unreachable, or try again")
        self.assertEqual(due.activity_id.summary, due.display_name)
        self.assertIn(due.display_name, self.ticket.complaint_status)

    def test_another_try_in_vain_keeps_closing_due(self):
        self._try(*(datetime(2026, 3, day, 9) for day in (3, 4, 5, 6)))
        due = self._running("follow_up")
        self.assertEqual(due.display_name, "Close as unreachable, or try again")

    def test_days_count_where_the_customer_is(self):
        self.customer.tz = "Asia/Shanghai"  # 07:00 and 09:00 of the same morning.
        self._try("2026-03-03 23:00", "2026-03-04 01:00", "2026-03-05 01:00")
        self.assertFalse(self._may_close())
        self._try("2026-03-05 23:00")
        self.assertTrue(self._may_close())

    def test_button_closes_after_enough_tries_and_keeps_the_last_date(self):
        self._try("2026-03-04 09:00", "2026-03-05 09:00", "2026-03-06 09:00")
        due = self._running("follow_up")
        self.assertTrue(self._may_close())
        with freeze_time("2026-03-06 10:00"):
            self.ticket.action_close_unreachable()
        self.assertEqual(self.ticket.complaint_stage_id, self.stage_closed)
        self.assertEqual(due.verdict, "kept")
        self.assertFalse(self._may_close())

    def test_form_shows_the_button_only_when_it_may_be_closed_so(self):
        (button,) = self._buttons("not complaint_can_close_unreachable")
        self.assertEqual(button.get("name"), "action_close_unreachable")
        for may in (True, False):
            values = {"complaint_can_close_unreachable": may}
            hidden = safe_eval(button.get("invisible"), values)
            self.assertEqual(hidden, not may)
