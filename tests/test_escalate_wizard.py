from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, new_test_user

from .common.scheduled_pass import MONDAY, PassCommon


@freeze_time(MONDAY)
class TestEscalateWizard(PassCommon):
    """Escalating by hand, as the handler does it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls._create_complaint()

    def _dialog(self, user=None, **context):
        action = self.complaint.with_user(user or self.handler).action_escalate()
        dialog = self.env[action["res_model"]].with_user(user or self.handler)
        return Form(dialog.with_context(**action["context"], **context))

    def _apply(self, dialog, **vals):
        dialog.reason = "She wants a word"
        for name, value in vals.items():
            setattr(dialog, name, value)
        dialog.save().action_apply()
        return self._escalations(self.complaint)[-1:]

    def _apply_to(self, users):
        record = self._dialog()
        record.reason = "She wants a word"
        record.user_ids.clear()
        for user in users:
            record.user_ids.add(user)
        record.save().action_apply()
        return self._escalations(self.complaint)

    def test_next_superior_is_proposed_before_it_is_sent(self):
        self.assertEqual(self._dialog().user_ids[:], self.leader)

    def test_handing_over_brings_it_one_level_up(self):
        escalation = self._apply(self._dialog())
        self.assertEqual(escalation.to_user_ids, self.leader)
        self.assertEqual(escalation.from_user_id, self.handler)
        self.assertEqual(self.complaint.complaint_level, 1)

    def test_second_time_the_next_one_up_is_proposed(self):
        self._apply(self._dialog())
        self.assertIn(self.manager, self._dialog().user_ids[:])

    def test_heads_up_leaves_the_level(self):
        escalation = self._apply(self._dialog(), way="heads_up")
        self.assertTrue(escalation.heads_up)
        self.assertEqual(self.complaint.complaint_level, 0)

    def test_customer_is_promised_the_date_in_the_dialog(self):
        self.assertEqual(self._dialog().hear_by, datetime(2026, 3, 3, 9))
        when = datetime(2026, 3, 2, 16)
        escalation = self._apply(self._dialog(), hear_by=when)
        self.assertEqual(escalation.deadline_ids.due_at, when)
        self.assertEqual(escalation.deadline_ids.user_id, self.leader)

    def test_date_in_the_past_is_refused(self):
        with self.assertRaisesRegex(UserError, "future"):
            self._apply(self._dialog(), hear_by=datetime(2026, 3, 2, 8))

    def test_other_colleague_who_works_on_it_may_be_chosen(self):
        escalation = self._apply_to(self.agent_all)
        self.assertEqual(escalation.to_user_ids, self.agent_all)

    def test_who_cannot_work_on_it_is_not_told(self):
        stranger = new_test_user(
            self.env, "stranger_user", groups="helpdesk_mgmt.group_helpdesk_user_own"
        )
        for user in (stranger, self.handler, self.employee):
            with self.subTest(user.name), self.assertRaises(UserError):
                self._apply_to(user)

    def test_colleague_it_is_about_is_neither_proposed_nor_told(self):
        self.complaint.sudo().complaint_about_user_id = self.leader
        self.assertIn(self.manager, self._dialog().user_ids[:])
        with self.assertRaises(UserError):
            self._apply_to(self.leader)

    def test_nobody_at_all_is_refused(self):
        dialog = self._dialog()
        dialog.reason = "She wants a word"
        record = dialog.save()
        record.user_ids = [Command.clear()]
        with self.assertRaises(UserError):
            record.action_apply()

    def test_customer_who_asks_for_it_is_written_until_when_they_hear(self):
        dialog = self._dialog(default_requested=True)
        self.assertTrue(dialog.tell_customer)
        escalation = self._apply(dialog)
        self.assertTrue(escalation.requested)
        message = self.complaint.sudo().message_ids.filtered(
            lambda m: "Leader has been told" in (m.body or "")
        )
        self.assertEqual(message.partner_ids, self.customer)
        self.assertFalse(message.attachment_ids)

    def test_without_asking_nothing_is_written_to_the_customer(self):
        dialog = self._dialog()
        self.assertFalse(dialog.tell_customer)
        before = self.complaint.sudo().complaint_interaction_ids
        self._apply(dialog)
        self.assertEqual(self.complaint.sudo().complaint_interaction_ids, before)

    def test_dialog_of_somebody_else_s_complaint_tells_nothing(self):
        other = self._create_complaint(self.agent_all, user_id=self.agent_all.id)
        dialog = self.env["complaint.escalate"].with_user(self.handler)
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            dialog.create({"ticket_id": other.id, "reason": "Curious"}).action_apply()
        with self.assertRaises(AccessError):
            dialog.onchange({"ticket_id": other.id}, ["ticket_id"], {"user_ids": {}})

    def test_closed_complaint_is_not_escalated(self):
        self.complaint.action_withdraw("She is fine")
        with self.assertRaises(UserError):
            self.complaint.action_escalate()


@freeze_time(MONDAY)
class TestSuperiorWanted(PassCommon):
    """The customer asks for a superior."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls._create_complaint()

    def _rule(self, **vals):
        return self.env["complaint.escalation.rule"].create(
            {"name": "Asked for", "trigger": "requested", "level": 2, **vals}
        )

    def test_without_a_rule_the_dialog_opens(self):
        action = self.complaint.action_superior_wanted()
        self.assertEqual(action["res_model"], "complaint.escalate")
        self.assertTrue(action["context"]["default_requested"])

    def test_rule_tells_its_recipient_and_the_answer_is_promised(self):
        rule = self._rule()
        action = self.complaint.action_superior_wanted()
        self.assertIn("Leader", action["params"]["message"])
        escalation = self._escalations(self.complaint)
        self.assertEqual(escalation.rule_id, rule)
        self.assertTrue(escalation.requested)
        self.assertEqual(escalation.deadline_ids.due_at, datetime(2026, 3, 3, 9))

    def test_wish_by_rule_is_declined_with_a_reason(self):
        self._rule()
        self.complaint.action_superior_wanted()
        escalation = self._escalations(self.complaint).with_user(self.leader)
        escalation.action_decline("We all decided it.")
        self.assertEqual(escalation.state, "declined")

    def test_wish_for_a_superior_is_no_equal_colleagues_to_answer(self):
        told = self.complaint._complaint_escalate(
            "She wants a word", requested=True, users=self.agent_all
        )
        own = told.with_user(self.agent_all)
        self.assertFalse(own.can_answer)
        for method in ("action_take", "action_done"):
            with self.subTest(method), self.assertRaisesRegex(AccessError, "Leader"):
                getattr(own, method)()
        with self.assertRaises(AccessError):
            own.action_decline("No")
        told.with_user(self.leader).action_decline("We all decided it.")
        self.assertEqual(told.state, "declined")

    def test_wish_for_a_superior_is_told_to_one(self):
        action = self.complaint.action_superior_wanted()
        dialog = self.env[action["res_model"]].with_user(self.handler)
        dialog = Form(dialog.with_context(**action["context"]))
        dialog.reason = "She wants a word"
        dialog.user_ids.clear()
        dialog.user_ids.add(self.agent_all)
        record = dialog.save()
        with self.assertRaisesRegex(UserError, "stands above its owner: Leader"):
            record.action_apply()
        record.user_ids |= self.manager
        record.action_apply()
        self.assertIn(self.manager, self._escalations(self.complaint).to_user_ids)

    def test_who_took_the_complaint_over_still_answers_the_wish(self):
        told = self.complaint._complaint_escalate("She wants a word", requested=True)
        self.complaint.with_user(self.leader).action_hand_over(self.leader.id, "Mine")
        told.with_user(self.leader).action_take()
        self.assertEqual(told.state, "taken")

    def test_same_wish_twice_a_day_is_one(self):
        self._rule()
        self.complaint.action_superior_wanted()
        action = self.complaint.action_superior_wanted()
        self.assertEqual(len(self._escalations(self.complaint)), 1)
        self.assertEqual(action["res_model"], "complaint.escalate")


