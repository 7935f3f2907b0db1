from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common import ComplaintCommon


class ReviewCommon(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.price = cls.env.ref("complaint_recovery.complaint_cause_price")
        cls.company.email = "complaints@company.example"

    def _receive(self, *days, cause=None, **vals):
        tickets = self.env["helpdesk.ticket"]
        for day in days:
            tickets |= self._create_complaint(
                complaint_received_at=f"{day} 10:00",
                complaint_cause_id=(cause or self.cause).id,
                **vals,
            )
        return tickets

    def _receive_elsewhere(self, company, day):
        """Let a complaint reach ``company``, which has no team."""
        self.env["helpdesk.ticket"].create(
            {
                "name": "Kettle leaks",
                "description": "It leaks.",
                "company_id": company.id,
                "is_complaint": True,
                "complaint_received_at": f"{day} 10:00",
            }
        )

    def _run(self, cron, when):
        """Run the scheduled action as Odoo does, at ``when`` (UTC)."""
        with self.enter_registry_test_mode(), freeze_time(when):
            self.env.ref(f"complaint_recovery.{cron}").method_direct_trigger()
        self.env.invalidate_all()

    def _review(self, when="2026-03-02 05:00"):
        reviews = self.env["complaint.review"]
        known = reviews.search([])
        self._run("ir_cron_review", when)
        return reviews.search([("company_id", "=", self.company.id)]) - known

    def _mails(self, review, user):
        return self.env["mail.mail"].search(
            [("recipient_ids", "in", user.partner_id.ids), ("model", "=", False)]
        )


class TestReview(ReviewCommon):
    """Each period is counted, compared and told (D25)."""

    def test_last_whole_month_is_reviewed_once(self):
        self._receive("2026-02-01", "2026-02-28", "2026-03-01", "2026-01-31")
        review = self._review()
        self.assertEqual(
            (str(review.date_from), str(review.date_to)), ("2026-02-01", "2026-02-28")
        )
        self.assertEqual(review.received_count, 2)
        self.assertFalse(self._review("2026-03-15 05:00"))

    def test_a_period_before_the_first_complaint_is_no_news(self):
        self.assertFalse(self._review())
        self._receive("2026-03-01")
        self.assertFalse(self._review(), "it came after the period")
        self.assertTrue(self._review("2026-04-01 05:00"))

    def test_after_standing_still_the_last_whole_period_is_made(self):
        self._receive("2026-02-10")
        review = self._review("2026-03-28 23:00")
        self.assertEqual(str(review.date_to), "2026-02-28")

    def test_week_goes_from_monday_to_sunday(self):
        self.company.complaint_review_period = "week"
        self._receive("2026-02-24")
        review = self._review("2026-03-04 05:00")
        self.assertEqual(
            (str(review.date_from), str(review.date_to)), ("2026-02-23", "2026-03-01")
        )
        spans = review._get_spans(review.date_from, review.date_to)
        self.assertEqual(str(spans["before"][0]), "2026-02-16")
        self.assertEqual(spans["last_year"][0].weekday(), 0)

    def test_months_are_compared_whole_whatever_their_length(self):
        self._receive("2024-02-10")
        review = self._review("2024-03-05 05:00")
        spans = review._get_spans(review.date_from, review.date_to)
        self.assertEqual(
            [str(day) for day in (*spans["before"], *spans["last_year"])],
            ["2024-01-01", "2024-01-31", "2023-02-01", "2023-02-28"],
        )

    def test_day_of_a_period_is_the_companys(self):
        self.calendar.tz = "Asia/Shanghai"
        self._create_complaint(complaint_received_at="2026-01-31 17:00")
        self._create_complaint(complaint_received_at="2026-02-28 17:00")
        self.assertEqual(self._review().received_count, 1)

    def test_complaints_of_another_company_are_not_told(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.manager.company_ids |= other
        ticket = self._receive("2026-02-10")
        ticket.sudo().write(
            {"team_id": False, "company_id": other.id, "user_id": self.manager.id}
        )
        self.assertEqual(self._review().received_count, 0)

    def test_first_period_says_that_there_is_nothing_to_compare(self):
        own_hand(self.env["helpdesk.ticket"].search([])).write(
            {"complaint_received_at": "2026-02-05"}
        )
        self._receive("2026-02-10")
        self.assertIn("first period", self._review().body)

    def test_with_a_predecessor_it_is_compared(self):
        self._receive("2026-02-10", "2026-02-11", "2026-01-10")
        review = self._review()
        self.assertNotIn("first period", review.body)
        (line,) = [line for line in review._get_cause_lines(self.cause, grown=True)]
        self.assertEqual(line[1:], (2, 1, 0))

    def test_what_grew_and_what_shrank_are_told_apart(self):
        self._receive("2026-02-10", "2026-02-11", "2026-01-10")
        self._receive("2026-01-12", "2026-01-13", "2026-02-12", cause=self.price)
        review = self._review()
        none = self.env["complaint.cause"]
        grown = [line[0] for line in review._get_cause_lines(none, grown=True)]
        shrunk = [line[0] for line in review._get_cause_lines(none, grown=False)]
        self.assertEqual((grown, shrunk), ([self.cause], [self.price]))

    def test_managers_get_it_by_mail_with_links(self):
        ticket = self._receive("2026-02-10")
        deadline = ticket._complaint_promise("Call back", "2026-02-20 10:00")
        review = self._review()
        mail = self._mails(review, self.manager)
        self.assertEqual(len(mail), 1)
        self.assertIn(ticket.number, mail.body_html)
        self.assertIn(deadline.display_name, mail.body_html)
        self.assertTrue(review.sent_at)
        self._review()
        self.assertEqual(self._mails(review, self.manager), mail)

    def test_who_answers_for_a_cause_reads_of_this_cause_alone(self):
        self.cause.responsible_id = self.employee
        ticket = self._receive("2026-02-10", "2026-01-10", "2026-02-12")
        self._receive("2026-02-10", cause=self.price)
        review = self._review()
        mail = self._mails(review, self.employee)
        self.assertIn(self.cause.display_name, mail.body_html)
        self.assertNotIn(self.price.display_name, mail.body_html)
        self.assertNotIn(ticket[0].number, mail.body_html)
        self.assertNotIn("Hours to", mail.body_html)

    def test_who_answers_for_a_cause_answers_for_finer_ones_of_nobody_else(self):
        self.cause.parent_id.responsible_id = self.employee
        self._receive("2026-02-10", "2026-02-11")
        review = self._review()
        self.assertIn(self.cause.name, self._mails(review, self.employee).body_html)
        self.cause.responsible_id = self.agent_all
        self.assertNotIn(self.cause, review._get_causes_of(self.employee))

    def test_nobody_is_sent_to_a_page_that_does_not_open(self):
        self.cause.parent_id.responsible_id = self.employee
        self._receive("2026-02-10")
        actions = self.env["complaint.corrective.action"].create(
            [
                {"name": name, "cause_id": self.cause.id, "user_id": user.id}
                for name, user in (("Own", self.employee), ("Other", self.manager))
            ]
        )
        review = self._review()
        body = self._mails(review, self.employee).body_html
        for action, is_link in zip(actions, (True, False), strict=True):
            link = review._get_url("complaint.corrective.action", action)
            self.assertIn(action.name, body)
            self.assertEqual(link in body, is_link)
        self.assertNotIn("complaint.cause/", body)

    def test_promises_on_a_complaint_about_a_colleague_are_not_told(self):
        ticket = self._receive("2026-02-10", complaint_about_user_id=self.manager.id)
        ticket._complaint_promise("Call back", "2026-02-20 10:00")
        review = self._review()
        for body in (review.body, self._mails(review, self.manager).body_html):
            self.assertNotIn(ticket.number, body)

    def test_company_that_fails_does_not_stop_the_others(self):
        other = self.env["res.company"].create({"name": "Other", "sequence": 9})
        self.company.sequence = 1
        reviews = self.env.registry["complaint.review"]
        figures = reviews._get_figures

        def fail(self, company, *span):
            if company != other:
                raise ValueError("broken")
            return figures(self, company, *span)

        self._receive("2026-02-10")
        self._receive_elsewhere(other, "2026-02-10")
        self.patch(reviews, "_get_figures", fail)
        with mute_logger("odoo.addons.complaint_recovery.models.report.review"):
            self.assertFalse(self._review())
        found = self.env["complaint.review"].search([("company_id", "=", other.id)])
        self.assertTrue(found)

    def test_each_reads_it_in_the_own_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.manager.lang = "zh_CN"
        self._receive("2026-02-10")
        review = self._review()
        english = self.env._("Hours to first contact")
        mail = self._mails(review, self.manager)
        if self.env(context={"lang": "zh_CN"})._("Received") != "Received":
            self.assertNotIn(english, mail.body_html)
        self.assertIn(str(review.received_count), mail.body_html)

    def _speak_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"].search(
            [("name", "=", "complaint_recovery")]
        )._update_translations(["zh_CN"], overwrite=True)

    def _read(self, review, lang):
        """Return what a manager who works in ``lang`` reads on the page."""
        view = self.env.ref("complaint_recovery.complaint_review_view_form")
        arch = etree.fromstring(view.arch)
        (field,) = arch.xpath("//sheet/field[@nolabel]/@name")
        return review.with_user(self.manager).with_context(lang=lang)[field]

    def test_page_is_in_the_readers_language(self):
        self._speak_chinese()
        self._receive("2026-02-10")
        review = self._review()
        self.assertIn("Hours to first contact", self._read(review, "en_US"))
        chinese = self._read(review, "zh_CN")
        self.assertNotIn("Hours to first contact", chinese)
        self.assertRegex(chinese, "[\u4e00-\u9fff]")

    def test_page_is_in_a_language_that_came_later(self):
        self._receive("2026-02-10")
        review = self._review()
        self._speak_chinese()
        chinese = self._read(review, "zh_CN")
        self.assertNotIn("Hours to first contact", chinese)
        self.assertRegex(chinese, "[\u4e00-\u9fff]")
        self.assertIn("Hours to first contact", self._read(review, "en_US"))

    def test_it_stays_as_it_was_told_in_each_language(self):
        self._speak_chinese()
        self._receive("2026-02-10")
        review = self._review()
        told = {lang: self._read(review, lang) for lang in ("en_US", "zh_CN")}
        self.env["complaint.corrective.action"].create(
            {"name": "Ship earlier", "cause_id": self.cause.id}
        )
        self.env.invalidate_all()
        for lang, words in told.items():
            self.assertEqual(self._read(review, lang), words)

    def test_open_corrective_actions_stand_in_it(self):
        self._receive("2026-02-10")
        self.env["complaint.corrective.action"].create(
            {"name": "Ship earlier", "cause_id": self.cause.id}
        )
        self.assertIn("Ship earlier", self._review().body)

    def test_review_is_read_by_managers_and_written_by_nobody(self):
        self._receive("2026-02-10")
        review = self._review()
        self.assertTrue(review.with_user(self.manager).body)
        with self.assertRaises(AccessError):
            review.with_user(self.manager).write({"received_count": 7})
        with self.assertRaises(AccessError):
            review.with_user(self.handler).read(["body"])
        with self.assertRaises(UserError):
            review.with_user(self.agent_all).action_send()

    def test_what_did_not_happen_is_no_zero(self):
        self._receive("2026-02-10")
        review = self._review()
        lines = {line[0]: line[1:] for line in review._get_lines()}
        self.assertEqual(lines["Hours to apology"], ["–", "–", "–"])
        self.assertEqual(lines["Satisfied"], ["–", "–", "–"])
        self.assertEqual(lines["Received"][0], "1")

    def test_it_comes_from_the_company_and_fits_a_phone(self):
        self._receive("2026-02-10")
        mail = self._mails(self._review(), self.manager)
        self.assertIn("complaints@company.example", mail.email_from)
        self.assertIn('name="viewport"', mail.body_html)
        self.assertNotIn("590", mail.body_html)
        self.assertIn("02/01/2026 – 02/28/2026", mail.body_html)

    def test_what_is_read_later_does_not_change_the_record(self):
        ticket = self._receive("2026-02-10")
        review = self._review()
        ticket.sudo().complaint_cause_id = self.price
        self.assertEqual(review.figures["now"]["causes"].keys(), {str(self.cause.id)})


class TestMorning(ReviewCommon):
    """The director gets three lines on working mornings."""

    def _morning(self, when):
        self._run("ir_cron_morning", when)
        return self._mails(None, self.director)

    def test_three_lines_once_a_day(self):
        with freeze_time("2026-03-02 05:00"):
            late = self._create_complaint()
            late._complaint_promise("Call back", "2026-03-02 15:00")
        self.assertFalse(self._morning("2026-03-03 05:30"))
        mail = self._morning("2026-03-03 06:10")
        self.assertEqual(len(mail), 1)
        self.assertIn("Promises broken yesterday: 1", mail.body_html)
        self.assertIn(late.number, mail.body_html)
        self.assertEqual(self._morning("2026-03-03 07:10"), mail)

    def test_monday_tells_what_was_broken_since_friday(self):
        with freeze_time("2026-02-26 09:00"):
            for day in (26, 27, 28):
                self._create_complaint()._complaint_promise(
                    "Call back", f"2026-02-{day} 15:00"
                )
        body = self._morning("2026-03-02 06:10").body_html
        self.assertIn("Promises broken since 02/27/2026: 2", body)

    def test_no_mail_on_a_free_day(self):
        self.assertFalse(self._morning("2026-03-01 09:00"))

    def test_director_reads_nothing_about_themselves(self):
        with freeze_time("2026-03-02 05:00"):
            about = self._create_complaint(complaint_about_user_id=self.director.id)
        self.assertNotIn(about.number, self._morning("2026-03-02 06:10").body_html)
