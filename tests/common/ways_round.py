from datetime import datetime

from odoo.exceptions import UserError
from odoo.tests import freeze_time

from .complaint import ComplaintCommon

MONDAY = datetime(2026, 3, 2, 9)


@freeze_time(MONDAY)
class WaysRoundCommon(ComplaintCommon):
    """Each way somebody might try to end a grave complaint without what it is owed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.done = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        cls.roles = cls.handler | cls.leader | cls.agent_all | cls.manager
        with freeze_time(MONDAY):
            cls.ticket = cls._create_complaint(complaint_severity_id=cls.major.id)

    def _assert_open(self, ticket=None):
        ticket = (ticket or self.ticket).sudo()
        ticket.env.flush_all()
        ticket.invalidate_recordset()
        self.assertTrue(ticket.is_complaint)
        self.assertFalse(ticket.complaint_closed_at)
        self.assertNotIn(ticket.complaint_phase, ("closed", "withdrawn", False))
        self.assertFalse(ticket.closed)
        self.assertTrue(ticket.active)

    def _assert_refused(self, way, error=UserError):
        with self.assertRaises(error), self.env.cr.savepoint():
            way()
            self.env.flush_all()
        self._assert_open()

    def _try_as_each_role(self, way, error=UserError):
        for user in self.roles:
            with self.subTest(user.name):
                self._assert_refused(
                    lambda u=user: way(self.ticket.with_user(u)), error
                )
