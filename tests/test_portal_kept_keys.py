"""A key stands in no address of a page that is shown, and the page works without."""

from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

from lxml import html

from odoo import http

from odoo.addons.complaint_recovery.controllers import kept_keys

from .browser import BrowserCase
from .common.door import DoorCase
from .common.portal_steps import PageCommon
from .test_portal_walk import ACT

SCRIPT = "complaint_without_key"


class KeptKeysCase(PageCommon):
    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def _assert_no_key(self, page):
        """Neither in the address, nor where a click of this page would lead."""
        for address in (page.url, *html.fromstring(page.text).xpath("//@href|//@src")):
            self.assertNotIn("access_token", address)
            self.assertNotIn(self.token, address)

    def _look(self, path, cookies=True):
        """Return what ``path`` answers, by a browser that keeps cookies, or none."""
        if not cookies:
            for cookie in list(self.opener.cookies):
                if cookie.name == "session_id":
                    self.opener.cookies.clear(cookie.domain, cookie.path, cookie.name)
        return self.url_open(path, allow_redirects=False)


class TestKeptKeys(KeptKeysCase):
    def test_the_address_shown_has_no_key_and_everything_on_the_page_works(self):
        [refund, _other] = self._offer(20, 30)
        page = self._open(self.token)
        self.assertEqual(urlsplit(page.url).path, self._url())
        self.assertFalse(urlsplit(page.url).query)
        self._assert_no_key(page)
        self.assertNotIn(SCRIPT, page.text)
        self.assertIn(f'data-token="{self.token}"', page.text)  # Odoo's conversation.
        answer = self._post("write", body="Here is the plug.")
        self._assert_no_key(answer)
        self.assertIn("Here is the plug.", answer.text)
        self._assert_no_key(self._post("accept", remedy_id=refund.id))
        self.assertEqual(refund.state, "accepted")
        self._assert_no_key(self.url_open(self._url("thanks")))

    def test_its_files_are_handed_out_without_the_key(self):
        files = [("files", ("plug.txt", b"A plug", "text/plain"))]
        page = self._open(self.token)
        data = {"access_token": self.token, "body": "See"}
        data["csrf_token"] = http.Request.csrf_token(self)
        page = self.url_open(self._url("write"), data=data, files=files)
        [link, *_more] = html.fromstring(page.text).xpath(
            "//a[contains(@href,'/file/')]"
        )
        self.assertNotIn("?", link.get("href"))
        self.assertEqual(self.url_open(link.get("href")).content, b"A plug")
        self.authenticate(None, None)
        self.assertEqual(self.url_open(link.get("href")).status_code, 404)

    def test_what_else_a_link_says_stays(self):
        url = f"{self._url(token=self.token)}&option=7&utm_source=mail&pid=3&hash=x"
        page = self._look(url)
        self.assertEqual(page.status_code, 303)
        query = parse_qs(urlsplit(page.headers["Location"]).query)
        self.assertEqual(query, {"option": ["7"], "utm_source": ["mail"]})
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.assertIn("no-store", page.headers["Cache-Control"])

    def test_who_signs_by_a_link_still_does(self):
        partner = self.customer
        sign = self.ticket._sign_token(partner.id)
        query = f"&pid={partner.id}&hash={sign}"
        page = self.url_open(self._url(token=self.token) + query)
        self.assertNotIn("hash", page.url)
        self.assertIn(f'data-hash="{sign}"', page.text)
        self.assertIn(f'data-pid="{partner.id}"', page.text)

    def test_a_signature_that_somebody_made_up_is_not_kept(self):
        partner = self.customer
        for pid, sign in (
            (partner.id, "deadbeef"),
            (self.stranger.id, self.ticket._sign_token(partner.id)),
            ("²", "x"),
            ("1" * 400, "x"),
        ):
            query = f"&pid={pid}&hash={sign}"
            page = self.url_open(self._url(token=self.token) + query)
            self.assertEqual(page.status_code, 200)
            self.assertNotIn("data-hash", page.text)
            self.assertNotIn(f'data-pid="{pid}"', page.text)

    def test_a_link_leads_nowhere_else(self):
        for path in (self._url(), "//evil.example" + self._url()):
            page = self._look(f"{path}?access_token={self.token}&redirect=//x.example")
            where = urlsplit(page.headers.get("Location", ""))
            self.assertIn(where.netloc, ("", urlsplit(self.base_url()).netloc))

    def test_a_key_that_was_changed_opens_nothing_any_more(self):
        self._open(self.token)
        self.assertEqual(self.url_open(self._url()).status_code, 200)
        self.ticket._complaint_renew_key()
        self.assertEqual(self.url_open(self._url()).status_code, 404)
        data = {"access_token": "", "body": "Hm"}
        data["csrf_token"] = http.Request.csrf_token(self)
        before = self._snapshot()
        self.url_open(self._url("write"), data=data, allow_redirects=False)
        self.assertEqual(self._snapshot(), before)

    def test_a_wrong_key_is_not_replaced_by_the_one_kept(self):
        self._open(self.token)
        page = self._open("wrong")
        self.assertEqual(page.status_code, 404)
        self.assertIn(SCRIPT, page.text)

    def test_a_key_opens_one_complaint(self):
        other = self._create_complaint(partner_id=self.stranger.id).sudo()
        self._open(self.token)
        self.assertEqual(self.url_open(self._url(ticket=other)).status_code, 404)

    def test_who_signs_in_or_out_has_the_own_rights_alone(self):
        other = self._create_complaint(partner_id=self.stranger.id).sudo()
        self.url_open(self._url(ticket=other, token=other._portal_ensure_token()))
        self.assertEqual(self.url_open(self._url(ticket=other)).status_code, 200)
        login = {"login": "jane_user", "password": "jane_user"}
        login["csrf_token"] = http.Request.csrf_token(self)
        self.url_open("/web/login", data=login)
        self.assertEqual(self.url_open(self._url()).status_code, 200)  # By login.
        self.assertEqual(self.url_open(self._url(ticket=other)).status_code, 404)
        self.url_open(self._url(ticket=other, token=other.access_token))
        self.assertEqual(self.url_open(self._url(ticket=other)).status_code, 200)
        self.url_open("/web/session/logout")
        self.assertEqual(self.url_open(self._url(ticket=other)).status_code, 404)

    def test_the_last_ones_are_kept(self):
        with patch.object(kept_keys, "MOST", 2):
            tickets = [self._create_mild().sudo() for _n in range(3)]
            for ticket in tickets:
                token = ticket._portal_ensure_token()
                self.url_open(self._url(ticket=ticket, token=token))
        shown = [self.url_open(self._url(ticket=t)).status_code for t in tickets]
        self.assertEqual(shown, [404, 200, 200])

    def test_a_browser_without_cookies_is_shown_the_page(self):
        path, hops = self._url(token=self.token), 0
        while (page := self._look(path, cookies=False)).is_redirect:
            path, hops = page.headers["Location"], hops + 1
        self.assertEqual((page.status_code, hops), (200, 1))
        [first, *_more] = html.fromstring(page.text).xpath("//script")
        self.assertEqual(first.get("id"), SCRIPT)
        self.assertIn(self.ticket.name, page.text)

    def test_a_look_ahead_changes_nothing_and_keeps_the_answer(self):
        self._open(self.token)
        data = {"access_token": self.token, "body": "Once"}
        data["csrf_token"] = http.Request.csrf_token(self)
        self.url_open(self._url("write"), data=data, allow_redirects=False)
        before = self._snapshot()
        self._look(self._url(token=self.token))
        self.assertEqual(self._snapshot(), before)
        self.assertIn('id="complaint_answer"', self.url_open(self._url()).text)


