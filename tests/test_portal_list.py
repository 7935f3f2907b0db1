from odoo.tests import new_test_user

from .common.portal import PortalCase


class TestPortalList(PortalCase):
    """My complaints."""

    def _list(self, query="", user=None):
        return self._text(self._get(f"/my/complaints{query}", user or self.portal))

    def test_list_shows_state_and_next_promise(self):
        text = self._list()
        self.assertIn(self.ticket.number, text)
        self.assertIn("We have received your complaint", text)
        due = self.ticket.complaint_next_due_at
        self.assertIn(self.ticket.sudo()._complaint_portal_day(due), text)

    def test_list_is_of_the_own_customer_alone(self):
        self.assertIn(self.ticket.number, self._list(user=self.colleague))
        self.assertIn("Portal", self._list(user=self.colleague))
        self.assertNotIn(self.ticket.number, self._list(user=self.other))

    def test_confidential_is_listed_for_the_complainant_alone(self):
        self.ticket.complaint_confidential = True
        self.assertIn(self.ticket.number, self._list())
        self.assertNotIn(self.ticket.number, self._list(user=self.colleague))

    def test_plain_tickets_and_what_we_found_first_are_not_listed(self):
        partner = self.portal.partner_id
        plain = self._create_ticket(partner_id=partner.id)
        found = self._create_portal_complaint(complaint_source="internal")
        text = self._list()
        self.assertNotIn(plain.number, text)
        self.assertNotIn(found.number, text)
        self._create_interaction(found, purpose="first_contact")
        self.assertIn(found.number, self._list())

    def test_list_filters_open_and_closed(self):
        closed = self._create_portal_complaint(
            name="Old one", complaint_severity_id=self.minor.id
        )
        self._play_to_follow_up(closed)
        self._follow_up(closed)
        self.assertNotIn("Old one", self._list("?filterby=open"))
        text = self._list("?filterby=closed")
        self.assertIn("Old one", text)
        self.assertIn("Closed: you are satisfied", text)
        self.assertNotIn(self.ticket.number, text)

    def test_list_searches_number_and_title(self):
        self._create_portal_complaint(name="Lid is bent")
        self.assertIn("Kettle", self._list(f"?search={self.ticket.number}"))
        self.assertNotIn("Lid", self._list(f"?search={self.ticket.number}"))
        self.assertNotIn("Kettle", self._list("?search=lid&search_in=name"))
        self.assertIn("no complaint that matches", self._list("?search=xyz"))

    def test_list_sorts_and_takes_no_nonsense(self):
        self._create_portal_complaint(name="A first one")
        text = self._list("?sortby=name")
        self.assertLess(text.index("A first one"), text.index("Kettle leaks"))
        self.assertIn("Kettle", self._list("?sortby=drop&filterby=x&search_in=y"))

    def test_long_list_has_pages(self):
        vals = {"team_id": self.team.id, "partner_id": self.portal.partner_id.id}
        self._create_ticket(count=81, name="Kettle drips", **vals)
        self.assertIn("Kettle leaks", self._list("/page/2"))
        self.assertNotIn("Kettle leaks", self._list("?sortby=date"))

    def test_list_reads_in_constant_queries(self):
        def count(tickets):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            tickets.sudo()._complaint_portal_rows()
            return self.env.cr.sql_log_count - before

        tickets = self.env["helpdesk.ticket"].union(
            *(self._create_portal_complaint() for _number in range(9))
        )
        few = count(tickets[:2])
        self.assertEqual(count(tickets), few)

    def test_home_leads_to_list_and_form(self):
        page = self._get("/my", self.portal).text
        self.assertIn("/my/complaints", page)
        self.assertIn("/my/complaint/new", page)
        counted = self.make_jsonrpc_request(
            "/my/counters", {"counters": ["complaint_count"]}
        )
        self.assertEqual(counted["complaint_count"], 1)

    def test_page_of_new_tickets_leads_to_the_form(self):
        page = self._get("/new/ticket", self.portal).text
        self.assertIn("/my/complaint/new", page)

    def test_customer_without_company_sees_the_own_ones(self):
        single = new_test_user(self.env, "single_user", groups="base.group_portal")
        ticket = self._create_complaint(partner_id=single.partner_id.id)
        text = self._list(user=single)
        self.assertIn(ticket.number, text)
        self.assertNotIn(self.ticket.number, text)
