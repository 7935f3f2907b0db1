from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from .common.secret import SECRET, SecretCommon


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
