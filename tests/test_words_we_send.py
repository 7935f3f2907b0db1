"""The words we send: found in one place, looked at in each language, tried out."""

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from .common.customer_mail import CustomerMailCase
from .test_mail_face import own_templates


class TestWordsWeSend(CustomerMailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in ("zh_CN", "zh_TW"):
            cls.env["res.lang"]._activate_lang(code)
        cls.ticket = cls._create_complaint(
            complaint_decision="upheld", complaint_explanation="You are right."
        )
        cls._create_apology(cls.ticket, channel="email", body="<p>We are sorry.</p>")
        remedy = cls._create_remedy(cls.ticket, description="A new kettle")
        remedy.action_offer()
        cls.manager.email = "manager@example.com"

    def _sample(self, template, user=None, **vals):
        words = self.env["complaint.words"].with_user(user or self.manager)
        return words.create(
            {"template_id": template.id, "ticket_id": self.ticket.id, **vals}
        )

    def test_all_templates_are_in_the_list(self):
        action = self.env.ref("complaint_recovery.mail_template_action_complaint")
        listed = self.env["mail.template"].search(safe_eval(action.domain))
        self.assertEqual(listed, listed & own_templates(self.env))
        self.assertGreaterEqual(len(listed), 14)
        for template in listed:
            self.assertTrue(template.description, template.name)
            self.assertTrue(template.complaint_reader, template.name)

    def test_each_is_looked_at_in_each_language(self):
        module = self.env["ir.module.module"]
        module._load_module_terms(["complaint_recovery"], ["zh_CN", "zh_TW"])
        self.ticket.with_user(self.handler)._complaint_escalate("Please help.")
        self.env["complaint.review"]._make_for_last_period(self.company)
        rare = {
            self.env.ref(f"complaint_recovery.mail_template_{name}")
            for name in ("duplicate", "because_of_you")
        }
        for template in own_templates(self.env):
            if template in rare:
                self.assertTrue(self._sample(template).wanting, template.name)
                continue
            for lang in ("en_US", "zh_CN", "zh_TW"):
                with self.subTest(template.name, lang=lang):
                    sample = self._sample(template, lang=lang)
                    self.assertFalse(sample.wanting)
                    self.assertTrue(sample.subject)
                    self.assertIn(f'lang="{lang.replace("_", "-")}"', sample.body)
                    self.assertNotRegex(sample.body, r"t-out|\{\{|access_token")
                    if lang != "en_US" and template.model != "res.users":
                        self.assertNotIn("Kind regards", sample.body)

    def test_a_test_goes_to_who_asked_and_has_no_key(self):
        template = self.env.ref("complaint_recovery.mail_template_offer")
        before = self.env["mail.mail"].search([])
        action = self._sample(template).action_send_test()
        mail = self.env["mail.mail"].search([]) - before
        self.assertEqual(mail.recipient_ids, self.manager.partner_id)
        self.assertTrue(mail.subject.startswith("Test: "))
        (email,) = mail._prepare_outgoing_list()
        self.assertIn("A new kettle", email["body"])
        self.assertNotIn("access_token", email["body"])
        self.assertFalse(mail.model or mail.res_id)
        self.assertEqual(action["params"]["type"], "warning", "no server is set up")

    def test_with_a_server_it_is_said_to_be_on_its_way(self):
        self.env["ir.mail_server"].create({"name": "S", "smtp_host": "mail.example"})
        template = self.env.ref("complaint_recovery.mail_template_word")
        action = self._sample(template).action_send_test()
        self.assertEqual(action["params"]["type"], "success")
        self.assertIn("manager@example.com", action["params"]["message"])

    def test_who_has_no_address_hears_what_to_do(self):
        self.manager.email = False
        template = self.env.ref("complaint_recovery.mail_template_word")
        with self.assertRaisesRegex(UserError, "preferences"):
            self._sample(template).action_send_test()

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_it_tells_nothing_one_may_not_read(self):
        template = self.env.ref("complaint_recovery.mail_template_word")
        with self.assertRaises(AccessError):
            self._sample(template, self.handler)
        self.ticket.complaint_about_user_id = self.manager
        with self.assertRaises(AccessError):
            self._sample(template).read(["subject"])

    def test_mails_of_others_are_not_looked_at(self):
        templates = self.env["mail.template"]
        others = templates.search([("model", "=", "res.users")]) - own_templates(
            self.env
        )
        partners = self.env["ir.model"]._get_id("res.partner")
        others |= templates.create({"name": "Else", "model_id": partners})
        self.assertGreater(len(others), 1)
        for template in others:
            with self.subTest(template.name):
                sample = self._sample(template)
                self.assertTrue(sample.wanting)
                self.assertFalse(sample.body)
