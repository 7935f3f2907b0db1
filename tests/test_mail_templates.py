from odoo.tools import html2plaintext

from odoo.addons.complaint_recovery.tools.own_hand import own_hand
from odoo.addons.complaint_recovery.tools.rendering import rendering

from .common.mail import MailCase

CANARY = "CANARY-4711"


class TemplateCase(MailCase):
    def _mail(self, ticket):
        """Return the newest mail to the customer about ``ticket``."""
        mails = self.env["mail.mail"].search(
            [
                ("model", "=", "helpdesk.ticket"),
                ("res_id", "=", ticket.id),
                ("message_type", "=", "email_outgoing"),
            ],
            order="id desc",
        )
        return mails[:1]

    def _words(self, ticket):
        return html2plaintext(self._mail(ticket).body_html)

    def _close(self, ticket):
        self._contact(ticket)
        remedy = self._create_remedy(ticket, description="A new kettle", amount=33)
        remedy.action_offer()
        remedy.action_accept()
        remedy.action_deliver()
        self._follow_up(ticket)
        self.assertTrue(ticket.complaint_closed_at)


class TestAcknowledgementMail(TemplateCase):
    def test_number_named_person_phone_and_when_they_will_hear(self):
        self.handler.partner_id.phone = "+44 20 1111"
        ticket = self._create_complaint()
        words = self._words(ticket)
        due = ticket.complaint_deadline_ids.filtered(
            lambda d: d.kind == "first_contact"
        )
        for expected in (
            "Hello Jane Doe,",
            ticket.number,
            "*Handler* is looking after it",
            "+44 20 1111",
            "complaints@example.com",
            ticket._complaint_time_text(due.due_at),
        ):
            self.assertIn(expected, words)

    def test_time_is_the_customers(self):
        ticket = self._create_complaint()
        self.customer.tz, self.customer.lang = "Asia/Shanghai", "en_US"
        when = ticket.create_date.replace(2030, 1, 2, 20, 30, 0, 0)
        text = ticket._complaint_time_text(when)
        self.assertEqual(
            text.replace("\u202f", " "), "Thursday, January 3, 2030, 4:30 AM"
        )

    def test_goes_to_the_customer_and_to_nobody_else(self):
        mail = self._mail(self._create_complaint(email_cc="spy@deco.example"))
        self.assertEqual(mail.recipient_ids, self.customer)
        self.assertFalse(mail.email_to or mail.email_cc)

    def test_goes_to_the_address_where_there_is_no_contact(self):
        ticket = self._create_complaint(
            partner_id=False, partner_email="Ann Lee <ann@client.example>"
        )
        mail = self._mail(ticket)
        self.assertFalse(mail.recipient_ids)
        self.assertIn("ann@client.example", mail.email_to)
        self.assertIn("Hello Ann Lee,", self._words(ticket))

    def test_goes_to_the_address_where_the_contact_has_none(self):
        self.customer.email = False
        mail = self._mail(self._create_complaint(partner_email="ann@client.example"))
        self.assertIn("ann@client.example", mail.email_to)

    def test_nothing_goes_out_without_an_address(self):
        self.customer.email = False
        self.assertFalse(self._mail(self._create_complaint()))

    def test_an_unknown_name_is_not_made_up(self):
        ticket = self._create_complaint(
            partner_id=False, partner_email="ann@client.example"
        )
        self.assertIn("Hello,", self._words(ticket))

    def test_comes_from_a_person_by_the_companys_address_and_is_answered_to_the_team(
        self,
    ):
        mail = self._mail(self._create_complaint())
        self.assertEqual(mail.email_from, '"Handler" <office@example.com>')
        self.assertIn("complaints@example.com", mail.reply_to)

    def test_without_an_address_of_the_company_it_comes_from_the_team(self):
        self.company.email = False
        mail = self._mail(self._create_complaint())
        self.assertEqual(mail.email_from, '"Handler" <complaints@example.com>')

    def test_without_alias_and_phone_the_company_stands_in(self):
        self.team.alias_name = False
        mail = self._mail(self._create_complaint())
        self.assertIn("office@example.com", mail.email_from)
        self.assertIn("catchall@example.com", mail.reply_to)
        self.assertIn("+44 20 7946 0000", mail.body_html)

    def test_what_we_found_first_is_not_acknowledged(self):
        self.assertFalse(
            self._mail(self._create_complaint(complaint_source="internal"))
        )

    def test_is_written_in_the_customers_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        template = self.env.ref("complaint_recovery.mail_template_acknowledgement")
        template.with_context(lang="zh_CN").write(
            {"subject": "我们已收到您的投诉 {{ object.number }}"}
        )
        self.customer.lang = "zh_CN"
        ticket = self._create_complaint()
        self.assertEqual(
            self._mail(ticket).subject, f"我们已收到您的投诉 {ticket.number}"
        )
        self.assertIn("星期", self._words(ticket))

    def test_of_many_opened_together_each_customer_gets_the_own(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        other = self.customer.copy({"name": "Li Lei", "email": "li@azure.example"})
        other.lang = "zh_CN"
        tickets = self._create_ticket() | self._create_ticket(partner_id=other.id)
        template = self.stage_received.mail_template_id
        template.with_context(lang="zh_CN").body_html = "<p t-out='object.number'/>你好"
        tickets.with_user(self.handler).action_mark_complaint()
        first, second = (self._words(ticket) for ticket in tickets)
        self.assertIn("Hello Jane Doe,", first)
        self.assertIn(tickets[0].number, first)
        self.assertIn("你好", second)
        self.assertIn(tickets[1].number, second)

    def test_a_template_a_client_claims_to_have_compiled_is_not_used(self):
        claimed = {"complaint_mail_batch": {"compiled": {}, "reply_to": {}}}
        tickets = self.env["helpdesk.ticket"].with_context(**claimed)
        body = tickets.env["mail.template"]._render_template_qweb(
            "<p t-if='object' t-out='object.name'/>",
            "helpdesk.ticket",
            self._create_complaint().ids,
        )
        self.assertIn("Kettle leaks", *body.values())

    def test_a_new_owner_is_named(self):
        ticket = self._create_complaint()
        ticket.with_user(self.leader).user_id = self.leader
        template = self.env.ref("complaint_recovery.mail_template_acknowledgement")
        template = rendering(template, ticket)
        body = template._render_field("body_html", ticket.ids)[ticket.id]
        self.assertIn("Leader", body)
        self.assertNotIn("Handler", body)


class TestClosingMail(TemplateCase):
    def test_thanks_and_says_what_was_done_and_not_what_it_cost(self):
        ticket = self._create_complaint()
        ticket.complaint_finding = CANARY
        self._close(ticket)
        words = self._words(ticket)
        for expected in ("Thank you for your patience", "A new kettle", "Handler"):
            self.assertIn(expected, words)
        self.assertNotRegex(words, r"\b33\b")
        self.assertNotIn(CANARY, words)

    def test_no_mail_of_the_parent_goes_out_beside_ours(self):
        ticket = self._create_complaint()
        self._close(ticket)
        self.env.flush_all()
        self.env.cr.precommit.run()
        subjects = self._mails_to(self.customer.email).mapped("subject")
        self.assertEqual(len(subjects), len(set(subjects)))
        self.assertFalse([s for s in subjects if "has been closed" in s])

    def test_the_mail_of_the_parent_goes_out_where_we_have_none(self):
        self.stage_closed.mail_template_id = False
        ticket = self._create_complaint()
        self._close(ticket)
        templates = ticket._track_template({"stage_id"})
        self.assertIn("stage_id", templates)

    def test_an_unhappy_or_silent_customer_is_not_told_that_all_is_well(self):
        ticket = self._create_complaint()
        template = self.env.ref("complaint_recovery.mail_template_closed")
        template = rendering(template, ticket)
        for outcome, words in (
            ("unreachable", "did not reach you"),
            ("unsettled", "hoped for a different answer"),
        ):
            own_hand(ticket).complaint_outcome = outcome
            body = template._render_field("body_html", ticket.ids)[ticket.id]
            self.assertIn(words, body)
            self.assertNotIn("Thank you for your patience", body)

    def test_a_withdrawal_is_confirmed(self):
        ticket = self._create_complaint()
        ticket.action_withdraw(reason="It works again.")
        self.assertIn("withdrawn", self._mail(ticket).subject)
        self.assertNotIn("It works again", self._words(ticket))
