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
        await judge(8, {include: parts.map((part) => [part])});
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

    def _judge(self, action, *parts, press=""):
        code = CODE % {"parts": json.dumps(parts), "press": press}
        path = f"/odoo/action-complaint_recovery.{action}"
        self._look(path, code, self.handler.login, timeout=90)

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

    def test_timeline(self):
        self._judge(
            f"complaint_action_my/{self.complaint.id}",
            ".o_complaint_timeline",
            press=".o_notebook .nav-link[name=complaint_timeline]",
        )

    def test_taking_a_call(self):
        self._judge(
            "complaint_action_my",
            ".modal [role=radiogroup]",
            press=".o_complaint_take_call",
        )
