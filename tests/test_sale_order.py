from lxml import etree

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user
from odoo.tools import mute_logger

from .common import ROLES
from .common.sale import SaleCommon

FORM = "complaint_recovery.complaint_view_form"


class TestOrderComplainedAbout(SaleCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._create_order()
        cls.ticket = cls._create_complaint().sudo()
        # Whoever works in both finds the order in the list.
        groups = f"{ROLES['agent_all']},{ROLES['sales_all']}"
        cls.both = new_test_user(cls.env, "both_user", groups=groups)

    def test_is_chosen_on_the_complaints_form(self):
        with Form(self.ticket.with_user(self.both), view=FORM) as form:
            form.complaint_order_id = self.order
        self.assertEqual(self.ticket.complaint_order_id, self.order)

    def test_is_an_order_of_anybody_at_the_customer(self):
        order = self._create_order(partner_id=self.customer_company.id)
        self.ticket.complaint_order_id = order
        self.assertEqual(self.ticket.complaint_order_id, order)

    def test_is_none_of_another_customer(self):
        order = self._create_order(partner_id=self.stranger.id)
        with self.assertRaisesRegex(ValidationError, "no order of this customer"):
            self.ticket.complaint_order_id = order

    def test_is_none_of_another_company(self):
        company = self.env["res.company"].create({"name": "Other company"})
        order = self.env["sale.order"].create(
            {"partner_id": self.customer.id, "company_id": company.id}
        )
        with self.assertRaisesRegex(ValidationError, "no order of this customer"):
            self.ticket.complaint_order_id = order

    def test_complaint_does_not_move_to_another_customer_with_its_order(self):
        self.ticket.complaint_order_id = self.order
        with self.assertRaisesRegex(ValidationError, "no order of this customer"):
            self.ticket.with_user(self.manager).partner_id = self.stranger

    def test_only_who_may_see_the_order_chooses_it(self):
        with self.assertRaisesRegex(AccessError, "orders you may see"):
            self.ticket.with_user(self.handler).complaint_order_id = self.order
        self.ticket.with_user(self.both).complaint_order_id = self.order

    def test_choosing_tells_nothing_of_an_order_one_may_not_see(self):
        order = self._create_order(partner_id=self.stranger.id)
        with self.assertRaises(UserError) as refusal:
            self.ticket.with_user(self.handler).complaint_order_id = order
        self.assertNotIn(order.name, str(refusal.exception))

    def test_handler_without_sales_rights_reads_the_number_and_no_more(self):
        self.ticket.complaint_order_id = self.order
        shown = {"complaint_order_id": {"fields": {"display_name": {}}}}
        values = self.ticket.with_user(self.handler).web_read(shown)[0]
        self.assertEqual(values["complaint_order_id"]["display_name"], self.order.name)
        shown["complaint_order_id"]["fields"]["amount_total"] = {}
        with self.assertRaises(AccessError):
            self.ticket.with_user(self.handler).web_read(shown)

    def test_number_is_told_only_with_the_complaint(self):
        self.ticket.complaint_order_id = self.order
        stranger = new_test_user(self.env, "newcomer", groups=ROLES["handler"])
        with self.assertRaises(AccessError):
            self.ticket.with_user(stranger).read(["complaint_order_id"])

    def test_form_of_the_handler_shows_the_number_and_lets_it_be(self):
        self.ticket.complaint_order_id = self.order
        arch = self._arch(self.handler)
        self.assertFalse(arch.xpath("//group/field[@name='complaint_order_id']"))
        with Form(self.ticket.with_user(self.handler), view=FORM) as form:
            self.assertEqual(form.complaint_order_number, self.order.name)
            form.complaint_desired_outcome = "A new one"
        self.assertEqual(self.ticket.complaint_order_id, self.order)

    def test_handler_types_the_number_the_customer_reads_out(self):
        with Form(self.ticket.with_user(self.handler), view=FORM) as form:
            form.complaint_order_number = f" {self.order.name.lower()}"
        self.assertEqual(self.ticket.complaint_order_id, self.order)
        foreign = self._create_order(partner_id=self.stranger.id)
        ticket = self.ticket.with_user(self.handler)
        for number in (foreign.name, "S%", "S_____"):
            with self.assertRaisesRegex(UserError, "has no order"):
                ticket.complaint_order_number = number

    def test_customer_and_number_are_corrected_in_one_save(self):
        self.ticket.complaint_order_id = self.order
        foreign = self._create_order(partner_id=self.stranger.id)
        self.ticket.with_user(self.manager).write(
            {"partner_id": self.stranger.id, "complaint_order_number": foreign.name}
        )
        self.assertEqual(self.ticket.complaint_order_id, foreign)

    def _arch(self, user):
        tickets = self.env["helpdesk.ticket"].with_user(user)
        return etree.fromstring(tickets.get_view(self.env.ref(FORM).id, "form")["arch"])

    def test_deleted_quotation_leaves_the_complaint(self):
        quotation = self._create_order(confirm=False)
        self.ticket.complaint_order_id = quotation
        quotation.sudo().unlink()
        self.assertFalse(self.ticket.complaint_order_id)


class TestComplaintsOfOrder(SaleCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._create_order()
        cls.ticket = cls._create_complaint().sudo()
        cls.ticket.complaint_order_id = cls.order

    def test_button_counts_them_and_opens_their_history(self):
        order = self.order.with_user(self.sales)
        self.assertEqual(order.complaint_count, 1)
        action = order.action_view_complaints()
        rows = self.env[action["res_model"]].with_user(self.sales)
        self.assertEqual(rows.search(action["domain"]).ids, self.ticket.ids)

    def test_foreign_salesperson_counts_none(self):
        order = self.order.sudo()
        order.user_id = self.foreign_sales
        order = order.with_user(self.foreign_sales)
        self.assertEqual(order.complaint_count, 0)
        domain = order.action_view_complaints()["domain"]
        self.assertFalse(
            self.env["complaint.history"].with_user(order.env.user).search(domain)
        )

    def test_order_of_a_confidential_complaint_is_not_found_by_it(self):
        self.ticket.complaint_confidential = True
        row = self.env["complaint.history"].with_user(self.sales).browse(self.ticket.id)
        self.assertTrue(row.exists())
        self.assertFalse(row.order_id)
        self.assertEqual(self.order.with_user(self.sales).complaint_count, 0)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_button_is_for_who_may_read_the_order(self):
        for user in (self.portal, self.employee, self.handler, self.foreign_sales):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.order.with_user(user).action_view_complaints()


class TestReport(SaleCommon):
    """Report a complaint from a quotation or order."""

    def _entry(self, order, user=None, **vals):
        action = order.with_user(user or self.sales).action_report_complaint()
        entries = self.env[action["res_model"]].with_user(user or self.sales)
        return entries.with_context(**action["context"]).create(
            {"description": "It leaks.", **vals}
        )

    def _report(self, order, user=None, **vals):
        before = self.env["helpdesk.ticket"].search([])
        self._entry(order, user, **vals).action_report()
        return (self.env["helpdesk.ticket"].search([]) - before).sudo()

    def test_complaint_is_about_the_customer_and_the_order(self):
        order = self._create_order(confirm=False)
        ticket = self._report(order)
        self.assertEqual(ticket.partner_id, self.customer)
        self.assertEqual(ticket.complaint_order_id, order)
        self.assertEqual(order.with_user(self.sales).complaint_count, 1)

    def test_dialog_shows_the_order_and_drops_it_with_the_customer(self):
        order = self._create_order()
        action = order.with_user(self.sales).action_report_complaint()
        entries = self.env[action["res_model"]].with_user(self.sales)
        form = Form(entries.with_context(**action["context"]))
        self.assertEqual(form.order_id, order)
        form.partner_id = self.stranger
        self.assertFalse(form.order_id)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_reports_on_an_order_he_may_not_see(self):
        order = self._create_order()
        with self.assertRaises(AccessError):
            order.with_user(self.foreign_sales).action_report_complaint()
        with self.assertRaises(AccessError):
            own = self._create_order(user=self.foreign_sales)
            self._report(own, self.foreign_sales, order_id=order.id)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_customer_and_employee_do_not_reach_the_dialog(self):
        order = self._create_order()
        for user in (self.portal, self.employee):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self._report(order, user)
