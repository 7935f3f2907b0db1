from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .common import ComplaintCommon


class TestLetterAsSent(ComplaintCommon):
    """What went to the customer is neither exchanged nor removed, by nobody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        ticket = cls._create_complaint()
        cls.apology = cls._create_apology(
            ticket, channel="letter", body="<p>We are sorry.</p>"
        )
        cls.apology.action_send()
        cls.letter = cls.apology.attachment_id

    @mute_logger("odoo.addons.base.models.ir_attachment")
    def test_letter_as_sent_is_not_altered(self):
        for user in (self.handler, self.manager):
            for vals in ({"raw": b"Other"}, {"name": "Other"}, {"res_id": False}):
                with self.subTest(user.name, vals=vals), self.assertRaises(UserError):
                    self.letter.with_user(user).write(vals)

    def test_letter_as_sent_is_not_deleted(self):
        for user in (self.handler, self.manager):
            with self.subTest(user.name), self.assertRaises(UserError):
                self.letter.with_user(user).unlink()

    def test_other_files_of_the_complaint_are_changed_and_deleted(self):
        file = self.env["ir.attachment"].with_user(self.handler)
        ticket = self.apology.ticket_id
        file = file.create(
            {
                "name": "Bill",
                "raw": b"1",
                "res_model": ticket._name,
                "res_id": ticket.id,
            }
        )
        file.name = "Bill, corrected"
        file.unlink()
        self.assertFalse(file.exists())
