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
        self.assertEqual(self.ticket.complaint_next_step, "call")
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
        told = "".join(self.ticket.message_ids[:3].mapped("body"))
        self.assertIn("apology came back", told)

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

    def test_running_late_with_a_name_in_it_is_asked_about_and_not_sent(self):
        self.agent_all.name = "Marcel Proust"
        later = datetime.now() + timedelta(days=1)
        promise = self.ticket._complaint_promise("Visit", later)
        wizard = self.env["complaint.reschedule"].with_user(self.handler)
        wizard = wizard.create(
            {
                "deadline_id": promise.id,
                "due_at": later + timedelta(hours=1),
                "reason": "Marcel Proust",  # Among us.
                "message": "Marcel Proust is late.",
                "tell_customer": True,
            }
        )
        question = wizard.action_apply()
        self.assertEqual(question["res_model"], "complaint.send.anyway")
        self.assertEqual(promise.due_at, promise.original_due_at)
        wizard.action_apply(confirmed=True)
        self.assertGreater(promise.due_at, promise.original_due_at)
        wizard.write({"tell_customer": False, "due_at": later + timedelta(hours=2)})
        self.assertEqual(wizard.action_apply()["type"], "ir.actions.act_window_close")

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
