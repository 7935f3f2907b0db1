"""What was typed is still there, whatever ended or failed in between."""

from lxml import html

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.portal import PNG, PortalCase

WORDS = "It leaks, and nobody calls me back."


class TestNothingLost(PortalCase):
    """An ended session, a wrong token, back and send again."""

    def setUp(self):
        super().setUp()
        self.key = self.ticket.sudo()._portal_ensure_token()

    def _field(self, page, name):
        """Return what stands in the fields called ``name`` of a page."""
        found = html.fromstring(page.text).xpath(f"//*[@name='{name}']")
        return [field.get("value") or (field.text or "") for field in found]

    def _step(self, step, key=None, **values):
        values |= {"csrf_token": "of a session that has ended"}
        if key:
            values["access_token"] = key
        return self.url_open(f"/my/complaint/{self.ticket.id}/{step}", data=values)

    def test_form_of_an_ended_session_keeps_all_of_it(self):
        self._login(self.portal)
        page = self._file({}, desired_outcome="A new one", claim_amount="40")
        self.assertEqual(page.status_code, 422)
        self.assertIn("press Send once more", page.text)
        self.assertEqual(self._field(page, "description"), ["The kettle leaks."])
        self.assertEqual(self._field(page, "desired_outcome"), ["A new one"])
        self.assertEqual(self._field(page, "claim_amount"), ["40"])
        self.assertFalse(self._filed())
        again = {name: self._field(page, name)[0] for name in ("form_token",)}
        again["csrf_token"] = self._field(page, "csrf_token")[0]
        self._file(again)
        self.assertEqual(len(self._filed()), 1)

    def test_form_of_an_ended_login_keeps_all_of_it(self):
        form = self._form(self.portal)
        self.authenticate(None, None)
        page = self._file(form, files=[("files", ("a.png", PNG, "image/png"))])
        self.assertIn("no longer signed in", page.text)
        self.assertEqual(self._field(page, "description"), ["The kettle leaks."])
        self.assertIn("choose your files once more", page.text)
        self.assertFalse(self._filed())

    def test_back_and_send_again_asks_whether_it_is_another_one(self):
        self._login(self.portal)
        self._file()
        page = self._file()
        self.assertIn(self._filed().number, page.text)
        self.assertEqual(len(self._filed()), 1)
        self._file(again="yes")
        self.assertEqual(len(self._filed()), 2)

    def test_words_to_us_are_kept_for_who_has_the_link(self):
        self.authenticate(None, None)
        page = self._step("write", self.key, body=WORDS)
        self.assertEqual(page.status_code, 200)
        self.assertIn("send it once more", page.text)
        self.assertIn(WORDS, self._field(page, "body"))
        self.assertNotIn(WORDS, self._field(page, "reason"))

    def test_words_of_every_step_are_kept(self):
        self._login(self.portal)
        self._create_remedy(self.ticket, amount=10).action_offer()
        number = self.ticket.complaint_remedy_ids.offer_number
        for step, values in (
            ("decline", {"reason": WORDS, "offer_number": number}),
            ("superior", {"reason": WORDS}),
            ("write", {"body": WORDS}),
        ):
            with self.subTest(step):
                before = self.ticket.sudo().write_date
                page = self._step(step, **values)
                field = "body" if step == "write" else "reason"
                self.assertEqual(self._field(page, field).count(WORDS), 1)
                self.assertEqual(self.ticket.sudo().write_date, before)

    def test_words_of_the_end_are_kept(self):
        self._login(self.portal)
        own_hand(self.ticket).complaint_severity_id = self.minor
        self._play_to_follow_up(self.ticket)
        page = self._step("feedback", comment=WORDS, satisfaction="satisfied")
        self.assertIn(WORDS, self._field(page, "comment"))
        self._follow_up(self.ticket)
        page = self._step("reopen", reason=WORDS)
        self.assertIn(WORDS, self._field(page, "reason"))
        self.assertTrue(self.ticket.sudo().complaint_closed_at)

    def test_words_survive_signing_in_again(self):
        self.authenticate(None, None)
        page = self._step("write", body=WORDS)
        self.assertIn("/web/login", page.url)
        form = html.fromstring(page.text).xpath("//form[contains(@class,'oe_login')]")
        data = {
            field.get("name"): field.get("value") or ""
            for field in form[0].xpath(".//input[@name]")
        }
        data |= {"login": "portal_user", "password": "portal_user"}
        page = self.url_open("/web/login", data=data)
        self.assertIn(f"/my/complaint/{self.ticket.id}", page.url)
        self.assertIn(WORDS, self._field(page, "body"))

    def test_a_page_that_is_not_there_answers_alike(self):
        self.authenticate(None, None)
        here = self._step("write", body=WORDS)
        path = "/my/complaint/2147483000/write"
        there = self.url_open(path, data={"body": WORDS, "csrf_token": "x"})
        self.assertEqual(here.url.split("?")[0], there.url.split("?")[0])

    def test_words_of_a_step_that_was_refused_are_kept(self):
        self._login(self.portal)
        page = self._get(f"/my/complaint/{self.ticket.id}")
        token = self._field(page, "csrf_token")[0]
        page = self.url_open(
            f"/my/complaint/{self.ticket.id}/write",
            data={"csrf_token": token, "body": WORDS},
            files=[("files", ("a.exe", b"MZ", "x/x"))],
        )
        self.assertIn(WORDS, self._field(page, "body"))
