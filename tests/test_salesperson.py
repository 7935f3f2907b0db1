from odoo.fields import Domain

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.mail import MailCase


class SalesCase(MailCase):
    def _news(self, user=None):
        """Return the news ``user`` (the salesperson) got, oldest first."""
        partner = (user or self.sales).partner_id
        return self.env["mail.message"].search(
            Domain("message_type", "=", "user_notification")
            & Domain("notified_partner_ids", "in", partner.ids)
            & Domain("model", "in", ["res.partner", False])
            & ~Domain("subject", "like", "You have been assigned"),
            order="id",
        )

    def _play(self):
        ticket = self._create_complaint()
        self._contact(ticket)
        remedy = self._create_remedy(ticket)
        remedy.action_offer()
        remedy.action_accept()
        remedy.action_deliver()
        self._follow_up(ticket)
        self.assertTrue(ticket.complaint_closed_at)
        return ticket

    def _activities(self):
        return self.env["mail.activity"].search([("user_id", "=", self.sales.id)])


class TestNews(SalesCase):
    def test_a_stranger_is_named_as_they_called_themselves(self):
        ticket = self._create_complaint(
            partner_id=False, partner_name="Ann Lee", partner_email="ann@lee.example"
        )
        subject = ticket._complaint_news_subject("opening")
        self.assertEqual(subject, "Ann Lee complained")
        ticket.partner_name = ticket.partner_email = False
        subject = ticket._complaint_news_subject("opening")
        self.assertEqual(subject, f"{ticket.number} complained")

    def test_told_at_opening_solution_and_closing(self):
        self._play()
        self.assertEqual(
            self._news().mapped("subject"),
            [
                "Azure Interior, Jane Doe complained",
                "Azure Interior, Jane Doe chose a solution",
                "Azure Interior, Jane Doe: the complaint is closed",
            ],
        )

    def test_says_what_happened_who_handles_it_what_is_next_and_what_to_say(self):
        self._create_complaint(complaint_desired_outcome="A new kettle")
        body = self._news().body
        for words in (
            "Kettle leaks",
            "A new kettle",
            "Received",
            "Handler",
            "Contact the customer, by",
            "sorry for the trouble",
        ):
            self.assertIn(words, body)

    def test_names_the_solution_that_was_chosen(self):
        self._play()
        self.assertIn("Solution: Refund", self._news()[1].body)

    def test_never_links_to_the_ticket(self):
        self._play()
        for news in self._news():
            self.assertNotIn("href", news.body)
            self.assertNotIn("helpdesk.ticket", news.body)

    def test_never_tells_findings(self):
        ticket = self._create_complaint()
        ticket.complaint_finding = "CANARY"
        self._contact(ticket)
        ticket.action_resolve()
        self._follow_up(ticket)
        self.assertNotIn("CANARY", "".join(self._news().mapped("body")))

    def test_confidential_and_about_a_colleague_tell_no_title(self):
        for vals in (
            {"complaint_confidential": True},
            {"complaint_about_user_id": self.agent_all.id},
        ):
            with self.subTest(**vals):
                wish = {"complaint_desired_outcome": "SECRET"}
                ticket = self._create_complaint(**wish, **vals)
                body = self._news()[-1].body
                self.assertIn(ticket.number, body)
                self.assertNotIn("Kettle", body)
                self.assertNotIn("SECRET", body)

    def test_is_written_in_the_salespersons_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.sales.lang = "zh_CN"
        self.stage_received.with_context(lang="zh_CN").name = "已受理"
        self._create_complaint()
        self.assertIn("已受理", self._news().body)

    def test_an_unhappy_end_is_not_to_be_brought_up(self):
        ticket = self._create_complaint().with_user(self.manager)
        ticket.write(
            {"complaint_decision": "upheld", "complaint_explanation": "You are right."}
        )
        own_hand(ticket).complaint_decision_sent_at = ticket.create_date
        own_hand(ticket).complaint_outcome = "unsettled"
        body = ticket.sudo()._complaint_news_body("closing")
        self.assertIn("do not bring it up yourself", body)


class TestWhoIsTold(SalesCase):
    def test_the_salesperson_of_the_entity_before_the_contacts(self):
        self.customer.user_id = self.sales_all
        self._create_complaint()
        self.assertTrue(self._news())
        self.assertFalse(self._news(self.sales_all))

    def test_the_contacts_where_the_entity_has_none(self):
        self.customer_company.user_id = False
        self.customer.user_id = self.sales_all
        self._create_complaint()
        self.assertTrue(self._news(self.sales_all))

    def test_not_the_owner_nor_whom_it_is_about(self):
        self.customer_company.user_id = self.handler
        self._create_complaint()
        self.customer_company.user_id = self.leader
        self._create_complaint(complaint_about_user_id=self.leader.id)
        self.assertFalse(self._news(self.handler) | self._news(self.leader))

    def test_nobody_of_history(self):
        self._create_complaint(
            self.manager,
            complaint_imported=True,
            complaint_stage_id=self.stage_closed.id,
            complaint_received_at="2020-01-01",
        )
        self.assertFalse(self._news())

    def test_the_news_comes_from_the_owner_whoever_files_it(self):
        self.env["helpdesk.ticket"].with_user(self.portal).sudo().create(
            {
                "name": "Broken",
                "description": "x",
                "partner_id": self.portal.partner_id.id,
                "team_id": self.team.id,
            }
        )
        news = self._news()
        self.assertEqual(news.author_id, self.leader.partner_id)
        self.assertFalse(news.with_user(self.portal).has_access("read"))


