from datetime import timedelta
from email import message_from_bytes as parse
from email.policy import SMTP

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tools import html2plaintext

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.mail import ConversationCase
from .common.reply_case import AL, JANE, ReplyCase


class TestWithinTheTime(ReplyCase):
    def test_the_owner_gets_a_banner_with_the_words_and_one_day(self):
        self.assertFalse(self._reply("It leaks again."))
        self.assertTrue(self.mine.complaint_reply_waiting)
        self.assertIn("It leaks again.", self.mine.complaint_reply_words)
        asked = self._asked()
        self.assertEqual((asked.state, asked.user_id), ("running", self.handler))
        clock = self.ticket._complaint_clock()
        self.assertEqual(asked.due_at, clock.add_days(asked.start_at, 1))

    def test_still_unhappy_reopens_it(self):
        self._reply()
        self.mine.action_still_unhappy()
        self.assertFalse(self.ticket.complaint_closed_at)
        self.assertEqual(self.ticket.complaint_reopen_count, 1)
        self.assertEqual(self._asked().state, "done")
        self.assertFalse(self.mine.complaint_reply_waiting)

    def test_only_thanks_leaves_it_closed(self):
        self._reply("Thank you!")
        self.mine.action_only_thanks()
        self.assertTrue(self.ticket.complaint_closed_at)
        self.assertEqual(self.ticket.complaint_outcome, "satisfied")
        self.assertEqual(self._asked().state, "done")
        self.assertTrue(self._asked().kept)
        self.assertFalse(self.mine.complaint_reply_waiting)

    def test_thanks_and_then_trouble_asks_again(self):
        with freeze_time(fields.Datetime.now()):  # In the same second, even.
            self._reply("Thank you!")
            self.mine.action_only_thanks()
            self._reply("It leaks again.")
        self.assertIn("It leaks again.", self.mine.complaint_reply_words)
        self.assertEqual(sorted(self._asked().mapped("state")), ["done", "running"])

    def test_who_wrote_in_time_is_reopened_however_late_we_look(self):
        self._reply()
        with freeze_time(fields.Datetime.now() + timedelta(days=60)):
            self.mine.action_still_unhappy()
        self.assertFalse(self.ticket.complaint_closed_at)

    def test_without_a_reply_there_is_nothing_to_answer(self):
        for action in ("action_still_unhappy", "action_only_thanks"):
            with self.assertRaises(UserError):
                getattr(self.mine, action)()

    def test_answered_twice_it_says_so(self):
        self._reply()
        self.mine.action_only_thanks()
        with self.assertRaises(UserError):
            self.mine.action_only_thanks()

    def test_a_customer_cannot_press_the_buttons(self):
        self._reply()
        self.ticket.with_user(self.manager).partner_id = self.portal.partner_id
        for action in ("action_still_unhappy", "action_only_thanks"):
            with self.assertRaises(AccessError):
                getattr(self.ticket.with_user(self.portal), action)()

    def test_a_colleague_of_the_customer_is_heard_as_well(self):
        self.assertFalse(self._reply("Our kettle leaks.", sender=AL))
        self.assertTrue(self.mine.complaint_reply_waiting)

    def test_of_a_confidential_one_a_colleague_of_the_customer_is_not_heard(self):
        self.ticket.complaint_confidential = True
        self.assertFalse(self._reply("What is this about?", sender=AL))
        self.assertFalse(self._asked())
        note = self.ticket.message_ids[0]
        self.assertTrue(note.subtype_id.internal)
        self.assertEqual(note.notified_partner_ids, self.handler.partner_id)

    def test_of_a_confidential_one_the_complainant_is_heard(self):
        self.ticket.complaint_confidential = True
        self._reply()
        self.assertTrue(self.mine.complaint_reply_waiting)

    def test_a_stranger_is_not_heard(self):
        self.assertFalse(self._reply(sender="someone@deco.example"))
        self.assertFalse(self._asked())

    def test_no_mail_answers_it(self):
        before = self._outsiders_written_to()
        self._reply()
        self.assertEqual(self._outsiders_written_to(), before)


