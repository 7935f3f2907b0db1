import re

from odoo.tools import email_normalize, mute_logger

from odoo.addons.complaint_recovery.models.contact.customer_mails import LAYOUT
from odoo.addons.complaint_recovery.tools.rendering import rendering

from .common.customer_mail import AUTOMATIC, WRITTEN, CustomerMailCase
from .common.mail import ALIAS

TEMPLATES = AUTOMATIC + WRITTEN


class TestEveryMail(CustomerMailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls.env["res.partner"].create(
            {
                "name": "Al",
                "email": "al@azure.example",
                "parent_id": cls.customer_company.id,
            }
        )

    def _page_with_key(self, ticket):
        """Return what a link to the page looks like, whatever it asks there."""
        page, token = ticket._complaint_mail_link(), ticket.sudo().access_token
        return rf"{re.escape(page)}\?([\w=]+&(amp;)?)?access_token={token}"

    def test_each_has_its_own_template(self):
        bodies = [mail.body_html for mail in self._every_mail().values()]
        self.assertEqual(len(set(bodies)), len(TEMPLATES))

    def test_each_names_a_person_the_number_and_the_page(self):
        for name, mail in self._every_mail().items():
            with self.subTest(mail=name):
                body = self._body(mail)
                ticket = self.env["helpdesk.ticket"].browse(mail.res_id)
                self.assertIn("Handler", body)
                self.assertIn(ticket.number, body)
                self.assertRegex(body, self._page_with_key(ticket))

    def test_each_goes_to_the_complainant_and_answers_come_back(self):
        for name, mail in self._every_mail(email_cc="spy@deco.example").items():
            with self.subTest(mail=name):
                (email,) = mail._prepare_outgoing_list()
                self.assertEqual(email["email_to"], ['"Jane Doe" <jane@azure.example>'])
                self.assertFalse(email["email_cc"])
                self.assertEqual(email_normalize(email["reply_to"]), ALIAS)

    def test_each_is_in_the_companys_layout_and_says_its_language(self):
        self.customer.lang = "en_US"
        for name, mail in self._every_mail().items():
            with self.subTest(mail=name):
                body = self._body(mail)
                self.assertIn('<html lang="en-US"', body)
                self.assertIn("office@example.com", body, "the company's footer")
                self.assertNotIn("590", body, "as narrow as a phone")
                self.assertNotIn("Helpdesk", body)

    def test_each_can_be_read_as_plain_text(self):
        for name, mail in self._every_mail().items():
            with self.subTest(mail=name):
                (email,) = mail._prepare_outgoing_list()
                text = email["body_alternative"]
                ticket = self.env["helpdesk.ticket"].browse(mail.res_id)
                self.assertRegex(text, self._page_with_key(ticket))
                self.assertRegex(text, r"(Hello|Dear) Jane Doe,")
                self.assertNotIn("\u200b", text, "nothing hidden")
                self.assertNotRegex(text, r"<\w+|t-out|None|False")

    def test_the_key_to_the_page_is_the_complainants_alone(self):
        for name, mail in self._every_mail().items():
            mail.recipient_ids |= self.colleague | self.handler.partner_id
            mail.email_cc = "boss@azure.example"
            with self.subTest(mail=name):
                self.assertIn("access_token=", self._body(mail))
                for to, email in self._outgoing(mail).items():
                    if self.customer.email not in to:
                        self.assertNotIn("access_token", email["body"], to)
                        self.assertNotIn("access_token", email["body_alternative"])
                        self.assertIn("/my/complaint/", email["body"])

    def test_the_key_is_in_no_record_others_may_read(self):
        for name, mail in self._every_mail().items():
            with self.subTest(mail=name):
                self.assertNotIn("access_token", mail.body_html)
                self.assertNotIn("access_token", mail.mail_message_id.body)

    def test_a_colleague_who_follows_gets_it_without_the_key(self):
        ticket = self._create_complaint()
        ticket.message_subscribe(self.colleague.ids)
        self._run_late(ticket)
        mails = self._mails_to(self.colleague.email)
        bodies = [self._body(mail, self.colleague) for mail in mails]
        self.assertEqual(len(bodies), 1)
        self.assertNotIn("access_token", bodies[0])

    def test_the_handlers_own_mail_leads_to_the_page_as_well(self):
        ticket = self._create_complaint()
        ticket.message_subscribe(self.colleague.ids)
        ticket.with_user(self.handler).message_post(
            body="We come on Friday.",
            partner_ids=self.customer.ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        body = self._body(self._mails_to(self.customer.email)[:1])
        self.assertIn(ticket._complaint_portal_link(), body)
        other = self._mails_to(self.colleague.email)[:1]
        self.assertNotIn("access_token", self._body(other, self.colleague))

    def test_who_has_no_contact_gets_the_key_at_the_address_it_came_from(self):
        ticket = self._create_complaint(
            partner_id=False, partner_email="Ann Lee <ann@client.example>"
        )
        mail = self._newest(ticket)
        (email,) = mail._prepare_outgoing_list()
        self.assertIn(ticket._complaint_portal_link(), email["body"])
        mail.email_cc = "spy@deco.example"
        (email,) = mail._prepare_outgoing_list()
        self.assertNotIn("access_token", email["body"])

    def test_an_answer_that_quotes_the_key_does_not_spread_it(self):
        ticket = self._create_complaint()
        quoted = f"Thanks.\n> {ticket._complaint_portal_link()}"
        word = ticket._complaint_mail_customer("We come.", "Your kettle")
        self._receive(self._answer_to(word, self.customer.email, body=quoted))
        body = ticket.message_ids[0].body
        self.assertIn("/my/complaint/", body)
        self.assertNotIn("access_token", body)

    def test_a_forwarded_key_opens_no_complaint_with_it(self):
        link = self._create_complaint()._complaint_portal_link()
        ticket = self._receive(self._write_mail(self.customer.email, body=link))
        self.assertIn("/my/complaint/", ticket.description)
        self.assertNotIn("access_token", ticket.description)

    def test_a_plain_ticket_with_such_an_address_is_left_alone(self):
        ticket = self._create_ticket()
        body = "<p>/my/complaint/1</p>"
        mail = self.env["mail.mail"].create(
            {"model": ticket._name, "res_id": ticket.id, "body_html": body}
        )
        self.assertIn(body, mail._personalize_outgoing_body(body, self.customer))

    def test_who_receives_it_is_chosen_on_purpose(self):
        for name in TEMPLATES:
            template = self.env.ref(f"complaint_recovery.mail_template_{name}")
            with self.subTest(template=name):
                of_ticket = template.model == "helpdesk.ticket"
                self.assertEqual(template.use_default_to, of_ticket)
                said = template.partner_to or template.email_to or template.email_cc
                self.assertEqual(bool(said), not of_ticket)
                self.assertIn("_complaint_lang()", template.lang)

    def test_templates_of_parts_go_to_the_complainant_by_themselves_too(self):
        ticket = self._create_complaint()
        promise = ticket._complaint_running("first_contact")
        apology = self._create_apology(ticket, channel="email", body="Sorry")
        for name, record in (("running_late", promise), ("apology", apology)):
            template = self.env.ref(f"complaint_recovery.mail_template_{name}")
            sent = rendering(template, record).send_mail(record.id)
            mail = self.env["mail.mail"].browse(sent)
            self.assertEqual(mail.recipient_ids, self.customer, name)

    def test_what_an_admin_writes_into_a_template_goes_out(self):
        template = self.env.ref("complaint_recovery.mail_template_decision")
        template.write(
            {
                "subject": "Answer {{ object.number }}",
                "body_html": "<p>In short: <t t-out='object.number'/></p>",
                "email_from": "quality@example.com",
            }
        )
        ticket = self._create_complaint(
            complaint_decision="upheld", complaint_explanation="You are right."
        )
        ticket.with_user(self.handler).action_send_decision()
        mail = self._newest(ticket)
        self.assertEqual(mail.subject, f"Answer {ticket.number}")
        self.assertEqual(mail.email_from, "quality@example.com")
        self.assertIn("In short:", mail.body_html)

    def test_only_those_that_go_out_by_themselves_ask_machines_for_silence(self):
        for name, mail in self._every_mail().items():
            with self.subTest(mail=name):
                self.assertEqual(
                    "Auto-Submitted" in (mail.headers or ""), name in AUTOMATIC
                )

    def test_what_goes_out_by_itself_is_no_exchange(self):
        ticket = self._create_complaint()
        self._play_to_follow_up(ticket)
        before = ticket.complaint_interaction_ids
        self._try_in_vain(ticket)
        tried = ticket.complaint_interaction_ids - before
        self.assertEqual(tried.mapped("channel"), ["phone"])
        self.assertFalse(tried.reached)

    def test_layout_follows_the_companys(self):
        layout = self.env.ref(LAYOUT)
        self.assertEqual(layout.mode, "primary")
        parent = self.env.ref("mail.mail_notification_light")
        self.assertEqual(layout.inherit_id, parent)

    @mute_logger("odoo.addons.mail.models.mail_mail")
    def test_no_address_no_mail(self):
        self.customer.email = False
        ticket = self._create_complaint(partner_email=False)
        self._play_to_follow_up(ticket)
        self._try_in_vain(ticket)
        self.assertFalse(self._newest(ticket))