class TestConfirmKey(DoorCase):
    """The key by which an address is confirmed is one, too."""

    def test_the_page_that_asks_has_no_key_in_its_address(self):
        self._send()
        ticket = self._found()
        link = self._confirm_link(ticket)
        page = self.url_open(link)
        self.assertEqual(urlsplit(page.url).path, "/complaint/confirm")
        self.assertTrue(ticket.complaint_unconfirmed)
        [form] = html.fromstring(page.text).xpath("//form[.//input[@name='ticket']]")
        self.assertEqual(form.get("action"), "/complaint/confirm")
        data = {f.get("name"): f.get("value") for f in form.xpath(".//input")}
        answer = self.url_open(form.get("action"), data={**data, "mine": "yes"})
        self.assertFalse(ticket.complaint_unconfirmed)
        self.assertEqual(urlsplit(answer.url).path, f"/my/complaint/{ticket.id}")
        self.assertFalse(urlsplit(answer.url).query)
        self.assertNotIn("access_token", answer.url)

    def test_a_key_that_is_none_shows_nothing(self):
        self._send()
        self.url_open(self._confirm_link(self._found()))
        self.assertIn("It is mine".lower(), self._page("/complaint/confirm"))
        self.assertNotIn("it is mine", self._page("/complaint/confirm/nonsense"))
        self.assertNotIn("it is mine", self._page("/complaint/confirm"))

    def _page(self, path):
        return self.url_open(path).text.lower()


#: What scripts of other addons could find.
SEEN = """
    const seen = [location.href, document.referrer, ...%(more)s];
    for (const link of document.querySelectorAll("a")) seen.push(link.href);
    const found = seen.filter((url) => /access_token|kept=|%(token)s/.test(url));
    if (found.length) throw new Error(`key told: ${found}`);
    const talk = () => document.querySelector("#chatterRoot")?.shadowRoot;
    for (let wait = 0; !talk()?.textContent.includes("%(said)s"); wait++) {
        if (wait > 100) throw new Error("the conversation is not shown");
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
"""
NAVIGATED = "performance.getEntriesByType('navigation').map((entry) => entry.name)"


class TestKeptKeysBrowser(PageCommon, BrowserCase):
    """In a real browser, where other addons' scripts run."""

    def _write(self, more="[]"):
        self.complaint.message_post(
            body="We look into it", subtype_xmlid="mail.mt_comment"
        )
        look = SEEN % {"more": more, "token": self.token, "said": "We look into it"}
        code = ACT % {"look": look, "action": "/write", "values": {"body": "By hand"}}
        self.browser_js(self._url(token=self.token), code, login=None)
        self.assertIn("By hand", self.ticket.message_ids[0].body)

    def test_nothing_is_in_the_address_and_words_are_sent(self):
        self._write(NAVIGATED)

    def test_without_cookies_the_first_script_takes_it_out(self):
        pages = "odoo.addons.complaint_recovery.controllers"
        with (
            patch(f"{pages}.kept_keys.keeps_cookies", return_value=False),
            patch(f"{pages}.portal_pages.keeps_cookies", return_value=False),
        ):
            code = "if (/access_token|kept=/.test(location.href)) throw location.href;"
            code += "console.log('test successful');"
            self.browser_js(self._url(token=self.token), code, login=None)
