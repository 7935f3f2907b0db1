from datetime import datetime

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from .common import ComplaintCommon

MONDAY = datetime(2026, 3, 2, 9)


@freeze_time(MONDAY)
class TestApology(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(MONDAY):
            cls.ticket = cls._create_complaint()

    def _send(self, **vals):
        apology = self._create_apology(self.ticket, **vals)
        apology.action_send()
        return apology

    def test_apology_by_phone_is_a_contact_on_record(self):
        apology = self._send()
        self.assertEqual((apology.state, apology.sent_at), ("sent", MONDAY))
        self.assertEqual(self.ticket.complaint_apologised_at, MONDAY)
        exchange = self.ticket.complaint_interaction_ids
        self.assertEqual((exchange.purpose, exchange.channel), ("apology", "phone"))
        self.assertEqual(self.ticket.complaint_first_contact_at, MONDAY)

    def test_apology_by_mail_is_sent_to_the_customer_with_a_letter(self):
        apology = self._send(channel="email", body="<p>We are sorry.</p>")
        message = self.ticket.message_ids.filtered("attachment_ids")
        self.assertIn(self.customer, message.partner_ids)
        self.assertIn("We are sorry.", message.body)
        self.assertEqual(message.attachment_ids, apology.attachment_id)

    def test_letter_is_kept_as_it_went_out(self):
        apology = self._send(channel="letter", body="<p>We are sorry.</p>")
        self.assertTrue(apology.attachment_id.raw)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            apology.attachment_id.sudo().unlink()
            self.env.flush_all()

    def test_written_apology_has_words(self):
        for channel in ("email", "letter"):
            with self.subTest(channel), self.assertRaises(UserError):
                self._send(channel=channel)

    def test_apology_by_mail_needs_an_address(self):
        self.customer.email = False
        self.ticket.partner_email = False
        with self.assertRaises(UserError):
            self._send(channel="email", body="<p>We are sorry.</p>")

    def test_sent_apology_is_final_for_everybody(self):
        apology = self._send(channel="letter", body="<p>We are sorry.</p>")
        for vals in (
            {"body": "<p>We are not.</p>"},
            {"channel": "phone"},
            {"user_id": self.leader.id},
            {"admits_fault": True},
            {"gift": "Flowers"},
            {"state": "draft"},
        ):
            for record in (
                apology,
                apology.with_user(self.manager),
                apology.sudo(),
            ):
                with self.subTest(vals), self.assertRaises(UserError):
                    record.write(vals)

    def test_sent_apology_is_not_deleted_by_anybody(self):
        apology = self._send()
        for record in (apology, apology.with_user(self.manager), apology.sudo()):
            with self.assertRaises(UserError):
                record.unlink()

    def test_sent_apology_is_not_sent_again(self):
        with self.assertRaises(UserError):
            self._send().action_send()

    def test_draft_is_changed_and_deleted_freely(self):
        apology = self._create_apology(self.ticket)
        apology.body = "<p>Sorry</p>"
        apology.unlink()
        self.assertFalse(apology.exists())

    def test_copy_of_a_sent_apology_is_a_draft(self):
        copy = self._send().copy()
        self.assertEqual(copy.state, "draft")
        self.assertFalse(copy.sent_at)
        self.assertFalse(copy.attachment_id)

    def test_first_apology_gives_the_stamp(self):
        self._send()
        with freeze_time("2026-03-03 09:00"):
            self._send()
        self.assertEqual(self.ticket.complaint_apologised_at, MONDAY)

    def test_others_see_no_apology(self):
        apology = self._send()
        for user in (self.employee, self.sales, self.portal):
            with self.subTest(user.name), self.assertRaises(AccessError):
                apology.with_user(user).read(["body"])
