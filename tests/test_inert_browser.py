"""What customers type, opened in a real browser: nothing runs, nothing is fetched."""

from .browser import BrowserCase
from .test_inert_html import InertCase

#: Says what came to life: an event, a frame, a form, or a request to the bait.
LOOK = """
const found = [...document.querySelectorAll("*")].flatMap((element) =>
    [...element.attributes]
        .filter(({name, value}) => value.includes("PWNED") && name.startsWith("on"))
        .map(({name}) => `${element.tagName} ${name}`)
);
document.querySelectorAll(
    'iframe[srcdoc*="PWNED"], form[action*="PWNED"], [href^="javascript:PWNED"]'
).forEach((element) => found.push(element.outerHTML));
performance.getEntriesByType("resource")
    .filter((entry) => /pwned|logout/i.test(entry.name))
    .forEach((entry) => found.push(entry.name));
if (!document.body.textContent.includes("PWNED")) found.push("nothing shown");
if (found.length) console.error("alive: " + found.join(" | "));
else console.log("test successful");
"""


class TestInertBrowser(BrowserCase, InertCase):
    def _open(self, url, ready, login):
        self.browser_js(url, LOOK, f"!!document.querySelector('{ready}')", login=login)

    def test_form_and_conversation_of_the_back_office(self):
        for ticket in self._tickets():
            url = f"/odoo/action-helpdesk_mgmt.helpdesk_ticket_action/{ticket.id}"
            self._open(url, ".o_form_view .o-mail-Message", "handler_user")

    def test_list_and_cards(self):
        ticket = self._by_mail()
        ticket.user_id = self.handler
        self._open(
            "/odoo/action-complaint_recovery.complaint_action_all",
            ".o_data_row, .o_kanban_record:not(.o_kanban_ghost)",
            "handler_user",
        )

    def test_pages_of_the_customer(self):
        for ticket in self._tickets():
            for url in (ticket.access_url, f"/my/ticket/{ticket.id}"):
                self._open(url, "h1, h2, h3", "jane_user")

    def test_case_file(self):
        ticket = self._by_mail()
        self._open(ticket._complaint_case_file_url(), ".article", "handler_user")
