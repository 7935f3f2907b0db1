from datetime import timedelta

from psycopg2.errors import IntegrityError

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import mute_logger

from odoo.addons.base_import.models.base_import import ImportValidationError
from odoo.addons.complaint_recovery.tools.amounts import (
    AmbiguousAmount,
    NotAnAmount,
    read_amount,
)

from .common import ComplaintCommon

#: Typed, decimal point of the reader's language, what it says.
READ = [
    ("", ".", 0),
    ("1.250,50", ".", 1250.5),
    ("1.250,50", ",", 1250.5),
    ("1,250.50", ",", 1250.5),
    ("1,250", ".", 1250),
    ("1.250", ",", 1250),
    ("1 250 €", ".", 1250),
    ("1\u202f250,50 €", ",", 1250.5),
    ("1'250.50", ".", 1250.5),
    ("20 €", ".", 20),
    ("EUR 20", ",", 20),
    ("€20.5", ".", 20.5),
    ("20,5", ".", 20.5),
    ("20,-", ",", 20),
    ("0.250", ",", 0.25),
    ("1,234,567.89", ".", 1234567.89),
    ("12,34,567.50", ".", 1234567.5),
    ("１２００", ".", 1200),
    ("٢٠", ".", 20),
    (".5", ".", 0.5),
]
AMBIGUOUS = [("1,250", ","), ("1.250", "."), ("12,345 €", ",")]
NONE = [
    "abc",
    "1e5",
    "-5",
    "1.2.3",
    "20 GBP",
    "nan",
    "inf",
    "1 2",
    "0x10",
    "5..",
    "9" * 13,
]


class TestAmountsRead(ComplaintCommon):
    """Amounts as people type them."""

    def test_amounts_are_read_as_people_type_them(self):
        signs = ("€", "EUR")
        for text, point, amount in READ:
            with self.subTest(text, point=point):
                self.assertEqual(read_amount(text, point, signs), amount)

    def test_what_may_be_two_amounts_or_is_none_is_refused(self):
        for text, point in AMBIGUOUS:
            with self.subTest(text, point=point), self.assertRaises(AmbiguousAmount):
                read_amount(text, point, ("€",))
        for text in NONE:
            with self.subTest(text), self.assertRaises(NotAnAmount):
                read_amount(text, ".", ("€",))
        self.assertEqual(read_amount("1.250", ".", places=3), 1.25)
        with self.assertRaises(NotAnAmount):
            read_amount("20.5", ".", places=0)

    def test_refused_with_an_example_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("de_DE")
        tickets = self.env["helpdesk.ticket"].with_context(lang="de_DE")
        self.assertEqual(tickets._complaint_read_amount("1.250"), 1250)
        with self.assertRaisesRegex(UserError, "1,250.*1.250,50"):
            tickets._complaint_read_amount("1,250")
        with self.assertRaisesRegex(UserError, "1,250.50"):
            self.env["helpdesk.ticket"]._complaint_read_amount("much")

    def test_import_reads_them_the_same_way(self):
        tickets = self.env["helpdesk.ticket"].with_user(self.manager)
        names = ["name", "description", "is_complaint", "complaint_claim_amount"]
        result = tickets.load(names, [["A", "x", "1", "1 250,50 $"]])
        self.assertFalse(result["messages"])
        ticket = self.env["helpdesk.ticket"].browse(result["ids"])
        self.assertEqual(ticket.sudo().complaint_claim_amount, 1250.5)
        with self.assertRaisesRegex(UserError, "two ways"):
            tickets.load(names, [["A", "x", "1", "1.250"]])

    def test_the_dialog_for_imports_reads_them_the_same_way(self):
        names = ["name", "description", "is_complaint", "complaint_claim_amount"]
        cells = {
            "1.250,50 $": "1250.5",
            "1 250,50": "1250.5",
            "20 $": "20.0",
            "": "",
        }
        wizard = self.env["base_import.import"].with_user(self.manager)
        wizard = wizard.create({"res_model": "helpdesk.ticket"})
        options = {"float_thousand_separator": ",", "float_decimal_separator": "."}

        def read(text):
            rows = [["A", "x", "1", text]]
            return wizard._parse_import_data(rows, names, options)[0][3]

        for text, amount in cells.items():
            with self.subTest(text):
                self.assertEqual(read(text), amount)
        with self.assertRaisesRegex(ImportValidationError, "two ways"):
            read("1.250")

    def test_numbers_are_read_by_odoo_before_anybody_said_what_is_imported(self):
        wizard, cells = (
            self.env["base_import.import"].with_user(self.manager),
            [["1e2"]],
        )
        wizard._parse_float_from_data(cells, 0, "amount", {})
        self.assertEqual(float(cells[0][0]), 100)

    @mute_logger("odoo.sql_db")
    def test_negative_amounts_are_refused_everywhere(self):
        ticket = self._create_complaint()
        apology = self._create_apology(ticket)
        escalation = ticket.sudo()._complaint_escalate("Look")
        cells = [
            (ticket, "complaint_claim_amount"),
            (ticket, "complaint_third_party_amount"),
            (apology, "gift_cost"),
            (escalation, "concession_amount"),
            (self._create_remedy(ticket), "amount"),
        ]
        for record, name in cells:
            for env in (record, record.sudo()):
                with (
                    self.subTest(name, su=env.env.su),
                    self.assertRaises(Exception) as caught,
                    self.cr.savepoint(),
                ):
                    env.write({name: -1})
                    self.env.flush_all()
                self.assertNotIsInstance(caught.exception, AssertionError)
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self._create_complaint(complaint_claim_amount=-5)


