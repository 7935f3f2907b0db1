"""Who signs up, or chooses a new password, as a customer: the customer, by a mail."""

import re
from itertools import product
from unittest.mock import patch

from odoo.tests import new_test_user

from .common.mail import MailCase

KEY = re.compile(r"[?&;]token=([^&\"\s]{8,})")


class TestSignUp(MailCase):
    """Odoo's templates × those who may write contacts × what shows or mails words."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = [
            new_test_user(
                cls.env,
                f"keeper {n}",
                f"base.group_user,base.group_partner_manager,{group}",
            )
            for n, group in enumerate(
                (
                    "sales_team.group_sale_salesman",
                    "helpdesk_mgmt.group_helpdesk_manager",
                    "mail.group_mail_template_editor",
                )
            )
        ]
        templates = cls.env["mail.template"].search(
            [("model", "in", ("res.users", "res.partner"))]
        )
        cls.templates = templates.filtered(lambda t: "signup" in (t.body_html or ""))

    def _record(self, template):
        user = self.portal
        return user if template.model == "res.users" else user.partner_id

    def _by_a_preview(self, user, template, record):
        previews = self.env["mail.template.preview"].with_user(user)
        preview = previews.create(
            {
                "mail_template_id": template.id,
                "resource_ref": f"{record._name},{record.id}",
            }
        )
        return preview.body_html

    def _by_a_mail_elsewhere(self, user, template, record):
        vals = {"email_to": "me@evil.example"}
        mail = template.with_user(user).send_mail(record.id, email_values=vals)
        return self.env["mail.mail"].sudo().browse(mail).body_html

    def _by_the_composer(self, user, template, record):
        composers = self.env["mail.compose.message"].with_user(user)
        composer = composers.create(
            {
                "model": record._name,
                "res_ids": str(record.ids),
                "template_id": template.id,
            }
        )
        return composer.body

    def test_no_template_shows_a_customers_key(self):
        self.assertIn("portal", " ".join(self.templates.mapped("name")).lower())
        ways = (self._by_a_preview, self._by_a_mail_elsewhere, self._by_the_composer)
        shown = 0
        for user, template, way in product(self.people, self.templates, ways):
            record = self._record(template)
            with self.subTest(user.login, template=template.name, way=way.__name__):
                body = str(way(user, template, record))
                shown += "/web/" in body
                self.assertFalse(KEY.findall(body))
        self.assertGreater(shown, 8)

    def test_odoos_own_invitations_have_it(self):
        bodies, mails = [], type(self.env["mail.mail"])
        create = mails.create

        def note(records, vals_list):
            made = create(records, vals_list)
            bodies.extend(made.mapped("body_html"))
            return made

        # What was sent is not kept.
        self.startPatcher(patch.object(mails, "create", note))
        wizard = self.env["portal.wizard"].with_user(self.people[0])
        wizard = wizard.with_context(active_ids=self.customer.ids).create({})
        line = wizard.user_ids.filtered(lambda line: line.partner_id == self.customer)
        line.action_grant_access()
        self.portal.sudo().with_context(create_user=True).action_reset_password()
        self.handler.sudo().action_reset_password()
        keys = [KEY.findall(body) for body in bodies]
        self.assertEqual(len(keys), 3)
        self.assertTrue(all(keys))
