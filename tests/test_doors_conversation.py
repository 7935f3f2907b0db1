"""What is said and kept on a ticket, for those it was said to."""

import csv

from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tools import mute_logger
from odoo.tools.misc import file_open

from odoo.addons.complaint_recovery.models.guard.helpdesk_ticket_stage import (
    HelpdeskTicketStage,
)
from odoo.addons.complaint_recovery.models.guard.ir_attachment import IrAttachment
from odoo.addons.complaint_recovery.models.guard.ir_binary import IrBinary
from odoo.addons.complaint_recovery.models.guard.mail_message import MailMessage

from .common.doors import MENDED, DoorsCase
from .common.mail import ConversationCase


class TestFiles(DoorsCase):
    """A customer gets the files that were sent to or by them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_ticket(partner_id=cls.jane.partner_id.id)

    def _reads(self, file, user=None):
        """Is the file read with the key that the parent's page gives out?"""
        self._log_in(self.jane if user is None else user)
        token = file.sudo().generate_access_token()[0]
        answer = self.url_open(f"/web/content/{file.id}?access_token={token}")
        return b"PLAN" in answer.content

    def _page(self):
        self._log_in(self.jane)
        return self.url_open(f"/my/ticket/{self.ticket.id}").text

    def test_hole_without_us_the_page_offers_files_of_notes(self):
        file = self._note(self.ticket)
        self.env.ref("complaint_recovery.portal_ticket_attachments").active = False
        self.assertIn(f"/web/content/{file.id}?", self._page(), MENDED)

    def test_hole_without_us_files_of_notes_are_read(self):
        file = self._note(self.ticket)
        ours = self._without(IrAttachment, "_can_return_content")
        with ours, self._without(IrBinary, "_find_record"):
            self.assertTrue(self._reads(file), MENDED)

    def test_file_of_a_note_is_not_the_customers(self):
        file = self._note(self.ticket)
        self.assertNotIn(f"/web/content/{file.id}", self._page())
        self.assertFalse(self._reads(file))
        self.assertFalse(self._reads(file, self.env["res.users"]))
        self.assertTrue(self._reads(file, self.handler))

    def test_without_its_key_no_file_is_read(self):
        file = self._note(self.ticket, "mail.mt_comment")
        for user in (self.jane, self.other, self.env["res.users"]):
            self._log_in(user)
            answer = self.url_open(f"/web/content/{file.id}?access_token=wrong")
            self.assertNotIn(b"PLAN", answer.content)
            self.assertNotIn(b"PLAN", self.url_open(f"/web/content/{file.id}").content)

    def test_file_of_a_message_to_the_customer_is_offered_and_read(self):
        file = self._note(self.ticket, "mail.mt_comment")
        self.assertIn(f"/web/content/{file.id}", self._page())
        self.assertTrue(self._reads(file))

    def test_file_of_the_customer_is_offered_and_read(self):
        file = self._attach(self.ticket, self.jane)
        self.assertIn(f"/web/content/{file.id}", self._page())
        self.assertTrue(self._reads(file))

    def test_file_a_colleague_put_on_the_ticket_is_not_offered(self):
        file = self._attach(self.ticket, self.handler)
        self.assertNotIn(f"/web/content/{file.id}", self._page())

    def test_what_was_a_note_first_is_read_once_it_is_sent(self):
        file = self._note(self.ticket)
        self.ticket.with_user(self.handler).message_post(
            body="Here you are",
            subtype_xmlid="mail.mt_comment",
            attachment_ids=file.ids,
        )
        self.assertTrue(self._reads(file))

    def test_file_of_an_internal_message_or_a_notice_is_ours(self):
        internal = self._note(self.ticket, "mail.mt_comment", is_internal=True)
        told = self._attach(self.ticket)
        self.ticket.message_notify(
            body="x", partner_ids=self.leader.partner_id.ids, attachment_ids=told.ids
        )
        for file in (internal, told):
            self.assertFalse(self._reads(file))

    def test_the_key_is_the_only_way_to_a_file(self):
        files = self.env["ir.attachment"].with_user(self.jane)
        with self.assertRaises(AccessError):
            files.search([("res_model", "=", "helpdesk.ticket")])

    def test_colleagues_of_ours_see_all_of_them(self):
        files = self._note(self.ticket) | self._note(self.ticket, "mail.mt_comment")
        self.assertEqual(self.ticket.with_user(self.handler).attachment_ids, files)


class TestFilesByMail(ConversationCase):
    def test_customer_reads_the_file_of_the_own_mail(self):
        ticket = self._receive_file("attachment_photo")
        self.assertTrue(ticket.attachment_ids)
        self.assertEqual(ticket._portal_attachments(), ticket.attachment_ids)


