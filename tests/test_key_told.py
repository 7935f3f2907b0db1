"""To whom the key of a complaint is told, and what a customer learns too early."""

from urllib.parse import quote

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from .common.complaint import ROLES
from .common.doors import DoorsCase
from .common.inert import OVERLAY
from .common.mail import MailCase


class TestKeyIsNoField(DoorsCase):
    """A colleague who had the key would be the customer, on record."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_complaint().sudo()
        cls.key = cls.ticket._portal_ensure_token()

    def test_no_role_reads_it(self):
        for role in (*ROLES, "portal"):
            theirs = self.ticket.with_user(getattr(self, role))
            with self.subTest(role):
                with self.assertRaises(AccessError):
                    theirs.read(["access_token"])
                for told in ("get_portal_url", "_get_share_url"):
                    try:
                        self.assertNotIn(self.key, getattr(theirs, told)())
                    except AccessError:
                        continue

    def test_of_a_plain_ticket_colleagues_share_the_link(self):
        plain = self._create_ticket()
        key = plain.sudo()._portal_ensure_token()
        self.assertIn(key, plain.get_portal_url())
        self.assertIn(key, plain._get_share_url())

    def test_our_own_mails_have_it(self):
        self.assertIn(self.key, self.ticket._complaint_portal_link())
        self.assertIn(self.key, self.ticket.get_portal_url())


class TestQuotedKeys(MailCase):
    """An answer quotes the key as mail programs write it; it is kept nowhere."""

    def _spellings(self, id_, key):
        link = f"https://h.example/my/complaint/{id_}"
        yield f"{link}?access_token={key}"
        yield f"{link}?x=1&access_token={key}"
        yield f"{link}/file/1?access_token={key}"
        yield f"{link}?ACCESS_TOKEN={key.upper()}"
        yield f"https://h.example/en/my/ticket/{id_}?access_token={key}"
        yield f"https://h.example/my/ticket/{id_}/{key}"
        safe = quote(f"{link}?access_token={key}", safe="")
        yield f"https://safelinks.example/?url={safe}&data=1"
        yield f"https://safelinks.example/?url={quote(safe, safe='')}"
        yield f"{link}?access_token={key[:20]}\n> {key[20:]}"
        yield f"{link}?access_token={key[:20]}=\n{key[20:]}"
        yield f"The key is {key}."
        yield key.replace("-", "%2D")

    def _assert_gone(self, body, key):
        plain = "".join(sign for sign in body.lower() if sign.isalnum())
        self.assertNotIn(key.replace("-", ""), plain)
        self.assertNotIn(key[:13], body)

    def test_no_spelling_is_kept_of_an_answer_or_a_word_in_the_chatter(self):
        ticket = self._create_complaint(partner_id=self.portal.partner_id.id).sudo()
        key = ticket._portal_ensure_token()
        word = ticket._complaint_mail_customer("We come.", "Your kettle")
        for spelling in self._spellings(ticket.id, key):
            with self.subTest(spelling):
                body = f"Thanks.\n> {spelling}"
                self._receive(self._answer_to(word, self.portal.email, body=body))
                self.assertIn("Thanks.", ticket.message_ids[0].body)
                self._assert_gone(ticket.message_ids[0].body, key)
                for user in (self.portal, self.handler):
                    told = ticket.with_user(user).sudo(False)
                    message = told.message_post(
                        body=body,
                        message_type="comment",
                        subtype_xmlid="mail.mt_comment",
                    )
                    self._assert_gone(message.sudo().body, key)

    def test_other_words_and_pictures_stay(self):
        tickets = self.env["helpdesk.ticket"]
        for text in (
            '<img src="/web/image/7?access_token=5b0e-4f">',
            "https://h.example/my/complaint/7",
            "https://shop.example/order/29ace812-0000-4000-8000-f7c58847281d",
        ):
            self.assertEqual(tickets._complaint_without_token(text), text)


class TestBeforeTheyAreTold(DoorsCase):
    """What we found ourselves customers hear from a person first, by no other way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_complaint(
            name="QUIET title",
            description="<p>QUIET words</p>",
            partner_id=cls.jane.partner_id.id,
            complaint_source="internal",
        ).sudo()
        cls.ticket.message_post(body="QUIET", subtype_xmlid="mail.mt_comment")

    def _told(self, user):
        self._log_in(user)
        for url in (
            f"/my/complaint/{self.ticket.id}",
            f"/my/ticket/{self.ticket.id}",
            "/my/complaints",
            "/my/tickets",
            "/my/tickets?search=QUIET&search_in=all",
        ):
            yield url, self.url_open(url).text
        for model, domain in (
            ("helpdesk.ticket", [("name", "ilike", "QUIET")]),
            ("mail.message", [("body", "ilike", "QUIET")]),
        ):
            call = {"model": model, "method": "search_read", "args": [domain]}
            params = {**call, "kwargs": {}}
            body = {"jsonrpc": "2.0", "method": "call", "params": params}
            url = f"/web/dataset/call_kw/{model}/search_read"
            answer = self.url_open(url, json=body).json()
            yield url, str(answer.get("result"))

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_nothing_is_told_until_then(self):
        for user in (self.jane, self.colleague):
            for url, told in self._told(user):
                with self.subTest(url, user=user.login):
                    self.assertNotIn("QUIET t", told)
                    self.assertNotIn("QUIET w", told)
                    self.assertNotIn("<p>QUIET", told)

    def test_then_it_is(self):
        self._create_interaction(self.ticket, purpose="first_contact")
        self.assertTrue(self.ticket.complaint_first_contact_at)
        told = dict(self._told(self.jane))
        self.assertIn("QUIET", told[f"/my/complaint/{self.ticket.id}"])
        self.assertIn("QUIET", told["/my/complaints"])


class TestMadeConfidential(DoorsCase):
    def test_colleagues_of_theirs_read_nothing_they_were_told_before(self):
        ticket = self._create_complaint(partner_id=self.jane.partner_id.id)
        ticket.message_subscribe(self.colleague.partner_id.ids)
        message = ticket.message_post(
            body="To all of you", subtype_xmlid="mail.mt_comment"
        )
        theirs = message.with_user(self.colleague)
        self.assertTrue(theirs.has_access("read"))
        ticket.sudo().complaint_confidential = True
        self.env.invalidate_all()
        self.assertFalse(theirs.has_access("read"))
        self.assertTrue(message.with_user(self.jane).has_access("read"))


class TestMarkedLater(DoorsCase):
    def test_what_lay_over_the_page_of_a_plain_ticket_is_made_inert(self):
        ticket = self._create_ticket(
            description=OVERLAY, partner_id=self.jane.partner_id.id
        )
        self._log_in(self.jane)
        message = self._write_on_page(ticket, OVERLAY)
        self.env.invalidate_all()
        self.assertIn("position-fixed", message.body)
        ticket.action_mark_complaint()
        self.env.invalidate_all()
        for text in (message.body, ticket.sudo().description):
            self.assertNotIn("position-fixed", text)
            self.assertIn("http://PWNED", text)
