from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .test_public_methods import PublicMethodsCommon

SECRET = "CANARY"
#: Lists that admins shape: their names are no secret, or everybody's who works here.
SHAPED = {
    "complaint.stage",
    "complaint.severity",
    "complaint.cause",
    "complaint.remedy.type",
    "complaint.apology.template",
    "complaint.escalation.rule",
    "complaint.authority",
    "complaint.review",  # Of a company and a period.
    "complaint.group.text",  # Called by its language.
    "complaint.group.batch",  # Called by what it does.
}


class SecretCommon(PublicMethodsCommon):
    """A complaint about a manager, confidential, with a part of every kind."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.suspect = new_test_user(
            cls.env,
            "suspect_user",
            groups="helpdesk_mgmt.group_helpdesk_manager",
            name="Suspect",
        )
        cls.other_company = cls.env["res.company"].create({"name": "Company B"})
        cls.foreigner = new_test_user(
            cls.env,
            "foreign_user",
            groups="helpdesk_mgmt.group_helpdesk_manager",
            company_id=cls.other_company.id,
            company_ids=[(6, 0, cls.other_company.ids)],
        )
        cls.outsider = new_test_user(
            cls.env, "outsider_user", groups="helpdesk_mgmt.group_helpdesk_user_own"
        )
        cls.ticket.sudo().message_unsubscribe(cls.employee.partner_id.ids)
        cls.ticket.sudo().write(
            {
                "name": f"{SECRET} shouted at me",
                "description": f"<p>{SECRET}</p>",
                "complaint_finding": f"<p>{SECRET}</p>",
                "complaint_change": SECRET,
                "complaint_claim_amount": 777.77,
                "complaint_about_user_id": cls.suspect.id,
                "complaint_confidential": True,
            }
        )
        cls.customer.sudo().name = f"{SECRET} customer"
        remedy = cls.ticket.complaint_remedy_ids[:1].sudo()
        remedy.description = f"{SECRET} remedy"
        remedy.action_offer()
        group = cls.env["complaint.group"].create({"name": f"{SECRET} group"})
        cls.ticket.sudo().complaint_group_id = group
        cls.records["complaint.group"] = group
        cls.records["complaint.remedy"] = remedy
        cls.ticket.complaint_deadline_ids.sudo().write({"name": f"{SECRET} promise"})
        for model, record in cls.records.items():
            cls._plant(model, record)
        cls.env.flush_all()
        cls.strangers = {
            "suspect": cls.suspect,
            "foreigner": cls.foreigner,
            "outsider": cls.outsider,
            "employee": cls.employee,
            "sales": cls.sales_stranger(),
            "portal": cls.portal,
        }

    @classmethod
    def sales_stranger(cls):
        return new_test_user(
            cls.env, "far_user", groups="sales_team.group_sale_salesman"
        )

    @classmethod
    def _plant(cls, model, record):
        """Put the word into what names ``record``, past its guards."""
        for name in ("reason", "summary", "guidance", "decision_reason"):
            field = record._fields.get(name)
            if record._auto and field and field.store and not field.translate:
                cls.env.cr.execute(
                    f"UPDATE {record._table} SET {name} = %s WHERE id = %s",
                    (SECRET, record.id),
                )
        record.invalidate_recordset()

    def _assert_silent(self, answer):
        self.assertNotIn(SECRET, str(answer))
        self.assertNotIn("777.77", str(answer))

    def _hidden(self, person):
        """Yield the records of the complaint that ``person`` may not read."""
        for model, record in self.records.items():
            if record._transient or not record._auto or model in SHAPED:
                continue
            if not record.with_user(person)._filtered_access("read"):
                yield record


class TestNames(SecretCommon):
    """A name of ours says nothing to who may not read the record."""

    def test_no_link_tells_the_name_of_what_one_may_not_read(self):
        cells = 0
        for person in self.strangers.values():
            for record in self._hidden(person):
                self.env.invalidate_all()
                # As the client reads what a many2one shows.
                name = record.with_user(person).sudo().display_name
                with self.subTest(record._name, person=person.name):
                    self._assert_silent(name)
                    if record._name != "helpdesk.ticket":
                        self.assertFalse(name)
                cells += 1
        self.assertGreater(cells, 40)

    def test_no_activity_tells_it(self):
        for person in self.strangers.values():
            activities = self.env["mail.activity"].with_user(person)
            if not activities.has_access("create"):
                continue
            for record in self._hidden(person):
                values = {"res_model": record._name, "res_id": record.id}
                self.env.invalidate_all()
                with self.subTest(record._name, person=person.name):
                    self._assert_silent(
                        self._ask(
                            lambda a=activities, v=values: a.onchange(
                                v, ["res_id"], {"res_name": {}}
                            )
                        )
                    )

    def _ask(self, question):
        """Return the answer; being turned away is one."""
        try:
            with self.env.cr.savepoint():
                return question()
        except (AccessError, UserError, ValidationError, ValueError) as error:
            return error

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.sql_db")
    def test_no_form_tells_what_it_is_linked_to(self):
        """Every model of ours, each field that leads to a hidden record, each way."""
        cells = 0
        for person in self.strangers.values():
            hidden = {record._name: record for record in self._hidden(person)}
            for model in self._with_dialogs():
                records = self.env[model].with_user(person)
                if not records.has_access("create") and not records.has_access("read"):
                    continue
                for name, field in records._fields.items():
                    if field.type == "many2one" and field.comodel_name in hidden:
                        cells += self._ask_both(records, name, hidden)
        self.assertGreater(cells, 100)

    def _with_dialogs(self):
        return [
            name
            for name, model in self.env.registry.items()
            if name.startswith(("complaint.", "helpdesk.ticket"))
            and not model._abstract
        ]

    def _ask_both(self, records, name, hidden):
        record = hidden[records._fields[name].comodel_name]
        readable = records.fields_get()
        spec = {
            field: {"fields": {"display_name": {}}}
            if readable[field]["type"] == "many2one"
            else {}
            for field in readable
            if field in records._fields
        }
        for way in (
            lambda: records.onchange({name: record.id}, [name], spec),
            lambda: records.with_context(**{f"default_{name}": record.id}).onchange(
                {}, [], spec
            ),
            lambda: records.with_context(**{f"default_{name}": record.id}).default_get(
                list(readable)
            ),
        ):
            self.env.invalidate_all()
            with self.subTest(records._name, field=name, user=records.env.user.name):
                self._assert_silent(self._ask(way))
        return 3

    def test_groups_and_panels_name_nothing_hidden(self):
        """A readable complaint of a group one may not read."""
        self.ticket.sudo().write(
            {"complaint_about_user_id": False, "complaint_confidential": False}
        )
        group = self.ticket.sudo().complaint_group_id
        self.env["ir.rule"].create(
            {
                "name": "Not this one",
                "model_id": self.env["ir.model"]._get_id("complaint.group"),
                "domain_force": f"[('id', '!=', {group.id})]",
            }
        )
        tickets = self.env["helpdesk.ticket"].with_user(self.agent_all)
        spec = {"complaint_group_id": {"fields": {"display_name": {}}}}
        for answer in (
            lambda: tickets.browse(self.ticket.id).web_read(spec),
            lambda: tickets.formatted_read_group(
                [("id", "=", self.ticket.id)], ["complaint_group_id"], ["__count"]
            ),
            lambda: tickets.browse(self.ticket.id).export_data(["complaint_group_id"]),
            lambda: tickets.search_read(
                [("id", "=", self.ticket.id)], ["complaint_group_id"]
            ),
        ):
            self.env.invalidate_all()
            self._assert_silent(self._ask(answer))


class TestRendering(SecretCommon):
    """Words made of a complaint are for whoever may read it."""

    def _templates(self):
        return self.env["mail.template"].search(
            [("model", "=like", "complaint.%")]
        ) | self.env["mail.template"].search([("model", "=", "helpdesk.ticket")])

    def _record_of(self, template):
        return self.records[template.model]

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.sql_db")
    def test_nobody_has_a_template_say_what_they_may_not_read(self):
        cells = 0
        for template in self._templates():
            record = self._record_of(template)
            for person in self.strangers.values():
                if record.with_user(person)._filtered_access("read"):
                    continue
                for way in (self._compose, self._preview, self._render):
                    self.env.invalidate_all()
                    with self.subTest(template.name, person=person.name):
                        self._assert_silent(way(template, record, person))
                    cells += 1
        self.assertGreater(cells, 80)

    def _try(self, question):
        try:
            with self.env.cr.savepoint():
                return question()
        except (AccessError, UserError, ValueError) as error:
            return error

    def _compose(self, template, record, person):
        composers = self.env["mail.compose.message"].with_user(person)
        values = {
            "template_id": template.id,
            "model": record._name,
            "res_ids": str(record.ids),
            "composition_mode": "comment",
        }
        return self._try(lambda: composers.create(values).read())

    def _preview(self, template, record, person):
        previews = self.env["mail.template.preview"].with_user(person)
        values = {
            "resource_ref": f"{record._name},{record.id}",
            "mail_template_id": template.id,
        }
        spec = dict.fromkeys(("subject", "body_html", "email_to", "partner_ids"), {})
        spec["partner_ids"] = {"fields": {"display_name": {}}}
        return self._try(lambda: previews.onchange(values, ["resource_ref"], spec))

    def _render(self, template, record, person):
        return self._try(
            lambda: template.with_user(person)._generate_template(
                record.ids, ("body_html", "subject", "partner_to", "email_to")
            )
        )

    def test_handler_still_writes_by_template(self):
        template = self.env.ref("complaint_recovery.mail_template_offer")
        answer = self._compose(template, self.ticket, self.agent_all)
        self.assertIn(SECRET, str(answer))

    def test_lines_for_the_director_are_the_directors(self):
        self.env.invalidate_all()
        for person in (self.employee, self.suspect, self.sales):
            with self.subTest(person.name):
                director = self.director.with_user(person)
                self.assertFalse(director._complaint_three_lines())
        own = self.director.with_user(self.director)
        self.assertTrue(own._complaint_three_lines())


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
