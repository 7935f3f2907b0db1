from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields

from .common.portal import PortalCommon


class TestPortalStory(PortalCommon):
    """What happened so far, in the customer's words."""

    def _decide(self, decision="upheld"):
        self._contact(self.ticket)
        self.ticket.write(
            {
                "complaint_finding": "<p>Seal missing</p>",
                "complaint_decision": decision,
                "complaint_explanation": "<p>You are right.</p>",
            }
        )

    def test_calls_and_letters_are_told_without_their_summaries(self):
        self._create_interaction(self.ticket, summary="Angry, wants money")
        self._create_interaction(self.ticket, reached=False)
        self._create_interaction(self.ticket, direction="in", channel="email")
        story = self._story()
        self.assertEqual(story[0], "We received your complaint.")
        self.assertCountEqual(
            story[1:],
            [
                "We called you.",
                "We called you, but could not reach you.",
                "You wrote us an e-mail.",
            ],
        )

    def test_apology_is_told_with_how_it_was_given(self):
        self._create_apology(self.ticket).action_send()
        self.assertIn("We called you. We apologised to you.", self._story())

    def test_planned_exchange_is_a_promise_and_not_yet_told(self):
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        self._create_interaction(self.ticket, state="planned", date=tomorrow)
        self.assertEqual(len(self._story()), 1)
        self.assertIn("Phone", [p["what"] for p in self._values()["promises"]])

    def test_decision_and_explanation_are_shown_once_sent(self):
        self._decide()
        values = self._values()
        self.assertFalse(values["decision"] or values["explanation"])
        self.ticket.action_send_decision()
        values = self._values()
        self.assertEqual(values["decision"], "We uphold your complaint.")
        self.assertIn("You are right.", values["explanation"])
        self.assertIn("Decision", values["letters"][0]["name"])

    def test_what_a_remedy_costs_us_is_not_told(self):
        repair = self.env.ref("complaint_recovery.complaint_remedy_type_repair")
        for kind in (repair, self.refund):
            remedy = self._create_remedy(self.ticket, type_id=kind.id, amount=20)
            remedy.action_offer()
            remedy.action_accept()
        told = str(self._values())
        self.assertIn("You chose: Repair'", told)
        self.assertIn("You chose: Refund $", told)
        self.assertIn("'what': 'Repair'", told)

    def test_broken_and_moved_promises_are_told_as_such(self):
        with freeze_time("2026-11-02 09:00"):
            ticket = self._create_portal_complaint()
            late = ticket._complaint_promise("Call", datetime(2026, 11, 3, 9))
            moved = ticket._complaint_promise("Visit", datetime(2026, 11, 9, 9))
            moved._reschedule(datetime(2026, 11, 10, 9), "INTERNAL REASON")
        with freeze_time("2026-11-04 09:00"):
            late.action_done()
            told = {p["what"]: p for p in self._values(ticket)["promises"]}
        self.assertEqual(told["Call"]["verdict"], "Not kept in time. We are sorry.")
        self.assertIn("Nov 9, 2026", told["Visit"]["first"])
        self.assertNotIn("INTERNAL REASON", str(told))

    def test_task_of_another_department_is_not_told(self):
        self.env["complaint.deadline"].with_user(self.handler).create(
            {
                "ticket_id": self.ticket.id,
                "kind": "task",
                "name": "Look at the seal",
                "due_at": fields.Datetime.now() + timedelta(days=1),
                "user_id": self.employee.id,
            }
        )
        self.assertNotIn("Look at the seal", str(self._values()))

    def test_state_is_told_in_plain_words_and_not_by_the_stage(self):
        self.stage_received.name = "ADMIN WORDS"
        self.assertEqual(self._values()["state"], "We have received your complaint")
        self._create_remedy(self.ticket).action_offer()
        self.assertEqual(self._values()["state"], "We are waiting for your choice")
        self.ticket.complaint_remedy_ids.action_accept()
        self.assertEqual(
            self._values()["state"], "We are doing what we agreed with you"
        )

    def test_every_phase_and_outcome_has_words(self):
        words = self.ticket._complaint_portal_words()
        phases = dict(self.env["complaint.stage"]._fields["phase"].selection)
        self.assertLessEqual(set(phases), set(words))
        for outcome in ("satisfied", "unsettled", "unreachable", "withdrawn"):
            self.assertIn(outcome, words)
