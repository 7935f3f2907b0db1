"""The mails' face: who writes, in which colours, what happened, and what to press."""

import re

from odoo.tools import email_normalize

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.customer_mail import AUTOMATIC, WRITTEN, CustomerMailCase
from .common.mail import ALIAS

BUTTON, INK = "#123456", "#FEDCBA"
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)


def own_templates(env):
    """Return every mail template of our addons, from the registry."""
    data = env["ir.model.data"].search(
        [("module", "=like", "complaint_recovery%"), ("model", "=", "mail.template")]
    )
    return env["mail.template"].browse(data.mapped("res_id"))


class TestFace(CustomerMailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"email_secondary_color": BUTTON, "email_primary_color": INK})

    def test_every_template_says_who_writes(self):
        """From the company in a person's name, answers to the alias; each one."""
        templates = own_templates(self.env)
        self.assertGreaterEqual(len(templates), len(AUTOMATIC + WRITTEN) + 3)
        for template in templates:
            with self.subTest(template.name):
                self.assertIn("_complaint_mail_from(", template.email_from or "")
                if template.model != "res.users":
                    self.assertIn("_complaint_reply_to()", template.reply_to or "")

    def test_every_mail_comes_from_the_company_in_the_persons_name(self):
        for name, mail in self._every_mail().items():
            (email,) = mail._prepare_outgoing_list()
            with self.subTest(mail=name):
                self.assertEqual(email["email_from"], '"Handler" <office@example.com>')
                self.assertEqual(email_normalize(email["reply_to"]), ALIAS)
                self.assertNotEqual(mail.author_id, self.customer)

    def test_every_mail_has_the_companys_colours_and_a_button(self):
        self.company.logo = PIXEL
        for name, mail in self._every_mail().items():
            body = self._body(mail)
            with self.subTest(mail=name):
                self.assertIn(f"border-bottom: 3px solid {BUTTON}", body)
                self.assertIn(f"/logo.png?company={self.company.id}", body)
                if name != "follow_up":  # Its buttons are three faces.
                    style = rf'style="[^"]*background-color: ?{BUTTON}; color: ?{INK}'
                    self.assertRegex(body, style)

    def test_so_have_the_mails_of_the_door_and_of_each_step(self):
        for name in ("confirm", "step"):
            template = self.env.ref(f"complaint_recovery.mail_template_{name}")
            self.assertEqual(
                str(template.body_html).count("_complaint_button_style"), 1
            )

    def test_without_a_logo_its_name_stands_there(self):
        self.company.logo = False
        self.company.invalidate_recordset()
        body = self._body(self._newest(self._create_complaint()))
        self.assertNotIn("/logo.png", body)
        self.assertRegex(body, rf"bold;?\">\s*{re.escape(self.company.name)}")

    def test_each_subject_says_what_happened(self):
        subjects = [mail.subject for mail in self._every_mail().values()]
        self.assertEqual(len(set(subjects)), len(subjects))
        for subject in subjects:
            words = re.sub(r"HT\d+|[Yy]our complaint|[:,. ]", "", subject)
            self.assertGreater(len(words), 5, subject)

    def test_closed_says_settled_only_where_it_is(self):
        ticket = self._create_complaint()
        for outcome, word in {
            "satisfied": "settled",
            "settled": "settled",
            "unsettled": "closed",
            "unreachable": "closed",
        }.items():
            own_hand(ticket).complaint_outcome = outcome
            with self.subTest(outcome):
                self.assertTrue(ticket._complaint_closed_subject().endswith(word))


