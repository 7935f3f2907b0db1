from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import Form, new_test_user

from .common import ROLES, ComplaintCommon


class TestCompanies(ComplaintCommon):
    """Two companies with other currencies, and somebody who works in both."""

    @classmethod
    def default_env_context(cls):
        return {}  # Whoever makes a company is told.

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.euro = cls.env.ref("base.EUR")
        cls.dollar = cls.company.currency_id
        cls.euro.active = True
        cls.env["res.currency.rate"].create(
            {
                "currency_id": cls.euro.id,
                "company_id": cls.company.id,
                "rate": 0.5,
                "name": fields.Date.today(),
            }
        )
        # Made by somebody, as they are.
        admin = cls.env.ref("base.user_admin")
        cls.made = cls.env["res.company"].with_user(admin)
        cls.other = cls.made.create({"name": "B", "currency_id": cls.euro.id}).sudo()
        cls.both = new_test_user(
            cls.env,
            "both_user",
            groups=ROLES["manager"],
            company_ids=[(6, 0, (cls.company + cls.other).ids)],
            company_id=cls.company.id,
        )
        cls.there = cls._create_complaint(
            user=cls.both,
            company_id=cls.other.id,
            team_id=False,
            user_id=cls.both.id,
            is_complaint=True,
        )

    def _switched(self, model):
        """Return ``model`` as who has the first company on in front."""
        companies = (self.company + self.other).ids
        return (
            self.env[model]
            .with_user(self.both)
            .with_context(allowed_company_ids=companies)
        )

    def test_remedy_has_the_currency_of_the_complaints_company(self):
        vals = {"type_id": self.refund.id, "amount": 100, "ticket_id": self.there.id}
        remedies = self._switched("complaint.remedy")
        self.assertEqual(remedies.create(vals).currency_id, self.euro)
        dialog = Form(remedies.with_context(default_ticket_id=self.there.id))
        self.assertEqual(dialog.currency_id, self.euro)
        kept = remedies.create({**vals, "currency_id": self.dollar.id})
        self.assertEqual(kept.currency_id, self.dollar)

    def test_option_of_an_offer_has_it_too(self):
        offers = self._switched("complaint.offer")
        offer = offers.create({"ticket_id": self.there.id})
        line = {"offer_id": offer.id, "type_id": self.refund.id}
        option = self._switched("complaint.offer.line").create(line)
        self.assertEqual(option.currency_id, self.euro)

    def test_complaint_is_reported_in_the_customers_company(self):
        theirs = self.stranger.copy({"company_id": self.other.id})
        entries = self._switched("complaint.sales.entry")
        for customer, company in ((theirs, self.other), (self.customer, self.company)):
            with self.subTest(customer.company_id.name):
                context = {"default_partner_id": customer.id}
                dialog = Form(entries.with_context(**context))
                self.assertEqual(dialog.company_id, company)

    def test_new_company_has_limits_and_who_made_it_is_told(self):
        def limits(company):
            rows = self.env["complaint.authority"].search(
                [("company_id", "=", company.id)]
            )
            return {row.role: (row.amount, row.unlimited) for row in rows}

        here, there = limits(self.company), limits(self.other)
        self.assertEqual(here.keys(), there.keys())
        for role, (amount, unlimited) in here.items():
            with self.subTest(role):
                self.assertEqual(there[role], (amount * 0.5, unlimited))
        rules = self.env["complaint.escalation.rule"]._get_for_trigger(
            "reopened", self.other
        )
        self.assertTrue(rules)
        told = self.env["mail.message"].search(
            [("subject", "=", "B: complaints in the new company")]
        )
        self.assertEqual(
            told.notified_partner_ids, self.env.ref("base.user_admin").partner_id
        )
        self.assertIn("in EUR", told.body)

    def test_without_a_rate_who_made_the_company_is_told_so(self):
        """The figures are the same, and mean something else."""
        franc = self.env.ref("base.CHF")
        franc.active = True
        franc.rate_ids.unlink()
        self.made.create({"name": "C", "currency_id": franc.id})
        told = self.env["mail.message"].search(
            [("subject", "=", "C: complaints in the new company")]
        )
        self.assertIn("now in CHF: there is no rate", told.body)

    def test_severity_is_proposed_by_grade_not_by_place(self):
        tiny = self.minor.copy({"company_id": self.other.id, "sequence": 1})
        own = self.major.copy({"company_id": self.other.id, "sequence": 2})
        for vals, expected in (
            ({}, self.normal),
            ({"complaint_exposure": "media"}, own),
            (
                {"complaint_exposure": "media", "complaint_sentiment": "angry"},
                self.critical,
            ),
        ):
            with self.subTest(**vals):
                ticket = self._create_complaint(
                    user=self.both,
                    company_id=self.other.id,
                    team_id=False,
                    user_id=self.both.id,
                    is_complaint=True,
                    partner_id=self.stranger.copy().id,  # Each complains once.
                    **vals,
                ).sudo()
                self.assertEqual(ticket.complaint_severity_id, expected)
        self.assertTrue(tiny._is_milder_than(self.normal))
        self.assertFalse(own._is_milder_than(self.normal))

    def test_without_the_grade_the_nearest_is_proposed(self):
        severities = self.env["complaint.severity"]
        self.critical.active = self.normal.active = False
        for grade, expected in (("critical", self.major), ("normal", self.major)):
            with self.subTest(grade):
                found = severities._get_of_grade(grade, self.company)
                self.assertEqual(found, expected)


class TestNobodyTakesWhatIsShared(ComplaintCommon):
    """What something of another company has stays for every company."""

    def _linked(self, model, name):
        """Let something of another company have one of what is shared; return both."""
        records = self.env[model].search([], limit=1)
        comodel = self.env[model]._fields[name].comodel_name
        shared = self.env[comodel].search([("company_id", "=", False)], limit=1)
        self.assertTrue(shared)
        return records, shared

    def test_by_kind(self):
        other = self.env["res.company"].create({"name": "B"})
        base = self.registry["complaint.shared"]
        ticket = self._create_complaint().sudo()
        self._contact(ticket)
        ticket._complaint_escalate("Look")
        self._create_remedy(ticket)
        self._create_apology(ticket)
        cells = 0
        for model in self.registry.values():
            if not issubclass(model, base) or model._abstract:
                continue
            for holder, name in self.env[model._name]._get_links():
                record, shared = self._linked(holder, name)
                if not record or not record.company_id:
                    continue
                self.env.cr.execute(
                    f"UPDATE {record._table} SET {name} = %s WHERE id = %s",
                    (shared.id, record.id),
                )
                self.env.invalidate_all()
                with self.subTest(model._name, holder=holder, field=name):
                    with self.assertRaises(ValidationError), self.cr.savepoint():
                        shared.sudo().company_id = other
                cells += 1
        self.assertGreaterEqual(cells, 5)
