from odoo.tests import new_test_user
from odoo.tools import SQL

from .common import ROLES
from .common.history import CANARY, HistoryCommon


class TestHistory(HistoryCommon):
    """What people without helpdesk rights read of a complaint."""

    def test_salesperson_reads_what_became_of_the_own_customers_complaint(self):
        self._contact(self.ticket)
        remedy = self._create_remedy(self.ticket, self.agent_all)
        remedy.action_offer()
        remedy.action_accept()
        row = self._history(self.sales)
        self.assertEqual(row.number, self.ticket.number)
        self.assertEqual(row.commercial_partner_id, self.customer_company)
        self.assertEqual(row.user_id, self.ticket.user_id)
        self.assertEqual(row.stage_id, self.ticket.complaint_stage_id)
        self.assertTrue(row.is_open)
        self.assertEqual(row.remedy_amount, 40)
        self.assertIn("Refund", row.remedies)
        self.assertIn("Apologised", row.result)
        self.assertIn("The renewal", row.sales_note)

    def test_remedies_count_once_accepted_and_not_while_offered(self):
        remedy = self._create_remedy(self.ticket, self.agent_all)
        remedy.action_offer()
        self.assertEqual(self._history(self.sales).remedy_amount, 0)
        self.assertFalse(self._history(self.sales).remedies)
        remedy.action_accept()
        self.env.invalidate_all()
        self.assertEqual(self._history(self.sales).remedy_amount, 40)
        remedy.action_deliver()
        self.env.invalidate_all()
        self.assertEqual(self._history(self.sales).remedy_amount, 40)

    def test_next_promise_is_the_earliest_one_running(self):
        first = min(
            self.ticket.complaint_deadline_ids.filtered(
                lambda d: d.kind in ("promise", "first_contact", "follow_up")
            ).mapped("due_at")
        )
        self.assertEqual(self._history(self.sales).next_promise_at, first)

    def test_decision_is_told_only_once_it_was_sent(self):
        self.ticket.with_user(self.handler).write(
            {"complaint_decision": "upheld", "complaint_explanation": "We were late."}
        )
        row = self._history(self.sales)
        self.assertFalse(row.decision or row.explanation)
        self.ticket.with_user(self.handler).action_send_decision()
        self.env.invalidate_all()
        row = self._history(self.sales)
        self.assertEqual(row.decision, "upheld")
        self.assertIn("We were late.", row.explanation)

    def test_end_is_told_in_words(self):
        self._play_to_follow_up(self.ticket.with_user(self.handler))
        self._follow_up(self.ticket)
        row = self._history(self.sales)
        self.assertFalse(row.is_open)
        self.assertTrue(row.closed_at)
        self.assertTrue(row.result.endswith("Satisfied"))

    def test_remedies_of_a_page_are_worded_in_one_query(self):
        tickets = self.ticket
        for number in range(4):
            tickets |= self._create_complaint(
                self.agent_all,
                name=f"No. {number}",
                complaint_severity_id=self.normal.id,  # Not graver for each repeat.
            )
        for ticket in tickets:
            self._create_remedy(ticket, self.agent_all).action_offer()
        tickets.complaint_remedy_ids.action_accept()
        counts = []
        for size in (5, 1, 5):  # The first one fills what is kept between requests.
            self.env.flush_all()
            self.env.invalidate_all()
            rows = self.env["complaint.history"].with_user(self.sales)
            rows = rows.search([], limit=size)
            before = self.cr.sql_log_count
            self.assertTrue(all(rows.mapped("remedies")))
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(*counts[1:])

    def test_plain_tickets_are_no_history(self):
        ticket = self._create_ticket()
        self.assertFalse(self._history(self.sales_all, ticket))

    def test_nobody_writes_history(self):
        for user in (self.sales, self.sales_all, self.manager):
            row = self._history(user)
            self.assertTrue(row)
            for operation in ("create", "write", "unlink"):
                self.assertFalse(row.has_access(operation))


