from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, new_test_user
from odoo.tools import SQL, mute_logger

from .common.sale import SaleCommon

FIELDS = ["complaint_notice", "complaint_watch_note", "complaint_count"]


class TestBanner(SaleCommon):
    """What to know of a customer's complaints before going on with an order."""

    def _read(self, order, user=None):
        return order.with_user(user or self.sales).read(FIELDS)[0]

    def test_quotation_tells_the_open_complaint_and_what_not_to_bring_up(self):
        ticket = self._create_complaint()
        ticket.sudo().complaint_sales_note = "The renewal"
        notice = self._read(self._create_order(confirm=False))["complaint_notice"]
        for words in (ticket.number, "Normal", "Handler", "The renewal"):
            self.assertIn(words, notice)

    def test_order_of_a_customer_without_complaints_tells_nothing(self):
        values = self._read(self._create_order())
        self.assertFalse(values["complaint_notice"] or values["complaint_watch_note"])

    def test_closed_complaint_is_no_longer_told(self):
        order = self._create_order()
        self._create_closed("2030-01-02 10:00:00")
        self.assertFalse(self._read(order)["complaint_notice"])

    def test_guidance_of_the_watchlist_is_told(self):
        self._watch()
        note = self._read(self._create_order())["complaint_watch_note"]
        self.assertIn("Call back within the hour", note)

    def test_banner_appears_when_the_customer_is_chosen(self):
        ticket = self._create_complaint()
        form = Form(self.env["sale.order"].with_user(self.sales))
        self.assertFalse(form.complaint_notice)
        form.partner_id = self.customer
        self.assertIn(ticket.number, form.complaint_notice)

    def test_foreign_salesperson_sees_no_banner_on_the_own_order(self):
        self._create_complaint()
        self._watch()
        order = self._create_order(user=self.foreign_sales)
        values = self._read(order, self.foreign_sales)
        self.assertFalse(any(values[name] for name in FIELDS))

    def test_banner_is_not_kept_for_the_next_reader(self):
        ticket = self._create_complaint()
        order = self._create_order(user=self.foreign_sales)
        self.assertIn(ticket.number, order.with_user(self.sales_all).complaint_notice)
        self.assertFalse(order.with_user(self.foreign_sales).complaint_notice)

    def test_change_of_salesperson_moves_the_banner_at_once(self):
        ticket = self._create_complaint()
        order = self._create_order(user=self.foreign_sales)
        self.customer_company.user_id = self.foreign_sales
        notice = self._read(order, self.foreign_sales)["complaint_notice"]
        self.assertIn(ticket.number, notice)

    def test_form_of_an_accountant_has_no_banner(self):
        groups = "account.group_account_invoice"
        accountant = new_test_user(self.env, "accountant_user", groups=groups)
        orders = self.env["sale.order"].with_user(accountant)
        arch = orders.get_view(self.env.ref("sale.view_order_form").id, "form")["arch"]
        self.assertNotIn("complaint", arch)
        self._create_complaint()
        with self.assertRaises(AccessError):
            self._create_order().with_user(accountant).read(["complaint_notice"])


class TestBannerQueries(SaleCommon):
    def _count(self, orders):
        """Return the queries that ``FIELDS`` cost on top of the rest of a list."""
        counts = []
        for names in (["partner_id"], ["partner_id", *FIELDS]):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            orders.with_user(self.sales).read(names)
            counts.append(self.env.cr.sql_log_count - before)
        return counts[1] - counts[0]

    def _create_customers(self, count):
        values = [
            {"name": f"Customer {n}", "user_id": self.sales.id} for n in range(count)
        ]
        return self.env["res.partner"].create(values)

    def _create_orders(self, partners):
        vals = [{"partner_id": p.id, "user_id": self.sales.id} for p in partners]
        return self.env["sale.order"].create(vals)

    def test_list_of_80_orders_costs_what_a_list_of_5_costs(self):
        partners = self._create_customers(80)
        for partner in partners[::2]:
            self._create_complaint(partner_id=partner.id, name=partner.name)
        orders = self._create_orders(partners)
        self._count(orders)  # What is asked once only: rights, groups.
        self.assertEqual(self._count(orders), self._count(orders[:5]))
        self.assertLessEqual(self._count(orders), 12)

    def test_customers_without_complaints_cost_one_look_at_each_kind(self):
        orders = self._create_orders(self._create_customers(80))
        self._count(orders)
        self.assertLessEqual(self._count(orders), 4)


