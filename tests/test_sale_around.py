from freezegun import freeze_time

from odoo.exceptions import AccessError

from .common.sale import SaleCommon

CLOSED = "2030-04-01 12:00:00"
LATER = "2030-08-01 12:00:00"
FIGURES = [
    "orders_before_count",
    "orders_before_amount",
    "orders_after_count",
    "orders_after_amount",
]


class AroundCommon(SaleCommon):
    """A complaint closed on the first of April."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(LATER))
        cls.ticket = cls._create_closed(CLOSED)

    def _row(self, user=None, ticket=None):
        rows = self.env["complaint.history"].with_user(user or self.sales)
        return rows.browse((ticket or self.ticket).id)

    def _figures(self, user=None):
        self.env.invalidate_all()
        row = self._row(user).read(FIGURES)[0]
        return tuple(row[name] for name in FIGURES)


class TestOrdersAround(AroundCommon):
    """Orders in the 90 days after closing against the 90 before."""

    def test_spans_are_90_days_to_the_second(self):
        for date, amount in (
            ("2030-01-01 11:59:59", 1),  # Too early.
            ("2030-01-01 12:00:00", 10),
            ("2030-04-01 11:59:59", 100),
            ("2030-04-01 12:00:00", 1000),
            ("2030-06-30 11:59:59", 10000),
            ("2030-06-30 12:00:00", 100000),  # Too late.
        ):
            self._create_order_on(date, amount)
        self.assertEqual(self._figures(), (2, 110, 2, 11000))

    def test_orders_of_the_whole_customer_count_and_of_no_other(self):
        self._create_order_on("2030-03-01", 10, partner_id=self.customer_company.id)
        self._create_order_on("2030-03-01", 100, partner_id=self.stranger.id)
        self.assertEqual(self._figures(), (1, 10, 0, 0))

    def test_quotations_cancelled_orders_refunds_and_gifts_do_not_count(self):
        self._create_order_on("2030-03-01", confirm=False)
        self._create_order_on("2030-03-01").sudo()._action_cancel()
        self._create_order_on("2030-05-01", -50)
        self._create_order_on("2030-05-01", 0)
        self.assertEqual(self._figures(), (0, 0, 0, 0))

    def test_amounts_are_in_company_currency(self):
        foreign = self.env["res.currency"].create({"name": "XQQ", "symbol": "X"})
        rate = {"name": "2030-01-01", "rate": 4, "currency_id": foreign.id}
        self.env["res.currency.rate"].create(rate)
        pricelist = self.env["product.pricelist"].create(
            {"name": "Foreign", "currency_id": foreign.id}
        )
        order = self._create_order_on("2030-03-01", 80, pricelist_id=pricelist.id)
        self.assertEqual(order.currency_id, foreign)
        self.assertEqual(self._figures(), (1, 20, 0, 0))

    def test_orders_of_another_company_do_not_count(self):
        company = self.env["res.company"].create({"name": "Other company"})
        order = self._create_order_on("2030-03-01").sudo()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_order SET company_id = %s WHERE id = %s",
            [company.id, order.id],
        )
        self.assertEqual(self._figures(self.manager), (0, 0, 0, 0))

    def test_open_complaint_has_none(self):
        self._create_order_on("2030-03-01")
        ticket = self._create_complaint()
        self.assertFalse(self._row(ticket=ticket).orders_summary)
        self.assertFalse(self._row(ticket=ticket).orders_before_count)

    def test_summary_compares_two_full_spans(self):
        self._create_order_on("2030-03-01", 10)
        self._create_order_on("2030-05-01", 30)
        summary = self._row().orders_summary
        self.assertIn("90 days before closing: 1", summary)
        self.assertIn("90 days after: 1", summary)
        self.assertNotIn("so far", summary)

    def test_span_that_is_not_over_is_said_to_be_so(self):
        with freeze_time("2030-06-30 11:59:59"):
            summary = self._row().orders_summary
        self.assertIn("after it, so far: 0", summary)
        self.assertIn("06/30/2030", summary)


class TestOrdersAroundRights(AroundCommon):
    """Nobody learns more of orders than Sales lets him; managers read totals."""

    def test_salesperson_counts_the_orders_he_may_see(self):
        self._create_order_on("2030-03-01", 10)
        self._create_order_on("2030-03-01", 100, user=self.foreign_sales)
        self.assertEqual(self._figures(self.sales), (1, 10, 0, 0))
        self.assertEqual(self._figures(self.sales_all), (2, 110, 0, 0))

    def test_helpdesk_manager_reads_totals_without_a_right_to_order(self):
        self._create_order_on("2030-03-01", 10)
        self._create_order_on("2030-03-01", 100, user=self.foreign_sales)
        self.assertFalse(
            self.env["sale.order"].with_user(self.manager).has_access("read")
        )
        self.assertEqual(self._figures(self.manager), (2, 110, 0, 0))
        summary = self.ticket.with_user(self.manager).complaint_orders_summary
        self.assertIn("90 days before closing: 2", summary)

    def test_handler_without_sales_rights_reads_none(self):
        for name in (*FIGURES, "orders_summary"):
            with self.subTest(name), self.assertRaises(AccessError):
                self._row(self.handler).read([name])
        with self.assertRaises(AccessError):
            self.ticket.with_user(self.handler).read(["complaint_orders_summary"])

    def test_foreign_salesperson_reads_no_row(self):
        with self.assertRaises(AccessError):
            self._row(self.foreign_sales).read(FIGURES)

    def test_figures_are_not_kept_for_the_next_reader(self):
        self._create_order_on("2030-03-01", 10, user=self.foreign_sales)
        self.assertEqual(self._row(self.manager).orders_before_count, 1)
        self.assertEqual(self._row(self.sales).orders_before_count, 0)


class TestOrdersAroundQueries(AroundCommon):
    def test_a_dozen_complaints_cost_what_one_costs(self):
        vals = {"user_id": self.sales.id}
        partners = self.env["res.partner"].create(
            [{"name": f"Customer {n}", **vals} for n in range(12)]
        )
        tickets = self.env["helpdesk.ticket"].browse()
        for partner in partners:
            self._create_order_on("2030-03-01", 10, partner_id=partner.id)
            tickets |= self._create_closed(CLOSED, partner_id=partner.id)
        counts = []
        for some in (tickets, tickets[:1], tickets):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows = self._row(ticket=some[:1]).browse(some.ids)
            self.assertEqual(len(rows.read([*FIGURES, "orders_summary"])), len(some))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
        self.assertEqual(sum(rows.mapped("orders_before_count")), 12)
