from odoo.exceptions import AccessError, UserError
from odoo.tests import Form
from odoo.tools import SQL, html2plaintext, mute_logger

from .common import ComplaintCommon

LOGGER = "odoo.addons.complaint_recovery.models.contact.placeholders"
DIALOG = "complaint_recovery.complaint_apology_view_form_dialog"


class TemplateCase(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.templates = cls.env["complaint.apology.template"]
        cls.templates.search([]).action_archive()
        cls.general = cls._template("General")
        cls.ours = cls._template("Ours", admits_fault=True)
        cls.ticket = cls._create_complaint(complaint_cause_id=cls.cause.id)

    @classmethod
    def _template(cls, name, **vals):
        vals = {"name": name, "body": f"<p>{name} words</p>", **vals}
        return cls.templates.with_user(cls.manager).create(vals)

    def _words(self, **vals):
        vals = {"channel": "email", **vals}
        apology = self._create_apology(vals.pop("ticket", self.ticket), **vals)
        return html2plaintext(apology.body or "")


class TestChoice(TemplateCase):
    def test_words_follow_whether_fault_is_admitted(self):
        self.assertEqual(self._words(), "General words")
        self.assertEqual(self._words(admits_fault=True), "Ours words")

    def test_nearest_cause_in_the_tree_is_taken(self):
        self._template("Delivery", cause_ids=self.cause.parent_id.ids)
        self.assertEqual(self._words(), "Delivery words")
        self._template("Late", cause_ids=self.cause.ids)
        self.assertEqual(self._words(), "Late words")

    def test_template_of_a_sister_cause_is_not_taken(self):
        other = self.env.ref("complaint_recovery.complaint_cause_delivery_damaged")
        self._template("Damaged", cause_ids=other.ids)
        self.assertEqual(self._words(), "General words")

    def test_own_company_goes_before_all(self):
        self._template("House", company_id=self.company.id, sequence=99)
        self.assertEqual(self._words(), "House words")

    def test_another_companys_template_is_not_taken(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.general.sudo().company_id = other
        self.assertEqual(self._words(), "")

    def test_nothing_is_said_for_somebody_on_the_phone(self):
        self.assertEqual(self._words(channel="phone"), "")

    def test_words_are_in_the_customers_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.general.with_context(lang="de_DE").body = "<p>Es tut uns leid</p>"
        self.customer.lang = "de_DE"
        self.assertEqual(self._words(), "Es tut uns leid")

    def test_placeholder_is_the_complaint_and_cannot_inject(self):
        self.general.body = '<p>About <t t-out="object.name">it</t></p>'
        self.ticket.name = "<b>{{ object.env }}</b>"
        apology = self._create_apology(self.ticket, channel="email")
        self.assertIn("About &lt;b&gt;{{ object.env }}&lt;/b&gt;", apology.body)


class TestWords(TemplateCase):
    def test_untouched_words_follow_the_choice(self):
        apology = self._create_apology(self.ticket, channel="email")
        apology.admits_fault = True
        self.assertIn("Ours words", apology.body)
        apology.channel = "phone"
        self.assertFalse(apology.body)

    def test_words_a_person_wrote_stay(self):
        apology = self._create_apology(self.ticket, channel="email")
        apology.body = "<p>My own</p>"
        apology.write({"admits_fault": True, "channel": "letter"})
        self.assertIn("My own", apology.body)

    def test_words_given_at_creation_stay(self):
        self.assertEqual(self._words(body="<p>My own</p>"), "My own")

    def test_dialog_shows_the_words_before_saving(self):
        model = self.env["complaint.apology"].with_user(self.handler)
        with Form(model.with_context(default_ticket_id=self.ticket.id), DIALOG) as form:
            self.assertIn("General words", form.body)
            form.admits_fault = True
            self.assertIn("Ours words", form.body)
            form.body = "<p>My own</p>"
            form.admits_fault = False
            self.assertIn("My own", form.body)
        self.assertIn("My own", form.record.body)
        self.assertEqual(form.record.template_id, self.general)

    def test_another_template_can_be_chosen(self):
        other = self._template("Other")
        apology = self._create_apology(self.ticket, channel="email")
        apology.template_id = other
        self.assertIn("Other words", apology.body)

    def test_words_are_rendered_once(self):
        apology = self._create_apology(self.ticket, channel="email")
        self.env.flush_all()
        self.general.body = "<p>Changed since</p>"
        self.assertIn("General words", apology.body)

    def test_unfilled_blank_never_goes_out(self):
        blanks = ("[… what happened]", "[...]", "【……发生了什么】", "[… open", "[ … x]")
        for blank in blanks:
            body = f"<p>Sorry, <b>{blank}</b></p>"
            for channel in ("email", "letter"):
                apology = self._create_apology(self.ticket, channel=channel, body=body)
                with (
                    self.subTest(blank),
                    self.assertRaisesRegex(UserError, "filled in"),
                ):
                    apology.action_send()

    def test_brackets_and_dots_of_their_own_are_no_blank(self):
        body = "<p>Well … the kettle [model 4] leaks...</p>"
        apology = self._create_apology(self.ticket, channel="email", body=body)
        apology.action_send()
        self.assertEqual(apology.state, "sent")


class TestShippedTemplates(ComplaintCommon):
    def test_every_shipped_template_is_filled_in_and_waits_for_the_facts(self):
        data = self.env["ir.model.data"].search(
            [
                ("model", "=", "complaint.apology.template"),
                ("module", "=", "complaint_recovery"),
            ]
        )
        ticket = self._create_complaint()
        for template in self.env["complaint.apology.template"].browse(
            data.mapped("res_id")
        ):
            with self.subTest(template.name):
                apology = self._create_apology(
                    ticket, channel="email", body=template._render_for(ticket)
                )
                self.assertNotIn("t-out", apology.body)
                with self.assertRaisesRegex(UserError, "filled in"):
                    apology.action_send()
        self.assertEqual(len(data), 6)


class TestSafety(TemplateCase):
    UNSAFE = "<p><t t-out=\"object.env['res.users'].search([])\"/></p>"

    def test_only_managers_shape_templates(self):
        for user in (self.handler, self.leader, self.agent_all):
            for change in ({"body": "<p>x</p>"}, {"name": "x"}):
                with self.subTest(user.name), self.assertRaises(AccessError):
                    self.general.with_user(user).write(change)

    def test_nobody_writes_more_than_placeholders_into_a_template(self):
        for user in (self.manager, self.env.ref("base.user_admin"), self.env.user):
            template = self.general.with_user(user)
            with self.subTest(user.name), self.assertRaises(AccessError):
                template.body = self.UNSAFE
            with self.subTest(user.name), self.assertRaises(AccessError):
                template.copy({"body": self.UNSAFE})

    def test_translation_holds_no_more_than_placeholders(self):
        self.env["res.lang"]._activate_lang("de_DE")
        with self.assertRaises(AccessError):
            self.general.with_context(lang="de_DE").body = self.UNSAFE

    def test_a_broken_template_never_runs_and_never_blocks(self):
        self._break()
        with self.assertLogs(LOGGER, "WARNING"):
            apology = self._create_apology(self.ticket, channel="email")
            self.assertTrue(apology.template_failed)
        self.assertFalse(apology.body)
        apology.body = "<p>We are sorry.</p>"
        apology.action_send()
        self.assertEqual(apology.state, "sent")

    @mute_logger(LOGGER)
    def test_the_dialog_tells_that_the_template_is_broken(self):
        self._break()
        model = self.env["complaint.apology"].with_user(self.handler)
        form = Form(model.with_context(default_ticket_id=self.ticket.id), DIALOG)
        self.assertTrue(form.template_failed)
        self.assertFalse(form.body)

    def _break(self):
        """Spoil the template as a careless script would."""
        self.general.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE complaint_apology_template"
                " SET body = jsonb_build_object('en_US', %s) WHERE id = %s",
                self.UNSAFE,
                self.general.id,
            )
        )
        self.env.invalidate_all()

    def test_preview_shows_the_words_on_an_example(self):
        self.general.body = '<p>About <t t-out="object.name">it</t></p>'
        template = self.general.with_user(self.manager)
        self.assertEqual(template.example_ticket_id, self.ticket)
        self.assertIn("About Kettle leaks", template.example_body)
