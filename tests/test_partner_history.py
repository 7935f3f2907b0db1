from datetime import timedelta

from freezegun import freeze_time
from lxml import etree

from odoo import fields

from odoo.addons.complaint_recovery.models.customer.at_hand import AT_HAND

from .common.history import CANARY, HistoryCommon

FIGURES = (
    *("complaint_count", "complaint_open_count", "complaint_last_date"),
    *("complaint_remedy_amount", "complaint_currency_id"),
)
#: The parent's, for the helpdesk alone.
COUNTERS = {"helpdesk_ticket_count_string", "helpdesk_ticket_active_count"}
#: What everything we show of 80 customers may ask (the issue), less one (watchlist).
MOST_QUERIES = 4


class FiguresCommon(HistoryCommon):
    """Customers who complained, and what they were given."""

    def _given(self, ticket, amount=40, **vals):
        remedy = self._create_remedy(ticket, self.manager, amount=amount, **vals)
        remedy.action_offer()
        remedy.action_accept()
        return remedy


class TestPartnerFigures(FiguresCommon):
    """What a customer complained of, counted over the whole commercial entity."""

    def test_counts_are_those_of_the_whole_company(self):
        ticket = self._create_complaint(
            self.agent_all, partner_id=self.customer_company.id
        )
        ticket.sudo().action_withdraw("A mistake")
        for partner in self.customer | self.customer_company:
            partner = self._as(self.sales, partner)
            self.assertEqual(partner.complaint_count, 2)
            self.assertEqual(partner.complaint_open_count, 1)
            self.assertTrue(partner.complaint_last_date)
        self.assertFalse(self._as(self.sales, self.stranger).complaint_count)

    def test_handler_counts_what_handlers_may_read(self):
        self._create_complaint(self.agent_all, user_id=self.agent_all.id)
        self.assertEqual(self._as(self.handler).complaint_count, 1)
        self.assertEqual(self._as(self.leader).complaint_count, 2)

    def test_users_do_not_share_what_was_counted(self):
        partner = self._as(self.sales)
        self.assertEqual(partner.complaint_count, 1)
        self.assertEqual(partner.with_user(self.foreign_sales).complaint_count, 0)
        self.assertEqual(partner.with_user(self.sales_all).complaint_count, 1)

    def test_change_of_salesperson_moves_the_counts_at_once(self):
        self.assertEqual(self._as(self.sales).complaint_count, 1)
        self.customer_company.user_id = self.foreign_sales
        self.assertEqual(self._as(self.sales).complaint_count, 0)
        self.assertEqual(self._as(self.foreign_sales).complaint_count, 1)

    def test_remedies_are_those_of_twelve_months(self):
        with freeze_time(fields.Datetime.now() - timedelta(days=366)):
            old = self._create_complaint(
                self.agent_all, complaint_severity_id=self.normal.id
            )
            self._given(old, amount=30)
        self._given(self.ticket, amount=40)
        self.assertEqual(self._as(self.sales).complaint_remedy_amount, 40)

    def test_remedies_of_another_company_are_converted(self):
        currency = self.env["res.currency"].create(
            {
                "name": "XYZ",
                "symbol": "X",
                "rate_ids": [(0, 0, {"name": "2000-01-01", "rate": 4})],
            }
        )
        company = self.env["res.company"].create(
            {"name": "Abroad", "currency_id": currency.id}
        )
        (self.agent_all | self.manager).company_ids |= company
        self.sales.company_ids |= company
        severity = {"complaint_severity_id": self.normal.id}
        ticket = self._create_complaint(self.agent_all, **severity).sudo()
        moved = {"team_id": False, "company_id": company.id}
        ticket.write({**moved, "user_id": self.agent_all.id})
        self._given(ticket, amount=80, currency_id=currency.id)
        self._given(self.ticket, amount=40)
        both = (self.company | company).ids
        partner = self._as(self.sales).with_context(allowed_company_ids=both)
        self.assertEqual(partner.complaint_count, 2)
        self.assertEqual(partner.complaint_remedy_amount, 60)
        one = partner.with_context(allowed_company_ids=self.company.ids)
        self.assertEqual(one.complaint_remedy_amount, 40)
        self.assertEqual(one.complaint_count, 1)

    def test_last_ones_are_shown_newest_first(self):
        self._insert_complaints(self.customer, 30)
        rows = self._as(self.sales).complaint_history_ids
        self.assertEqual(len(rows), 10)
        self.assertEqual(rows[0].id, self.ticket.id)
        dates = rows.mapped("received_at")
        self.assertEqual(dates, sorted(dates, reverse=True))

    def test_new_customer_has_none(self):
        partner = self.env["res.partner"].with_user(self.sales).new({"name": "New"})
        self.assertEqual(partner.complaint_count, 0)
        self.assertFalse(partner.complaint_notice)


