from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.complaint_recovery.exceptions import ComplaintRequirementError

from .common.wizards import LATER, NOW, WizardCommon


@freeze_time(NOW)
class TestOnSpot(WizardCommon):
    def _solve(self, ticket, **vals):
        values = {"finding": "It was late.", "cause_id": self.cause.id, **vals}
        action = ticket.with_user(self.handler).action_solve_on_spot()
        return self._from_action(action, **values).action_apply()

    def test_closes_with_every_requirement_met(self):
        ticket = self._create_complaint()
        self._solve(ticket)
        self.assertEqual(ticket.complaint_stage_id, self.stage_closed)
        self.assertFalse(ticket._complaint_missing(self.stage_closed))
        self.assertFalse(ticket.complaint_override_ids)
        self.assertEqual(ticket.complaint_outcome, "satisfied")
        self.assertEqual(ticket.complaint_cause_id, self.cause)
        self.assertTrue(ticket.closed)

    def test_no_follow_up_is_owed(self):
        ticket = self._create_complaint()
        self._solve(ticket)
        self.assertFalse(ticket._complaint_running())
        self.assertFalse(ticket.complaint_next_due_at)

    def test_everything_was_kept_in_time(self):
        ticket = self._create_complaint()
        self._solve(ticket)
        done = ticket.complaint_deadline_ids.filtered(lambda d: d.state == "done")
        self.assertIn("first_contact", done.mapped("kind"))
        self.assertTrue(all(done.mapped("kept")))

    def test_remedy_within_the_own_limit_is_delivered_at_once(self):
        ticket = self._create_complaint()
        self._solve(ticket, remedy_type_id=self.refund.id, amount=50)
        self.assertEqual(ticket.complaint_remedy_ids.state, "delivered")
        self.assertEqual(ticket.complaint_remedy_ids.approved_by_id, self.handler)

    def test_remedy_above_the_own_limit_is_refused(self):
        ticket = self._create_complaint()
        with self.assertRaisesRegex(UserError, "above your limit"):
            self._solve(ticket, remedy_type_id=self.refund.id, amount=51)

    def test_minor_and_normal_only(self):
        ticket = self._create_complaint(complaint_severity_id=self.major.id)
        with self.assertRaisesRegex(UserError, "find out what happened"):
            ticket.action_solve_on_spot()
        mild = self._create_complaint(complaint_severity_id=self.minor.id)
        action = mild.action_solve_on_spot()
        mild.complaint_severity_id = self.critical
        wizard = self._from_action(action, finding="x", cause_id=self.cause.id)
        with self.assertRaisesRegex(UserError, "find out what happened"):
            wizard.action_apply()

    def test_apology_is_owed(self):
        ticket = self._create_complaint()
        with self.assertRaisesRegex(UserError, "owed an apology"):
            self._solve(ticket, apologised=False)

    def test_accepting_without_being_happy_is_settled(self):
        ticket = self._create_complaint()
        self._solve(ticket, satisfaction="neutral")
        self.assertEqual(ticket.complaint_outcome, "settled")

    def test_running_promise_is_kept_only_when_ticked(self):
        ticket = self._create_complaint()
        promise = ticket._complaint_promise("Call back", LATER)
        with self.assertRaises(ComplaintRequirementError):
            self._solve(ticket)
        self._solve(ticket, done_ids=promise.ids)
        self.assertEqual((promise.state, promise.kept), ("done", True))
        self.assertEqual(ticket.complaint_stage_id, self.stage_closed)


