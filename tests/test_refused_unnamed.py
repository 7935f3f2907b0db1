from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.secret import SECRET, SecretCommon


class TestRefusedUnnamed(SecretCommon):
    """Who may not read a file is told no name of it, whatever they try."""

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_files_of_a_complaint_are_named_in_no_refusal(self):
        message = self.ticket.sudo().message_post(
            body="x", attachments=[(f"{SECRET}.txt", b"x")], message_type="comment"
        )
        held = message.attachment_ids
        letter = own_hand(self.env["ir.attachment"]).create(
            {
                "name": f"{SECRET}.pdf",
                "raw": b"x",
                "res_model": "helpdesk.ticket",
                "res_id": self.ticket.id,
                "complaint_letter": True,
            }
        )
        commands = {"attachment_ids": [(6, 0, (held | letter).ids)]}
        for name, user in self.strangers.items():
            for file in held | letter:
                asked = file.with_user(user)
                for way in (
                    lambda asked=asked: asked.write({"name": "x"}),
                    lambda asked=asked: asked.write({"raw": b"y"}),
                    lambda asked=asked: asked.write({"res_id": 1}),
                    lambda asked=asked: asked.unlink(),
                    lambda user=user: (
                        self.env["mail.compose.message"]
                        .with_user(user)
                        .create(commands)
                    ),
                ):
                    with self.subTest(name, file=file.name):
                        with self.assertRaises(AccessError) as refused:
                            with self.cr.savepoint():
                                way()
                        self.assertNotIn(SECRET, str(refused.exception))

    def test_who_may_read_it_reads_which_is_kept(self):
        message = self.ticket.sudo().message_post(
            body="x", attachments=[("Bill.txt", b"x")], message_type="comment"
        )
        file = message.attachment_ids.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "Bill.txt is kept"):
            file.write({"name": "x"})
