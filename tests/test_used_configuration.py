from odoo.exceptions import UserError

from .common.wizards import WizardCommon


class TestUsedConfiguration(WizardCommon):
    def test_severity_in_use_is_archived_not_deleted(self):
        ticket = self._create_complaint()
        with self.assertRaisesRegex(UserError, f"Normal.*{ticket.number}.*rchive"):
            self.normal.with_user(self.manager).unlink()
        self.normal.with_user(self.manager).active = False
        self.assertEqual(ticket.complaint_severity_id, self.normal)

    def test_cause_in_use_is_archived_not_deleted(self):
        ticket = self._create_complaint(complaint_cause_id=self.cause.id)
        ticket.action_withdraw("Found it")
        ticket.sudo().active = False
        with self.assertRaisesRegex(UserError, f"{self.cause.name}.*{ticket.number}"):
            self.cause.with_user(self.manager).unlink()

    def test_unused_ones_are_deleted(self):
        severity = self.normal.copy({"name": "Tiny"}).with_user(self.manager)
        cause = self.cause.copy({"name": "Dust"}).with_user(self.manager)
        (severity.unlink(), cause.unlink())
        self.assertFalse(severity.exists() or cause.exists())
