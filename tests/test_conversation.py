from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError

from .common.mail import ConversationCase


class TestExchanges(ConversationCase):
    def test_the_acknowledgement_is_no_contact(self):
        self.assertTrue(self._mails_to(self.customer.email))
        self.assertFalse(self.ticket.complaint_first_contact_at)
        self.assertFalse(self.ticket.complaint_last_outbound_at)
        self.assertFalse(self.ticket.complaint_interaction_ids)

    def test_the_handlers_chatter_mail_to_the_customer_is_a_contact(self):
        message = self._post(partners=self.customer)
        exchange = self.ticket.complaint_interaction_ids
        self.assertEqual(exchange.purpose, "first_contact")
        self.assertEqual(exchange.user_id, self.handler)
        self.assertEqual(exchange.message_id, message)
        self.assertEqual(self.ticket.complaint_first_contact_at, exchange.date)

    def test_a_customer_who_follows_is_reached(self):
        self.ticket.message_subscribe(self.customer.ids)
        self._post()
        self.assertTrue(self.ticket.complaint_first_contact_at)

    def test_internal_notes_are_never_a_contact(self):
        self.ticket.message_subscribe(self.customer.ids)
        self._post(subtype_xmlid="mail.mt_note")
        self.assertFalse(self.ticket.complaint_interaction_ids)

    def test_what_is_said_among_colleagues_is_no_contact(self):
        self._post(partners=self.leader.partner_id)
        self.assertFalse(self.ticket.complaint_first_contact_at)

    def test_who_has_no_address_is_not_reached(self):
        self.customer.email = False
        with self.assertRaises(UserError):
            self._post(partners=self.customer)
        self.assertFalse(self.ticket.complaint_first_contact_at)

    def test_automatic_messages_are_never_a_contact(self):
        for message_type in ("notification", "auto_comment"):
            self._post(partners=self.customer, message_type=message_type)
        self.assertFalse(self.ticket.complaint_interaction_ids)

    def test_an_incoming_call_is_a_contact(self):
        self._create_interaction(self.ticket, direction="in")
        self.assertTrue(self.ticket.complaint_first_contact_at)

    def test_an_incoming_mail_is_none(self):
        ticket = self._receive(self._write_mail(self.customer.email))
        self.assertEqual(ticket.complaint_interaction_ids.direction, "in")
        self.assertFalse(ticket.complaint_first_contact_at)

    def test_any_word_from_us_restarts_progress(self):
        self._post(partners=self.customer)
        progress = self.ticket.complaint_deadline_ids.filtered(
            lambda d: d.kind == "progress"
        )
        before = progress.due_at
        with freeze_time(fields.Datetime.now() + timedelta(days=3)):
            self._create_interaction(self.ticket, purpose="other")
        self.assertGreater(progress.due_at, before)
        self.assertEqual(progress.state, "running")

    def test_what_the_customer_writes_on_the_portal_is_on_record(self):
        ticket = self._create_complaint(partner_id=self.portal.partner_id.id)
        self._post(ticket, user=self.portal, body="Still broken.")
        exchange = ticket.complaint_interaction_ids
        self.assertEqual((exchange.direction, exchange.channel), ("in", "portal"))
        self.assertEqual(exchange.user_id, self.handler)

    def test_a_client_cannot_keep_an_exchange_off_the_record(self):
        forged = {"complaint_unrecorded": True, "complaint_forwarded_from": "a@b.c"}
        self._post(self.ticket.with_context(**forged), partners=self.customer)
        self.assertTrue(self.ticket.complaint_interaction_ids)

    def test_the_mail_of_a_decision_is_on_record_once(self):
        ticket = self.ticket.with_user(self.handler)
        ticket.write(
            {"complaint_decision": "upheld", "complaint_explanation": "You are right."}
        )
        ticket.action_send_decision()
        exchange = ticket.complaint_interaction_ids
        self.assertEqual(exchange.mapped("purpose"), ["decision"])
        self.assertTrue(exchange.message_id)