class TestNoAccess(SalesCase):
    def test_never_a_follower_and_no_access(self):
        ticket = self._play()
        self.assertNotIn(self.sales.partner_id, ticket.message_partner_ids)
        self.assertFalse(ticket.with_user(self.sales).has_access("read"))
        found = self.env["helpdesk.ticket"].with_user(self.sales).search([])
        self.assertNotIn(ticket, found)

    def test_a_salesperson_who_followed_the_ticket_loses_it(self):
        ticket = self._create_ticket()
        ticket.message_subscribe(self.sales.partner_id.ids)
        ticket.with_user(self.handler).action_mark_complaint()
        self.assertFalse(ticket.with_user(self.sales).has_access("read"))

    def test_the_news_is_for_the_salesperson_alone(self):
        self._create_complaint()
        news = self._news()
        self.assertEqual(news.notified_partner_ids, self.sales.partner_id)
        for user in (self.sales_all, self.employee, self.portal):
            self.assertFalse(news.with_user(user).has_access("read"), user.name)
        self.assertTrue(news.with_user(self.sales).has_access("read"))

    def test_one_activity_on_the_customer_only_for_major_and_critical(self):
        for severity, wanted in (
            (self.normal, 0),
            (self.major, 1),
            (self.critical, 1),
        ):
            with self.subTest(severity=severity.name):
                self._activities().unlink()
                self._create_complaint(complaint_severity_id=severity.id)
                activities = self._activities()
                self.assertEqual(len(activities), wanted)
                self.assertFalse(activities.filtered(lambda a: a.note))
                models = activities.mapped("res_model")
                self.assertEqual(models, ["res.partner"] * wanted)

    def test_of_what_is_secret_no_activity_shows_to_who_reads_the_customer(self):
        for secret in (
            {"complaint_about_user_id": self.agent_all.id},
            {"complaint_confidential": True},
        ):
            with self.subTest(list(secret)):
                severe = {"complaint_severity_id": self.major.id}
                self._create_complaint(**severe, **secret)
                self.assertFalse(self._activities())
        self.assertTrue(self._news(), "a word to them alone says it")

    def test_no_activity_after_the_opening(self):
        ticket = self._create_complaint(complaint_severity_id=self.major.id)
        self._activities().unlink()
        for event in ("solution", "escalation", "closing"):
            ticket._complaint_tell_salesperson(event)
        self.assertFalse(self._activities())
        self.assertEqual(len(self._news()), 4)


class TestTogether(SalesCase):
    """What happens to many complaints at once is one note for each salesperson."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.partner"].create(
            {"name": "Gemini", "email": "g@gemini.example", "user_id": cls.sales.id}
        )

    def _open(self, *vals_list):
        """Open one complaint for each of ``vals_list`` in one go."""
        common = {
            "name": "Kettle leaks",
            "description": "It leaks.",
            "team_id": self.team.id,
            "user_id": self.handler.id,
        }
        tickets = self.env["helpdesk.ticket"].with_user(self.agent_all)
        return tickets.create([{**common, **vals} for vals in vals_list])

    def _open_two(self, **vals):
        partners = self.customer, self.other
        return self._open(*({"partner_id": p.id, **vals} for p in partners))

    def test_one_note_lists_them_all(self):
        tickets = self._open_two()
        news = self._news()
        self.assertEqual(news.subject, "2 complaints came in")
        for word in tickets.mapped("number") + ["Jane Doe", "Gemini"]:
            self.assertIn(word, news.body)
        self.assertEqual(news.body.count("sorry for the trouble"), 1)

    def test_many_of_one_customer_are_one_note_on_that_customer(self):
        self._open(*[{"partner_id": self.customer.id}] * 2)
        news = self._news()
        self.assertEqual((news.model, news.res_id), ("res.partner", self.customer.id))

    def test_each_salesperson_hears_of_the_own_customers_only(self):
        self.other.user_id = self.sales_all
        self._open_two()
        self.assertIn("Jane Doe", self._news().subject)
        self.assertNotIn("Gemini", self._news().body)
        self.assertIn("Gemini", self._news(self.sales_all).subject)

    def test_the_note_is_for_the_salesperson_alone_and_opens_nothing(self):
        tickets = self._open_two()
        news = self._news()
        self.assertTrue(news.with_user(self.sales).has_access("read"))
        for user in (self.sales_all, self.employee, self.portal):
            self.assertFalse(news.with_user(user).has_access("read"), user.name)
        self.assertFalse(tickets.with_user(self.sales)._filtered_access("read"))
        self.assertNotIn("href", news.body)

    def test_what_is_confidential_among_them_tells_no_title(self):
        self._open(
            {"partner_id": self.customer.id, "name": "Lid"},
            {"partner_id": self.other.id, "complaint_confidential": True},
        )
        self.assertIn("Lid", self._news().body)
        self.assertNotIn("Kettle", self._news().body)

    def test_advice_that_differs_says_for_which_complaint(self):
        first, second = self._open(
            {"partner_id": self.customer.id},
            {"partner_id": self.other.id, "user_id": self.leader.id},
        )
        advice = self._news().body.split("</ul>")[-1]
        for ticket in (first, second):
            self.assertIn(ticket.number, advice)
            self.assertIn(ticket.user_id.name, advice)

    def test_is_written_in_the_salespersons_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.sales.lang = "zh_CN"
        self.stage_received.with_context(lang="zh_CN").name = "已受理"
        self._open_two()
        self.assertEqual(self._news().body.count("已受理"), 2)

    def test_one_activity_for_each_customer_to_visit(self):
        self._open_two(complaint_severity_id=self.major.id)
        self._open(
            *[{"partner_id": self.other.id, "complaint_severity_id": self.major.id}] * 2
        )
        customers = self._activities().mapped("res_id")
        self.assertEqual(
            sorted(customers), sorted([self.customer.id, self.other.id, self.other.id])
        )
