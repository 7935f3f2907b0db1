from urllib.parse import urlsplit

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.axe import AxeCase
from .common.portal import PortalCommon

SIZES = ("360x740", "1280x900")
#: With text twice as large: it is as high as it needs to be, and as wide as the screen.
SMALLEST = "320x640"
#: Opens what unfolds, waits for what scripts draw, and judges.
CODE = """
    document.querySelectorAll("details").forEach((folded) => (folded.open = true));
    const talk = document.querySelector("#discussion");
    for (let wait = 0; talk && !talk.hasChildNodes() && wait < 50; wait++) {
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const sideways = () => {
        const wide = document.documentElement.scrollWidth - window.innerWidth;
        return wide > 0 ? ["the page scrolls sideways by " + wide + " px"] : [];
    };
    if (window.innerWidth > 320) {
        await judge(15, document, sideways);
    } else {
        document.documentElement.style.fontSize = "200%";
        const told = sideways().join();
        told ? console.error(told) : console.log("test successful");
    }
"""


class TestPortalAxe(PortalCommon, AxeCase):
    """No serious or critical barrier, and no sideways scroll, on phone and desktop."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket.complaint_severity_id = cls.minor
        cls.ticket.name = "Kettle-of-a-name-without-any-blank-" * 4
        cls._contact(cls.ticket)
        for type_id in (cls.refund.id, cls.refund.id):
            cls._create_remedy(cls.ticket, type_id=type_id)
        cls.ticket.action_offer_remedies()

    def _judge(self, path, login="portal_user"):
        for size in (*SIZES, SMALLEST):
            with self.subTest(size=size):
                type(self).browser_size = size
                self._look(path, CODE, login)

    def test_list(self):
        self._judge("/my/complaints")

    def test_page_with_offers(self):
        self._judge(f"/my/complaint/{self.ticket.id}")

    def test_page_by_link(self):
        token = self.ticket.sudo()._portal_ensure_token()
        path = f"/my/complaint/{self.ticket.id}?access_token={token}"
        self._judge(path, login=None)

    def test_page_of_a_closed_one(self):
        ticket = self._create_portal_complaint(complaint_severity_id=self.minor.id)
        self._play_to_follow_up(ticket)
        self._follow_up(ticket)
        self._judge(f"/my/complaint/{ticket.id}")

    def test_filing_form(self):
        self._judge("/my/complaint/new")

    def test_form_for_everybody(self):
        self._judge("/complaint", login=None)

    def test_page_that_asks_whether_it_is_theirs(self):
        ticket = self._create_complaint(
            partner_id=False, partner_email="nadia@quick.example"
        )
        own_hand(ticket).complaint_unconfirmed = True
        self._judge(urlsplit(ticket.sudo()._door_confirm_keyed()).path, login=None)

    def test_thanks(self):
        self._judge(f"/my/complaint/{self.ticket.id}/thanks")

    def test_page_not_found(self):
        self._judge("/my/complaint/2147483000")
