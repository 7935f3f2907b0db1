from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from .common.secret import SECRET, SecretCommon

LOGGERS = ("odoo.addons.base.models.ir_rule", "odoo.addons.mail.models.mail_template")
LOGGERS += ("odoo.addons.mail.models.mail_render_mixin",)
#: What a caller may put where our own code puts its mark.
FORGED = (True, 1, "OWN_HAND", [1], {"model": "helpdesk.ticket", "ids": [1]})


class TestWordsBySystem(SecretCommon):
    """Superuser code of others makes no words of what its asker may not read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.templates = {
            model: cls.env["mail.template"].create(
                {
                    "name": "x",
                    "model_id": cls.env["ir.model"]._get_id(model),
                    "subject": "{{ object.display_name }}",
                    "body_html": '<p t-out="object.display_name"/>',
                    "lang": "{{ object and 'en_US' }}",
                    "email_to": "thief@evil.example",
                    "email_from": "us@us.example",
                }
            )
            for model, record in cls.records.items()
            if record._table_query is None
        }
        cls.askers = {"root": cls.env["res.users"].browse(SUPERUSER_ID)}
        cls.askers |= cls.strangers

    def _ways(self, template, ids):
        yield "field", lambda: template._render_field("subject", ids)
        yield "mixin", lambda: template._render_template("{{ 1 }}", template.model, ids)
        yield "values", lambda: template._generate_template(ids, ("subject",))
        yield "mail", lambda: [template.send_mail(id_) for id_ in ids]
        yield "batch", lambda: template.send_mail_batch(ids)
        yield "language", lambda: template._classify_per_lang(ids)

    @mute_logger(*LOGGERS)
    def test_none_of_what_is_hidden_from_who_asks_the_system(self):
        tried = 0
        for model, template in self.templates.items():
            record = self.records[model]
            for name, user in self.askers.items():
                if name != "root" and record.with_user(user).has_access("read"):
                    continue
                asked = template.with_user(user).sudo()
                asked = asked.with_context(complaint_rendered=FORGED[tried % 5])
                for way, call in self._ways(asked, record.ids):
                    tried += 1
                    with self.subTest(model, asker=name, way=way):
                        with self.assertRaises(AccessError), self.cr.savepoint():
                            call()
        self.assertGreater(tried, 400)

    def test_hole_without_us_the_system_makes_them(self):
        """What is called does make words: the rest of this file tries something."""
        template = self.templates["helpdesk.ticket"].with_user(self.manager).sudo()
        self.assertTrue(self.ticket.with_user(self.manager).has_access("read"))
        for way, call in self._ways(template, self.ticket.ids):
            with self.subTest(way):
                self.assertTrue(call())

    def test_of_plain_tickets_as_in_odoo(self):
        plain = self._create_ticket()
        template = self.templates["helpdesk.ticket"].with_user(SUPERUSER_ID).sudo()
        for way, call in self._ways(template, plain.ids):
            with self.subTest(way):
                self.assertTrue(call())

    @mute_logger(*LOGGERS)
    def test_case_file_goes_with_no_template_of_others(self):
        """A report is made of records of its own model, which were asked for."""
        report = self.env.ref("complaint_recovery.complaint_action_case_file")
        # Of another model, which has a record with the number of the ticket.
        twin = "res.partner.industry"
        self.env.cr.execute(
            "INSERT INTO res_partner_industry (id, active) VALUES (%s, true)"
            " ON CONFLICT DO NOTHING",
            self.ticket.ids,
        )
        other = self.env["mail.template"].create(
            {
                "name": "x",
                "model_id": self.env["ir.model"]._get_id(twin),
                "report_template_ids": [(6, 0, report.ids)],
                "email_to": "thief@evil.example",
            }
        )
        for user in self.askers.values():
            with self.assertRaises(AccessError), self.cr.savepoint():
                asked = other.with_user(user).sudo()
                asked._generate_template(self.ticket.ids, ("report_template_ids",))

    def test_on_the_ticket_itself_an_addon_mails_as_the_system(self):
        root = self.ticket.with_user(SUPERUSER_ID).sudo()
        template = self.templates["helpdesk.ticket"]
        template.subject = "{{ object.number }}"
        message = root.message_post_with_source(template)
        self.assertEqual(message.subject, self.ticket.number)

    def test_what_an_administrator_has_sent_by_a_rule_is_sent(self):
        for method in ("email", "comment", "note"):
            action = self.env["ir.actions.server"].create(
                {
                    "name": "x",
                    "model_id": self.env["ir.model"]._get_id("helpdesk.ticket"),
                    "state": "mail_post",
                    "template_id": self.templates["helpdesk.ticket"].id,
                    "mail_post_method": method,
                }
            )
            with self.subTest(method), self.cr.savepoint():
                before = self.env["mail.message"].search_count([])
                action.with_user(SUPERUSER_ID).with_context(
                    active_model="helpdesk.ticket", active_ids=self.ticket.ids
                ).run()
                self.assertGreater(self.env["mail.message"].search_count([]), before)

    def test_template_is_tried_when_the_system_saves_it(self):
        template = self.templates["helpdesk.ticket"].with_user(SUPERUSER_ID).sudo()
        template.subject = "{{ object.number }}"
        self.assertEqual(template.subject, "{{ object.number }}")


class TestComposer(SecretCommon):
    """A dialog of Odoo's tells of no message its user may not read."""

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_message_it_answers_is_read_by_its_user_first(self):
        message = self.ticket.sudo().message_post(
            subject=SECRET, body=SECRET, message_type="comment"
        )
        models = {
            name: field
            for name, model in self.env.items()
            for field in model._fields.values()
            if field.comodel_name == "mail.message"
            and field.type == "many2one"
            and not model._abstract
        }
        self.assertIn("mail.compose.message", models)
        for name, user in self.strangers.items():
            for model, field in models.items():
                records = self.env[model].with_user(user)
                if not records.has_access("create"):
                    continue
                with self.subTest(model, field=field.name, user=name):
                    try:
                        with self.cr.savepoint():
                            made = records.create({field.name: message.id})
                            told = made.read()
                    except Exception as error:
                        self.assertNotIn(SECRET, str(error))
                    else:
                        self.assertNotIn(SECRET, str(told))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_composer_refuses_to_answer_it_and_serves_who_may_read_it(self):
        message = self.ticket.sudo().message_post(subject="Kettle", body="x")
        composer = self.env["mail.compose.message"]
        vals = {"parent_id": message.id, "model": "helpdesk.ticket"}
        vals["res_ids"] = str(self.ticket.ids)
        self.assertTrue(composer.with_user(self.manager).create(vals).subject)
        for user in self.strangers.values():
            if not composer.with_user(user).has_access("create"):
                continue
            other = composer.with_user(user).create({"subject": "x"})
            for way in (
                lambda user=user: composer.with_user(user).create(vals),
                lambda other=other: other.write({"parent_id": message.id}),
            ):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    way()
