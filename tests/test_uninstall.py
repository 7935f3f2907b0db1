from odoo.fields import Domain
from odoo.tests import new_test_user
from odoo.tools import SQL
from odoo.tools.safe_eval import safe_eval

from odoo.addons.complaint_recovery.hooks import uninstall_hook

from .common import ComplaintCommon


class TestUninstall(ComplaintCommon):
    """What the hook leaves of complaints. scripts/life.sh uninstalls for real."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accused = new_test_user(
            cls.env,
            "accused_user",
            groups="helpdesk_mgmt.group_helpdesk_manager",
            name="Accused",
        )
        cls.about = cls._create_complaint(
            name="The Accused shouted", complaint_about_user_id=cls.accused.id
        ).sudo()
        cls.confidential = cls._create_complaint(complaint_confidential=True).sudo()
        cls.untold = cls._create_complaint(complaint_source="internal").sudo()
        cls.open = cls._create_complaint().sudo()
        cls.plain = cls._create_ticket().sudo()
        cls.all = cls.about | cls.confidential | cls.untold | cls.open | cls.plain

    def _seen(self, user):
        """Return which of ours the rule that stays lets ``user`` see, by itself."""
        rules = self.env["ir.rule"].with_user(user).sudo()
        domain = Domain.TRUE
        for rule in rules.search([("domain_force", "like", "user.share")]):
            context = rules.sudo(False)._eval_context()
            domain &= Domain(safe_eval(rule.domain_force, context))
        tickets = self.env["helpdesk.ticket"].sudo().with_context(active_test=False)
        return tickets.search(domain & Domain("id", "in", self.all.ids))

    def test_what_was_secret_is_archived_and_stays_out_of_sight(self):
        uninstall_hook(self.env)
        secret = self.about | self.confidential | self.untold
        self.assertEqual(self.all.filtered(lambda t: not t.active), secret)
        self.assertEqual(self._seen(self.accused), self.all - self.about)
        self.assertEqual(self._seen(self.manager), self.all)
        theirs = self.all - self.untold
        self.assertEqual(self._seen(self.portal), theirs - self.confidential)
        complainant = new_test_user(
            self.env, "jane", groups="base.group_portal", name="Jane"
        )
        self.confidential.partner_id = complainant.partner_id
        self.assertEqual(self._seen(complainant), theirs)
        notes = self.about.message_ids.mapped("body")
        self.assertTrue(any("is archived" in note for note in notes))

    def test_the_rule_needs_nothing_of_ours(self):
        uninstall_hook(self.env)
        [rule] = self.env["ir.rule"].search([("domain_force", "like", "user.share")])
        self.assertNotIn("complaint", rule.domain_force)
        self.assertFalse(rule.get_external_id()[rule.id])

    def test_without_secrets_no_rule_is_left(self):
        (self.about | self.confidential | self.untold).unlink()
        count = self.env["ir.rule"].search_count([])
        uninstall_hook(self.env)
        self.assertEqual(self.env["ir.rule"].search_count([]), count)

    def test_to_dos_of_ours_go_and_others_stay(self):
        self.open._complaint_escalate("Look at it")
        other = self.plain.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.handler.id
        )
        kept = self.open.activity_schedule(
            "mail.mail_activity_data_call", user_id=self.handler.id
        )
        self.assertGreater(len(self.open.activity_ids), 2)
        uninstall_hook(self.env)
        self.assertEqual(self.all.activity_ids, other | kept)

    def test_filters_and_exports_that_ask_for_our_fields_go(self):
        filters = self.env["ir.filters"]
        vals = {"name": "F", "user_ids": [(6, 0, self.handler.ids)]}
        ours = filters.create(
            [
                {
                    **vals,
                    "model_id": "helpdesk.ticket",
                    "domain": "[('complaint_level', '>', 1)]",
                },
                {**vals, "name": "G", "model_id": "complaint.deadline"},
            ]
        )
        kept = filters.create(
            {
                **vals,
                "name": "H",
                "model_id": "helpdesk.ticket",
                "domain": "[('name', 'ilike', 'complaint')]",
            }
        )
        # Fields that we only extend are others', and stay.
        parents = filters.create(
            [
                {
                    **vals,
                    "name": name,
                    "model_id": "helpdesk.ticket",
                    "domain": f"[('{name}', '!=', False)]",
                }
                for name in ("message_ids", "website_message_ids", "access_token")
            ]
        )
        export = self.env["ir.exports"].create(
            {
                "name": "E",
                "resource": "helpdesk.ticket",
                "export_fields": [
                    (0, 0, {"name": "number"}),
                    (0, 0, {"name": "complaint_level"}),
                ],
            }
        )
        uninstall_hook(self.env)
        self.assertFalse(ours.exists())
        self.assertEqual((kept | parents).exists(), kept | parents)
        self.assertEqual(export.export_fields.mapped("name"), ["number"])

    def test_no_key_is_left_that_could_refuse(self):
        tables = [
            model._table
            for model in self.env.registry.values()
            if model._original_module == "complaint_recovery" and not model._abstract
        ]
        query = SQL(
            """SELECT conname FROM pg_constraint JOIN pg_class target
                 ON target.oid = confrelid
                WHERE contype = 'f' AND confdeltype IN ('a', 'r')
                  AND target.relname IN %s""",
            tuple(tables),
        )
        self.assertGreater(len(self.env.execute_query(query)), 10)
        uninstall_hook(self.env)
        self.assertFalse(self.env.execute_query(query))

    def test_odoos_dialog_says_beforehand_what_goes(self):
        admin = self.env.ref("base.user_admin")
        dialogs = self.env["base.module.uninstall"].with_user(admin)
        for name, told in (
            ("complaint_recovery", True),
            ("helpdesk_mgmt", True),  # It takes us along.
            ("snailmail", False),
        ):
            with self.subTest(name):
                module = self.env["ir.module.module"].search([("name", "=", name)])
                dialog = dialogs.create({"module_ids": [(6, 0, module.ids)]})
                text = dialog.complaint_leaving or ""
                self.assertEqual("1 about a colleague, 1 confidential" in text, told)
        self.assertTrue(self.about.active)
