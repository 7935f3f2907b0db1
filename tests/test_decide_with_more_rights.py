from odoo.exceptions import AccessError, ValidationError
from odoo.tools import mute_logger

from .common.secret import SecretCommon


class TestConditions(SecretCommon):
    """Conditions of rules answer nobody's questions."""

    def test_no_condition_asks_who_about_whom_or_what_was_said(self):
        allowed = self.env["complaint.escalation.rule"]._get_condition_fields()
        rules = self.env["complaint.escalation.rule"].with_user(self.suspect)
        asked = 0
        for name in self.env["helpdesk.ticket"]._fields:
            domain = f'[("{name}", "!=", False)]'
            with self.subTest(name):
                if name in allowed:
                    continue
                with (
                    mute_logger("odoo.sql_db"),
                    self.assertRaises(ValidationError),
                    self.env.cr.savepoint(),
                ):
                    rules.create({"name": "Ask", "domain": domain})
                asked += 1
        self.assertGreater(asked, 120)

    def test_nothing_allowed_is_a_text_a_contact_or_a_message(self):
        tickets = self.env["helpdesk.ticket"]
        for name in self.env["complaint.escalation.rule"]._get_condition_fields():
            field = tickets._fields[name]
            with self.subTest(name):
                self.assertNotIn(field.type, ("char", "text", "html", "one2many"))
                self.assertNotEqual(field.comodel_name, "res.partner")
        rules = self.env["complaint.escalation.rule"].with_user(self.suspect)
        for domain in (
            '[("message_ids.body", "ilike", "x")]',
            '[("partner_id.name", "=", "x")]',
            '[("user_id.partner_id", "=", 1)]',
            '[("team_id.ticket_ids.name", "ilike", "x")]',
            '["|", ("complaint_level", ">", 0), ("name", "ilike", "x")]',
            '["!", ("complaint_finding", "ilike", "x")]',
            '[("team_id", "any", [("ticket_ids", "any", [("name", "=", "x")])])]',
        ):
            with (
                self.subTest(domain),
                mute_logger("odoo.sql_db"),
                self.assertRaises(ValidationError),
                self.env.cr.savepoint(),
            ):
                rules.create({"name": "Ask", "domain": domain})

    def test_whether_a_rule_had_fired_is_told_to_nobody(self):
        rules = self.env["complaint.escalation.rule"].with_user(self.manager)
        fired, unfired = rules.create([{"name": "A"}, {"name": "B"}])
        self.ticket.sudo()._complaint_escalate("Because", rule=fired.sudo())
        for rule in (fired, unfired):
            self.assertTrue(rule.unlink())
            self.assertEqual(rule.exists().active, False)


class TestForgetting(SecretCommon):
    def test_nobody_anonymises_what_they_may_not_change(self):
        for person in (self.suspect, self.foreigner):
            dialogs = self.env["complaint.anonymise"].with_user(person)
            with self.subTest(person.name):
                dialog = dialogs.create(
                    {"partner_id": self.customer.id, "confirmed": True}
                )
                self.assertEqual(dialog.closed_count, 0)
                self.assertFalse(dialog.open_numbers)
                with self.assertRaises(AccessError):
                    dialog.action_anonymise()


class TestSharedConfiguration(SecretCommon):
    """What all companies share is changed by whoever manages all of them."""

    def _shared(self):
        shared = self.registry["complaint.shared"]
        for name, model in self.registry.items():
            if issubclass(model, shared) and not model._abstract:
                records = self.env[name].search([("company_id", "=", False)], limit=1)
                if records:
                    yield records

    def test_manager_of_one_company_changes_nothing_of_all(self):
        cells = 0
        for record in self._shared():
            own = record.with_user(self.foreigner)
            for way in (
                lambda r: r.write({"name": "Mine"}),
                lambda r: r.write({"active": False}),
                lambda r: r.write({"company_id": self.other_company.id}),
                lambda r: r.unlink(),
                lambda r: r.create(self._for_all(r)),
            ):
                with self.subTest(record._name), self.assertRaises(AccessError):
                    with self.env.cr.savepoint():
                        way(own)
                        self.env.flush_all()
                cells += 1
        self.assertGreaterEqual(cells, 20)

    def _for_all(self, records):
        words = {"body": "<p>Sorry</p>"} if "body" in records._fields else {}
        return {"name": "For all", "company_id": False, **words}

    def test_every_list_that_managers_shape_is_shared_or_of_one_company(self):
        """Whatever managers alone write, and is no part of what happened."""
        kept = self.registry["complaint.guarded"]
        shared = self.registry["complaint.shared"]
        managers = self.env.ref("helpdesk_mgmt.group_helpdesk_manager")
        handlers = self.env.ref("helpdesk_mgmt.group_helpdesk_user_own")
        rights = self.env["ir.model.access"].search([("perm_write", "=", True)])
        shaped = 0
        for name in sorted(set(rights.model_id.mapped("model"))):
            model = self.registry[name]
            groups = rights.filtered(lambda r, n=name: r.model_id.model == n).group_id
            if not name.startswith("complaint.") or model._transient:
                continue
            if managers not in groups or handlers in groups or issubclass(model, kept):
                continue
            shaped += 1
            with self.subTest(name):
                company = model._fields["company_id"]
                self.assertTrue(issubclass(model, shared) or company.required)
                rules = (
                    self.env["ir.rule"]
                    .sudo()
                    .search([("model_id.model", "=", name), ("groups", "=", False)])
                )
                self.assertIn("company_ids", "".join(rules.mapped("domain_force")))
        self.assertGreaterEqual(shaped, 7)

    def test_cause_of_a_company_is_for_its_complaints_alone(self):
        own = self.cause.with_user(self.foreigner).copy({"name": "Ours"})
        ticket = self._create_complaint()
        with self.assertRaisesRegex(ValidationError, "no cause of"):
            ticket.sudo().complaint_cause_id = own
        part = {"name": "Part of it", "parent_id": own.id}
        with self.assertRaisesRegex(ValidationError, "is part of"):
            self.env["complaint.cause"].create(part)
        ticket.complaint_cause_id = self.cause
        with self.assertRaisesRegex(ValidationError, "of another company"):
            self.cause.company_id = self.other_company
        made = (
            self.env["complaint.cause"]
            .with_user(self.foreigner)
            .create({"name": "Made by us"})
        )
        self.assertEqual(made.company_id, self.other_company)

    def test_company_makes_its_own_copy(self):
        for record in self._shared():
            with self.subTest(record._name):
                copy = record.with_user(self.foreigner).copy()
                self.assertEqual(copy.company_id, self.other_company)
                copy.name = "Ours"

    def test_administrator_and_manager_of_all_companies_change_it(self):
        self.foreigner.company_ids |= self.env["res.company"].search([])
        for record in self._shared():
            with self.subTest(record._name):
                record.with_user(self.foreigner).name = "Agreed"
