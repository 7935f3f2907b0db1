import json
from datetime import timedelta

from odoo import fields

from .common import ComplaintCommon
from .common.axe import AxeCase

#: Presses what opens the parts, waits for the last of them, and judges.
CODE = """
    const wait = async (selector) => {
        for (let tries = 0; tries < 150; tries++) {
            if (document.querySelector(selector)) {
                return true;
            }
            await new Promise((resolve) => setTimeout(resolve, 100));
        }
        console.error("not there: " + selector);
    };
    const press = "%(press)s";
    if (press && (await wait(press))) {
        document.querySelector(press).click();
    }
    const parts = %(parts)s;
    if (await wait(parts.at(-1))) {
        await judge(%(least)d, {include: parts.map((part) => [part])});
    }
"""


class TestDeskAxe(ComplaintCommon, AxeCase):
    """No serious or critical barrier on the parts of the main screens that are ours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.phone = "+32 470 12 34 56"
        cls.complaint = cls._create_complaint(complaint_desired_outcome="A new kettle")
        cls._contact(cls.complaint)
        late = fields.Datetime.now() + timedelta(hours=1)
        cls.complaint._complaint_promise("Call back", late)

    def _judge(self, action, *parts, press="", user=None, least=8):
        told = {"parts": json.dumps(parts), "press": press, "least": least}
        code = CODE % told
        path = f"/odoo/action-complaint_recovery.{action}"
        self._look(path, code, (user or self.handler).login, timeout=90)

    def test_my_day(self):
        self._judge("complaint_day_action", ".o_complaint_day")

    def test_form(self):
        self._judge(
            f"complaint_action_my/{self.complaint.id}",
            ".o_form_statusbar .o_statusbar_buttons",
            ".o_complaint_strip",
            ".o_complaint_words",
            ".o_complaint_customer",
        )

    def test_menus_of_the_form(self):
        self.complaint.complaint_severity_id = self.major
        shown = ".o-dropdown--menu"
        for opener in (
            "button[data-menu=record]",
            "button[data-menu=escalate]",
            "button[data-menu=more]",
            "button.o_complaint_checklist",
        ):
            with self.subTest(opener):
                path = f"complaint_action_my/{self.complaint.id}"
                self._judge(path, opener, shown, press=opener, least=5)

    def test_timeline(self):
        self._judge(
            f"complaint_action_my/{self.complaint.id}",
            ".o_complaint_timeline",
            press=".o_notebook .nav-link[name=complaint_timeline]",
        )

    def test_decisions_of_a_leader(self):
        self._create_remedy(self.complaint, amount=200).action_request()
        self._judge("complaint_day_action", ".o_complaint_day_row", user=self.leader)

    def test_overview(self):
        overview = "helpdesk_ticket_team_action_today"
        tiles, drawn = ".o_complaint_today", ".o_complaint_today section"
        self._judge(overview, tiles, drawn, user=self.leader, least=5)

    def test_finding_the_facts(self):
        """Editors, chips and what is missing, in a dialog."""
        self.complaint.complaint_severity_id = self.major
        self._judge(
            f"complaint_action_my/{self.complaint.id}",
            ".modal .o_form_renderer",
            press=".o_statusbar_buttons button[name=action_fill_missing]",
        )

    def test_offering_a_remedy(self):
        self._judge(
            f"complaint_action_my/{self.complaint.id}",
            ".modal .o_field_many2many_checkboxes",
            ".modal .o_field_widget[name=accepted]",
            press=".o_statusbar_buttons button[name=action_open_offer]",
        )

    def test_taking_a_call(self):
        self._judge(
            "complaint_action_my",
            ".modal [role=radiogroup]",
            press=".o_complaint_take_call",
        )
