from datetime import datetime

from freezegun import freeze_time

from odoo.tests import new_test_user

from .complaint import ComplaintCommon

MONDAY = datetime(2026, 3, 2, 9)


class DocumentsCommon(ComplaintCommon):
    """A minor complaint that is contacted and apologised for, and remedies on it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(MONDAY):
            cls.ticket = cls._create_complaint(complaint_severity_id=cls.minor.id)
            cls._contact(cls.ticket)
            cls._create_apology(cls.ticket).action_send()

    @classmethod
    def _create_accountant(cls):
        """Create whom the company named to post credit notes (Invoicing)."""
        accountant = new_test_user(
            cls.env,
            "accountant_user",
            groups="base.group_user,account.group_account_invoice",
            name="Accountant",
            email="accountant@company.example",
        )
        cls.company.sudo().complaint_accountant_id = accountant
        return accountant

    def _accept(self, **vals):
        remedy = self._create_remedy(self.ticket, **vals)
        remedy.action_offer()
        remedy.action_accept()
        return remedy

    def _make(self, **vals):
        remedy = self._accept(**vals)
        remedy.action_make_document()
        return remedy

    def _document(self, remedy, user):
        """Return the document as ``user`` works on it."""
        return remedy.sudo().result_ref.with_user(user)

    def _customer_mails(self):
        messages = self.ticket.sudo().message_ids
        return messages.filtered(lambda m: self.customer in m.partner_ids).sorted("id")

    def _told(self, user, record=None):
        """Return what ``user`` found in the inbox on ``record`` (the complaint)."""
        record = record or self.ticket
        return (
            self.env["mail.message"]
            .sudo()
            .search(
                [
                    ("partner_ids", "in", user.partner_id.ids),
                    ("model", "=", record._name),
                    ("res_id", "=", record.id),
                    ("message_type", "=", "user_notification"),
                ]
            )
        )

    def _assert_not_said_by(self, user):
        """``user`` may not read the complaint, and has made no message on it."""
        self.assertFalse(self.ticket.with_user(user).has_access("read"))
        said = self.ticket.sudo().message_ids
        self.assertNotIn(user, said.create_uid)
        self.assertNotIn(user.partner_id, said.author_id)

    def _assert_delivered_and_told(self, remedy, words):
        self.assertEqual((remedy.state, remedy.document_state), ("delivered", "done"))
        self.assertEqual(remedy.sudo().deadline_id.verdict, "kept")
        self.assertIn(words, self._customer_mails()[-1].body)
        self.assertEqual(self.ticket.complaint_phase, "follow_up")
        self.assertTrue(self.ticket._complaint_running("follow_up"))

    def _assert_owed_again(self, remedy):
        self.assertEqual((remedy.state, remedy.delivered_at), ("accepted", False))
        self.assertEqual(remedy.sudo().deadline_id.state, "running")
        self.assertFalse(self.ticket._complaint_running("follow_up"))
        self.assertIn("owed again", self._told(self.handler)[0].body)