class TestPartnerNotice(HistoryCommon):
    """The one line on top: what to know before talking to the customer."""

    def test_says_severity_owner_next_promise_and_what_not_to_bring_up(self):
        notice = self._as(self.sales).complaint_notice
        for words in (
            self.ticket.number,
            self.ticket.complaint_severity_id.name,
            self.ticket.user_id.name,
            "next promise",
            f"The renewal {CANARY}",
        ):
            self.assertIn(words, notice)

    def test_of_many_open_ones_the_gravest_are_told_and_the_rest_counted(self):
        self.ticket.complaint_sales_note = False
        grave = self._create_complaint(
            name="Stock spoiled", complaint_severity_id=self.critical.id
        )
        self._insert_complaints(self.customer, 5, complaint_closed_at="NULL")
        notice = self._as(self.sales).complaint_notice
        self.assertEqual(notice.count("/odoo/complaint-history/"), 3)
        first = notice.index("/odoo/complaint-history/")
        self.assertEqual(first, notice.index(f"/odoo/complaint-history/{grave.id}"))
        self.assertIn("Stock spoiled", notice)
        self.assertIn("Open besides: 4", notice)

    def test_what_not_to_bring_up_is_told_however_many_are_open(self):
        for number in range(4):
            self._create_complaint(complaint_sales_note=f"Matter {number}")
        self._insert_complaints(self.customer, 5, complaint_closed_at="NULL")
        notice = self._as(self.sales).complaint_notice
        self.assertEqual(notice.count("Do not bring up: "), 5)
        self.assertIn(f"Do not bring up: The renewal {CANARY}", notice)

    def test_nothing_is_said_once_all_are_closed(self):
        self.ticket.action_withdraw("A mistake")
        self.assertFalse(self._as(self.sales).complaint_notice)

    def test_words_of_people_are_words_and_no_markup(self):
        self.ticket.complaint_sales_note = "<img src=x onerror=alert(1)>"
        self.assertNotIn("<img", self._as(self.sales).complaint_notice)

    def test_confidential_one_is_announced_without_its_title(self):
        self.ticket.complaint_confidential = True
        self.ticket.complaint_sales_note = False
        notice = self._as(self.sales).complaint_notice
        self.assertIn(self.ticket.number, notice)
        self.assertNotIn(CANARY, notice)


