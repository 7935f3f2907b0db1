from odoo.exceptions import AccessError
from odoo.tests import Form

from .common import ComplaintCommon


class TestStandardAnswer(ComplaintCommon):
    """Everybody hears the same from us, in their own language (D27)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.cause.standard_answer = (
            "<p>Dear <t t-out='object.partner_id.name'/>, about "
            "<t t-out='object.number'/>: we deliver anew.</p>"
        )
        cls.other = cls.env["complaint.cause"].create(
            {
                "name": "Leaking kettle",
                "keywords": "kettle, leaks",
                "standard_answer": "<p>Stop using it.</p>",
            }
        )
        cls.silent = cls.env["complaint.cause"].create(
            {"name": "Kettle without an answer", "keywords": "kettle"}
        )

    def _answers(self, ticket):
        return self.env["complaint.cause"]._get_answers_for(ticket)

    def test_answer_of_the_cause_comes_first_then_by_the_words(self):
        ticket = self._create_complaint(complaint_cause_id=self.cause.id)
        self.assertEqual(list(self._answers(ticket)), [self.cause, self.other])

    def test_nearest_cause_above_answers_where_the_own_has_none(self):
        finer = self.env["complaint.cause"].create(
            {"name": "A day late", "parent_id": self.cause.id}
        )
        ticket = self._create_complaint(
            complaint_cause_id=finer.id, name="x", description="y"
        )
        self.assertEqual(self._answers(ticket), self.cause)

    def test_cause_without_an_answer_is_not_proposed(self):
        self.assertNotIn(self.silent, self._answers(self._create_complaint()))

    def test_words_are_found_in_another_form(self):
        self.other.keywords = False
        ticket = self._create_complaint(name="Two kettles leaked", description="-")
        self.assertIn(self.other, self._answers(ticket))

    def test_keyword_inside_another_word_is_not_meant(self):
        self.other.write({"keywords": "late", "standard_answer": "<p>Sorry.</p>"})
        ticket = self._create_complaint(name="Chocolate on the plate", description="-")
        self.assertNotIn(self.other, self._answers(ticket))
        ticket.name = "Chocolate came late"
        self.assertIn(self.other, self._answers(ticket))

    def test_words_that_say_nothing_find_nothing(self):
        ticket = self._create_complaint(name="The and of it", description="not so")
        self.assertFalse(self._answers(ticket))

    def test_query_signs_in_a_complaint_are_words(self):
        ticket = self._create_complaint(name="a & !b | (c ' \\ :*", description="<>%s")
        self.assertFalse(self._answers(ticket))

    def test_chinese_words_are_found_inside_a_sentence(self):
        self.customer.lang = "zh_CN"
        self.other.with_context(lang="zh_CN").keywords = "漏水、水壶"
        ticket = self._create_complaint(
            name="我买的水壶底部漏水了", description="很生气"
        )
        self.assertEqual(self._answers(ticket), self.other)

    def test_one_click_puts_it_into_the_explanation_in_the_customers_language(self):
        self.customer.lang = "zh_CN"
        self.other.with_context(lang="zh_CN").standard_answer = "<p>请停用。</p>"
        ticket = self._create_complaint()
        view = "complaint_recovery.complaint_view_form"
        with Form(ticket.with_user(self.handler), view) as form:
            form.complaint_decision = "upheld"
            form.complaint_answer_id = self.other
            self.assertFalse(form.complaint_answer_id)
        self.assertIn("请停用", ticket.complaint_explanation)

    def test_what_is_written_already_stays(self):
        ticket = self._create_complaint(complaint_cause_id=self.cause.id)
        apology = self._create_apology(ticket, channel="letter", body="<p>Own.</p>")
        with Form(apology) as form:
            form.complaint_answer_id = self.cause
        self.assertIn("Own.", apology.body)
        self.assertIn(
            f"Jane Doe, about {ticket.number}", apology.body.replace("Dear ", "")
        )

    def test_composer_offers_it_on_complaints_alone(self):
        composer = self.env["mail.compose.message"].with_user(self.handler)
        for ticket, found in (
            (self._create_complaint(), self.other),
            (self._create_ticket(), self.env["complaint.cause"]),
        ):
            context = {
                "default_model": "helpdesk.ticket",
                "default_res_ids": ticket.ids,
                "default_composition_mode": "comment",
            }
            form = Form(composer.with_context(**context))
            self.assertEqual(form.complaint_answer_ids[:], found)
            if found:
                form.complaint_answer_id = self.other
                self.assertIn("Stop using it", form.body)

    def test_answer_holds_plain_placeholders_only(self):
        with self.assertRaisesRegex(AccessError, "placeholders only"):
            self.other.with_user(
                self.manager
            ).standard_answer = "<t t-out='object.env.user.sudo().password'/>"