@freeze_time(MONDAY)
class TestEscalationDialog(PassCommon):
    """The superior's answer, as the team leader gives it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls._create_complaint()
        cls.escalation = cls.complaint._complaint_escalate(
            "She wants a word", requested=True
        ).with_user(cls.leader)

    def _dialog(self, action):
        dialog = self.env[action["res_model"]].with_user(self.leader)
        return Form(dialog.with_context(**action["context"]))

    def test_giving_back_with_an_instruction_and_a_concession(self):
        dialog = self._dialog(self.escalation.action_return())
        self.assertEqual(dialog.limit, 250)
        dialog.instruction = "Call her first"
        dialog.concession_amount = 200
        dialog.save().action_apply()
        self.assertEqual(self.escalation.state, "returned")
        self.assertEqual(self.escalation.concession_amount, 200)
        self.assertTrue(self.complaint._complaint_running("second_handling"))

    def test_concession_above_the_own_limit_is_refused(self):
        dialog = self._dialog(self.escalation.action_return())
        dialog.instruction = "Call her first"
        dialog.concession_amount = 300
        record = dialog.save()
        with self.assertRaisesRegex(UserError, "250"):
            record.action_apply()

    def test_giving_back_needs_an_instruction(self):
        dialog = self._dialog(self.escalation.action_return())
        with self.assertRaises(AssertionError):
            dialog.save()

    def test_declining_tells_the_customer_why(self):
        dialog = self._dialog(self.escalation.action_decline())
        dialog.reason = "It was decided by us all."
        dialog.save().action_apply()
        self.assertEqual(self.escalation.state, "declined")

    def test_a_reason_that_names_somebody_is_asked_about_and_not_sent(self):
        self.agent_all.name = "Marcel Proust"
        dialog = self._dialog(self.escalation.action_decline())
        dialog.reason = "Marcel Proust decided it."
        question = dialog.save().action_apply()
        self.assertEqual(question["res_model"], "complaint.send.anyway")
        self.assertEqual(self.escalation.state, "open")
        asked = self.env["complaint.send.anyway"].with_user(self.escalation.env.user)
        asked.browse(question["res_id"]).action_apply()
        self.assertEqual(self.escalation.state, "declined")
        notes = " ".join(self.escalation.ticket_id.sudo().message_ids.mapped("body"))
        self.assertEqual(notes.count("although the words name"), 1)

    def test_handler_answers_nothing_through_the_dialog(self):
        dialog = (
            self.env["complaint.escalation.dialog"]
            .with_user(self.handler)
            .create(
                {
                    "escalation_id": self.escalation.id,
                    "purpose": "return",
                    "instruction": "Give it all",
                    "concession_amount": 50,
                }
            )
        )
        with self.assertRaises(AccessError):
            dialog.action_apply()
