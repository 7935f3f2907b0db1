"""What somebody plans to say on a complaint, later."""

from base64 import b64encode
from io import BytesIO

from PIL import Image

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase
from odoo.tools import mute_logger

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.names import QUIET, NamesCommon
from .common.secret import SECRET


class TestPlannedWords(NamesCommon):
    @mute_logger(*QUIET)
    def test_nobody_reads_for_whom_it_is_who_may_not_read_the_complaint(self):
        for who, person in self.strangers.items():
            for names in (["partner_ids", "attachment_ids"], ["subject"], []):
                answer = self._ask(
                    person,
                    "mail.scheduled.message",
                    "read",
                    self.planned.ids,
                    names,
                )
                with self.subTest(who, names=names):
                    self.assertIsInstance(answer, AccessError)
        own = self.planned.with_user(self.agent_all)
        self.assertTrue(own.read(["partner_ids"])[0]["partner_ids"])

    def test_what_is_planned_is_of_whoever_plans_it(self):
        ticket = self._create_complaint(self.handler).sudo()
        other = self.manager.partner_id
        plans = self.env["mail.scheduled.message"].with_user(self.handler)
        words = {"body": "I promise 10,000", "scheduled_date": "2099-01-01 10:00:00"}
        place = {"model": ticket._name, "res_id": ticket.id}
        planned = plans.create({**words, **place, "author_id": other.id})
        self.assertEqual(planned.author_id, self.handler.partner_id)
        planned.write({"author_id": other.id})
        self.assertEqual(planned.author_id, self.handler.partner_id)
        # One that was planned before we looked.
        planned.sudo().author_id = other
        planned.unlink()
        said = ticket.message_ids[0].body
        self.assertIn(self.handler.name, said)
        self.assertNotIn(self.manager.name, said)

    @mute_logger(*QUIET)
    def test_follower_takes_back_no_word_of_somebody_else(self):
        ticket = self._create_complaint(self.handler).sudo()
        planned = self._plan(self.handler, ticket)
        self._invite(ticket, self.employee.partner_id)
        self.assertTrue(ticket.with_user(self.employee).has_access("read"))
        with self.assertRaises(AccessError), self.cr.savepoint():
            planned.with_user(self.employee).unlink()
        self.assertTrue(planned.exists())

    def test_who_takes_it_back_leaves_a_note(self):
        for person in (self.handler, self.manager):
            ticket = self._create_complaint(self.handler).sudo()
            self._plan(self.handler, ticket).with_user(person).unlink()
            note = ticket.message_ids[0]
            self.assertIn("was taken back", note.body)
            self.assertIn(f"{SECRET} planned", note.body)
            self.assertEqual(note.author_id, person.partner_id)

    def test_what_is_said_leaves_no_note_of_its_plan(self):
        ticket = self._create_complaint(self.handler).sudo()
        planned = self._plan(self.handler, ticket).with_user(self.handler)
        planned.sudo().partner_ids = False
        planned.sudo().is_note = True
        planned.post_message()
        self.assertFalse(planned.exists())
        self.assertNotIn("taken back", "".join(ticket.message_ids.mapped("body")))

    def test_plain_ticket_is_as_in_odoo(self):
        ticket = self._create_ticket(self.handler).sudo()
        before = len(ticket.message_ids)
        self._plan(self.handler, ticket).with_user(self.handler).unlink()
        self.assertEqual(len(ticket.message_ids), before)

    def test_whom_the_complaint_comes_to_be_about_says_nothing_there_later(self):
        """Odoo would tell them that it failed, and on which complaint."""
        ticket = self._create_complaint(self.agent_all).sudo()
        remedy = self._create_remedy(ticket).sudo()
        planned = self._plan(self.leader, ticket)
        part = self._plan(self.leader, ticket.complaint_deadline_ids[:1])
        other = self._plan(self.agent_all, ticket)
        self.assertTrue(remedy)
        ticket.with_user(self.manager).complaint_about_user_id = self.leader
        self.assertFalse((planned | part).exists())
        self.assertTrue(other.exists())
        self.assertIn(f"{SECRET} planned", "".join(ticket.message_ids.mapped("body")))


class TestSmallPicture(NamesCommon, HttpCase):
    """The small picture of a file that is evidence shows what the file shows."""

    @mute_logger("odoo.http", *QUIET)
    def test_it_is_made_once(self):
        self.authenticate(self.handler.login, self.handler.login)
        first, other = map(self._picture, ("red", "blue"))
        for letter in (False, True):
            file = self._keep_file(letter)
            for thumbnail in (first, other):
                self._send_picture(file, thumbnail)
            file.invalidate_recordset()
            with self.subTest(letter=letter):
                self.assertEqual(file.thumbnail, first.encode())
                with self.assertRaises(UserError):
                    file.with_user(self.handler).sudo().thumbnail = other

    def _keep_file(self, letter):
        """Return a file of a message; or one that went out as a letter."""
        ticket = self._create_complaint(self.handler).sudo()
        file = self.env["ir.attachment"].create(
            {
                "name": "letter.pdf",
                "raw": b"%PDF-1.4",
                "mimetype": "application/pdf",
                "res_model": ticket._name,
                "res_id": ticket.id,
            }
        )
        ticket.message_post(body="See", attachment_ids=file.ids)
        if letter:
            own_hand(file).complaint_letter = True
        self.env.flush_all()
        return file

    def _send_picture(self, file, thumbnail):
        told = {"attachment_id": file.id, "thumbnail": thumbnail}
        call = {"params": told, "jsonrpc": "2.0", "method": "call"}
        url = f"{self.base_url()}/mail/attachment/update_thumbnail"
        self.opener.post(url, json=call)

    def _picture(self, colour):
        kept = BytesIO()
        Image.new("RGB", (1, 1), colour).save(kept, "PNG")
        return b64encode(kept.getvalue()).decode()
