from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form
from odoo.tools import html2plaintext

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.customer_mail import AUTOMATIC, WRITTEN, CustomerMailCase


class TestGreeting(CustomerMailCase):
    def _first_words(self, **vals):
        mail = self._newest(self._create_complaint(**vals))
        (email,) = mail._prepare_outgoing_list()
        return email["body_alternative"]

    def test_a_person_is_greeted_by_name(self):
        self.assertIn("Hello Jane Doe,", self._first_words())

    def test_a_company_is_no_person(self):
        words = self._first_words(partner_id=self.customer_company.id)
        self.assertIn("Hello,", words)
        self.assertNotIn("Hello Azure", words)

    def test_a_company_whose_contact_is_known_by_name(self):
        words = self._first_words(
            partner_id=self.customer_company.id, partner_name="Jane Doe"
        )
        self.assertIn("Hello Jane Doe,", words)

    def test_an_address_is_no_name(self):
        self.customer.name = "jane@azure.example"
        words = self._first_words()
        self.assertIn("Hello,", words)
        self.assertNotIn("Hello jane", words)

    def test_no_name_leaves_no_gap(self):
        words = self._first_words(partner_id=False, partner_email="ann@client.example")
        self.assertIn("Hello,", words)
        self.assertNotRegex(words, r"Hello\s+,")

    def test_a_letter_to_a_company_greets_the_customer(self):
        ticket = self._create_complaint(partner_id=self.customer_company.id)
        self.assertEqual(ticket._complaint_greeting(), "Dear customer,")


class TestLanguage(CustomerMailCase):
    def test_every_mail_is_in_the_language_of_the_customer(self):
        for lang, weekday in (("zh_CN", "星期"), ("zh_TW", "星期")):
            self.env["res.lang"]._activate_lang(lang)
            for name in AUTOMATIC + WRITTEN:
                template = self.env.ref(f"complaint_recovery.mail_template_{name}")
                template.with_context(lang=lang).subject = f"{lang} {name}"
            partner = self.env["res.partner"].create(
                {"name": "Li Lei", "email": "li@client.example", "lang": lang}
            )
            for name, mail in self._every_mail(partner_id=partner.id).items():
                with self.subTest(lang=lang, mail=name):
                    (email,) = mail._prepare_outgoing_list()
                    self.assertEqual(mail.subject, f"{lang} {name}")
                    self.assertIn(f'lang="{lang.replace("_", "-")}"', email["body"])
                    if name in ("acknowledgement", "running_late"):
                        self.assertIn(weekday, email["body"])
                    self.assertNotIn("Monday", email["body"])


class TestPromisesKept(CustomerMailCase):
    def _promise(self, ticket, hours=1):
        due_at = fields.Datetime.now() + timedelta(hours=hours)
        return ticket.with_user(self.handler)._complaint_promise("Call back", due_at)

    def _closing_words(self, ticket):
        self._play_to_follow_up(ticket)
        self._follow_up(ticket)
        self.assertTrue(ticket.complaint_closed_at)
        return html2plaintext(self._newest(ticket).body_html)

    def test_all_kept_are_counted(self):
        ticket = self._create_complaint()
        for _number in range(5):
            self._promise(ticket).action_done()
        self.assertIn("5 of 5 promises kept", self._closing_words(ticket))

    def test_without_a_promise_nothing_is_claimed(self):
        words = self._closing_words(self._create_complaint())
        self.assertNotIn("promise", words)

    def test_one_that_was_late_ends_it(self):
        ticket = self._create_complaint()
        self._promise(ticket).action_done()
        late = self._promise(ticket)
        own_hand(late).due_at = fields.Datetime.now() - timedelta(hours=1)
        late.action_done()
        self.assertNotIn("promise", self._closing_words(ticket))

    def test_one_that_was_moved_ends_it(self):
        ticket = self._create_complaint()
        moved = self._promise(ticket)
        later = fields.Datetime.now() + timedelta(days=2)
        moved.action_reschedule(later, "The part is not here yet.")
        moved.action_done()
        self.assertNotIn("promise", self._closing_words(ticket))

    def test_one_that_was_called_off_ends_it(self):
        ticket = self._create_complaint()
        self._promise(ticket).action_done()
        self._promise(ticket).action_cancel()
        self.assertNotIn("promise", self._closing_words(ticket))

    def test_a_first_answer_that_came_late_ends_it(self):
        ticket = self._create_complaint()
        self._promise(ticket).action_done()
        first = ticket._complaint_running("first_contact")
        own_hand(first).due_at = fields.Datetime.now() - timedelta(hours=1)
        self.assertNotIn("promise", self._closing_words(ticket))


class TestClosingWords(CustomerMailCase):
    def test_what_changes_is_told(self):
        ticket = self._create_complaint(complaint_change="Every kettle is tested.")
        self._play_to_follow_up(ticket)
        self._follow_up(ticket)
        self.assertIn("Every kettle is tested.", self._newest(ticket).body_html)

    def test_what_changes_is_internal_until_then(self):
        ticket = self._create_complaint(partner_id=self.portal.partner_id.id)
        with self.assertRaises(AccessError):
            ticket.with_user(self.portal).read(["complaint_change"])


