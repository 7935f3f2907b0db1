"""A merge of contacts tells nobody that a complaint about them is among them."""

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .common.secret import SecretCommon


class TestContactsMerged(SecretCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"]
        same = {"name": "Twin", "email": "twin@azure.example"}
        cls.twin, cls.accused, cls.other = partners.create([same] * 3)
        cls.hidden = cls._create_complaint(
            partner_id=cls.accused.id,
            user_id=cls.handler.id,
            complaint_about_user_id=cls.suspect.id,
        ).sudo()
        cls.hidden._portal_ensure_token()
        maker = cls.env.ref("base.group_partner_manager")
        for user in (cls.suspect, cls.employee, cls.manager):
            user.sudo().group_ids |= maker
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        base = "odoo.addons.base.models"
        self.enterContext(mute_logger(f"{base}.ir_rule", f"{base}.ir_model"))

    def _merge(self, user, *partners):
        """Return what ``user`` is told who merges ``partners`` into the first."""
        self.env.invalidate_all()
        wizard = self.env["base.partner.merge.automatic.wizard"].with_user(user)
        ids = [partner.id for partner in partners]
        try:
            with self.env.cr.savepoint():
                wizard._merge(ids, partners[0].with_user(user))
        except UserError as error:
            return str(error)
        self.env.invalidate_all()
        return ""

    def test_a_complaint_about_who_merges_is_no_reason_to_refuse(self):
        for user in (self.suspect, self.employee):
            self.hidden.complaint_about_user_id = user
            for pair in ((self.twin, self.accused), (self.twin, self.other)):
                with self.subTest(user.name, pair=pair), self.cr.savepoint() as undo:
                    self.assertEqual(self._merge(user, *pair), "")
                    self.assertFalse(pair[1].exists())
                    undo.rollback()

    def test_it_moves_along_on_record_and_its_owner_hears_of_it(self):
        key = self.hidden.access_token
        known = self.hidden.message_ids
        self.assertEqual(self._merge(self.suspect, self.twin, self.accused), "")
        self.assertEqual(self.hidden.partner_id, self.twin)
        self.assertNotEqual(self.hidden.access_token, key)
        said = self.env["mail.message"].search([("body", "like", "merged contacts")])
        noted = said & self.hidden.message_ids - known
        self.assertIn("Suspect", noted.body)
        told = said.filtered(lambda m: m.message_type == "user_notification")
        self.assertIn(self.handler.partner_id, told.notified_partner_ids)
        for message in said:
            self.assertFalse(message.with_user(self.suspect)._filtered_access("read"))

    def test_beside_one_they_may_not_change_it_is_refused_for_that_one(self):
        shown = self._create_complaint(partner_id=self.other.id)
        self.hidden.complaint_about_user_id = self.employee
        with_both = self._merge(self.employee, self.twin, self.accused, self.other)
        self.assertTrue(shown.sudo().partner_id and with_both)
        self.assertEqual(self._merge(self.employee, self.twin, self.other), with_both)

    def test_a_colleague_becomes_no_customer_whether_there_are_complaints_or_not(self):
        for user in (self.suspect, self.manager, self.employee):
            colleague = user.partner_id
            colleague.sudo().email = self.twin.email
            with self.subTest(user.name):
                told = self._merge(user, colleague, self.accused)
                self.assertTrue(told)
                self.assertEqual(self._merge(user, colleague, self.other), told)
