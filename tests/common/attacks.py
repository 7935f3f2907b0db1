from odoo.service.model import call_kw
from odoo.tests import freeze_time

from .complaint import ComplaintCommon

#: What brings a remedy on, once it was asked for.
STEPS = ("action_approve", "action_offer", "action_accept", "action_deliver")


class AttackCommon(ComplaintCommon):
    """Handler 50, team leader 250, manager 1000, executive contact without limit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-03-02 09:00:00"):
            cls.ticket = cls._create_complaint(complaint_severity_id=cls.normal.id)
        cls.startClassPatcher(freeze_time("2026-03-02 09:00:00"))

    def _draft(self, amount=500, **vals):
        return self._create_remedy(self.ticket, amount=amount, **vals)

    def _request(self, amount=200, user=None):
        remedy = self._create_remedy(self.ticket, user, amount=amount)
        remedy.action_request()
        return remedy

    def _rpc(self, user, record, method, *args, **kwargs):
        self.env.invalidate_all()  # Each request starts with nothing in memory.
        ids = [] if method in ("create", "load") else [record.ids]
        return call_kw(record.with_user(user).browse(), method, [*ids, *args], kwargs)

    def _assert_refused(self, error, user, record, method, *args, **kwargs):
        with self.assertRaises(error), self.env.cr.savepoint():
            self._rpc(user, record, method, *args, **kwargs)
        self.env.invalidate_all()

    def _given(self):
        """Return what the complaint commits us to."""
        self.env.invalidate_all()
        return self.ticket.sudo()._complaint_exposure_with(self.env["complaint.remedy"])
