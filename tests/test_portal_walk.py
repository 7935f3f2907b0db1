"""The whole way of a customer in a real browser, on a phone and on a desktop."""

from odoo import SUPERUSER_ID

from .browser import BrowserCase
from .common.portal import PortalCommon

SIZES = ("360x740", "1280x900")
#: What every page is asked: something is shown, and nothing is wider than the screen.
LOOK = """
    const wide = document.documentElement.scrollWidth - window.innerWidth;
    if (wide > 0) throw new Error(`sideways scroll by ${wide} px`);
    const shown = document.querySelector("main, #wrapwrap").innerText;
    for (const words of %(words)s) {
        if (!shown.includes(words)) throw new Error(`not told: ${words}`);
    }
"""
#: Fills and sends the form of a step, as fingers would. The answer opens in a frame: a
#: script does not outlive its page.
ACT = """
(async () => {
    %(look)s
    const form = document.querySelector("form[action*='%(action)s']");
    const folded = form.closest("details");
    if (folded && !folded.open) folded.querySelector("summary").click();
    for (let wait = 0; !form.checkVisibility() && wait < 50; wait++) {
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    for (const [name, value] of Object.entries(%(values)s)) {
        const field = form.elements[name];
        if (field instanceof RadioNodeList || field.type === "checkbox") {
            form.querySelector(`[name=${name}][value=${value}]`).click();
        } else {
            field.value = value;
        }
    }
    const files = form.querySelector("input[type=file]");
    if (files) {
        const chosen = new DataTransfer();
        chosen.items.add(new File(["words on a photo"], "photo.txt"));
        files.files = chosen.files;
    }
    if (!form.checkVisibility()) throw new Error("the form stays folded");
    if (!form.reportValidity()) throw new Error("the form is not complete");
    const frame = document.createElement("iframe");
    frame.name = form.target = "answer";
    document.body.append(frame);
    const answered = new Promise((resolve) => (frame.onload = resolve));
    form.querySelector("button[type=submit]").click();
    await answered;
    const answer = frame.contentDocument;
    const thanks = frame.contentWindow.location.pathname.endsWith("/thanks");
    if (!thanks && !answer.querySelector(".alert-success")) {
        throw new Error(`answered: ${answer.body.innerText.slice(0, 300)}`);
    }
    console.log("test successful");
})().catch((error) => console.error("walk: " + error.message));
"""
READ = """
try {
    %s
    console.log("test successful");
} catch (error) {
    console.error("walk: " + error.message);
}
"""


class TestPortalWalk(PortalCommon, BrowserCase):
    """File, follow, ask, write, choose, and say how it went."""

    def _read(self, path, *words, login="portal_user"):
        self.browser_js(path, READ % (LOOK % {"words": list(words)}), login=login)

    def _act(self, path, action, login="portal_user", words=(), **values):
        look = LOOK % {"words": list(words)}
        code = ACT % {"look": look, "action": action, "values": values}
        self.browser_js(path, code, login=login)
        self.env.invalidate_all()

    def _walk(self, size):
        type(self).browser_size = size
        ticket = self._file_it()
        page = f"/my/complaint/{ticket.id}"
        self._read(f"{page}/thanks", ticket.number, ticket.user_id.name)
        self._read("/my/complaints", ticket.number, "We have received your complaint")
        self._ask_and_write(ticket, page)
        self._choose(ticket, page)
        self._say_how_it_went(ticket)

    def _file_it(self):
        self._act(
            "/my/complaint/new",
            "complaint/new",
            description="The toaster gave my daughter a shock.",
            claim_amount="59,90",
            loss_ongoing="yes",
        )
        ticket = self.env["helpdesk.ticket"].search([], order="id desc", limit=1)
        self.assertEqual(ticket.name, "The toaster gave my daughter a shock")
        self.assertEqual(ticket.attachment_ids.name, "photo.txt")
        self.assertTrue(ticket.complaint_loss_ongoing)
        ticket.complaint_severity_id = self.minor
        ticket.user_id = self.handler
        return ticket

    def _ask_and_write(self, ticket, page):
        self._act(page, "/superior", reason="Nobody calls me back")
        self.assertTrue(ticket.complaint_escalation_ids.requested)
        self._read(page, "You asked for a manager")
        self._act(page, "/write", body="Here is the plug.")
        self.assertIn("Here is the plug.", ticket.message_ids[0].body)

    def _choose(self, ticket, page):
        mine = ticket.with_user(ticket.user_id)
        self._contact(mine)
        found = {
            "complaint_finding": "<p>Loose wire</p>",
            "complaint_decision": "upheld",
        }
        mine.write({**found, "complaint_attribution": "ours"})
        remedies = self._create_remedy(mine, type_id=self.refund.id)
        remedies |= self._create_remedy(mine, type_id=self.refund.id)
        remedies.action_offer()
        self._act(page, "/accept", words=["Our offer to you: choose one"])
        self.assertEqual(
            sorted(remedies.mapped("state")), ["accepted", "declined"], "one of two"
        )
        ticket.complaint_escalation_ids.sudo()._finish()
        ticket._complaint_running("promise").sudo()._finish()
        remedies.filtered(lambda r: r.state == "accepted").action_deliver()

    def _say_how_it_went(self, ticket):
        ticket = ticket.with_user(SUPERUSER_ID)
        if ticket.complaint_phase != "follow_up":
            self._create_apology(ticket.with_user(ticket.user_id)).action_send()
            ticket.action_resolve()
        link = self._portal_path(ticket)
        self._act(
            link,
            "/feedback",
            login=None,
            words=["How did it go?"],
            helped="yes",
            satisfaction="satisfied",
        )
        self.assertEqual(ticket.complaint_outcome, "satisfied")
        self._read(link, "Closed: you are satisfied", login=None)

    def _portal_path(self, ticket):
        return f"/{ticket._complaint_portal_link().split('/', 3)[3]}"

    def test_on_a_phone(self):
        self._walk(SIZES[0])

    def test_on_a_desktop(self):
        self._walk(SIZES[1])
