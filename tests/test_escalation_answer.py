from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from .common.scheduled_pass import MONDAY, PassCommon


@freeze_time(MONDAY)
class TestEscalationAnswer(PassCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls._create_complaint()

    def _escalate(self, **vals):
        return self.complaint._complaint_escalate("She wants a word", **vals)

    def _promises(self, kind="promise"):
        return self.complaint._complaint_running(kind)

    def test_handing_over_by_hand_goes_one_level_up_to_the_next_superior(self):
        escalation = self._escalate()
        self.assertEqual(escalation.to_user_ids, self.leader)
        self.assertEqual(escalation.from_user_id, self.handler)
        self.assertEqual(self.complaint.complaint_level, 1)
        self.assertEqual(self.complaint.user_id, self.handler)

    def test_heads_up_briefs_the_superior_and_leaves_the_level(self):
        escalation = self._escalate(heads_up=True)
        self.assertEqual(escalation.to_user_ids, self.leader)
        self.assertEqual(self.complaint.complaint_level, 0)

    def test_escalating_by_hand_promises_when_the_superior_answers(self):
        self._escalate()
        promise = self._promises()
        self.assertEqual(promise.user_id, self.leader)
        self.assertEqual(promise.due_at, datetime(2026, 3, 3, 9))

    def test_escalating_by_hand_keeps_the_case_file(self):
        self.assertTrue(self._escalate().attachment_id)

    def test_escalating_changes_no_severity(self):
        before = self.complaint.complaint_severity_id
        self._escalate()
        self.assertEqual(self.complaint.complaint_severity_id, before)

    def test_who_takes_it_over_has_it_alone_and_the_owner_stays(self):
        escalation = self._escalate(users=self.leader + self.manager)
        escalation.with_user(self.manager).action_take()
        self.assertEqual(escalation.state, "taken")
        self.assertEqual(escalation.taken_by_id, self.manager)
        self.assertEqual(escalation.sudo().activity_ids.user_id, self.manager)
        self.assertEqual(self.complaint.user_id, self.handler)

    def test_answer_holds_for_all_one_was_told_of_the_complaint(self):
        for method, words in (("action_take", ()), ("action_return", ("Call her",))):
            with self.subTest(method):
                self.complaint = self._create_complaint()
                low, same, high = (
                    self._escalate(users=users, heads_up=briefed)
                    for users, briefed in (
                        (self.leader + self.manager, False),
                        (self.manager, True),
                        (self.leader + self.manager, False),
                    )
                )
                other = self._create_complaint()._complaint_escalate(
                    "Another", users=self.manager
                )
                asked = self._escalate(users=self.manager, requested=True)
                theirs = self._escalate(users=self.leader, heads_up=True)
                all_of_mine = (low | same | high).with_user(self.manager)
                getattr(all_of_mine, method)(*words)
                answered = "taken" if method == "action_take" else "returned"
                told = low | same | high
                self.assertEqual(told.mapped("state"), ["done", "done", answered])
                for left in (other, asked, theirs):
                    self.assertEqual(left.state, "open")
                self.assertEqual(self.complaint.complaint_level, asked.level)

    def test_a_heads_up_settles_no_escalation(self):
        for method, words in (("action_take", ()), ("action_return", ("Call her",))):
            with self.subTest(method):
                self.complaint = self._create_complaint()
                briefing = {"users": self.leader, "heads_up": True}
                handed_up, first = self._escalate(), self._escalate(**briefing)
                getattr(first.with_user(self.leader), method)(*words)
                self.assertEqual(handed_up.state, "open")
                self.assertEqual(self.complaint.complaint_level, 1)
                second = self._escalate(**briefing)
                both = (handed_up | second).with_user(self.leader)
                self.assertEqual(both._highest_first()[0], handed_up)
                getattr(both, method)(*words)
                self.assertNotEqual(handed_up.state, "done")
                self.assertEqual(second.state, "done")

    def test_answer_leaves_open_what_stands_higher(self):
        low, high = (self._escalate(users=self.manager) for _number in range(2))
        self.assertGreater(high.level, low.level)
        low.with_user(self.manager).action_take()
        self.assertEqual((low.state, high.state), ("taken", "open"))

    def test_only_a_superior_answers(self):
        escalation = self._escalate()
        for method in ("action_take", "action_done"):
            with self.subTest(method), self.assertRaises(AccessError):
                getattr(escalation.with_user(self.handler), method)()
        with self.assertRaises(AccessError):
            escalation.with_user(self.handler).action_return("Again", 10)

    def test_given_back_it_is_the_owner_s_to_handle_a_second_time(self):
        escalation = self._escalate()
        escalation.with_user(self.leader).action_return("Call her first")
        second = self._promises("second_handling")
        self.assertEqual(second.user_id, self.handler)
        self.assertEqual(second.due_at, datetime(2026, 3, 3, 9))
        self.assertIn("Call her first", second.note)
        self.assertEqual(self.complaint.complaint_level, 1)

    def test_second_handling_done_settles_it_and_steps_down(self):
        escalation = self._escalate()
        escalation.with_user(self.leader).action_return("Call her first")
        self._promises("second_handling").with_user(self.handler).action_done()
        self.assertEqual(escalation.state, "done")
        self.assertEqual(self.complaint.complaint_level, 0)

    def test_owner_does_not_cancel_the_second_handling(self):
        escalation = self._escalate()
        escalation.with_user(self.leader).action_return("Call her first")
        with self.assertRaises(UserError):
            self._promises("second_handling").with_user(self.handler).action_cancel()
        self.assertEqual(escalation.state, "returned")

    def test_what_a_superior_asked_for_nobody_rewrites(self):
        self._escalate().with_user(self.leader).action_return("Call her first")
        second = self._promises("second_handling")
        for user in (self.handler, self.leader):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                second.with_user(user).note = "Do nothing"
        self.assertIn("Call her first", second.note)

    def test_concession_lets_the_owner_give_so_much_on_this_complaint(self):
        escalation = self._escalate()
        escalation.with_user(self.leader).action_return("Be generous", 200)
        limit = self.env["complaint.authority"]._get_limit
        self.assertEqual(limit(self.handler, self.complaint), 200)
        other = self._create_complaint()
        self.assertEqual(limit(self.handler, other), 50)

    def test_owner_offers_within_the_concession_without_asking(self):
        self._escalate().with_user(self.leader).action_return("Be generous", 200)
        remedy = self._create_remedy(self.complaint, amount=150)
        remedy.action_offer()
        self.assertEqual(remedy.state, "offered")

    def test_concession_serves_no_other_complaint_of_the_same_call(self):
        self._escalate().with_user(self.leader).action_return("Be generous", 200)
        other = self._create_complaint(complaint_severity_id=self.normal.id)
        granted = self._create_remedy(self.complaint, amount=150)
        remedy = self._create_remedy(other, amount=150)
        (granted | remedy).action_request()
        self.assertEqual(granted.state, "approved")
        self.assertEqual(remedy.state, "to_approve")

    def test_concession_stays_within_the_own_limit(self):
        escalation = self._escalate().with_user(self.leader)
        for amount in (250.01, -1, float("inf"), float("nan")):
            with self.subTest(amount), self.assertRaises(UserError):
                escalation.action_return("Be generous", amount)
        self.assertEqual(escalation.state, "open")

    def test_concession_is_the_owner_s_alone(self):
        escalation = self._escalate()
        escalation.with_user(self.leader).action_return("Be generous", 200)
        limit = self.env["complaint.authority"]._get_limit(
            self.agent_all, self.complaint
        )
        self.assertEqual(limit, 50)

    def test_no_is_told_to_the_customer_with_the_reason(self):
        escalation = self._escalate(requested=True)
        escalation.with_user(self.leader).action_decline("It was decided by us all.")
        self.assertEqual(escalation.state, "declined")
        mail = self.complaint.sudo().message_ids.filtered(
            lambda m: "decided by us all" in (m.body or "") and not m.is_internal
        )
        self.assertIn(self.customer, mail.partner_ids)
        self.assertFalse(self._promises())
        self.assertEqual(self.complaint.complaint_level, 0)

    def test_what_nobody_asked_for_is_not_declined(self):
        with self.assertRaises(UserError):
            self._escalate().with_user(self.leader).action_decline("No")

    def test_settled_one_leaves_the_level_something_else_holds(self):
        first = self._escalate()
        self._escalate(users=self.manager)
        self.assertEqual(self.complaint.complaint_level, 2)
        first.with_user(self.leader).action_done()
        self.assertEqual(self.complaint.complaint_level, 2)

    def test_settled_twice_is_an_error(self):
        escalation = self._escalate().with_user(self.leader)
        escalation.action_done()
        with self.assertRaises(UserError):
            escalation.action_take()

    def test_what_was_escalated_is_not_changed_by_anybody(self):
        escalation = self._escalate()
        for user in (self.leader, self.manager):
            for vals in ({"state": "done"}, {"reason": "None"}, {"level": 0}):
                with self.subTest(user.name, **vals), self.assertRaises(AccessError):
                    escalation.with_user(user).write(vals)
        with self.assertRaises(UserError):
            escalation.sudo().unlink()

    def test_escalated_complaint_is_not_deleted(self):
        self._escalate()
        with self.assertRaises(UserError):
            self.complaint.with_user(self.manager).unlink()

    def test_end_of_the_complaint_settles_what_is_left(self):
        escalation = self._escalate(heads_up=True)
        self.complaint.action_withdraw("She is fine")
        self.assertEqual(escalation.state, "done")

    def test_escalating_needs_a_reason_and_an_open_complaint(self):
        with self.assertRaises(UserError):
            self.complaint._complaint_escalate(" ")
        self.complaint.action_withdraw("She is fine")
        with self.assertRaises(UserError):
            self._escalate()
