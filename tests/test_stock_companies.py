from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from .common.documents import MONDAY
from .common.portal import PortalCase
from .common.stock import StockCommon


@freeze_time(MONDAY)
class TestTwoCompanies(StockCommon):
    """A complaint in one company is put right by that company, in its currency."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.euro = cls.env.ref("base.EUR")
        cls.euro.active = True
        cls.other = cls.env["res.company"].create({"name": "Other"})
        cls.env["account.chart.template"].try_loading(
            "generic_coa", company=cls.other, install_demo=False
        )
        cls.other.currency_id = cls.euro  # The chart brings its own.
        cls.handler.company_ids += cls.other
        cls.keeper_there, cls.accountant_there = (
            new_test_user(
                cls.env,
                login,
                groups=f"base.group_user,{group}",
                company_id=cls.other.id,
                company_ids=[Command.set(cls.other.ids)],
            )
            for login, group in (
                ("keeper_there", "stock.group_stock_user"),
                ("accountant_there", "account.group_account_invoice"),
            )
        )
        other = cls.other.sudo()
        other.complaint_storekeeper_id = cls.keeper_there
        other.complaint_accountant_id = cls.accountant_there
        other.complaint_refund_product_id = cls.lid
        authorities = cls.env["complaint.authority"]
        authorities.search([("company_id", "=", cls.other.id)]).active = False
        limit = {"name": "Handler", "role": "handler", "amount": 500}
        authorities.create({**limit, "company_id": cls.other.id})
        cls.lid.taxes_id = False
        cls.lid.with_company(cls.other).standard_price = 12
        cls.mine = cls.ticket
        cls.ticket = cls.env["helpdesk.ticket"].create(
            {
                "name": "There",
                "description": "It leaks.",
                "is_complaint": True,
                "company_id": cls.other.id,
                "team_id": False,
                "user_id": cls.handler.id,
                "partner_id": cls.customer.id,
                "complaint_severity_id": cls.minor.id,
            }
        )
        cls.ticket = cls.ticket.with_user(cls.handler).with_context(
            allowed_company_ids=(cls.company | cls.other).ids
        )
        cls._contact(cls.ticket)

    @classmethod
    def _create_remedy(cls, ticket, **vals):
        """Create it with the one company chosen first, as the complaint is opened."""
        remedies = ticket.env["complaint.remedy"]
        vals = {"type_id": cls.refund.id, "amount": 40, **vals}
        return remedies.create({"ticket_id": ticket.id, **vals})

    def test_its_warehouse_and_its_storekeeper(self):
        remedy = self._make(
            type_id=self.replacement.id,
            goods_product_id=self.lid.id,
            currency_id=self.euro.id,
        )
        transfer = remedy.sudo().result_ref
        self.assertEqual(transfer.company_id, self.other)
        self.assertEqual(transfer.location_id.company_id, self.other)
        task = remedy.sudo().document_task_id
        self.assertEqual(task.user_id, self.keeper_there)
        with self.assertRaises(AccessError):
            self._as(self.storekeeper, transfer).read(["name"])
        self._do(self._as(self.keeper_there, transfer))
        self.assertEqual(remedy.state, "delivered")

    def _as(self, user, record):
        """Return ``record`` as ``user`` opens it, in the own companies."""
        companies = user.company_ids.ids
        return record.with_user(user).with_context(allowed_company_ids=companies)

    def test_its_accountant_and_its_currency(self):
        remedy = self._make(currency_id=self.euro.id)
        credit = remedy.sudo().result_ref
        self.assertEqual(credit.company_id, self.other)
        self.assertEqual((credit.amount_total, credit.currency_id), (40, self.euro))
        task = remedy.sudo().document_task_id
        self.assertEqual(task.user_id, self.accountant_there)
        self._as(self.accountant_there, credit).action_post()
        self.assertEqual(remedy.state, "delivered")

    def test_given_in_the_other_companys_currency_it_counts_in_its_own(self):
        self.env["res.currency.rate"].create(
            {
                "name": "2026-01-01",
                "rate": 2,
                "currency_id": self.company.currency_id.id,
                "company_id": self.other.id,
            }
        )
        remedy = self._make(currency_id=self.company.currency_id.id, amount=40)
        credit = remedy.sudo().result_ref
        self.assertEqual(credit.currency_id, self.company.currency_id)
        self.assertAlmostEqual(credit.amount_total, 40)
        self.assertAlmostEqual(remedy.company_amount, 20)
        self.assertAlmostEqual(remedy.document_cost, 20)

    def test_far_dearer_at_the_rate_of_the_day_it_is_approved_anew(self):
        """A rate that was entered by mistake, or on purpose, and taken back."""
        dollar = self.company.currency_id
        rate = self.env["res.currency.rate"].create(
            {
                "name": "2026-01-01",
                "rate": 2,
                "currency_id": dollar.id,
                "company_id": self.other.id,
            }
        )
        remedy = self._make(currency_id=dollar.id, amount=40)
        credit = self._as(self.accountant_there, remedy.sudo().result_ref)
        rate.rate = 1.7
        with self.assertRaisesRegex(UserError, "approved anew"), self.cr.savepoint():
            credit.action_post()
        rate.rate = 1.9
        credit.action_post()
        self.assertEqual(remedy.state, "delivered")

    def test_with_a_document_it_stays_in_its_company(self):
        self._make(currency_id=self.euro.id)
        with self.assertRaisesRegex(UserError, "it has a document there"):
            self.ticket.sudo().company_id = self.company

    def test_order_and_serial_number_of_the_other_are_not_found(self):
        self._sell_machine()
        for name, number in (
            ("complaint_order_number", self.order.name),
            ("complaint_lot_number", "SN-0007"),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                self.ticket[name] = number
            self.env.invalidate_all()


class TestSerialNumberOnThePortal(StockCommon, PortalCase):
    """A customer names the piece in the form."""

    def test_it_is_found_among_what_they_got(self):
        lot = self.env["stock.lot"].create(
            {"name": "SN-0042", "product_id": self.machine.id}
        )
        self._stock(self.machine, 1, lot)
        order = self._order({self.machine: 1}, partner_id=self.portal.partner_id.id)
        self._do(order.picking_ids)
        self._login(self.portal)
        self._file(reference=" sn-0042")
        self.assertEqual(self._filed().sudo().complaint_lot_id, lot)
