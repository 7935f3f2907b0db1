from datetime import datetime, timedelta

from lxml import etree

from odoo.tests import freeze_time

from .complaint import ComplaintCommon

MONDAY = datetime(2026, 3, 2, 9)
FORM = "complaint_recovery.complaint_view_form"


@freeze_time(MONDAY)
class StagesCommon(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(MONDAY):
            cls.ticket = cls._create_complaint(complaint_severity_id=cls.normal.id)
            cls._contact(cls.ticket)

    def _running(self, *kinds):
        return self.ticket._complaint_running(*kinds)

    def _assert_running(self, *kinds):
        self.assertCountEqual(self._running().mapped("kind"), kinds)

    def _visit(self):
        return self._create_interaction(
            self.ticket,
            channel="visit",
            state="planned",
            date=MONDAY + timedelta(days=1),
        )

    def _buttons(self, condition):
        """Return the buttons of the form's header whose ``invisible`` holds it."""
        tickets = self.env["helpdesk.ticket"].with_user(self.handler)
        arch = tickets.get_view(self.env.ref(FORM).id, "form")["arch"]
        buttons = etree.fromstring(arch).findall("./header//button")
        return [b for b in buttons if condition in b.get("invisible")]

    def _decide(self, **vals):
        self.ticket.write({"complaint_explanation": "<p>Why</p>", **vals})
        self.ticket.action_send_decision()

    def _close_unsettled(self):
        self._decide(complaint_decision="upheld")
        self.ticket.with_user(self.manager).action_close_unsettled("Declines all")