class TestNotes(DoorsCase):
    """Over RPC, too, notes are among us, of whatever type they are."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_ticket(partner_id=cls.jane.partner_id.id)

    def _notes(self):
        return [
            self.ticket.message_post(
                body="CANARY", message_type=kind, subtype_xmlid="mail.mt_note"
            )
            for kind in ("comment", "email", "notification")
        ]

    def _read(self, message, user=None):
        self.env.invalidate_all()
        messages = self.env["mail.message"].with_user(user or self.jane)
        return call_kw(messages, "read", [message.ids, ["body"]], {})

    def test_hole_without_us_internal_mails_and_logs_are_read(self):
        _comment, mail, log = self._notes()
        with self._without(MailMessage, "_get_forbidden_access"):
            self.assertIn("CANARY", str([self._read(mail), self._read(log)]), MENDED)

    def test_customer_reads_no_note(self):
        for message in self._notes():
            with self.assertRaises(AccessError):
                self._read(message)
            self.assertTrue(self._read(message, self.handler))

    def test_customer_reads_what_is_written_to_them(self):
        message = self.ticket.message_post(body="Hi", subtype_xmlid="mail.mt_comment")
        self.assertIn("Hi", str(self._read(message)))

    def test_the_key_of_a_ticket_is_no_field_to_be_read(self):
        self.ticket._portal_ensure_token()
        with self.assertRaises(AccessError):
            self.ticket.with_user(self.jane).read(["access_token"])
        self._log_in(self.jane)
        self.assertEqual(self.url_open(f"/my/ticket/{self.ticket.id}").status_code, 200)

    def test_without_the_key_customers_are_led_to_their_ticket_as_before(self):
        self._log_in(self.jane)
        url = f"/mail/view?model={self.ticket._name}&res_id={self.ticket.id}"
        answer = self.url_open(url)
        self.assertEqual(answer.status_code, 200)
        self.assertIn(self.ticket.number, answer.text)
        self.assertNotIn("access_token", answer.url)

    def test_without_the_key_customers_write_on_their_ticket_as_before(self):
        ticket = self._create_ticket(partner_id=self.jane.partner_id.id)
        ticket.message_subscribe(self.colleague.partner_id.ids)
        message = ticket.with_user(self.jane).message_post(
            body="Any news?", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self.assertEqual(message.author_id, self.jane.partner_id)

    def test_no_method_tells_customers_the_key(self):
        self.ticket.sudo()._portal_ensure_token()
        ticket = self.ticket.with_user(self.jane)
        with self.assertRaises(AccessError):
            call_kw(ticket, "get_portal_url", ticket.ids, {})


class TestCopies(ConversationCase):
    """A known contact in copy of a mail, and the whole company of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger.is_company = True
        cls.spy = cls.portal.copy({"login": "spy_user"})
        cls.spy.partner_id.write({"parent_id": cls.stranger.id, "name": "Spy"})
        cls.plain_team.write(
            {"alias_name": "questions", "alias_domain_id": cls.domain.id}
        )

    def _receive_with_copy(self, alias):
        raw = self._write_mail(
            self.customer.email, to=f"{alias}@example.com", Cc=self.stranger.email
        )
        return self._receive(raw)

    def test_hole_of_the_parent_the_whole_company_reads_the_ticket(self):
        ticket = self._receive_with_copy("questions")
        self.assertFalse(ticket.is_complaint)
        self.assertIn(self.stranger, ticket.message_partner_ids, MENDED)
        self.assertTrue(ticket.with_user(self.spy).has_access("read"), MENDED)

    def test_nobody_in_copy_of_a_complaint_reads_it(self):
        ticket = self._receive_with_copy("complaints")
        self.assertTrue(ticket.is_complaint)
        self.assertNotIn(self.stranger, ticket.message_partner_ids)
        self.assertFalse(ticket.with_user(self.spy).has_access("read"))

    def test_nobody_in_copy_of_a_later_mail_reads_it(self):
        message = self._post(partners=self.customer)
        self._receive(
            self._answer_to(message, self.customer.email, Cc=self.stranger.email)
        )
        self.assertNotIn(self.stranger, self.ticket.message_partner_ids)
        self.assertFalse(self.ticket.with_user(self.spy).has_access("read"))


class TestStages(DoorsCase):
    """Stages are arranged by colleagues."""

    def _rename(self, user):
        self.done.with_user(user).write({"name": "Mine"})
        self.env.flush_all()

    @property
    def visitor(self):
        return self.env.ref("base.public_user")

    def test_hole_without_us_visitors_write_stages(self):
        with self._without(HelpdeskTicketStage, "_check_access"):
            self._rename(self.visitor)
        self.assertEqual(self.done.name, "Mine", MENDED)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_visitors_and_customers_write_no_stage(self):
        for user in (self.visitor, self.jane):
            with self.assertRaises(AccessError):
                self._rename(user)
            self.assertTrue(self.done.with_user(user).has_access("read"))
        self._rename(self.manager)

    def test_hole_of_the_parent_its_row_is_still_there(self):
        with file_open("helpdesk_mgmt/security/ir.model.access.csv") as file:
            rows = {row["id"]: row for row in csv.DictReader(file)}
        row = rows["access_helpdesk_ticket_stage_public"]
        self.assertEqual(row["perm_write"], "1", MENDED)

    def test_outsiders_write_no_other_model_of_tickets(self):
        groups = self.env.ref("base.group_public") | self.env.ref("base.group_portal")
        rows = self.env["ir.model.access"].search(
            [
                ("group_id", "in", [*groups.ids, False]),
                *("|", ("model_id.model", "=like", "helpdesk.%")),
                ("model_id.model", "=like", "complaint.%"),
                *("|", "|", ("perm_write", "=", True), ("perm_create", "=", True)),
                ("perm_unlink", "=", True),
            ]
        )
        self.assertEqual(rows.model_id.mapped("model"), ["helpdesk.ticket.stage"], rows)