class TestWhoseHistory(HistoryCommon):
    """Own customers: those whose company has one as its salesperson."""

    def _assert_seen_by(self, *users, ticket=None):
        for user in (self.sales, self.foreign_sales):
            self.env.invalidate_all()
            self.assertEqual(bool(self._history(user, ticket)), user in users)

    def test_company_decides_whatever_the_contact_says(self):
        self.customer.user_id = self.foreign_sales
        self._assert_seen_by(self.sales)

    def test_contact_decides_where_the_company_has_none(self):
        self.customer.user_id = self.foreign_sales
        self.customer_company.user_id = False
        self._assert_seen_by(self.foreign_sales)

    def test_change_of_salesperson_moves_the_view_at_once(self):
        self._assert_seen_by(self.sales)
        self.customer_company.user_id = self.foreign_sales
        self._assert_seen_by(self.foreign_sales)
        (self.customer_company | self.customer).user_id = False
        self._assert_seen_by()

    def test_history_stays_with_the_company_a_contact_has_left(self):
        self.customer.parent_id = self.env["res.partner"].create(
            {"name": "Deco", "is_company": True, "user_id": self.foreign_sales.id}
        )
        self._assert_seen_by(self.sales)

    def test_all_documents_see_all(self):
        stranger = self._create_complaint(self.agent_all, partner_id=self.stranger.id)
        self.assertTrue(self._history(self.sales_all, stranger))
        self._assert_seen_by(ticket=stranger)

    def test_handlers_see_what_they_may_read_themselves(self):
        other = self._create_complaint(self.agent_all, user_id=self.agent_all.id)
        self.team.user_ids |= self.agent_all
        for user in (self.handler, self.leader, self.agent_all, self.manager):
            for ticket in self.ticket | other.sudo():
                with self.subTest(user.name, ticket=ticket.name):
                    readable = ticket.with_user(user).has_access("read")
                    self.assertEqual(bool(self._history(user, ticket)), readable)

    def test_nobody_reads_what_is_about_them(self):
        seller = new_test_user(
            self.env,
            "both_user",
            groups=f"{ROLES['sales_all']},{ROLES['agent_all']}",
        )
        for user in (self.sales, self.sales_all, self.manager, seller):
            self.ticket.complaint_about_user_id = False
            self.assertTrue(self._history(user))
            self.ticket.complaint_about_user_id = user
            self.env.invalidate_all()
            self.assertFalse(self._history(user))

    def test_other_companies_are_not_told(self):
        company = self.env["res.company"].create({"name": "Other company"})
        abroad = new_test_user(
            self.env,
            "abroad_user",
            groups=ROLES["sales_all"],
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        self.assertFalse(self._history(abroad))
        self.assertFalse(self._as(abroad).complaint_count)


class TestMaskedHistory(HistoryCommon):
    """Confidential ones, and those about a colleague, are counted and not worded."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket.with_user(cls.handler).write(
            {"complaint_decision": "upheld", "complaint_explanation": CANARY}
        )
        cls.ticket.with_user(cls.handler).action_send_decision()

    def _hide(self):
        """Yield with each of the two secrets in turn."""
        for vals in (
            {"complaint_confidential": True, "complaint_about_user_id": False},
            {"complaint_confidential": False, "complaint_about_user_id": self.leader},
        ):
            self.ticket.write(vals)
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(vals):
                yield self._history(self.sales)

    def test_before_it_is_hidden_all_is_read(self):
        row = self._history(self.sales)
        self.assertIn(CANARY, row.title)
        self.assertIn(CANARY, row.explanation)
        self.assertEqual(row.cause_id, self.cause)

    def test_title_decision_and_cause_are_not_told(self):
        for row in self._hide():
            self.assertEqual(row.title, "Confidential")
            self.assertNotIn(CANARY, row.display_name)
            self.assertFalse(row.name or row.decision or row.explanation)
            self.assertFalse(row.cause_id)

    def test_hidden_row_tells_the_same_whoever_complained_and_has_it(self):
        """Field by field: what differs between two would be told."""
        told = set(self.env["complaint.history"].with_user(self.sales).fields_get())
        told -= {"commercial_partner_id", "write_date"}  # The customer as a whole.
        for row in self._hide():
            before = row.read(told)
            self.ticket.write(
                {
                    "partner_id": self.customer_company.id,
                    "user_id": self.agent_all.id,
                    "complaint_sales_note": CANARY,
                }
            )
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertEqual(row.read(told), before)
            self.ticket.write(
                {"partner_id": self.customer.id, "user_id": self.handler.id}
            )

    def test_no_search_finds_the_words(self):
        rows = self.env["complaint.history"].with_user(self.sales)
        for _row in self._hide():
            for name in ("name", "explanation"):
                self.assertFalse(rows.search([(name, "ilike", CANARY)]))
            self.assertFalse(rows.search([("decision", "=", "upheld")]))
            self.assertFalse(rows.name_search(CANARY))
            for group in ("name", "decision", "cause_id"):
                values = rows._read_group([], [group], ["__count"])
                self.assertEqual([bool(value) for value, _count in values], [False])

    def test_they_are_counted(self):
        for _row in self._hide():
            self.assertEqual(self._as(self.sales).complaint_count, 1)

    def test_about_whom_is_told_to_nobody_in_sales(self):
        self.assertNotIn("about_user_id", self._history(self.sales).fields_get())


class TestHistoryPlan(HistoryCommon):
    """The conditions reach the indexes of tickets through the view."""

    def _plan(self, user, domain):
        rows = self.env["complaint.history"].with_user(user)
        query = rows._search(domain)
        plan = self.env.execute_query(SQL("EXPLAIN %s", query.select()))
        return "\n".join(line for (line,) in plan)

    def test_customers_are_found_through_their_index(self):
        """Nothing is said to the planner: it chooses the index by itself."""
        self._insert_complaints(self.stranger, 10000)
        domain = [("commercial_partner_id", "in", self.customer_company.ids)]
        for user in (self.sales, self.sales_all, self.handler, self.manager):
            with self.subTest(user.name):
                plan = self._plan(user, domain)
                self.assertRegex(plan, "helpdesk_ticket_(complaint_customer|_?comm)")
                self.assertNotIn("Seq Scan on helpdesk_ticket", plan)

    def test_remedies_are_summed_through_their_index(self):
        """Nothing is said to the planner here, either."""
        self._insert_complaints(self.stranger, 1000)
        self.env.cr.execute(
            SQL(
                "INSERT INTO complaint_remedy (ticket_id, type_id, currency_id, state)"
                " SELECT id, %s, %s, 'delivered' FROM helpdesk_ticket",
                self.refund.id,
                self.company.currency_id.id,
            )
        )
        self.env.cr.execute("ANALYZE complaint_remedy")
        domain = [("id", "=", self.ticket.id), ("remedy_amount", ">", 0)]
        self.assertIn(
            "complaint_remedy__ticket_id_index", self._plan(self.sales, domain)
        )

    def test_tables_nobody_asks_for_are_not_joined(self):
        plan = self._plan(self.manager, [("number", "=", "HT1")])
        self.assertNotIn("res_partner", plan)
        self.assertNotIn("complaint_remedy", plan)