@freeze_time(NOW)
class TestMissing(WizardCommon):
    def _fill(self, ticket, user=None, stage=None, **vals):
        stage = stage or self.stage_closed
        action = ticket._complaint_action_missing(stage)
        return self._from_action(action, user=user, **vals)

    def test_says_what_is_missing(self):
        wizard = self._fill(self._create_complaint())
        self.assertIn("an apology", wizard.missing)
        self.assertIn("require_first_contact", wizard.missing_keys)

    def test_fills_all_gaps_and_closes(self):
        ticket = self._create_complaint()
        wizard = self._fill(
            ticket,
            contact_summary="Called",
            apologised=True,
            satisfaction="satisfied",
        )
        wizard.action_apply()
        self.assertEqual(ticket.complaint_stage_id, self.stage_closed)

    def test_asks_again_for_what_is_still_missing(self):
        ticket = self._create_complaint()
        action = self._fill(ticket, contact_summary="Called").action_apply()
        self.assertEqual(action["res_model"], "complaint.missing")
        self.assertTrue(ticket.complaint_first_contact_at)
        self.assertNotIn("a first contact", self._from_action(action).missing)

    def test_finding_and_decision_of_a_major_one(self):
        ticket = self._create_complaint(complaint_severity_id=self.major.id)
        self._contact(ticket)
        action = self._fill(
            ticket,
            stage=self.stage_recovering,
            finding="<p>Seal missing.</p>",
            attribution="ours",
        ).action_apply()
        told = {"decision": "upheld", "explanation": "<p>Our fault.</p>"}
        self._from_action(action, **told).action_apply()
        self.assertTrue(ticket.complaint_decision_sent_at)
        self.assertEqual(ticket.complaint_stage_id, self.stage_recovering)

    def test_remedy_and_delivery(self):
        ticket = self._create_complaint(complaint_decision="upheld")
        self._contact(ticket)
        self._fill(
            ticket,
            remedy_type_id=self.refund.id,
            amount=20,
            delivered=True,
            satisfaction="satisfied",
        ).action_apply()
        self.assertEqual(ticket.complaint_remedy_ids.state, "delivered")
        self.assertEqual(ticket.complaint_stage_id, self.stage_closed)

    def test_dissatisfied_customer_takes_it_back_to_recovery(self):
        ticket = self._create_complaint()
        self._play_to_follow_up(ticket)
        action = self._fill(ticket, satisfaction="dissatisfied").action_apply()
        self.assertEqual(action["type"], "ir.actions.act_window_close")
        self.assertEqual(ticket.complaint_stage_id, self.stage_recovering)

    def test_reason_of_a_withdrawal(self):
        ticket = self._create_complaint()
        with self.assertRaises(ComplaintRequirementError) as raised:
            ticket.complaint_stage_id = self.stage_withdrawn
        action = raised.exception.context["action"]
        self._from_action(action, end_reason="It was the neighbour's").action_apply()
        self.assertEqual(ticket.complaint_stage_id, self.stage_withdrawn)
        self.assertEqual(ticket.complaint_outcome, "withdrawn")

    def test_promise_is_done_when_ticked(self):
        ticket = self._create_complaint()
        self._play_to_follow_up(ticket)
        promise = ticket._complaint_promise("Send the manual", LATER)
        wizard = self._fill(ticket, satisfaction="satisfied")
        self.assertIn("Send the manual", wizard.missing)
        wizard.done_ids = promise
        wizard.action_apply()
        self.assertTrue(promise.kept)
        self.assertEqual(ticket.complaint_stage_id, self.stage_closed)

    def test_only_managers_override(self):
        wizard = self._fill(self._create_complaint(), override_reason="Lost file")
        self.assertFalse(wizard.is_manager)
        with self.assertRaises(AccessError):
            wizard.action_override()

    def test_override_stands_on_record_with_its_reason(self):
        ticket = self._create_complaint()
        wizard = self._fill(ticket, self.manager, override_reason="Lost file")
        wizard.action_override()
        self.assertEqual(ticket.complaint_stage_id, self.stage_closed)
        override = ticket.complaint_override_ids
        self.assertEqual(override.reason, "Lost file")
        self.assertEqual(override.user_id, self.manager)

    def test_override_without_reason_is_refused(self):
        wizard = self._fill(self._create_complaint(), self.manager)
        with self.assertRaisesRegex(UserError, "reason"):
            wizard.action_override()

    def test_running_promise_is_not_overridden(self):
        ticket = self._create_complaint()
        ticket._complaint_promise("Call back", LATER)
        wizard = self._fill(ticket, self.manager, override_reason="Lost file")
        with self.assertRaisesRegex(ValidationError, "Call back"):
            wizard.action_override()

    def test_gaps_are_not_told_for_any_id(self):
        foreign = self._create_complaint(user=self.manager, user_id=self.leader.id)
        vals = {"ticket_id": foreign.id, "stage_id": self.stage_closed.id}
        with self.assertRaises(AccessError):
            self._wizard("missing", **vals)
        # Or it was taken away meanwhile.
        wizard = self.env["complaint.missing"].sudo().create(vals)
        self.assertFalse(wizard.with_user(self.handler).missing)
