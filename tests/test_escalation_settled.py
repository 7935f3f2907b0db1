from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.scheduled_pass import MONDAY, PassCommon
from .test_care import CareCommon


@freeze_time(MONDAY)
class TestSettled(PassCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_complaint(complaint_severity_id=cls.normal.id)

    def _escalate(self, **vals):
        return self.ticket._complaint_escalate("She wants a word", **vals)

    def test_word_to_the_customer_settles_what_our_silence_had_raised(self):
        self._contact(self.ticket)
        self._only(self.ticket, "progress")
        self._pass(datetime(2026, 3, 9, 9))
        self.assertEqual(self.ticket.complaint_level, 2)
        with freeze_time(datetime(2026, 3, 9, 10)):
            self._create_interaction(self.ticket, purpose="progress")
        self.assertEqual(set(self._escalations(self.ticket).mapped("state")), {"done"})
        self.assertEqual(self.ticket.complaint_level, 0)

    def test_what_is_settled_before_the_mail_is_not_written_about(self):
        self._escalate().with_user(self.leader).action_done()
        self._only(self.ticket)
        before = self.env["mail.mail"].search([])
        self._pass(MONDAY)
        self.assertFalse(self.env["mail.mail"].search([]) - before)
        self.assertFalse(self._escalations(self.ticket).mail_pending)

    def test_promise_of_a_superior_is_named_in_the_reader_s_language(self):
        self._escalate()
        promise = self.ticket.sudo()._complaint_running("promise")
        own_hand(promise).name = "您将收到主管的回复"  # As whoever escalated it had it.
        self.assertEqual(promise.display_name, "You will hear from Leader")

    def test_who_was_passed_over_is_said_in_the_language_of_the_company(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        addon = self.env["ir.module.module"].search(
            [("name", "=", "complaint_recovery")]
        )
        addon._update_translations(["zh_CN"], overwrite=True)
        self.company.partner_id.lang = "zh_CN"
        self.team.user_id = False
        self._only(self.ticket, "first_contact")
        self._pass(datetime(2026, 3, 3, 9))
        detour = self._escalations(self.ticket)[-1].detour
        roles = self.env["complaint.escalation.rule"]._fields["recipient"]
        env = self.env(context={"lang": "zh_CN"})
        self.assertIn(dict(roles._description_selection(env))["team_leader"], detour)

    def test_owner_grants_themselves_no_concession(self):
        self._escalate().with_user(self.leader).action_return("Be generous", 200)
        own = self._escalate(users=self.handler).with_user(self.handler)
        with self.assertRaises(UserError):
            own.action_return("Again", 200)

    def test_no_keeps_its_lines(self):
        escalation = self._escalate(requested=True)
        escalation.with_user(self.leader).action_decline("We all\ndecided it.")
        bodies = "".join(self.ticket.sudo().message_ids.mapped("body"))
        self.assertIn("We all<br>decided it.", bodies.replace("<br/>", "<br>"))

    def test_customer_without_address_is_told_no_another_way(self):
        self.ticket.sudo().partner_id.email = False
        self.ticket.sudo().partner_email = False
        escalation = self._escalate(requested=True).with_user(self.leader)
        with self.assertRaises(UserError):
            escalation.action_decline("We all decided it.")
        self.assertEqual(escalation.state, "open")


@freeze_time(MONDAY)
class TestClosedComplaint(CareCommon):
    def test_unhappy_customer_of_a_closed_complaint_is_told_to_the_leader(self):
        rule = self.env.ref("complaint_recovery.complaint_escalation_rule_dissatisfied")
        own_hand(self.ticket).complaint_outcome = "settled"
        self._call(40, "dissatisfied")
        told = self._escalations(self.ticket).filtered(lambda e: e.rule_id == rule)
        self.assertEqual(told.to_user_ids, self.leader)


@freeze_time(MONDAY)
class TestToldColleague(PassCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_complaint(complaint_severity_id=cls.normal.id)
        cls.escalation = cls.ticket._complaint_escalate("She wants a word")
        cls.promise = cls.ticket._complaint_running("promise")

    def _assert_passed_on(self):
        self.env.invalidate_all()
        escalation = self.escalation.sudo().with_context(active_test=False)
        managers = self.ticket._complaint_managers()
        self.assertIn(self.manager, managers)
        self.assertEqual(escalation.to_user_ids, managers)
        self.assertEqual(escalation.activity_ids.user_id, managers)
        self.assertIn(self.promise.sudo().user_id, managers)

    def test_superior_who_leaves_leaves_it_to_the_next_one_up(self):
        self.leader.active = False
        self._assert_passed_on()

    def test_superior_whom_it_is_about_by_now_has_no_part_in_it(self):
        self.ticket.with_user(self.manager).complaint_about_user_id = self.leader
        self._assert_passed_on()

    def test_superior_who_leaves_with_it_in_hand_leaves_it_open(self):
        self.escalation.with_user(self.leader).action_take()
        self.leader.active = False
        self._assert_passed_on()
        self.assertEqual(self.escalation.state, "open")

    def test_colleague_whom_it_is_about_by_now_gets_no_mail_of_it(self):
        self.ticket._complaint_escalate("Again", users=self.leader + self.manager)
        self.ticket.with_user(self.manager).complaint_about_user_id = self.leader
        before = self.env["mail.mail"].search([])
        self._pass(MONDAY)
        mails = self.env["mail.mail"].search([]) - before
        self.assertEqual(mails.recipient_ids, self.manager.partner_id)

    def test_others_who_were_told_still_have_it(self):
        both = self.ticket._complaint_escalate(
            "Again", users=self.agent_all + self.manager
        )
        self.agent_all.active = False
        told = both.sudo().with_context(active_test=False).to_user_ids
        self.assertEqual(told, self.agent_all + self.manager)

    def test_customer_who_heard_from_the_superior_was_promised_no_more(self):
        word = {"purpose": "progress", "direction": "out"}
        self._create_interaction(self.ticket, **word)
        self.assertEqual(self.promise.state, "running")
        self._create_interaction(self.ticket, self.leader, reached=False, **word)
        self.assertEqual(self.promise.state, "running")
        self._create_interaction(self.ticket, user_id=self.leader.id, **word)
        self.assertEqual(self.promise.state, "running", "Said by the handler.")
        self._create_interaction(self.ticket, self.leader, **word)
        self.assertEqual((self.promise.state, self.promise.kept), ("done", True))

    def test_buttons_are_for_whoever_may_answer(self):
        roles = (self.handler, self.agent_all, self.leader, self.manager)
        can = [self.escalation.with_user(user).can_answer for user in roles]
        self.assertEqual(can, [False, False, True, True])

    def test_owner_puts_away_no_to_do_of_the_superior(self):
        activity = self.escalation.sudo().activity_ids
        for method in ("unlink", "action_done"):
            with self.subTest(method), self.assertRaises(AccessError):
                getattr(activity.with_user(self.handler), method)()
        activity.with_user(self.leader).action_done()
        self.assertEqual(self.escalation.state, "open")
