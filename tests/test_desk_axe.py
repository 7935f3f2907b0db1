import json
from datetime import timedelta

from odoo import fields

from .browser import BrowserCase
from .common import ComplaintCommon
from .test_portal_axe import AXE

#: Loads axe, presses what opens the parts, waits for the last of them, and judges.
JUDGE = """
(async () => {
    const script = document.createElement("script");
    script.src = "%(axe)s";
    document.head.append(script);
    await new Promise((resolve) => script.addEventListener("load", resolve));
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
        const found = await axe.run({include: parts.map((part) => [part])});
        const grave = found.violations.filter((rule) =>
            ["serious", "critical"].includes(rule.impact)
        );
        const told = grave.map(
            (rule) =>
                rule.id + rule.nodes.map((node) => " " + node.html.slice(0, 160))
        );
        if (told.length) {
            console.error("axe: " + told.join("; "));
        } else if (found.passes.length < 8) {
            console.error("axe judged nothing: " + found.passes.length);
        } else {
            console.log("test successful");
        }
    }
})();
"""


class TestDeskAxe(ComplaintCommon, BrowserCase):
    """No serious or critical barrier on the parts of the main screens that are ours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.axe = cls.env["ir.attachment"].create(
            {
                "name": "axe.js",
                "raw": AXE.read_bytes(),
                "mimetype": "application/javascript",
                "public": True,
            }
        )
        cls.customer.phone = "+32 470 12 34 56"
        cls.complaint = cls._create_complaint(complaint_desired_outcome="A new kettle")
        cls._contact(cls.complaint)
        late = fields.Datetime.now() + timedelta(hours=1)
        cls.complaint._complaint_promise("Call back", late)

    def _judge(self, action, *parts, press=""):
        code = JUDGE % {
            "axe": f"/web/content/{self.axe.id}",
            "parts": json.dumps(parts),
            "press": press,
        }
        path = f"/odoo/action-complaint_recovery.{action}"
        self.browser_js(path, code, login=self.handler.login, timeout=90)

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
