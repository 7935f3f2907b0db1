from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from .common.secret import SecretCommon


class TestTeamsKept(SecretCommon):
    """A complaint one may not read keeps team and category, whoever deletes them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.category = cls.env["helpdesk.ticket.category"].create({"name": "Kettles"})
        cls.ticket.sudo().category_id = cls.category

    def test_what_a_manager_deletes_is_archived_used_or_not(self):
        unused = self.env["helpdesk.ticket.category"].create({"name": "Unused"})
        team, ticket = self.ticket.team_id, self.ticket.sudo()
        self.assertFalse(ticket.with_user(self.suspect).has_access("read"))
        for record in (team, self.category, unused):
            record.with_user(self.suspect).unlink()
            self.assertTrue(record.exists(), record._name)
            self.assertFalse(record.active)
        self.assertEqual(ticket.team_id, team)
        self.assertEqual(ticket.category_id, self.category)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_who_may_delete_none_archives_none(self):
        for record in (self.ticket.team_id, self.category):
            with self.assertRaises(AccessError), self.cr.savepoint():
                record.with_user(self.outsider).unlink()
            self.assertTrue(record.active)

    def test_administrators_delete_what_they_made(self):
        team = self.env["helpdesk.ticket.team"].create({"name": "Short-lived"})
        admin = self.env.ref("base.user_admin")
        admin.group_ids |= self.env.ref("helpdesk_mgmt.group_helpdesk_manager")
        team.with_user(admin).unlink()
        self.assertFalse(team.exists())


class TestScheduledActions(SecretCommon):
    """Ours run by themselves, or for an administrator."""

    @mute_logger("odoo.addons.base.models.ir_actions")
    def test_nobody_else_runs_one_by_its_number(self):
        crons = self.env["ir.cron"].search([])
        names = crons._get_external_ids()
        ours = crons.filtered(
            lambda cron: any("complaint_recovery" in n for n in names[cron.id])
        )
        self.assertGreater(len(ours), 5)
        root = self.env.ref("base.user_root")
        for cron in ours:
            action = cron.ir_actions_server_id
            for user in self.strangers.values():
                with self.subTest(cron.name, user=user.name):
                    with self.assertRaises(AccessError), self.cr.savepoint():
                        action.with_user(user).sudo().run()
            self.assertLessEqual(action.group_ids, root.all_group_ids)