class TestAmountsMove(ComplaintCommon):
    """A complaint that moves to a company with another currency."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        yen = cls.env.ref("base.JPY")
        yen.active = True
        cls.env["res.currency.rate"].search([("currency_id", "=", yen.id)]).unlink()
        cls.rate = cls.env["res.currency.rate"].create(
            {
                "currency_id": yen.id,
                "rate": 150,
                "name": fields.Date.today() - timedelta(days=30),
                "company_id": False,
            }
        )
        cls.yen, cls.dollar = yen, cls.company.currency_id
        cls.tokyo = cls.env["res.company"].create(
            {"name": "Tokyo", "currency_id": yen.id}
        )
        people = cls.handler | cls.leader | cls.manager
        people.write({"company_ids": [Command.link(cls.tokyo.id)]})
        for company in (cls.tokyo, cls.company):
            cls.env["complaint.authority"].create(
                {
                    "name": "All",
                    "role": "manager",
                    "unlimited": True,
                    "company_id": company.id,
                }
            )
        cls.env["complaint.authority"].create(
            {
                "name": "Directors up to",
                "role": "director",
                "amount": 90000,
                "company_id": cls.tokyo.id,
            }
        )
        cls.team.company_id = False
        cls.ticket = cls._create_complaint(
            company_id=cls.tokyo.id,
            complaint_severity_id=cls.minor.id,
            complaint_claim_amount=9000,
        ).with_context(allowed_company_ids=[cls.tokyo.id, cls.company.id])
        cls._contact(cls.ticket)
        cls.ticket.sudo().complaint_third_party_amount = 4500
        cls.gift = cls._create_apology(
            cls.ticket, user=cls.manager, gift="Flowers", gift_cost=3000
        )
        cls.gift.action_send()
        cls.escalation = cls.ticket.sudo()._complaint_escalate("Please look")
        cls.escalation.with_user(cls.manager).action_return("Up to 5,000 yen", 5000)
        cls.remedy = cls._create_remedy(
            cls.ticket, user=cls.manager, amount=6000, currency_id=yen.id
        )
        cls.remedy.action_offer()

    def _move(self, company):
        companies = [company.id, *(self.tokyo | self.company - company).ids]
        ticket = self.ticket.with_user(self.manager)
        ticket.with_context(allowed_company_ids=companies).company_id = company
        self.env.flush_all()
        self.env.invalidate_all()

    def _amounts(self):
        ticket = self.ticket.sudo()
        return (
            ticket.complaint_claim_amount,
            ticket.complaint_third_party_amount,
            self.gift.sudo().gift_cost,
            self.escalation.concession_amount,
            self.remedy.sudo().company_amount,
        )

    def test_all_amounts_follow_at_the_days_rate_on_record(self):
        self._move(self.company)
        self.assertEqual(self._amounts(), (60, 30, 20, 33.33, 40))
        notes = self.ticket.sudo().message_ids.mapped("body")
        note = next(body for body in notes if "converted from JPY to USD" in body)
        self.assertIn("0.00666667", note)
        self.assertIn("60.00", note)

    def test_no_amount_of_the_registry_is_left_out(self):
        """Each stored amount in company currency, of the ticket and of its parts."""
        names = set(self.env["helpdesk.ticket"]._complaint_amount_fields())
        child = self.env.registry["complaint.child"]
        for name, model in self.env.registry.items():
            if issubclass(model, child) and not model._abstract:
                names |= {f"{name}.{f}" for f in self.env[name]._get_company_amounts()}
        self.assertEqual(
            names,
            {
                "complaint_claim_amount",
                "complaint_third_party_amount",
                "complaint.apology.gift_cost",
                "complaint.escalation.concession_amount",
                "complaint.remedy.company_amount",
                "complaint.remedy.document_cost",
            },
        )

    def test_a_concession_never_grows_by_moving(self):
        for _time in range(3):
            self._move(self.company)
            self.assertLessEqual(self.escalation.concession_amount, 5000 / 150)
            self._move(self.tokyo)
            self.assertLessEqual(self.escalation.concession_amount, 5000)

    def test_the_handler_approves_no_more_than_was_granted(self):
        self._move(self.company)
        self.remedy.sudo().action_cancel("Something else")
        remedy = self._create_remedy(self.ticket, amount=4800)
        remedy.action_request()
        self.assertEqual(remedy.state, "to_approve")

    def test_without_a_rate_it_stays(self):
        self.yen.rate_ids.unlink()
        self.dollar.rate_ids.unlink()
        with self.assertRaisesRegex(UserError, "No exchange rate from JPY to USD"):
            self._move(self.company)

    def test_a_company_that_changes_its_currency_is_warned(self):
        warned = self.tokyo._origin.new(
            {"currency_id": self.dollar.id}, origin=self.tokyo
        )
        warning = warned._onchange_currency_complaints()["warning"]
        self.assertIn("Open complaints", warning["title"])
        for words in ("amounts in JPY", self.ticket.number, "Directors up to"):
            self.assertIn(words, warning["message"])
        self.tokyo.currency_id = self.dollar
        inbox = self.env["mail.message"].search(
            [("notified_partner_ids", "in", self.manager.partner_id.ids)], limit=1
        )
        for words in ("counts in USD now", self.ticket.number, "Directors up to"):
            self.assertIn(words, inbox.body)
        notes = " ".join(self.ticket.sudo().message_ids.mapped("body"))
        self.assertIn("counts in USD now", notes)

    def test_without_complaints_about_money_it_is_warned_of_its_limits_alone(
        self,
    ):
        self.ticket.action_withdraw("Found it")
        warned = self.tokyo._origin.new(
            {"currency_id": self.dollar.id}, origin=self.tokyo
        )
        message = warned._onchange_currency_complaints()["warning"]["message"]
        self.assertNotIn("Open complaints", message)
        self.assertIn("Directors up to", message)
        self.env["complaint.authority"].search(
            [("company_id", "=", self.tokyo.id)]
        ).unlink()
        self.assertIsNone(warned._onchange_currency_complaints())

    def test_a_company_with_open_complaints_is_not_archived(self):
        with self.assertRaisesRegex(UserError, "open complaints"):
            self.tokyo.active = False
        self.ticket.action_withdraw("Found it")
        self.tokyo.active = False


class TestNumbers(ComplaintCommon):
    """A number is one that can be counted with, also where a client sends a text."""

    def test_what_is_no_number_or_too_large_is_refused_in_words(self):
        ticket = self._create_complaint()
        typed = (
            (ticket, "complaint_claim_amount"),
            (self._create_remedy(ticket), "amount"),
            (self._create_apology(ticket), "gift_cost"),
        )
        nothing = (float("nan"), float("inf"), 1e300, "NaN", "-Infinity", "1e300")
        for record, name in typed:
            for value in nothing:
                with self.subTest(record._name, value=value):
                    with self.assertRaisesRegex(UserError, "15 digits"):
                        record.with_user(self.handler).write({name: value})
        ticket.with_user(self.handler).complaint_claim_amount = "12.5"
        self.assertEqual(ticket.complaint_claim_amount, 12.5)
