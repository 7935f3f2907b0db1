from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import new_test_user
from odoo.tools import SQL, mute_logger

from .common.refusals import REFUSALS
from .common.secret import SecretCommon
from .common.wizards import WizardCommon


class TestUsedConfiguration(WizardCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = new_test_user(
            cls.env,
            "admin_user",
            "base.group_system,helpdesk_mgmt.group_helpdesk_manager",
        )

    def test_severity_in_use_is_archived_not_deleted(self):
        ticket = self._create_complaint()
        with self.assertRaisesRegex(UserError, f"Normal.*{ticket.number}.*rchive"):
            self.normal.with_user(self.admin).unlink()
        self.normal.with_user(self.manager).active = False
        self.assertEqual(ticket.complaint_severity_id, self.normal)

    def test_cause_in_use_is_archived_not_deleted(self):
        ticket = self._create_complaint(complaint_cause_id=self.cause.id)
        ticket.action_withdraw("Found it")
        ticket.sudo().active = False
        with self.assertRaisesRegex(UserError, f"{self.cause.name}.*{ticket.number}"):
            self.cause.with_user(self.admin).unlink()

    def test_remedy_type_in_use_is_archived_not_deleted(self):
        remedy = self._create_remedy(self._create_complaint())
        number = remedy.ticket_id.number
        with self.assertRaisesRegex(UserError, f"{remedy.type_id.name}.*{number}"):
            remedy.type_id.with_user(self.admin).unlink()

    def test_unused_ones_are_deleted_by_administrators(self):
        severity = self.normal.copy({"name": "Tiny"}).with_user(self.admin)
        cause = self.cause.copy({"name": "Dust"}).with_user(self.admin)
        (severity.unlink(), cause.unlink())
        self.assertFalse(severity.exists() or cause.exists())

    def test_what_managers_delete_is_archived(self):
        ticket = self._create_complaint(complaint_cause_id=self.cause.id)
        cause = self.cause.with_user(self.manager)
        cause.unlink()
        self.assertFalse(cause.active)
        self.assertEqual(ticket.complaint_cause_id, self.cause)


class TestUsedBySecrets(SecretCommon):
    """Whoever shapes the lists is not told that a complaint about them uses one."""

    def _lists(self):
        """Yield each list that companies have of their own, and what links to it."""
        for model in self.env.registry.values():
            records = self.env[model._name]
            if hasattr(records, "_get_links") and not records._abstract:
                links = {
                    (other, name)
                    for other, name in records._get_links()
                    if other in self.records and self.records[other]._auto
                }
                yield records, links

    def _try(self, record, name, *arguments):
        """Return what the suspect is told, and what becomes of the record."""
        self.env.flush_all()
        self.env.invalidate_all()
        with self.env.cr.savepoint() as savepoint, mute_logger("odoo.sql_db"):
            shown = []
            try:
                with self._showing(shown):
                    told = getattr(record.with_user(self.suspect), name)(*arguments)
            except REFUSALS as error:
                told = f"{type(error).__name__}: {error}"
            else:
                self.env.flush_all()
                record.invalidate_recordset()
                told = told, record.sudo().exists().mapped("active"), shown
            savepoint.rollback()
        self.env.invalidate_all()
        return told

    def _showing(self, shown):
        """Add to ``shown`` what appears on the screen of whoever does something."""

        def send(user, kind, message, **kwargs):
            if kind == "simple_notification":
                shown.append((user.id, message["message"]))

        return patch.object(type(self.env["res.users"]), "_bus_send", send)

    def _copy(self, records):
        company = {"company_id": self.company.id, "name": "Our own"}
        first = records.sudo().search([("company_id", "=", False)], limit=1)
        return (first or records.sudo().search([], limit=1)).copy(company)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_deleting_tells_nothing(self):
        found = 0
        for records, links in self._lists():
            record = self._copy(records)
            unused = self._try(record, "unlink")
            elsewhere = {"company_id": self.other_company.id}
            moved_unused = self._try(record, "write", elsewhere)
            for other, name in links:
                found += 1
                user = self.records[other].sudo()
                with self.subTest(records._name, used_by=other, field=name):
                    self.env.flush_all()
                    table, column = map(SQL.identifier, (user._table, name))
                    query = SQL(
                        "UPDATE %s SET %s = %s WHERE id = %s",
                        *(table, column, record.id, user.id),
                    )
                    with self.env.cr.savepoint() as savepoint:
                        self.env.cr.execute(query)
                        self.env.invalidate_all()
                        used = self._try(record, "unlink")
                        moved = self._try(record, "write", elsewhere)
                        savepoint.rollback()
                    self.env.invalidate_all()
                    self.assertEqual(used, unused)
                    self.assertEqual(moved, moved_unused)
        self.assertGreater(found, 5)

    def test_what_is_archived_for_whom_deletes_it_is_said(self):
        """A list would show it gone for good."""
        for records, _links in self._lists():
            record = self._copy(records)
            with self.subTest(records._name):
                done, active, [(user_id, words)] = self._try(record, "unlink")
                self.assertEqual((done, active), (True, [False]))
                self.assertEqual(user_id, self.suspect.id)
                self.assertIn(record.display_name, words)
                self.assertIn("Archived, not deleted", words)

    def test_moved_to_another_company_it_is_by_administrators(self):
        """In both companies, one may move what nobody uses, and is told who uses it."""
        self.suspect.sudo().company_ids |= self.other_company
        admin = new_test_user(self.env, "admin_user", "base.group_system")
        for records, _links in self._lists():
            record = self._copy(records)
            other = {"company_id": self.other_company.id}
            with self.subTest(records._name):
                self.assertIn("AccessError", self._try(record, "write", other))
                same = {"company_id": record.company_id.id}
                self.assertTrue(self._try(record, "write", same)[0])
                if record.with_user(admin).has_access("write"):
                    record.with_user(admin).write(other)

    def test_an_archived_company_tells_no_number(self):
        admin = new_test_user(self.env, "admin_user", "base.group_system")
        company = self.env["res.company"].create({"name": "Company C"})
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET company_id = %s WHERE id = %s",
            (company.id, self.ticket.id),
        )
        self.env.invalidate_all()
        with self.assertRaises(UserError) as caught:
            company.with_user(admin).active = False
        self.assertIn("open complaints", str(caught.exception))
        self.assertNotIn(self.ticket.sudo().number, str(caught.exception))
