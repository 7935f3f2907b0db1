from datetime import datetime

from odoo.tests import freeze_time

from .complaint import ComplaintCommon

MONDAY = datetime(2026, 3, 2, 9)


class PassCommon(ComplaintCommon):
    """Lets the scheduled pass run at a given time. Working hours: see TestClock."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cron = cls.env.ref("complaint_recovery.ir_cron_deadlines")

    def _pass(self, when=None):
        """Run the scheduled action as Odoo does, at ``when`` (now; UTC)."""
        with self.enter_registry_test_mode(), freeze_time(when or datetime.now()):
            self.cron.method_direct_trigger()
        self.env.invalidate_all()

    def _escalations(self, ticket):
        """Return what was escalated, earliest first."""
        return ticket.sudo().complaint_escalation_ids.sorted("id")

    def _levels(self, ticket):
        return self._escalations(ticket).mapped("level")

    def _only(self, ticket, *kinds):
        """Let only deadlines of ``kinds`` run."""
        deadlines = ticket.sudo().complaint_deadline_ids
        deadlines.filtered(lambda d: d.kind not in kinds)._cancel()
        return deadlines.filtered(lambda d: d.kind in kinds)