class TestFollowUpMail(CustomerMailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env.ref("complaint_recovery.mail_template_follow_up")
        cls.ticket = cls._create_complaint()

    def _asked(self):
        mails = self.env["mail.mail"].search([("res_id", "=", self.ticket.id)])
        subject = f"Is everything all right now? Your complaint {self.ticket.number}"
        return mails.filtered(lambda mail: mail.subject == subject)

    def test_who_is_called_gets_no_mail_beside(self):
        self._play_to_follow_up(self.ticket)
        self.assertFalse(self._asked())
        self.assertTrue(self.ticket._complaint_running("follow_up"))

    def test_after_the_first_try_in_vain_it_goes_out_once(self):
        self._play_to_follow_up(self.ticket)
        for _try in range(3):
            self._try_in_vain(self.ticket)
            self.assertEqual(len(self._asked()), 1)
        self.assertIn("We tried to call you", self._asked().body_html)

    def test_where_the_severity_asks_by_mail_first_it_goes_out_once(self):
        self.ticket.complaint_severity_id.sudo().followup_by_mail = True
        self._play_to_follow_up(self.ticket)
        self.assertEqual(len(self._asked()), 1)
        self.assertNotIn("tried to call", self._asked().body_html)
        self._try_in_vain(self.ticket)
        self.assertEqual(len(self._asked()), 1)

    def test_the_call_stays_due_until_they_answer(self):
        self.ticket.complaint_severity_id.sudo().followup_by_mail = True
        self._play_to_follow_up(self.ticket)
        self.assertTrue(self.ticket._complaint_running("follow_up"))
        self._follow_up(self.ticket, channel="portal", direction="in")
        self.assertFalse(self.ticket._complaint_running("follow_up"))
        self.assertEqual(self.ticket.complaint_outcome, "satisfied")

    def test_asked_anew_once_it_was_resolved_anew(self):
        self._play_to_follow_up(self.ticket)
        self._try_in_vain(self.ticket)
        self._follow_up(self.ticket, satisfaction="dissatisfied")
        with freeze_time(fields.Datetime.now() + timedelta(days=1)):
            self.ticket.action_resolve()
            self._try_in_vain(self.ticket)
        self.assertEqual(len(self._asked()), 2)


class TestOfferMail(CustomerMailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_complaint()

    def _dialog(self, **vals):
        remedy = self._create_remedy(self.ticket, description="A new kettle")
        wizard = self.env["complaint.offer"].with_user(self.handler)
        form = Form(wizard.with_context(default_ticket_id=self.ticket.id))
        for name, value in vals.items():
            form[name] = value
        form.save().action_offer()
        return remedy

    def _offers(self):
        return self.ticket.complaint_interaction_ids.filtered(
            lambda i: i.purpose == "offer"
        )

    def test_the_dialog_writes_to_the_customer(self):
        self._dialog()
        body = self._newest(self.ticket).body_html
        self.assertIn("A new kettle", body)
        self.assertEqual(self._offers().mapped("channel"), ["email"])
        self.assertTrue(self._offers().message_id)

    def test_unless_they_are_told_by_phone(self):
        self._dialog(tell_customer=False)
        self.assertFalse(self._offers())

    def test_without_an_address_it_is_not_proposed(self):
        self.customer.email = self.ticket.partner_email = False
        self.assertEqual(self._dialog().state, "offered")
        self.assertFalse(self._offers())

    def test_what_waits_for_approval_is_not_told(self):
        self.handler.partner_id.phone = False
        self._create_remedy(self.ticket, description="A palace", amount=90000)
        wizard = self.env["complaint.offer"].with_user(self.handler)
        form = Form(wizard.with_context(default_ticket_id=self.ticket.id))
        form.save().action_offer()
        self.assertFalse(self._offers())

    def test_money_is_told_and_what_others_cost_us_is_not(self):
        self._create_remedy(self.ticket, description="Money back", amount=40)
        gift = self.env.ref("complaint_recovery.complaint_remedy_type_gift")
        self._create_remedy(self.ticket, type_id=gift.id, description="A mug", amount=7)
        self.ticket.complaint_remedy_ids.action_offer()
        self.ticket.action_send_offer()
        words = html2plaintext(self._newest(self.ticket).body_html)
        self.assertIn("40", words)
        self.assertIn("A mug", words)
        self.assertNotIn("7.00", words)

    def test_nothing_offered_nothing_sent(self):
        with self.assertRaises(UserError):
            self.ticket.action_send_offer()

    def test_words_that_name_somebody_are_asked_about_and_then_mailed(self):
        remedy = self._create_remedy(self.ticket, description="As Leader said")
        wizard = self.env["complaint.offer"].with_user(self.handler)
        form = Form(wizard.with_context(default_ticket_id=self.ticket.id))
        question = form.save().action_offer()
        self.assertEqual(question["res_model"], "complaint.send.anyway")
        self.assertEqual(remedy.state, "draft")
        dialog = self.env[question["res_model"]].browse(question["res_id"])
        dialog.with_user(self.handler).action_apply()
        self.assertEqual(remedy.state, "offered")
        self.assertEqual(len(self._offers()), 1)
        notes = self.ticket.message_ids.filtered(lambda m: "name Leader" in m.body)
        self.assertEqual(len(notes), 1)
