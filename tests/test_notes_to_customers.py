"""Whatever a colleague writes to the customer is an exchange, and waits ten seconds."""

from odoo.exceptions import UserError

from odoo.addons.complaint_recovery.models.contact.undo import KINDS

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

    def test_every_kind_of_message_is_an_exchange_that_waits(self):
        offered = dict(
            self.env["mail.message"]
            ._fields["message_type"]
            ._description_selection(self.env)
        )
        # By mail come those of the gateway; notifications of a person are none.
        apart = {"email", "user_notification", "sms", "snailmail"}
        self.assertEqual(set(offered) - apart, KINDS & set(offered))
        for kind in sorted(KINDS):
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
        for kind in sorted(KINDS):
            with self.subTest(kind), self.assertRaisesRegex(UserError, "colleagues"):
                self._post(message_type=kind, subtype_xmlid="mail.mt_note")
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
