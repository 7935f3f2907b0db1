"""Doors the parent leaves open: each with our patch, and without it."""

from odoo.addons.complaint_recovery.controllers.parent_portal import ParentTicketForm

from .common.doors import MENDED, DoorsCase


class TestClosing(DoorsCase):
    """Only who may read a ticket closes it, and never by a mere link."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_ticket(partner_id=cls.jane.partner_id.id)

    def _close(self, ticket=None, stage=None):
        ticket, stage = ticket or self.ticket, stage or self.done
        return self._post_form(
            "/ticket/close", ticket_id=str(ticket.id), stage_id=str(stage.id)
        )

    def test_hole_without_us_a_link_of_anybody_closes_it(self):
        self._log_in(self.other)
        url = f"/ticket/close?ticket_id={self.ticket.id}&stage_id={self.done.id}"
        with self._without(ParentTicketForm, "support_ticket_close"):
            self.url_open(url, allow_redirects=False)
        self.assertEqual(self.ticket.stage_id, self.done, MENDED)

    def test_no_link_closes_a_ticket(self):
        self._log_in(self.jane)
        url = f"/ticket/close?ticket_id={self.ticket.id}&stage_id={self.done.id}"
        self.assertEqual(self.url_open(url).status_code, 405)
        self.assertNotEqual(self.ticket.stage_id, self.done)

    def test_no_foreign_page_closes_a_ticket(self):
        self._log_in(self.jane)
        data = {"ticket_id": self.ticket.id, "stage_id": self.done.id}
        self.assertEqual(self.url_open("/ticket/close", data=data).status_code, 400)
        self.assertNotEqual(self.ticket.stage_id, self.done)

    def test_customer_and_colleague_at_the_customer_close_it(self):
        for user in (self.jane, self.colleague):
            ticket = self._create_ticket(partner_id=self.jane.partner_id.id)
            self._log_in(user)
            self.assertEqual(self._close(ticket).status_code, 302)
            self.assertEqual(ticket.stage_id, self.done)

    def test_other_customers_close_nothing(self):
        self._log_in(self.other)
        self.assertTrue(self._close().headers["Location"].endswith("/my"))
        self.assertNotEqual(self.ticket.stage_id, self.done)

    def test_a_colleague_of_ours_who_only_follows_closes_nothing(self):
        self.ticket.message_subscribe(self.employee.partner_id.ids)
        self.assertTrue(self.ticket.with_user(self.employee).has_access("read"))
        self._log_in(self.employee)
        self._close()
        self.assertNotEqual(self.ticket.stage_id, self.done)

    def test_only_the_stages_of_the_page_are_reached(self):
        foreign = self.done.copy({"team_ids": [(6, 0, self.team.ids)]})
        rejected = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_rejected")
        self._log_in(self.jane)
        for stage in (foreign, rejected):
            self._close(stage=stage)
            self.assertNotEqual(self.ticket.stage_id, stage)

    def test_what_is_no_number_is_answered_politely(self):
        self._log_in(self.jane)
        for ticket_id in ("", "x", "0", "-1", "²", "9" * 30):
            answer = self._post_form("/ticket/close", ticket_id=ticket_id, stage_id="x")
            self.assertEqual(answer.status_code, 303, ticket_id)

    def test_a_complaint_stays_with_a_note(self):
        ticket = self._create_complaint(partner_id=self.jane.partner_id.id).sudo()
        self._log_in(self.jane)
        self._close(ticket)
        self.assertFalse(ticket.complaint_closed_at)
        self.assertNotEqual(ticket.stage_id, self.done)
        self.assertIn(self.done.name, ticket.message_ids[0].body)

    def test_twice_is_answered_and_changes_nothing(self):
        self._log_in(self.jane)
        self._close()
        closed_at = self.ticket.closed_date
        cancelled = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_cancelled")
        self.assertEqual(self._close(stage=cancelled).status_code, 302)
        self.assertEqual(
            (self.ticket.stage_id, self.ticket.closed_date), (self.done, closed_at)
        )


class TestTicketPage(DoorsCase):
    """The parent's ticket page, with its sidebar and its forms."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_ticket(partner_id=cls.jane.partner_id.id)

    def _page(self, ticket=None, user=None):
        self._log_in(user or self.jane)
        return self.url_open(f"/my/ticket/{(ticket or self.ticket).id}").text

    def _without_view(self, name):
        self.env.ref(f"complaint_recovery.{name}").active = False

    def test_hole_without_us_the_sidebar_is_empty(self):
        self._without_view("portal_ticket_sidebar")
        self.assertNotIn('data-id="number"', self._page(), MENDED)

    def test_sidebar_names_number_and_assignee(self):
        page = self._page()
        self.assertIn('data-id="number"', page)
        self.assertIn("Assignee", page)

    def test_hole_without_us_the_page_closes_by_get(self):
        self._without_view("portal_ticket_close")
        self.assertRegex(self._page(), r'<form[^>]*method="GET"', MENDED)

    def test_button_of_the_page_closes_the_ticket(self):
        page = self._page()
        form = page.split('action="/ticket/close"')[1].split("</form>")[0]
        self.assertRegex(page, r'method="POST"[^>]*action="/ticket/close"')
        self.assertIn('name="csrf_token"', form)

    def test_a_complaint_is_closed_by_no_button(self):
        ticket = self._create_complaint(partner_id=self.jane.partner_id.id)
        self.assertNotIn("/ticket/close", self._page(ticket))

    def test_a_list_sorted_by_nonsense_is_shown(self):
        self._log_in(self.jane)
        for query in ("sortby=x", "sortby=complaint_level", "filterby=x&groupby=x"):
            answer = self.url_open(f"/my/tickets?{query}")
            self.assertEqual(answer.status_code, 200, query)

    def test_confidential_is_no_page_for_colleagues_at_the_customer(self):
        ticket = self._create_complaint(
            partner_id=self.jane.partner_id.id,
            name="HUSH",
            complaint_confidential=True,
        )
        self.assertNotIn("HUSH", self._page(ticket, self.colleague))
        self.assertIn("HUSH", self._page(ticket, self.jane))