class TestAfterTheTime(ReplyCase):
    def test_it_is_a_new_linked_complaint_that_is_acknowledged(self):
        ticket = self._reply(days=40)
        self.assertTrue(ticket.is_complaint)
        self.assertEqual(ticket.sudo().complaint_origin_id, self.ticket)
        self.assertEqual(ticket.partner_id, self.customer)
        self.assertIn("It leaks again.", ticket.description)
        self.assertTrue(self.ticket.complaint_closed_at)
        self.assertFalse(self._asked())
        self.assertIn(ticket.number, self._newest(ticket).subject)

    def test_their_photo_is_theirs_on_the_new_complaint_too(self):
        told = self._newest(self.ticket).mail_message_id
        with freeze_time(fields.Datetime.now() + timedelta(days=40)):
            raw = self._answer_to(told, JANE, body="See", References=told.message_id)
            message = parse(raw, policy=SMTP)
            message.make_mixed()
            message.add_attachment(
                b"x", maintype="image", subtype="png", filename="photo.png"
            )
            later = self._receive(message.as_bytes())
        self.assertEqual(later.sudo()._complaint_portal_files().name, "photo.png")

    def test_it_is_the_colleagues_who_wrote(self):
        ticket = self._reply("Our kettle leaks.", sender=AL, days=40)
        self.assertEqual(ticket.partner_id, self.colleague)
        self.assertEqual(self._newest(ticket).recipient_ids, self.colleague)
        self.assertIn("Hello Al,", self._newest(ticket).body_html)

    def test_of_a_confidential_one_it_is_confidential(self):
        self.ticket.complaint_confidential = True
        ticket = self._reply(days=40)
        self.assertTrue(ticket.complaint_confidential)
        self.assertEqual(ticket.partner_id, self.customer)

    def test_of_a_confidential_one_a_colleague_opens_nothing(self):
        self.ticket.complaint_confidential = True
        self.assertFalse(self._reply(sender=AL, days=40))

    def test_of_who_has_no_contact_it_is_theirs(self):
        sender = "Ann Lee <ann@client.example>"
        ticket = self._create_complaint(partner_id=False, partner_email=sender)
        ticket.action_withdraw(reason="Found it")
        self.ticket = ticket
        later = self._reply(sender=sender, days=40)
        self.assertEqual(later.partner_email, sender)
        self.assertIn("ann@client.example", self._newest(later).email_to)

    def test_one_that_wants_no_answer_gets_none(self):
        ticket = self._reply(days=40, X_Auto_Response_Suppress="All")
        self.assertTrue(ticket.is_complaint)
        self.assertFalse(self._newest(ticket))