class TestPartnerQueries(FiguresCommon):
    """As many queries for a page of customers as for one, however many complaints."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        names = [{"name": f"No. {n}", "user_id": cls.sales.id} for n in range(80)]
        cls.customers = cls.env["res.partner"].create(names)

    def _queries(self, names, user, count=80):
        page = self._as(user, self.customers[:count])
        page.mapped("name")  # What the list reads without us.
        self.env["complaint.history"].with_user(user).search([], limit=1)
        self.env.user.has_group("base.group_user")
        page.invalidate_recordset(list(names), flush=False)
        before = self.cr.sql_log_count
        page.read(list(names))
        return self.cr.sql_log_count - before

    def _fill(self, complaints):
        each = complaints // len(self.customers[:10])
        for customer in self.customers[:10]:
            self._insert_complaints(customer, each)

    def test_80_customers_cost_no_more_at_10000_complaints_than_at_10(self):
        for user in (self.sales, self.sales_all, self.handler, self.manager):
            with self.subTest(user.name):
                self.assertLessEqual(self._queries(FIGURES, user), MOST_QUERIES)
        self._fill(10)
        few = [self._queries(FIGURES, user) for user in (self.sales, self.manager)]
        self._fill(10000)
        many = [self._queries(FIGURES, user) for user in (self.sales, self.manager)]
        self.assertEqual(few, many)
        self.assertLessEqual(max(many), MOST_QUERIES)
        counted = self._as(self.sales, self.customers[:10]).mapped("complaint_count")
        self.assertEqual(counted, [1001] * 10)

    def test_lists_and_cards_of_80_customers_cost_6_queries_at_most_in_all(self):
        """With the watchlist and the parent's own counters, whatever is shown."""
        names = set(COUNTERS)
        for view in ("base.view_partner_tree", "base.res_partner_kanban_view"):
            view = self.env.ref(view)
            partners = self.env["res.partner"].with_user(self.manager)
            arch = etree.fromstring(partners.get_view(view.id, view.type)["arch"])
            names.update(arch.xpath("//field[starts-with(@name,'complaint_')]/@name"))
        self.assertIn("complaint_watch_kinds", names)
        entries = self.env["complaint.watchlist.entry"].with_user(self.manager)
        for customer in self.customers[:20]:
            vals = {"partner_id": customer.id, "kind": "frequent", "reason": "Often"}
            entries.create(vals).action_activate()
        for count in (10, 10000):
            self._fill(count)
            for user in (self.sales, self.sales_all, self.handler, self.manager):
                own = (
                    names if user in (self.handler, self.manager) else names - COUNTERS
                )
                self._queries(own, user)  # Fills what is kept between requests.
                with self.subTest(user.name, count=count):
                    self.assertLessEqual(self._queries(own, user), 6)

    def test_the_form_costs_no_more_for_80_customers_than_for_one_with_many(self):
        names = ("complaint_notice", "complaint_history_ids")
        self._insert_complaints(self.customers[0], AT_HAND, complaint_closed_at="NULL")
        self._queries(names, self.sales)  # Fills what is kept between requests.
        few = self._queries(names, self.sales, count=1)
        self._insert_complaints(self.customers[0], 1, complaint_closed_at="NULL")
        many = self._queries(names, self.sales, count=1)
        self.assertLess(few, many)
        self.assertLessEqual(self._queries(names, self.sales), many)

    def test_one_customer_is_told_the_same_as_among_many(self):
        severities = self.normal | self.critical | self.major
        for days, severity in zip((3, 2, 1), severities, strict=True):
            with freeze_time(fields.Datetime.now() - timedelta(days=days)):
                ticket = self._create_complaint(complaint_severity_id=severity.id)
            if severity == self.normal:
                ticket.sudo().action_withdraw("A mistake")
        self._insert_complaints(self.customer, 12)
        self._given(
            self._create_complaint(
                complaint_sales_note="The renewal",
                complaint_severity_id=self.normal.id,
            )
        )
        names = [*FIGURES, "complaint_notice", "complaint_history_ids"]
        for user in (self.sales, self.handler, self.manager):
            page = self._as(user, self.customer_company | self.customers[:3])
            [one] = page[0].with_prefetch().read(names)
            self.env.invalidate_all()
            with self.subTest(user.name):
                self.assertTrue(one["complaint_notice"])
                self.assertEqual(page.read(names)[0], one)

    def test_last_complaints_are_the_newest_of_one_with_many(self):
        """As many as are read at once, and one more, which the database ranks."""
        for more in (AT_HAND, 1):
            self._insert_complaints(self.customers[0], more)
            partner = self._as(self.sales_all, self.customers[0])
            rows = self.env["complaint.history"].with_user(self.sales_all)
            theirs = rows.search([("commercial_partner_id", "=", partner.id)])
            newest = theirs.sorted(lambda r: (r.received_at, r.id), reverse=True)
            with self.subTest(complaints=len(theirs)):
                shown = partner.complaint_history_ids
                self.assertEqual(shown.ids, newest[: len(shown)].ids)
                self.assertEqual(len(shown), 10)


class TestPartnerViews(HistoryCommon):
    """Where somebody may read nothing, nothing is shown."""

    def _arch(self, user, kind):
        view = {
            "form": "base.view_partner_form",
            "list": "base.view_partner_tree",
            "kanban": "base.res_partner_kanban_view",
        }[kind]
        partners = self.env["res.partner"].with_user(user)
        arch = partners.get_view(self.env.ref(view).id, kind)["arch"]
        return etree.fromstring(arch)

    def test_sales_and_helpdesk_see_counts_and_others_no_field(self):
        for kind in ("form", "list", "kanban"):
            path = "//field[@name='complaint_open_count']"
            for user in (self.sales, self.handler, self.manager):
                with self.subTest(kind, user=user.name):
                    self.assertTrue(self._arch(user, kind).xpath(path))
            arch = etree.tostring(self._arch(self.employee, kind))
            self.assertNotIn(b"complaint", arch)

    def test_sales_read_no_misleading_ticket_counter(self):
        path = "//field[starts-with(@name, 'helpdesk_ticket_')]"
        self.assertFalse(self._arch(self.sales, "form").xpath(path))
        self.assertTrue(self._arch(self.handler, "form").xpath(path))

    def test_button_opens_the_history_of_the_whole_company(self):
        action = self._as(self.sales, self.customer).action_complaint_history()
        rows = self.env[action["res_model"]].with_user(self.sales)
        self.assertEqual(rows.search(action["domain"]).ids, self.ticket.ids)

    def test_sales_have_the_app_with_this_menu_alone(self):
        def children(user):
            menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
            root = self.env.ref("complaint_recovery.complaint_menu_root").id
            return [
                menus[child]["name"]
                for child in menus.get(root, {}).get("children", [])
            ]

        self.assertEqual(children(self.sales), ["Customers"])
        self.assertIn("Customers", children(self.handler))
        self.assertGreater(len(children(self.handler)), 4)
        self.assertFalse(children(self.employee))
