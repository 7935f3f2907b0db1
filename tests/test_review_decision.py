from datetime import datetime, timedelta

from odoo.exceptions import UserError
from odoo.tests import freeze_time

from .common import ComplaintCommon
from .common.mail import ConversationCase

MONDAY = datetime(2026, 3, 2, 9)
JANE = "jane@azure.example"


class DecisionCase(ComplaintCommon):
    def _decide(self, ticket, decision="upheld", text="You are right."):
        ticket.write(
            {
                "complaint_decision": decision,
                "complaint_explanation": f"<p>{text}</p>",
                "complaint_basis": "facts",
            }
        )


@freeze_time(MONDAY)
class TestDecidedAnew(DecisionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(MONDAY):
            cls.ticket = cls._create_complaint()

    def _close_and_reopen(self):
        self.ticket.action_withdraw("Found it")
        self.ticket.action_reopen()

    def test_a_decision_sent_before_reopening_may_be_taken_anew(self):
        self._decide(self.ticket)
        self.ticket.action_send_decision()
        self._close_and_reopen()
        self._decide(self.ticket, "partly_upheld", "Half of it.")
        self.assertFalse(self.ticket.complaint_decision_sent_at)
        note = self.ticket.message_ids.filtered(lambda m: "You are right." in m.body)
        self.assertTrue(note.filtered("subtype_id.internal"), "the former words stay")
        self.ticket.action_send_decision()
        with self.assertRaises(UserError):
            self._decide(self.ticket, text="Third try.")

    def test_a_decision_taken_anew_needs_consent_anew(self):
        self._decide(self.ticket, "not_upheld", "No.")
        self.ticket.with_user(self.leader).action_give_consent()
        self.ticket.action_send_decision()
        self._close_and_reopen()
        self._decide(self.ticket, "not_upheld", "Still no.")
        self.assertFalse(self.ticket.complaint_consent_user_id)
        with self.assertRaises(UserError):
            self.ticket.action_send_decision()

    def test_a_decision_told_by_letter_visit_or_phone_is_told(self):
        self.customer.email = False
        for channel in ("letter", "visit", "phone"):
            ticket = self._create_complaint()
            self._decide(ticket)
            self._create_interaction(ticket, purpose="decision", channel=channel)
            with self.subTest(channel):
                self.assertEqual(ticket.complaint_decision_sent_at, MONDAY)

    def test_a_decision_not_upheld_is_told_by_nobody_without_consent(self):
        self._decide(self.ticket, "not_upheld", "No.")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._create_interaction(self.ticket, purpose="decision", channel="letter")
        self.ticket.with_user(self.leader).action_give_consent()
        self._create_interaction(self.ticket, purpose="decision", channel="letter")
        self.assertTrue(self.ticket.complaint_decision_sent_at)

    def test_what_was_not_decided_is_not_told(self):
        with self.assertRaises(UserError):
            self._create_interaction(self.ticket, purpose="decision")

    def test_a_decision_nobody_heard_is_not_told(self):
        self._decide(self.ticket)
        self._create_interaction(self.ticket, purpose="decision", reached=False)
        self.assertFalse(self.ticket.complaint_decision_sent_at)

    def test_a_decision_told_once_more_stays_as_it_was_sent(self):
        self._decide(self.ticket)
        self.ticket.action_send_decision()
        with freeze_time(MONDAY + timedelta(hours=1)):
            self._create_interaction(self.ticket, purpose="decision")
        self.assertEqual(self.ticket.complaint_decision_sent_at, MONDAY)


class TestBounce(DecisionCase, ConversationCase):
    def _bounce(self, purpose):
        exchange = self.ticket.complaint_interaction_ids.filtered(
            lambda i: i.purpose == purpose and i.message_id
        )
        address = (b"maren.thiessen@mailbox.example", JANE.encode())
        raw = self._raw(
            "bounce", reference=exchange.sudo().message_id.message_id, whom=address
        )
        self._receive(raw)

    def test_a_decision_that_came_back_is_sent_again(self):
        self._decide(self.ticket)
        self.ticket.action_send_decision()
        self._bounce("decision")
        self.assertFalse(self.ticket.complaint_decision_sent_at)
        self.assertEqual(self.ticket.complaint_next_step, "contact")
        self.ticket.action_send_decision()
        self.assertTrue(self.ticket.complaint_decision_sent_at)

    def test_a_decision_told_by_phone_as_well_stays_told(self):
        self._decide(self.ticket)
        self.ticket.action_send_decision()
        self._create_interaction(self.ticket, purpose="decision")
        self._bounce("decision")
        self.assertTrue(self.ticket.complaint_decision_sent_at)

    def test_an_apology_that_came_back_was_not_given(self):
        apology = self._create_apology(self.ticket, channel="email", body="Sorry.")
        apology.action_send()
        self._bounce("apology")
        self.assertEqual(apology.state, "sent")
        self.assertFalse(self.ticket.complaint_apologised_at)
        self.assertIn("apology came back", self.ticket.message_ids[0].body)

    def test_an_apology_that_came_back_is_asked_for_again(self):
        self._create_apology(self.ticket, channel="email", body="Sorry.").action_send()
        self.assertFalse(self.ticket._complaint_gap_apology())
        self._bounce("apology")
        self.assertEqual(self.ticket._complaint_gap_apology(), "an apology")
        self.assertIn("No apology yet", self.ticket.complaint_apology_warning)
        self._create_apology(self.ticket).action_send()
        self.assertFalse(self.ticket._complaint_gap_apology())
        self.assertFalse(self.ticket.complaint_apology_warning)

    def test_an_apology_given_by_phone_as_well_was_given(self):
        self._create_apology(self.ticket).action_send()
        self._create_apology(self.ticket, channel="email", body="Sorry.").action_send()
        self._bounce("apology")
        self.assertTrue(self.ticket.complaint_apologised_at)

    def test_running_late_that_came_back_was_not_told(self):
        later = datetime.now() + timedelta(days=1)
        promise = self.ticket._complaint_promise("Visit", later)
        wizards = self.env["complaint.reschedule"].with_user(self.handler)
        wizards.create(
            {
                "deadline_id": promise.id,
                "due_at": later + timedelta(hours=1),
                "reason": "Traffic",
                "tell_customer": True,
            }
        ).action_apply()
        self.assertTrue(self.ticket.complaint_first_contact_at)
        self._bounce("progress")
        self.assertFalse(self.ticket.complaint_first_contact_at)


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
        self.ticket.sudo().complaint_closed_at = closed_at

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