class TestNeverTheCustomer(CustomerMailCase):
    """A database of today: no address of the company, no alias, no address of ours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.alias_name = False
        cls.company.write({"email": False, "alias_domain_id": False})
        cls.env.companies.write({"alias_domain_id": False})

    def _as_customer(self, ticket):
        return ticket.with_user(self.portal).sudo()

    def test_the_sender_is_ours_whoever_brought_it_about(self):
        ticket = self._create_complaint(partner_id=self.portal.partner_id.id)
        ticket = self._as_customer(ticket)
        for address in (self.handler.email, False):
            self.handler.partner_id.email = address
            with self.subTest(handler=address):
                sender = ticket._complaint_mail_from()
                self.assertTrue(email_normalize(sender))
                self.assertNotIn(self.portal.email, sender)

    def test_neither_is_the_author(self):
        ticket = self._create_complaint(partner_id=self.portal.partner_id.id)
        self._as_customer(ticket)._complaint_send_automatic(
            self.env.ref("complaint_recovery.mail_template_acknowledgement")
        )
        mail = self._newest(ticket)
        self.assertEqual(mail.author_id, self.handler.partner_id)
        self.assertNotIn(self.portal.email, mail.email_from)
        message = self._as_customer(ticket)._complaint_tell_declined("It stands.")
        newest = message or ticket.message_ids[:1]
        self.assertNotEqual(newest.author_id, self.portal.partner_id)

    def test_a_colleague_is_told_by_us(self):
        ticket = self._create_complaint(partner_id=self.portal.partner_id.id)
        note = self._as_customer(ticket).message_notify(
            body="You have it.", partner_ids=self.handler.partner_id.ids
        )
        self.assertEqual(note.author_id, self.env.ref("base.partner_root"))
        plain = self._create_ticket(partner_id=self.portal.partner_id.id)
        note = self._as_customer(plain).message_notify(
            body="You have it.", partner_ids=self.handler.partner_id.ids
        )
        self.assertEqual(note.author_id, self.portal.partner_id, "as without us")


class TestButtons(CustomerMailCase):
    def test_one_button_an_option_with_its_date(self):
        ticket = self._create_complaint()
        kettle = self._create_remedy(ticket, description="A new kettle")
        money = self._create_remedy(ticket, description="Your money back")
        (kettle | money).action_offer()
        ticket.action_send_offer()
        body = self._body(self._newest(ticket))
        token = ticket.sudo().access_token
        for remedy in (kettle, money):
            link = (
                f"?option={remedy.id}&amp;access_token={token}"
                f"#complaint_option_{remedy.id}"
            )
            self.assertIn(link, body)
            when = ticket._complaint_time_text(remedy._get_delivery())
            self.assertIn(when, body.replace("\u202f", " ") + body)
        self.assertEqual(body.count("Choose this"), 2)
        self.assertIn("please choose", self._newest(ticket).subject)

    def test_three_faces_in_the_follow_up(self):
        ticket = self._create_complaint()
        self._play_to_follow_up(ticket)
        self._try_in_vain(ticket)
        body = self._body(self._newest(ticket))
        for face in ("satisfied", "neutral", "dissatisfied"):
            link = (
                f"?face={face}&amp;access_token={ticket.sudo().access_token}"
                "#complaint_feedback"
            )
            self.assertIn(link, body)

    def test_an_answer_that_quotes_a_button_loses_the_key_alone(self):
        ticket = self._create_complaint()
        link = ticket._complaint_mail_link("complaint_feedback", face="neutral")
        body = f'<a href="{link}">So-so</a>'
        sent = ticket._complaint_personalize(body, self.customer)
        self.assertIn("access_token", sent)
        self.assertEqual(ticket._complaint_without_token(sent), body)
        self.assertEqual(ticket._complaint_personalize(sent, self.customer), sent)


class TestSuperiors(CustomerMailCase):
    """A superior reads what it is, how grave and by when, and opens it at once."""

    def test_what_needs_them_in_one_mail(self):
        self.company.email_secondary_color = BUTTON
        ticket = self._create_complaint()
        asked = ticket.with_user(self.handler)._complaint_escalate("Three weeks now.")
        asked = asked.sudo()
        own_hand(asked).mail_pending = True
        superior = asked.to_user_ids[0]
        superior.email = "boss@example.com"
        asked.with_user(self.portal).sudo()._send_pending()
        mail = self._mails_to("boss@example.com")[-1:]
        body = mail._prepare_outgoing_list()[0]["body"]
        for words in (
            ticket.number,
            ticket.name,
            ticket.complaint_severity_id.name,
            "Three weeks now.",
            "in charge: Handler",
            ticket._complaint_url().replace("&", "&amp;"),
            f"background-color: {BUTTON}",
        ):
            self.assertIn(words, body)
        self.assertRegex(body, "Due next: |hears from you by ")
        self.assertNotIn("590", body)
        self.assertNotIn("Your User", body)
        self.assertIn("office@example.com", mail.email_from)
        self.assertNotIn(self.portal.email, mail.email_from)
        self.assertEqual(mail.author_id, self.env.ref("base.partner_root"))