class TestPortal(SaleCommon, HttpCase):
    """The customer reads nothing of ours on the own orders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_complaint(name="CANARY")
        cls.ticket.sudo().complaint_sales_note = "CANARY"
        cls._watch(guidance="CANARY")
        cls.order = cls._create_order(partner_id=cls.portal.partner_id.id)
        cls.ticket.sudo().complaint_order_id = cls.order

    def test_pages_of_the_order_tell_nothing(self):
        self.authenticate("portal_user", "portal_user")
        for url in ("/my/orders", f"/my/orders/{self.order.id}"):
            page = self.url_open(url)
            self.assertIn(self.order.name, page.text)
            for word in ("CANARY", self.ticket.number, "omplaint_"):
                self.assertNotIn(word, page.text)

    @mute_logger("odoo.http")
    def test_no_field_is_read_over_http(self):
        self.authenticate("portal_user", "portal_user")
        url = "/web/dataset/call_kw/sale.order/read"
        call = {"model": "sale.order", "method": "read", "kwargs": {}}
        args = [self.order.ids, ["name"]]
        self.assertTrue(self.make_jsonrpc_request(url, {**call, "args": args}))
        for name in FIELDS:
            args = [self.order.ids, [name]]
            with self.assertRaisesRegex(Exception, "AccessError|rights"):
                self.make_jsonrpc_request(url, {**call, "args": args})


class TestNewestDocument(SaleCommon):
    """Of a customer without a salesperson, the newest order or lead has one."""

    def test_newest_order_or_lead_says_whom_to_tell(self):
        self.customer.user_id = self.customer_company.user_id = False
        ticket = self._create_complaint()
        self.assertFalse(ticket._complaint_salesperson())
        # What is made here was there before.
        self.env.cr.execute("UPDATE helpdesk_ticket SET create_date = '2099-01-01'")
        # Quotations, given to them: confirming one would date it today.
        given = {"user": self.sales_all, "user_id": self.sales.id, "confirm": False}
        self._create_order(**given, date_order="2010-01-05 10:00")
        self.assertEqual(ticket._complaint_salesperson(), self.sales)
        lead = {"name": "Ten kettles", "partner_id": self.customer.id}
        self.env["crm.lead"].create({**lead, "user_id": self.sales_all.id})
        self.assertEqual(ticket._complaint_salesperson(), self.sales_all)
        self._create_order(**given, date_order="2099-01-05 10:00")
        self.assertEqual(ticket._complaint_salesperson(), self.sales)
        self.customer_company.user_id = self.sales
        self.assertEqual(ticket._complaint_salesperson(), self.sales)

    def test_lists_say_how_many_are_open_in_one_query_for_all(self):
        self._create_complaint()
        orders = self._create_order() | self._create_order()
        orders = orders.with_user(self.sales)
        self.assertEqual(orders.mapped("complaint_open_count"), [1, 1])


class TestWhoMakesThemselvesHear(SaleCommon):
    """What a document says of its salesperson counts where others say so as well."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.user_id = cls.customer_company.user_id = False
        cls.product = cls._create_order().order_line.product_id
        cls.env["sale.order"].search([]).user_id = False

    def _document(self, model, user, **vals):
        documents = self.env[model].with_user(user)
        vals = {"partner_id": self.customer.id, **vals}
        if model == "crm.lead":
            vals["name"] = "Ten kettles"
        return documents.create(vals)

    def _heard_by(self, documents, moment="2026-01-01"):
        """Return the salesperson of a complaint that comes in at ``moment``."""
        self.env.flush_all()
        for document in documents:
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET create_date = '2025-06-01' WHERE id = %s",
                    SQL.identifier(document._table),
                    document.id,
                )
            )
        ticket = self._create_complaint()
        ticket.flush_recordset()
        query = "UPDATE helpdesk_ticket SET create_date = %s WHERE id = %s"
        self.env.cr.execute(query, (moment, ticket.id))
        self.env.invalidate_all()
        return ticket._complaint_salesperson()

    def _ways(self, model):
        """Yield (way, function → document, who hears)."""
        sales, boss, nobody = self.sales, self.sales_all, self.sales.browse()
        tacit = {"tracking_disable": True, "mail_notrack": True}

        def taken(vals, **context):
            document = self._document(model, boss, user_id=False).sudo()
            document.user_id = False
            document = document.with_user(sales).with_context(**context)
            document.write(vals)
            return document

        yield (
            "given",
            lambda: self._document(model, boss, user_id=sales.id),
            sales,
        )
        yield "own", lambda: self._document(model, sales), nobody
        yield "taken", lambda: taken({"user_id": sales.id}), nobody
        yield "tacitly", lambda: taken({"user_id": sales.id}, **tacit), nobody
        yield "partner", lambda: taken({"partner_id": self.customer.id}), nobody

        def given_later():
            document = self._document(model, sales)
            document.with_user(boss).user_id = False
            document.with_user(boss).user_id = sales
            return document

        yield "given by the leader later", given_later, sales

    def test_by_what_one_writes_oneself_one_hears_nothing(self):
        cells = 0
        for model in self.env["helpdesk.ticket"]._complaint_sales_documents():
            for way, make, hearer in self._ways(model):
                with (
                    self.subTest(model, way=way),
                    self.cr.savepoint() as savepoint,
                ):
                    cells += 1
                    self.assertEqual(self._heard_by(make()), hearer)
                    savepoint.rollback()
        self.assertEqual(cells, 12)

    def test_by_what_came_after_the_complaint_one_hears_nothing(self):
        for model in self.env["helpdesk.ticket"]._complaint_sales_documents():
            with self.subTest(model), self.cr.savepoint() as savepoint:
                given = self._document(model, self.sales_all, user_id=self.sales.id)
                self.assertFalse(self._heard_by(given, moment="2025-01-01"))
                savepoint.rollback()

    def test_led_to_another_customer_it_is_given_by_who_did_that(self):
        for model in self.env["helpdesk.ticket"]._complaint_sales_documents():
            with self.subTest(model), self.cr.savepoint() as savepoint:
                given = self._document(
                    model,
                    self.sales_all,
                    user_id=self.sales.id,
                    partner_id=self.stranger.id,
                )
                given.with_user(self.sales).partner_id = self.customer
                self.assertFalse(self._heard_by(given))
                savepoint.rollback()

    def test_who_agreed_on_an_order_hears_whoever_wrote_them_on_it(self):
        order = self._document("sale.order", self.sales)
        line = {
            "product_id": self.product.id,
            "product_uom_qty": 1,
            "price_unit": 30,
        }
        order.order_line = [Command.create(line)]
        order.action_confirm()
        self.assertEqual(self._heard_by(order), self.sales)

    def test_who_gave_it_is_written_by_nobody(self):
        for model in self.env["helpdesk.ticket"]._complaint_sales_documents():
            for vals, context in (
                ({"complaint_given_by_id": self.sales_all.id}, {}),
                ({}, {"default_complaint_given_by_id": self.sales_all.id}),
            ):
                with self.subTest(model, **context), self.cr.savepoint() as savepoint:
                    try:
                        mine = self.env[model].with_user(self.sales)
                        mine = mine.with_context(**context)
                        mine = self._document(model, mine.env.user, **vals)
                    except AccessError:
                        self.assertTrue(vals)
                    else:
                        self.assertFalse(vals)
                        self.assertFalse(mine.sudo().complaint_given_by_id)
                        with self.assertRaises(AccessError):
                            mine.complaint_given_by_id = self.sales_all
                    savepoint.rollback()