class TestReplyAfterTheEnd(ConversationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.word = cls.ticket.message_post(
            body="We come on Friday.",
            partner_ids=cls.customer.ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        cls.ticket.action_withdraw("Found it")

    def _reply(self, body="Not yet!", **headers):
        return self._receive(self._answer_to(self.word, JANE, body=body, **headers))

    def _too_late(self):
        days = self.company.complaint_reopen_days + 1
        closed_at = self.ticket.complaint_closed_at - timedelta(days=days)
        own_hand(self.ticket).complaint_closed_at = closed_at

    def _asked(self):
        deadlines = self.ticket.sudo().complaint_deadline_ids
        return deadlines.filtered(lambda d: d.kind == "reply")

    def test_the_owner_is_asked_once_within_the_time_to_reopen(self):
        self.assertFalse(self._reply())
        self._reply("Hello??")
        asked = self._asked()
        self.assertEqual(len(asked), 1)
        self.assertEqual((asked.state, asked.user_id), ("running", self.handler))
        self.assertEqual(asked.activity_id.user_id, self.handler)
        clock = self.ticket._complaint_clock()
        self.assertEqual(asked.due_at, clock.add_days(asked.start_at, 1))
        self.assertTrue(self.ticket.complaint_reply_waiting)

    def test_only_thanks_is_done(self):
        self._reply("Thank you!")
        self._asked().with_user(self.handler).action_done()
        self.assertEqual(self._asked().state, "done")
        self.assertTrue(self.ticket.complaint_closed_at)
        self.assertFalse(self.ticket.complaint_reply_waiting)

    def test_reopening_answers_the_question(self):
        self._reply()
        self.ticket.action_reopen()
        self.assertEqual(self._asked().state, "done")

    def test_an_owner_who_left_is_not_asked(self):
        self.handler.active = False
        self._reply()
        self.assertEqual(self._asked().user_id, self.leader)

    def test_after_the_time_to_reopen_it_is_a_new_linked_complaint(self):
        self.ticket.complaint_confidential = True
        self.ticket.with_user(self.agent_all).complaint_about_user_id = self.leader
        self._too_late()
        ticket = self._reply("It leaks again.")
        self.assertTrue(ticket.is_complaint)
        for name in ("partner_id", "team_id", "user_id", "complaint_confidential"):
            self.assertEqual(ticket[name], self.ticket[name], name)
        self.assertEqual(ticket.sudo().complaint_origin_id, self.ticket)
        self.assertEqual(ticket.sudo().complaint_about_user_id, self.leader)
        self.assertIn("It leaks again.", ticket.description)
        self.assertFalse(self._asked())
        self.assertIn(ticket.number, self.ticket.message_ids[0].body)

    def test_a_second_mail_after_the_time_goes_to_the_new_complaint(self):
        self._too_late()
        ticket = self._reply("It leaks again.")
        self.assertFalse(self._reply("And it smells."))
        self.assertIn("And it smells.", ticket.message_ids[0].body)

    def test_a_machine_asks_nothing_and_opens_nothing(self):
        self._reply("I am away.", Auto_Submitted="auto-replied")
        self._too_late()
        self.assertFalse(self._reply("I am away.", Auto_Submitted="auto-replied"))
        self.assertFalse(self._asked())

    def test_a_colleague_asks_nothing(self):
        self._post(user=self.leader, partners=self.customer)
        self.assertFalse(self._asked())


class TestWords(ReplyCase):
    """What the owner is shown of several answers."""

    def _dated(self, body, hours):
        told = self._newest(self.ticket).mail_message_id
        when = fields.Datetime.now() - timedelta(hours=hours)
        date = when.strftime("%a, %d %b %Y %H:%M:%S +0000")
        return self._receive(
            self._answer_to(
                told, JANE, body=body, References=told.message_id, Date=date
            )
        )

    def test_the_last_to_arrive_is_the_last_word_whatever_their_clock_says(self):
        self._dated("Thank you, all is well!", 0)
        self._dated("No! It burst and my kitchen is under water.", 24)
        self.assertIn("It burst", self.mine.complaint_reply_words)
        late, soon = self.mine.complaint_interaction_ids.filtered(
            lambda i: i.direction == "in"
        )[:2]
        self.assertIn("It burst", late.summary)
        self.assertLess(late.written_at, late.date - timedelta(hours=23))
        self.assertFalse(soon.written_at)

    def test_only_what_is_new_is_shown(self):
        told = self._newest(self.ticket).mail_message_id
        read = html2plaintext(told.body, include_references=False)
        quoted = "\n".join(f"> {line}" for line in read.splitlines())
        intro = "On Fri, 6 Nov 2026 at 10:00, Hanna <complaints@example.com> wrote:"
        for body in (
            f"It leaks again! Call me.\n\n{intro}\n{quoted}\n",
            f"{intro}\n{quoted}\n\nIt leaks again! Call me.\n",
            "It leaks again! Call me.\n\n-- \nJane Doe\n+44 20 1234\n",
            f"It leaks again! Call me.\n\n{read}\n",
        ):
            self._reply(body)
            self.assertEqual(
                self.mine.complaint_reply_words, "It leaks again! Call me."
            )

    def test_an_answer_without_words_shows_its_subject(self):
        self._reply("\n", subject="It burnt my table")
        self.assertEqual(self.mine.complaint_reply_words, "It burnt my table")
