from datetime import datetime

from odoo.tests import freeze_time

from .common.scheduled_pass import MONDAY, PassCommon

LATER = datetime(2026, 3, 6, 9)


@freeze_time(MONDAY)
class TestStandingStill(PassCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(MONDAY):
            cls.ticket = cls._create_complaint(complaint_severity_id=cls.normal.id)
        cls.waiting = cls.env["complaint.stage"].create(
            {"name": "Waiting", "phase": "investigation", "pause_clock": True}
        )
        cls.first = cls.ticket.sudo()._complaint_running("first_contact")

    def _wait(self, when):
        with freeze_time(when):
            self.ticket.complaint_stage_id = self.waiting

    def test_what_stands_still_is_not_overdue(self):
        self._wait(MONDAY)
        with freeze_time(LATER):
            self.first.invalidate_recordset(["verdict"])
            self.assertEqual(self.first.verdict, "paused")

    def test_what_was_overdue_before_it_stood_still_stays_so(self):
        self._wait(datetime(2026, 3, 4, 9))
        with freeze_time(LATER):
            self.first.invalidate_recordset(["verdict"])
            self.assertEqual(self.first.verdict, "overdue")

    def test_what_is_done_while_it_stands_still_is_kept(self):
        self._wait(MONDAY)
        with freeze_time(LATER):
            self._contact(self.ticket)
        self.assertEqual((self.first.state, self.first.kept), ("done", True))

    def test_what_was_overdue_before_it_stood_still_is_broken(self):
        self._wait(datetime(2026, 3, 4, 9))
        with freeze_time(LATER):
            self._contact(self.ticket)
        self.assertEqual((self.first.state, self.first.kept), ("done", False))
