from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from .common import ComplaintCommon


class TestToldToOne(ComplaintCommon):
    """What one user was told is no other's, wherever it stands.

    Salespeople hear of complaints on their customer's record, managers of settings on
    none: Odoo names these messages to every employee.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.user_id = cls.sales
        messages = cls.env["mail.message"].sudo()
        before = messages.search([])
        cls.complaint = cls._create_complaint()
        cls.env["mail.thread"].message_notify(
            partner_ids=cls.manager.partner_id.ids, subject="Complaints", body="x"
        )
        cls.told = messages.search(
            [
                ("id", "not in", before.ids),
                ("message_type", "=", "user_notification"),
                ("model", "not like", "helpdesk.ticket%"),
            ]
        )
        cls.others = (cls.employee, cls.agent_all, cls.leader)

    def test_there_are_some_on_the_customer_and_on_nothing(self):
        self.assertEqual(set(self.told.mapped("model")), {"res.partner", False})
        self.assertIn(self.sales.partner_id, self.told.notified_partner_ids)

    def test_nobody_else_is_told_that_there_was_a_word(self):
        ours = [("mail_message_id", "in", self.told.ids)]
        for user in self.others:
            rows = self.env["mail.notification"].with_user(user)
            with self.subTest(user.name):
                self.assertFalse(rows.search(ours))
                self.assertFalse(
                    rows.formatted_read_group(ours, ["mail_message_id"], ["__count"])
                )

    def test_nobody_else_is_told_its_subject(self):
        for user in self.others:
            for message in self.told.with_user(user):
                with self.subTest(user.name, message=message.sudo().subject):
                    self.assertFalse(message.display_name)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_else_answers_it_to_read_its_subject(self):
        dialogs = self.env["mail.compose.message"]
        for message in self.told:
            vals = {"parent_id": message.id, "model": "res.partner"}
            vals["res_ids"] = str(self.stranger.ids)
            for user in self.others:
                with self.subTest(user.name), self.assertRaises(AccessError):
                    dialogs.with_user(user).create(vals)

    def test_who_was_told_reads_it(self):
        told = self.told.filtered("model").with_user(self.sales)
        self.assertTrue(told)
        self.assertTrue(all(told.mapped("display_name")))
        own = self.env["mail.notification"].with_user(self.sales)
        self.assertTrue(own.search([("mail_message_id", "in", told.ids)]))
