from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common import ComplaintCommon

MONDAY = datetime(2026, 3, 2, 9)


@freeze_time(MONDAY)
class TestRecovery(ComplaintCommon):
    """Finding, decision, consent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(MONDAY):
            cls.ticket = cls._create_complaint()

    def _decide(self, decision="upheld", **vals):
        self.ticket.write(
            {
                "complaint_decision": decision,
                "complaint_explanation": "<p>We looked into it.</p>",
                "complaint_basis": "facts",
                **vals,
            }
        )

    def _consent(self, user=None):
        self.ticket.with_user(user or self.leader).action_give_consent()

    def test_decision_is_sent_by_mail_with_a_letter_and_on_record(self):
        self._decide()
        self.ticket.action_send_decision()
        self.assertEqual(self.ticket.complaint_decision_sent_at, MONDAY)
        exchange = self.ticket.complaint_interaction_ids
        self.assertEqual((exchange.purpose, exchange.channel), ("decision", "email"))
        message = self.ticket.message_ids.filtered("attachment_ids")
        self.assertIn(self.customer, message.partner_ids)
        self.assertIn("We looked into it.", message.body)

    def test_finding_stays_with_us(self):
        self.ticket.write(
            {"complaint_finding": "<p>Our fitter</p>", "complaint_attribution": "ours"}
        )
        self._decide()
        self.ticket.action_send_decision()
        message = self.ticket.message_ids.filtered("attachment_ids")
        self.assertNotIn("Our fitter", message.body)

    def test_decision_and_explanation_are_needed_to_send_it(self):
        for vals in (
            {"complaint_decision": "upheld"},
            {"complaint_explanation": "<p>x</p>"},
            {"complaint_decision": "upheld", "complaint_explanation": "<p><br></p>"},
        ):
            ticket = self._create_complaint(**vals)
            with self.subTest(vals), self.assertRaises(UserError):
                ticket.action_send_decision()

    def test_decision_is_sent_once(self):
        self._decide()
        self.ticket.action_send_decision()
        with self.assertRaises(UserError):
            self.ticket.action_send_decision()

    def test_decision_needs_an_address(self):
        self.customer.email = False
        self.ticket.partner_email = False
        self._decide()
        with self.assertRaises(UserError):
            self.ticket.action_send_decision()

    def test_closed_complaint_is_not_decided(self):
        self._decide()
        self.ticket.action_withdraw("Found it")
        for method in ("send_decision", "request_consent", "give_consent"):
            with self.subTest(method), self.assertRaises(UserError):
                getattr(self.ticket, f"action_{method}")()

    def test_sent_decision_stays_as_it_is(self):
        self._decide()
        self.ticket.action_send_decision()
        for vals in (
            {"complaint_decision": "partly_upheld"},
            {"complaint_explanation": "<p>Other</p>"},
            {"complaint_basis": "law"},
        ):
            for user in (self.handler, self.manager):
                with self.subTest(vals), self.assertRaises(UserError):
                    self.ticket.with_user(user).write(vals)

    def test_not_upheld_waits_for_a_superior_s_consent(self):
        self._decide("not_upheld")
        with self.assertRaises(UserError):
            self.ticket.action_send_decision()
        self._consent()
        self.ticket.action_send_decision()
        self.assertTrue(self.ticket.complaint_decision_sent_at)
        self.assertEqual(self.ticket.complaint_consent_user_id, self.leader)

    def test_not_upheld_says_what_it_rests_on(self):
        self._decide("not_upheld", complaint_basis=False)
        self._consent()
        with self.assertRaises(UserError):
            self.ticket.action_send_decision()

    def test_consent_is_to_words_one_has_had_time_to_read(self):
        """A form shows what the owner has changed after a moment."""
        self._decide("not_upheld")
        now = self.env.cr.now()
        own_hand(self.ticket).complaint_decision_changed_at = now - timedelta(seconds=9)
        with self.assertRaisesRegex(UserError, "changed just now"):
            self._consent()
        own_hand(self.ticket).complaint_decision_changed_at = now - timedelta(minutes=2)
        self._consent()
        self.assertEqual(self.ticket.complaint_consent_user_id, self.leader)

    def test_who_may_consent_has_read_the_own_words(self):
        self._decide("not_upheld")
        self.assertTrue(self.ticket.complaint_decision_changed_at)
        words = {"complaint_explanation": "<p>We looked again.</p>"}
        self.ticket.with_user(self.leader).write(words)
        self.assertFalse(self.ticket.complaint_decision_changed_at)
        self._consent()

    def test_partly_upheld_needs_no_consent(self):
        self._decide("partly_upheld")
        self.ticket.action_send_decision()

    def test_owner_does_not_consent_to_the_own_decision(self):
        self._decide("not_upheld")
        with self.assertRaises(AccessError):
            self.ticket.action_give_consent()
        ticket = self._create_complaint(self.manager, user_id=self.manager.id)
        ticket.write(
            {"complaint_decision": "not_upheld", "complaint_explanation": "<p>x</p>"}
        )
        with self.assertRaises(AccessError):
            ticket.action_give_consent()

    def test_who_decided_and_handed_it_over_does_not_consent(self):
        ticket = self._create_complaint(self.leader, user_id=self.leader.id)
        ticket = ticket.with_user(self.leader)
        ticket.write(
            {"complaint_decision": "not_upheld", "complaint_explanation": "<p>x</p>"}
        )
        ticket.user_id = self.handler
        with self.assertRaises(UserError):
            ticket.action_give_consent()
        ticket.action_request_consent()
        asked = ticket.sudo()._complaint_consent_asked()
        self.assertEqual(asked.user_id, self.manager)
        ticket.with_user(self.manager).action_give_consent()
        self.assertEqual(ticket.sudo().complaint_consent_user_id, self.manager)

    def test_colleague_is_no_superior(self):
        self._decide("not_upheld")
        with self.assertRaises(AccessError):
            self._consent(self.agent_all)

    def test_manager_and_director_consent(self):
        for user in (self.manager, self.director):
            self._decide("not_upheld", complaint_explanation=f"<p>{user.name}</p>")
            self._consent(user)
            with self.subTest(user.name):
                self.assertEqual(self.ticket.complaint_consent_user_id, user)

    def test_consent_is_to_something_decided(self):
        with self.assertRaises(UserError):
            self._consent()

    def test_changed_words_void_the_consent(self):
        for vals in (
            {"complaint_explanation": "<p>Other</p>"},
            {"complaint_basis": "law"},
            {"complaint_decision": "upheld"},
        ):
            self._decide("not_upheld")
            self._consent()
            self.ticket.write(vals)
            with self.subTest(vals):
                self.assertFalse(self.ticket.complaint_consent_user_id)

    def test_consent_is_asked_of_the_nearest_superior_once(self):
        self._decide("not_upheld")
        self.ticket.action_request_consent()
        self.ticket.action_request_consent()
        approval = self.ticket._complaint_running("approval")
        self.assertEqual(len(approval), 1)
        self.assertEqual(approval.user_id, self.leader)
        self._consent()
        self.assertEqual(approval.state, "done")

    def test_consent_answers_the_request_in_any_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self._decide("not_upheld")
        self.ticket.with_context(lang="zh_CN").action_request_consent()
        approval = self.ticket._complaint_running("approval")
        own_hand(
            approval
        ).name = "同意"  # as it is told in the language of whoever asked
        self._consent()
        self.assertEqual(approval.state, "done")

    def test_consent_leaves_the_approval_of_a_remedy_alone(self):
        self.ticket.complaint_severity_id = self.normal
        remedy = self._create_remedy(self.ticket, amount=200)
        remedy.action_request()
        self._decide("not_upheld")
        self.ticket.action_request_consent()
        self._consent()
        self.assertEqual(remedy.sudo().deadline_id.state, "running")

    def test_consent_is_asked_past_the_colleague_it_is_about(self):
        self.ticket.complaint_about_user_id = self.leader
        self._decide("not_upheld")
        self.ticket.action_request_consent()
        approval = self.ticket._complaint_running("approval")
        self.assertNotEqual(approval.user_id, self.leader)
        self.assertTrue(approval.user_id)

    def test_final_answer_is_given_by_managers(self):
        with self.assertRaises(AccessError):
            self.ticket.complaint_decision_final = True
        self.ticket.with_user(self.manager).complaint_decision_final = True

    def test_grave_complaints_are_not_solved_on_the_spot(self):
        for severity in (self.major, self.critical):
            self.ticket.complaint_severity_id = severity
            with self.subTest(severity.name), self.assertRaises(UserError):
                self.ticket.action_solve_on_spot()
        for severity in (self.minor, self.normal):
            self.ticket.complaint_severity_id = severity
            self.assertTrue(self.ticket.action_solve_on_spot())
