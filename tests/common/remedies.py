from datetime import datetime

from odoo.tests import freeze_time

from .complaint import ComplaintCommon

VISIT = datetime(2026, 3, 5, 10)


@freeze_time("2026-03-02 09:00:00")
class RemedyCommon(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-03-02 09:00:00"):
            cls.ticket = cls._create_complaint(complaint_severity_id=cls.normal.id)

    def _request(self, amount=200):
        remedy = self._create_remedy(self.ticket, amount=amount)
        remedy.action_request()
        return remedy

    def _plan(self, apology, **vals):
        dialog = self.env["complaint.apology.visit"].with_user(self.handler)
        values = {"apology_id": apology.id, "ticket_id": apology.ticket_id.id}
        people = {"user_id": self.handler.id, "date": VISIT, "place": "Shop"}
        dialog.create(values | people | vals).action_apply()
        return apology.interaction_id
