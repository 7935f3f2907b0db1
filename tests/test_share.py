"""Odoo's *Share*: a plain ticket as in Odoo, a complaint by its own mails."""

from odoo.exceptions import UserError

from .common import ComplaintCommon


class TestShare(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Odoo has nobody else share.
        cls.handler.group_ids += cls.env.ref("base.group_partner_manager")

    def _share(self, ticket):
        shares = self.env["portal.share"].with_user(self.handler)
        shares = shares.with_context(active_model=ticket._name, active_id=ticket.id)
        share = shares.create({"partner_ids": self.customer.ids, "note": "Look"})
        return share.action_send_mail()

    def test_a_handler_shares_a_plain_ticket(self):
        plain = self._create_ticket()
        self._share(plain)
        message = plain.sudo().message_ids[0]
        self.assertEqual(message.partner_ids, self.customer)
        self.assertIn(plain.sudo().access_token, message.body)

    def test_on_a_complaint_they_hear_how_it_is_done(self):
        complaint = self._create_complaint()
        before = complaint.sudo().message_ids
        with self.assertRaisesRegex(UserError, "Send them a message"):
            self._share(complaint)
        self.assertEqual(complaint.sudo().message_ids, before)
