from datetime import datetime

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time

from .common import ComplaintCommon
from .common.mail import MailCase

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
        with self.assertRaises(UserError):
            apology.attachment_id.sudo().unlink()
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env["ir.attachment"].browse(apology.attachment_id.id).unlink()
            self.env.flush_all()

    def test_written_apology_has_words(self):
        for channel in ("email", "letter"):
            with self.subTest(channel), self.assertRaises(UserError):
                self._send(channel=channel, body=False)

    def test_apology_by_mail_needs_an_address(self):
        self.customer.email = False
        self.ticket.partner_email = False
        with self.assertRaises(UserError):
            self._send(channel="email", body="<p>We are sorry.</p>")

    def test_who_has_no_address_is_proposed_to_be_called(self):
        apologies = self.env["complaint.apology"].with_user(self.handler)
        apologies = apologies.with_context(default_ticket_id=self.ticket.id)
        self.assertEqual(Form(apologies).channel, "email")
        self.ticket.partner_email = self.customer.email = False
        self.assertEqual(Form(apologies).channel, "phone")

    def test_sent_apology_is_final_for_everybody(self):
        former = self._send(channel="email", body="<p>Sorry.</p>")
        apology = self._send(channel="letter", body="<p>We are sorry.</p>")
        for vals in (
            {"body": "<p>We are not.</p>"},
            {"channel": "phone"},
            {"user_id": self.leader.id},
            {"admits_fault": True},
            {"gift": "Flowers"},
            {"state": "draft"},
            {"template_id": False},
            {"corrects_id": former.id},
            {"thanks": True},
            {"interaction_id": former.ticket_id.complaint_interaction_ids[0].id},
            {"attachment_id": former.attachment_id.id},
            {"ticket_id": self._create_complaint().id},
        ):
            for record in (apology, apology.with_user(self.manager), apology.sudo()):
                with self.subTest(vals), self.assertRaises(UserError):
                    record.write(vals)

    def test_sent_apology_is_final_on_the_way_through_its_complaint(self):
        apology = self._send(channel="email", body="<p>We are sorry.</p>")
        for command in (
            Command.update(apology.id, {"body": "<p>We are not.</p>"}),
            Command.delete(apology.id),
            Command.unlink(apology.id),
            Command.clear(),
            Command.create({"channel": "phone", "state": "sent"}),
            Command.create({"channel": "phone", "handed_over_at": MONDAY}),
        ):
            with self.subTest(command), self.assertRaises(UserError):
                with self.env.cr.savepoint():
                    self.ticket.write({"complaint_apology_ids": [command]})
        self.assertIn("We are sorry.", apology.body)

    def test_complaint_with_a_sent_apology_is_not_deleted(self):
        apology = self._send()
        for ticket in (self.ticket.with_user(self.manager), self.ticket.sudo()):
            with self.assertRaises(UserError):
                ticket.unlink()
        self.assertTrue(apology.exists())

    def test_words_do_not_follow_the_choice_once_sent(self):
        apology = self._send(channel="email", body="<p>We are sorry.</p>")
        apology.template_id.sudo().unlink()
        self.env.add_to_compute(apology._fields["body"], apology)
        self.env.add_to_compute(apology._fields["template_id"], apology)
        self.assertIn("We are sorry.", apology.body)
        self.assertFalse(apology.template_id)

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

    def test_checklist_blocks_nothing(self):
        apology = self._send(channel="email", body="<p>Sorry.</p>")
        self.assertFalse(apology.says_what_happened or apology.thanks)
        self.assertEqual(apology.state, "sent")


@freeze_time(MONDAY)
class TestApologyByMail(MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_complaint()

    def _send(self, **vals):
        vals = {"channel": "email", "body": "<p>We are sorry.</p>", **vals}
        apology = self._create_apology(self.ticket, **vals)
        apology.action_send()
        return apology

    def test_mail_is_queued_not_sent_at_once(self):
        self._send()
        message = self.ticket.message_ids.filtered("attachment_ids")
        self.assertEqual(message.sudo().mail_ids.mapped("state"), ["outgoing"])

    def test_mail_holds_greeting_words_and_who_apologises(self):
        self._send(user_id=self.leader.id)
        words = self.ticket.message_ids.filtered("attachment_ids").body
        for expected in ("Dear Jane Doe,", "We are sorry.", "Leader"):
            self.assertIn(expected, words)

    def test_letter_in_the_mail_is_the_one_kept_on_the_complaint(self):
        apology = self._send()
        letter = apology.attachment_id
        self.assertEqual(letter.res_model, self.ticket._name)
        self.assertEqual(letter.res_id, self.ticket.id)
        self.assertTrue(letter.sudo().complaint_letter)
        self.assertIn(b"We are sorry.", letter.raw)
        message = self.ticket.message_ids.filtered("attachment_ids")
        self.assertEqual(message.attachment_ids, letter)

    def test_mail_is_an_exchange_and_stops_the_time_to_apology(self):
        self._send()
        exchange = self.ticket.complaint_interaction_ids
        self.assertEqual((exchange.purpose, exchange.channel), ("apology", "email"))
        self.assertEqual(self.ticket.complaint_apologised_at, MONDAY)


@freeze_time(MONDAY)
class TestCorrection(MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_complaint()
        body = "<p>We are sorry for the toaster.</p>"
        cls.former = cls._create_apology(cls.ticket, channel="email", body=body)
        cls.former.action_send()

    def _correct(self, **vals):
        vals = {"corrects_id": self.former.id, "channel": "email", **vals}
        return self._create_apology(self.ticket, **vals)

    def test_correction_begins_with_the_former_words(self):
        action = self.former.action_correct()
        model = self.env["complaint.apology"].with_user(self.handler)
        with Form(
            model.with_context(**action["context"]), action["view_id"][0]
        ) as form:
            self.assertIn("toaster", form.body)
        self.assertEqual(form.record.corrects_id, self.former)

    def test_correction_names_the_first_in_the_customers_language(self):
        self._install_german()
        self.customer.lang = "de_DE"
        for channel in ("email", "letter"):
            apology = self._correct(channel=channel, body="<p>Der Kessel.</p>")
            self.assertIn("2. März 2026", apology._get_correction_line())
        apology = self._correct(body="<p>Der Kessel.</p>")
        apology.action_send()
        message = self.ticket.message_ids.filtered("attachment_ids")[0]
        self.assertIn("2. März 2026", message.body)

    def _install_german(self):
        self.env["res.lang"]._activate_lang("de_DE")

    def test_letter_names_the_apology_it_corrects(self):
        apology = self._correct(channel="letter", body="<p>The kettle.</p>")
        report = self.env["ir.actions.report"]._complaint_for_us()
        name = "complaint_recovery.report_apology"
        html = report._render_qweb_html(name, apology.ids)[0].decode()
        self.assertIn("corrects our apology of March 2, 2026", html)

    def test_only_a_sent_apology_of_the_same_complaint_is_corrected(self):
        other = self._create_apology(self._create_complaint())
        draft = self._create_apology(self.ticket)
        for former in (other, draft):
            with self.subTest(former), self.assertRaises(UserError):
                self._correct(corrects_id=former.id)
        other.action_send()
        with self.assertRaises(UserError):
            self._correct(corrects_id=other.id)
