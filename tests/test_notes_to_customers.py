"""Whatever a colleague writes to the customer is an exchange, and waits ten seconds."""

from odoo.exceptions import UserError

from odoo.addons.complaint_recovery.models.contact.undo import NO_MAIL

from .common import ComplaintCommon


class TestNotesToCustomers(ComplaintCommon):
    """No kind of message and no note goes to the customer past the record."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_complaint(cls.agent_all)

    def _post(self, **kwargs):
        ticket = self.ticket.with_user(self.agent_all)
        return ticket.message_post(
            body="We are sorry", partner_ids=self.customer.ids, **kwargs
        )

    def _kinds(self):
        offered = self.env["mail.message"]._fields["message_type"].get_values(self.env)
        return sorted(set(offered) - NO_MAIL)

    def test_every_kind_of_message_is_an_exchange_that_waits(self):
        self.assertGreater(len(self._kinds()), 4)
        for kind in self._kinds():
            for internal in ({}, {"is_internal": True}):
                before = self.ticket.complaint_interaction_ids
                message = self._post(
                    message_type=kind, subtype_xmlid="mail.mt_comment", **internal
                )
                with self.subTest(kind, internal=internal):
                    exchange = self.ticket.complaint_interaction_ids - before
                    self.assertEqual(exchange.message_id, message.sudo())
                    self.assertEqual(exchange.direction, "out")
                    self.assertTrue(message.sudo().mail_ids.mapped("scheduled_date"))
                    self.assertFalse(message.sudo().is_internal)

    def test_no_note_is_mailed_to_the_customer(self):
        ticket = self.ticket.with_user(self.agent_all)
        told = {"body": "x", "partner_ids": self.customer.ids}
        others = self.env["mail.message.subtype"].search([("internal", "=", False)])
        others -= self.env.ref("mail.mt_comment")
        self.assertTrue(others)
        # A mail that somebody makes up is one of a stranger, noted for the owner.
        for kind in set(self._kinds()) - {"email"}:
            for subtype in self.env.ref("mail.mt_note") | others:
                with self.subTest(kind, subtype=subtype.name):
                    with self.assertRaisesRegex(UserError, "colleagues"):
                        self._post(message_type=kind, subtype_id=subtype.id)
        for internal in (True, False):
            with self.assertRaisesRegex(UserError, "colleagues"):
                ticket.message_notify(
                    **told, is_internal=internal, subtype_xmlid="mail.mt_comment"
                )
        with self.assertRaisesRegex(UserError, "colleagues"):
            ticket.message_notify(**told)
        with self.assertRaisesRegex(UserError, "colleagues"):
            ticket.message_post(body="x", outgoing_email_to=self.customer.email)
        colleagues = ticket.message_post(
            body="Look", message_type="comment", partner_ids=self.leader.partner_id.ids
        )
        self.assertEqual(colleagues.sudo().partner_ids, self.leader.partner_id)

    def test_a_note_on_a_plain_ticket_is_as_in_odoo(self):
        plain = self._create_ticket().with_user(self.agent_all)
        note = plain.message_post(
            body="x", message_type="notification", partner_ids=self.customer.ids
        )
        self.assertEqual(note.sudo().message_type, "notification")
        self.assertEqual(note.sudo().partner_ids, self.customer)