class TestTicketForm(DoorsCase):
    """The parent's form for a new ticket."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.helpdesk_mgmt_portal_select_team = True
        cls.company.helpdesk_mgmt_portal_select_category = True
        cls.hidden = cls.env["helpdesk.ticket.category"].create(
            {"name": "Ours", "show_in_portal": False}
        )
        cls.shown = cls.hidden.copy({"show_in_portal": True})

    def _submit(self, **data):
        self._log_in(self.jane)
        before = self.env["helpdesk.ticket"].search([])
        data = {"subject": "Kettle", "description": "It leaks", **data}
        answer = self._post_form("/submitted/ticket", **data)
        self.assertIn(answer.status_code, (302, 303), data)
        return self.env["helpdesk.ticket"].search([]) - before

    def test_hole_without_us_a_link_makes_a_ticket_of_a_hidden_category(self):
        self._log_in(self.jane)
        url = "/submitted/ticket?subject=HOLE&description=x&category="
        with self._without(ParentTicketForm, "submit_ticket"):
            self.url_open(f"{url}{self.hidden.id}", allow_redirects=False)
        made = self.env["helpdesk.ticket"].search([("name", "=", "HOLE")])
        self.assertEqual(made.category_id, self.hidden, MENDED)

    def test_no_link_makes_a_ticket(self):
        self._log_in(self.jane)
        answer = self.url_open("/submitted/ticket?subject=HOLE&description=x")
        self.assertEqual(answer.status_code, 405)
        self.assertFalse(self.env["helpdesk.ticket"].search([("name", "=", "HOLE")]))

    def test_only_what_the_form_offers_is_taken(self):
        self.team.show_in_portal = False
        ticket = self._submit(category=str(self.hidden.id), team=str(self.team.id))
        self.assertFalse(ticket.category_id)
        self.assertFalse(ticket.team_id)
        ticket = self._submit(category=str(self.shown.id), team=str(self.team.id))
        self.assertEqual(ticket.category_id, self.shown)

    def test_team_of_another_company_is_not_taken(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        team = self.env["helpdesk.ticket.team"].create(
            {"name": "Theirs", "company_id": company.id}
        )
        ticket = self._submit(team=str(team.id))
        self.assertEqual((ticket.team_id, ticket.company_id), (team[:0], self.company))

    def test_other_fields_are_not_taken(self):
        ticket = self._submit(
            partner_id=str(self.other.partner_id.id),
            user_id=str(self.handler.id),
            is_complaint="1",
            complaint_level="4",
            stage_id=str(self.done.id),
        )
        self.assertEqual(ticket.partner_id, self.jane.partner_id)
        self.assertFalse(ticket.user_id or ticket.is_complaint or ticket.closed)

    def test_nonsense_is_answered_politely(self):
        self.assertTrue(self._submit(category="x", team="-1"))
        self.assertFalse(self._submit(subject=" \0 "))
        self.assertEqual(self._submit(subject="A\0B", description="\0").name, "AB")
