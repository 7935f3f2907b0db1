from datetime import timedelta

from odoo import fields
from odoo.tests import freeze_time

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.portal_steps import StepsCommon


@freeze_time("2026-03-02 09:00:00")
class TestPortalFeedback(StepsCommon):
    """How it went, said by the customer, is the follow-up."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._play_to_follow_up(cls.complaint)

    def _say(self, satisfaction="satisfied", **answers):
        return self.ticket._portal_feedback(satisfaction=satisfaction, **answers)

    def test_answers_are_kept_in_fields_of_their_own(self):
        self._say(helped="yes", quick="partly", kind="no", comment="Slow, but fair")
        said = self._said()
        self.assertEqual((said.helped, said.quick, said.kind), ("yes", "partly", "no"))
        self.assertEqual((said.purpose, said.direction), ("follow_up", "in"))
        self.assertIn("Slow, but fair", said.summary)
        self.assertEqual(said.author_id, self.customer)

    def test_satisfied_closes_the_complaint_and_cancels_the_call(self):
        call = self.ticket._complaint_running("follow_up")
        self.assertTrue(call.activity_id)
        self.assertTrue(self._say().done)
        self.assertNotEqual(call.state, "running")
        self.assertFalse(call.activity_id.active)
        self.assertEqual(self.ticket.complaint_outcome, "satisfied")
        self.assertEqual(self.ticket.complaint_phase, "closed")

    def test_satisfied_cancels_the_call_that_was_promised(self):
        planned = self._create_interaction(
            self.complaint,
            purpose="follow_up",
            state="planned",
            date=fields.Datetime.now() + timedelta(days=1),
        )
        promise = planned.sudo().deadline_id
        self._say()
        self.assertFalse(planned.exists())
        self.assertEqual(promise.state, "cancelled")
        self.assertEqual(self.ticket.complaint_phase, "closed")

    def test_satisfied_at_last_is_cared_for_no_more(self):
        ticket = self.ticket
        own_hand(ticket).complaint_decision_sent_at = fields.Datetime.now()
        ticket.with_user(self.manager).action_close_unsettled("They want more")
        calls = ticket._complaint_running("care")
        self.assertGreater(len(calls), 1)
        self.assertTrue(ticket._portal_feedback(satisfaction="satisfied").done)
        self.assertEqual(set(calls.mapped("state")), {"cancelled"})

    def test_promised_call_is_made_to_who_is_not_quite_satisfied(self):
        planned = self._create_interaction(
            self.complaint,
            purpose="follow_up",
            state="planned",
            date=fields.Datetime.now() + timedelta(days=1),
        )
        self._say("neutral")
        self.assertTrue(planned.exists())
        self.assertEqual(self.ticket.complaint_phase, "follow_up")

    def test_dissatisfied_reopens_and_calls_the_leader(self):
        answer = self._say("dissatisfied", comment="It leaks again")
        self.assertEqual(self.ticket.complaint_phase, "recovery")
        self.assertEqual(self.ticket.complaint_reopen_count, 1)
        self.assertIn(self.leader, self.ticket.complaint_escalation_ids.to_user_ids)
        self.assertIn("Leader", answer.text, "who calls, by the rule")

    def test_dissatisfied_with_the_final_answer_hears_where_else_to_turn(self):
        self.complaint.with_user(self.manager).complaint_decision_final = True
        answer = self._say("dissatisfied")
        self.assertEqual(self.ticket.complaint_phase, "follow_up")
        self.assertIn("ombudsman", answer.text)

    def test_said_twice_changes_nothing(self):
        for satisfaction in ("satisfied", "dissatisfied"):
            ticket = self._create_mild().with_user(1)
            self._play_to_follow_up(ticket.with_user(self.handler))
            ticket._portal_feedback(satisfaction=satisfaction)
            before = self._snapshot(ticket)
            answer = ticket._portal_feedback(satisfaction="satisfied")
            self._assert_polite(answer, before, ticket)

    def test_said_anew_after_it_was_taken_up_again(self):
        self._say("dissatisfied")
        with freeze_time("2026-03-02 15:00"):  # As the rule promised.
            self._create_interaction(self.complaint, self.leader)
        with freeze_time("2026-03-04 09:00"):
            self.complaint.action_resolve()
        with freeze_time("2026-03-05 09:00"):
            self.assertTrue(self._say().done)
        self.assertEqual(self.ticket.complaint_phase, "closed")

    def test_nothing_is_asked_before_it_is_done(self):
        ticket = self._create_complaint().with_user(1)
        before = self._snapshot(ticket)
        answer = ticket._portal_feedback(satisfaction="satisfied")
        self._assert_polite(answer, before, ticket)
        self.assertFalse(ticket._complaint_portal_steps()["can_feedback"])

    def test_nothing_is_asked_before_what_was_promised_is_delivered(self):
        ticket = self._create_mild().with_user(1)
        remedy = self._offer(20, ticket=ticket)
        self._play_to_follow_up(ticket.with_user(self.handler))
        ticket._portal_accept_offer(remedy.id)
        self.assertFalse(ticket._portal_asks_feedback())
        remedy.with_user(self.handler).action_deliver()
        self.assertTrue(ticket._portal_asks_feedback())

    def test_what_is_no_answer_is_not_kept(self):
        before = self._snapshot()
        for nothing in (None, "", "very"):
            self._assert_polite(self._say(nothing), before)
        self.assertTrue(self._say(helped="drop table", quick="").done)
        self.assertFalse(self._said().helped)

    def test_said_after_the_call_it_is_heard_and_changes_no_outcome(self):
        self._follow_up(self.complaint)
        self.assertEqual(self.ticket.complaint_phase, "closed")
        self.assertTrue(self._say("neutral", kind="yes").done)
        self.assertEqual(self.ticket.complaint_outcome, "satisfied")
        self.assertEqual(self.ticket.complaint_satisfaction, "neutral")

    def test_withdrawn_complaint_asks_nothing(self):
        ticket = self._create_complaint()
        ticket.action_withdraw("She is fine")
        ticket = ticket.with_user(1)
        before = self._snapshot(ticket)
        answer = ticket._portal_feedback(satisfaction="satisfied")
        self._assert_polite(answer, before, ticket)

    def test_caller_puts_the_same_answers_on_record(self):
        dialog = self.env["complaint.interaction.result"].with_user(self.handler)
        vals = {
            "ticket_id": self.complaint.id,
            "purpose": "follow_up",
            "satisfaction": "satisfied",
            "helped": "yes",
            "kind": "partly",
        }
        dialog.create(vals).action_apply()
        said = self.ticket.complaint_interaction_ids.filtered("helped")
        self.assertEqual((said.helped, said.kind), ("yes", "partly"))
