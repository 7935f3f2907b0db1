from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tools import mute_logger

from .common.history import CANARY, HistoryCommon

#: Columns of a row that say something by themselves.
TELLING = ("number", "name", "sales_note", "explanation", "received_at", "user_id")


class TestForeignSalesperson(HistoryCommon):
    """A foreign salesperson finds nothing, whatever is asked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        exporting = cls.env.ref("base.group_allow_export")
        (cls.sales | cls.foreign_sales).group_ids |= exporting
        cls.handed = cls.ticket.with_user(cls.handler)
        cls.handed.write(
            {"complaint_decision": "upheld", "complaint_explanation": CANARY}
        )
        cls.handed.action_send_decision()
        cls.env.flush_all()

    def _call(self, method, *args, user=None, model="complaint.history", **kwargs):
        self.env.invalidate_all()
        records = self.env[model].with_user(user or self.foreign_sales)
        return call_kw(records, method, list(args), kwargs)

    def _both(self, method, *args, **kwargs):
        """Return what the own salesperson gets, and what the foreign one gets."""
        return (
            self._call(method, *args, user=self.sales, **kwargs),
            self._call(method, *args, **kwargs),
        )

    def test_search_count_and_name_search_find_nothing(self):
        for method, args in (
            ("search", ([],)),
            ("search_count", ([],)),
            ("search_read", ([], ["number"])),
            ("name_search", (self.ticket.number,)),
            ("web_search_read", ([], {"number": {}})),
        ):
            with self.subTest(method):
                own, foreign = self._both(method, *args)
                self.assertTrue(own["length"] if "length" in str(own) else own)
                self.assertFalse(
                    foreign["records"] if isinstance(foreign, dict) else foreign
                )

    def test_no_condition_finds_it(self):
        for name in TELLING:
            with self.subTest(name):
                own, foreign = self._both("search", [(name, "!=", False)])
                self.assertTrue(own)
                self.assertFalse(foreign)

    def test_no_dotted_path_finds_it(self):
        for path, value in (
            ("commercial_partner_id.name", "Azure"),
            ("partner_id.email", "azure"),
            ("stage_id.name", "e"),
            ("user_id.name", "Handler"),
        ):
            with self.subTest(path):
                own, foreign = self._both("search", [(path, "ilike", value)])
                self.assertTrue(own)
                self.assertFalse(foreign)

    @mute_logger("odoo.models", "odoo.addons.base.models.ir_rule")
    def test_no_path_leads_from_the_history_into_the_ticket(self):
        for user in (self.sales, self.sales_all, self.foreign_sales):
            for path in (
                "ticket_id.complaint_finding",
                "about_user_id.name",
                "team_id",
            ):
                with self.subTest(user.name, path=path), self.assertRaises(AccessError):
                    self._call("search", [(path, "!=", False)], user=user)

    def test_no_order_and_no_group_tells_of_it(self):
        for name in ("received_at desc", "number", "remedy_amount", "user_id"):
            own, foreign = self._both("search", [], order=name)
            self.assertTrue(own)
            self.assertFalse(foreign, name)
        for group in ("commercial_partner_id", "user_id", "received_at:month", "name"):
            with self.subTest(group):
                figures = ["__count", "remedy_amount:sum"]
                own, foreign = self._both("formatted_read_group", [], [group], figures)
                self.assertTrue(own)
                self.assertFalse(foreign)

    @mute_logger("odoo.models", "odoo.addons.base.models.ir_rule")
    def test_knowing_the_number_of_the_row_does_not_help(self):
        self.assertTrue(
            self._call("read", self.ticket.ids, ["name"], user=self.sales)[0]["name"]
        )
        for method, args in (
            ("read", (["name"],)),
            ("export_data", (["number", "name"],)),
            ("web_read", ({"name": {}},)),
        ):
            with self.subTest(method), self.assertRaises(AccessError):
                self._call(method, self.ticket.ids, *args)

    def test_the_customer_tells_nothing(self):
        names = [
            *("complaint_count", "complaint_open_count", "complaint_last_date"),
            *("complaint_remedy_amount", "complaint_history_ids", "complaint_notice"),
        ]
        for partner in self.customer_company | self.customer:
            args = (partner.ids, names)
            own, foreign = self._both("read", *args, model="res.partner")
            self.assertIn(CANARY, own[0]["complaint_notice"])
            self.assertEqual(own[0]["complaint_count"], 1)
            for name in names:
                self.assertFalse(foreign[0][name], name)
            own, foreign = self._both("export_data", *args, model="res.partner")
            self.assertIn(CANARY, str(own["datas"]))
            told = {str(cell) for row in foreign["datas"] for cell in row}
            self.assertLessEqual(told, {"", "0", "0.0", "False"})

    def test_the_customers_portal_user_tells_nothing(self):
        """A user shows the fields of its contact."""
        names = ["complaint_count", "complaint_notice", "complaint_history_ids"]
        args = (self.portal.ids, names)
        own, foreign = self._both("read", *args, model="res.users")
        self.assertIn(CANARY, own[0]["complaint_notice"])
        for name in names:
            self.assertFalse(foreign[0][name], name)

    def test_no_customer_is_found_by_what_it_complained_of(self):
        for name in ("complaint_count", "complaint_open_count", "complaint_notice"):
            for user in (self.sales, self.foreign_sales):
                with self.subTest(name, user=user.name), self.assertRaises(ValueError):
                    self._call(
                        "search", [(name, "!=", False)], user=user, model="res.partner"
                    )
        for path in ("complaint_history_ids.name", "helpdesk_ticket_ids.number"):
            with mute_logger("odoo.models", "odoo.addons.base.models.ir_rule"):
                try:
                    domain = [(path, "ilike", CANARY)]
                    found = self._call("search", domain, model="res.partner")
                except (AccessError, ValueError):
                    continue
            self.assertFalse(found, path)

    def test_the_customers_chatter_tells_nothing(self):
        messages = self.env["mail.message"].with_user(self.foreign_sales)
        for partner in self.customer_company | self.customer:
            domain = [("model", "=", "res.partner"), ("res_id", "=", partner.id)]
            bodies = "".join(messages.search(domain).mapped("body"))
            self.assertNotIn(CANARY, bodies)
            self.assertNotIn(self.ticket.number, bodies)
