from unittest.mock import patch

from lxml import html

from odoo.tests import new_test_user
from odoo.tools import mute_logger

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.portal_steps import CSRF, PageCommon

STEPS = ("accept", "decline", "superior", "feedback", "reopen", "write")


class TestStepsOverHttp(PageCommon):
    """The steps through the door, with the token of a mail or a login."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.refund, cls.other = cls._offer(20, 30)

    def _after(self):
        self.env.invalidate_all()
        return self.refund.state

    def test_link_in_a_mail_is_enough_to_choose(self):
        page = self._post("accept", self.token, remedy_id=self.refund.id)
        self.assertEqual(page.status_code, 200)
        self.assertIn("Thank you. You chose: Refund", page.text)
        self.assertEqual(self._after(), "accepted")
        self.assertEqual(self._said().author_id, self.customer)

    def test_a_button_of_the_mail_opens_its_option_and_chooses_nothing(self):
        link = self.ticket._complaint_mail_link(option=self.other.id)
        page = html.fromstring(
            self.url_open(f"{link}&access_token={self.token}", timeout=30).content
        )
        opened = page.xpath("//details[@open]//input[@name='remedy_id']/@value")
        self.assertEqual(opened, [str(self.other.id)])
        self.assertEqual(self._after(), "offered")
        self.assertEqual(self.other.state, "offered")
        self.assertFalse(self._said())

    def test_a_face_of_the_mail_opens_the_form_and_says_nothing(self):
        self._play_to_follow_up(self.complaint)
        before = self._snapshot()
        link = self.ticket._complaint_mail_link(face="neutral")
        page = html.fromstring(
            self.url_open(f"{link}&access_token={self.token}", timeout=30).content
        )
        chosen = page.xpath("//section[@id='complaint_feedback']//input[@checked]")
        self.assertEqual([face.get("value") for face in chosen], ["neutral"])
        self.assertEqual(self._snapshot(), before)

    def test_answer_is_shown_once(self):
        self._post("accept", self.token, remedy_id=self.refund.id)
        self.assertNotIn("Thank you. You chose", self._open(self.token).text)

    def test_login_of_the_customer_is_enough(self):
        self.authenticate("jane_user", "jane_user")
        self._post("accept", remedy_id=self.refund.id)
        self.assertEqual(self._after(), "accepted")

    def test_colleague_at_the_same_customer_chooses_as_herself(self):
        self.authenticate("portal_user", "portal_user")
        self._post("accept", remedy_id=self.refund.id)
        self.assertEqual(self._after(), "accepted")
        self.assertEqual(self._said().author_id, self.portal.partner_id)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_colleague_has_no_say_on_a_confidential_one(self):
        self.ticket.complaint_confidential = True
        self.authenticate("portal_user", "portal_user")
        self._post_blind("accept", remedy_id=self.refund.id)
        self.assertEqual(self._after(), "offered")

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_stranger_has_no_say(self):
        user = new_test_user(self.env, "else_user", groups="base.group_portal")
        user.partner_id.parent_id = self.stranger
        for login in ("else_user", None):
            self.authenticate(login, login)
            for token in ("", "wrong", self._token_of_another()):
                for step in STEPS:
                    with self.subTest(login, token=token, step=step):
                        before = self._snapshot()
                        self._post_blind(step, token, remedy_id=self.refund.id)
                        self.assertEqual(self._snapshot(), before)

    def test_who_came_to_follow_it_as_a_stranger_neither_reads_nor_has_a_say(self):
        user = new_test_user(self.env, "else_user", groups="base.group_portal")
        # From the time before it was a complaint: now nobody lets them follow.
        vals = {"res_model": self.ticket._name, "res_id": self.ticket.id}
        self.env["mail.followers"].create({**vals, "partner_id": user.partner_id.id})
        self.authenticate("else_user", "else_user")
        self.assertEqual(self._open().status_code, 404)
        self._post_blind("accept", remedy_id=self.refund.id)
        self.assertEqual(self._after(), "offered")

    def test_colleague_of_ours_does_not_speak_for_the_customer(self):
        self.authenticate("handler_user", "handler_user")
        before = self._snapshot()
        page = self._post_blind("accept", self.token, remedy_id=self.refund.id)
        self.assertEqual(self._snapshot(), before)
        self.assertIn("signed in as one of us", page.text)

    def test_opening_the_address_of_a_step_changes_nothing(self):
        before = self._snapshot()
        for step in STEPS:
            query = f"&remedy_id={self.refund.id}&offer_number=1&reason=No"
            url = self._url(step, self.token) + query
            for method in ("GET", "HEAD", "GET"):
                with self.subTest(step, method=method):
                    told = self.opener.request(method, self.base_url() + url)
                    self.assertEqual(told.status_code, 200)
                    self.assertEqual(told.url, self.base_url() + self._url())
        self.assertEqual(self._snapshot(), before)

    def test_without_the_token_of_the_form_nothing_is_done(self):
        before = self._snapshot()
        for step in STEPS:
            told = self._post(step, self.token, csrf=False, remedy_id=self.refund.id)
            with self.subTest(step):
                self.assertIn("nothing has been done yet", told.text)
        self.assertEqual(self._snapshot(), before)

    def test_unknown_step_is_not_found(self):
        for method in ("GET", "POST"):
            data = {"csrf_token": self._csrf()} if method == "POST" else None
            told = self.opener.request(
                method, self.base_url() + self._url("burn", self.token), data=data
            )
            with self.subTest(method):
                self.assertEqual(told.status_code, 404)

    def test_plain_ticket_has_no_steps(self):
        ticket = self._create_ticket().sudo()
        token = ticket._portal_ensure_token()
        before = self._snapshot(ticket)
        for step in STEPS:
            self._post_blind(step, token, ticket=ticket, reason="x", body="x")
        self.assertEqual(self._snapshot(ticket), before)

    def test_numbers_that_are_none_are_answered_politely(self):
        before = self._snapshot()
        for number in ("", "x", "-1", "²", "9" * 30, f"{self.refund.id}.0"):
            with self.subTest(number):
                told = self._post("accept", self.token, remedy_id=number)
                self.assertEqual(told.status_code, 200)
                self.assertIn("no longer stands", told.text)
        self.assertEqual(self._snapshot(), before)

    def test_declining_over_the_page(self):
        number = self.refund.offer_number
        page = self._post(
            "decline", self.token, offer_number=number, reason="Too little"
        )
        self.assertIn("Thank you for telling us", page.text)
        self.assertEqual(self._after(), "declined")

    def test_asking_for_a_superior_over_the_page(self):
        page = self._post("superior", self.token, reason="Nobody calls")
        self.assertIn("Leader has been told", page.text)
        self.assertNotIn("I would like to speak to a manager", page.text)

    def test_how_the_wish_stands_is_told_once(self):
        page = self._post("superior", self.token, reason="Nobody calls me back").text
        self.assertEqual(page.count("has been told about your complaint"), 1)
        self.assertIn("You asked for a manager", self._open(self.token).text)

    def test_writing_over_the_page_with_a_photo(self):
        csrf = self._csrf()
        data = {"csrf_token": csrf, "access_token": self.token, "body": "See"}
        files = [("files", ("leak.png", b"\x89PNG", "image/png"))]
        page = self.url_open(self._url("write"), data=data, files=files)
        self.assertIn("we have your message", page.text)
        self.assertEqual(self.ticket.message_ids[:1].attachment_ids.name, "leak.png")

    def test_every_form_of_the_page_says_what_its_step_reads(self):
        page = html.fromstring(self._open(self.token).content)
        sent = {
            form.get("action").split("/")[-1]: {
                field.get("name") for field in form.iter("input", "textarea")
            }
            for form in page.iter("form")
            if "/my/complaint/" in (form.get("action") or "")
        }
        self.assertEqual(set(sent), {"accept", "decline", "write", "superior"})
        self.assertLessEqual({"body", "files", "csrf_token"}, sent["write"])
        self.assertLessEqual({"remedy_id", "access_token"}, sent["accept"])
        self.assertLessEqual({"offer_number", "reason"}, sent["decline"])
        self.assertIn("reason", sent["superior"])

    def test_no_key_is_in_the_address_after_a_step(self):
        page = self._post("write", self.token, body="Hello")
        self.assertNotIn("access_token", page.url)
        self.assertTrue(page.url.endswith(f"{self._url()}#complaint_answer"))

    def test_late_reopening_leads_to_the_new_complaint(self):
        self.complaint.action_withdraw("Fine")
        own_hand(self.ticket).complaint_closed_at = "2020-01-01 09:00:00"
        page = self._post("reopen", self.token, reason="It leaks again")
        later = self.ticket._complaint_continuation()
        self.assertTrue(
            page.url.endswith(f"{self._url(ticket=later)}#complaint_answer")
        )
        self.assertIn(later.number, page.text)

    def test_page_of_a_closed_one_asks_how_it_went(self):
        ticket = self._create_mild().sudo()
        self._play_to_follow_up(ticket.with_user(self.handler))
        token = ticket._portal_ensure_token()
        page = self._post(
            "feedback", token, ticket=ticket, satisfaction="satisfied", kind="yes"
        )
        self.assertIn("Thank you for telling us how it went", page.text)
        self.env.invalidate_all()
        self.assertEqual(ticket.complaint_outcome, "satisfied")
        self.assertEqual(self._said(ticket).kind, "yes")

    def test_step_that_fails_leaves_nothing_half_done(self):
        target = type(self.env["complaint.remedy"])
        before = self._snapshot()
        with patch.object(target, "action_accept", side_effect=ValueError("boom")):
            with mute_logger("odoo.http"):
                told = self._post("accept", self.token, remedy_id=self.refund.id)
        self.assertEqual(told.status_code, 500)
        self.assertEqual(self._snapshot(), before)

    def _csrf(self):
        return CSRF.search(self._open(self.token).text).group(1)

    def _post_blind(self, step, token="", ticket=None, **values):
        """Send a form with a CSRF token of a page the visitor may open."""
        page = self.url_open("/web/login", allow_redirects=False).text
        page = page if "csrf_token" in page else self._open(self.token).text
        found = CSRF.search(page)
        self.assertTrue(found, "turned away for who asks, not for the form")
        values |= {"csrf_token": found.group(1), "access_token": token}
        return self.url_open(self._url(step, ticket=ticket), data=values)

    def _token_of_another(self):
        return self._create_mild().sudo()._portal_ensure_token()
