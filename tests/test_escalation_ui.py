from datetime import datetime
from unittest.mock import patch

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time
from odoo.tools.safe_eval import safe_eval

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.scheduled_pass import MONDAY, PassCommon


@freeze_time(MONDAY)
class TestEscalationScreens(PassCommon):
    """What each role sees of an escalation, and finds in the menus."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls._create_complaint()

    def _my_escalations(self, user):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_recovery.complaint_escalation_action_my"
        )
        domain = safe_eval(action["domain"], {"uid": user.id})
        return self.env["complaint.escalation"].with_user(user).search(domain)

    def _my_complaints(self):
        tickets = self.env["helpdesk.ticket"].with_user(self.handler)
        view = self.env.ref("complaint_recovery.complaint_view_kanban")
        order = etree.fromstring(view.arch).get("default_order")
        domain = [("user_id", "=", self.handler.id), ("is_complaint", "=", True)]
        return tickets.search(domain, order=order)

    def test_escalations_to_me_are_those_i_have_to_answer(self):
        escalation = self.complaint._complaint_escalate("She wants a word")
        self.assertEqual(self._my_escalations(self.leader), escalation)
        self.assertFalse(self._my_escalations(self.handler))
        self.assertFalse(self._my_escalations(self.manager))
        escalation.with_user(self.leader).action_done()
        self.assertFalse(self._my_escalations(self.leader))

    def test_complaint_told_of_more_than_once_is_one_line_with_all_reasons(self):
        told = [
            self.complaint._complaint_escalate(words, users=self.leader)
            for words in ("She wants a word", "She stood at the counter")
        ]
        line = self._my_escalations(self.leader)
        self.assertEqual(line, told[1])
        for escalation in told:
            self.assertIn(escalation.reason, line.reasons_told)
        told[0].with_user(self.leader).action_done()
        self.assertNotIn("wants a word", self._my_escalations(self.leader).reasons_told)
        heads = [("is_head", "=", False), ("id", "in", [told[0].id, told[1].id])]
        other = self.complaint._complaint_escalate("Once more", users=self.leader)
        found = self.env["complaint.escalation"].with_user(self.leader).search(heads)
        self.assertEqual(found, told[1])
        self.assertEqual(self._my_escalations(self.leader), other)

    def test_superior_answers_where_the_complaint_is_read(self):
        told = self.complaint._complaint_escalate("She wants a word")
        mine = self.complaint.with_user(self.leader)
        self.assertTrue(mine.complaint_told_me)
        self.assertFalse(self.complaint.with_user(self.manager).complaint_told_me)
        action = mine.action_give_back()
        self.assertEqual(action["target"], "new")
        mine.action_take_over()
        self.assertEqual((told.state, told.taken_by_id), ("taken", self.leader))
        self.assertFalse(mine.complaint_told_me)
        with self.assertRaisesRegex(UserError, "any more"):
            mine.action_take_over()

    def test_owner_takes_nothing_over_from_themselves_there(self):
        self.complaint._complaint_escalate("She wants a word", users=self.handler)
        self.assertFalse(self.complaint.complaint_told_me)

    def test_escalated_ones_stand_on_top_of_my_complaints(self):
        newer = self._create_complaint(name="Lid does not close")
        self.assertEqual(self._my_complaints()[:2], self.complaint | newer)
        newer._complaint_escalate("She wants a word").with_user(
            self.leader
        ).action_return("Call her first")
        self.assertEqual(self._my_complaints()[0], newer)

    def test_level_is_written_out_with_its_stars(self):
        self.assertFalse(self.complaint.complaint_level_badge)
        self.complaint._complaint_escalate("She wants a word")
        self.assertEqual(self.complaint.complaint_level_badge, "★ level 1")

    def test_filter_finds_escalated_ones(self):
        self._create_complaint()
        self.complaint._complaint_escalate("She wants a word")
        view = self.env.ref("complaint_recovery.complaint_view_search")
        filters = etree.fromstring(view.arch)
        domain = filters.find(".//filter[@name='escalated']").get("domain")
        tickets = self.env["helpdesk.ticket"].with_user(self.handler)
        found = tickets.search(safe_eval(domain))
        self.assertEqual(found, self.complaint)

    def test_every_group_by_of_the_escalations_works(self):
        self.complaint._complaint_escalate("She wants a word")
        view = self.env.ref("complaint_recovery.complaint_escalation_view_search")
        escalations = self.env["complaint.escalation"].with_user(self.manager)
        for node in etree.fromstring(view.arch).findall(".//group/filter"):
            group = safe_eval(node.get("context"))["group_by"]
            with self.subTest(group):
                groups = escalations.formatted_read_group([], [group], ["__count"])
                self.assertTrue(groups)

    def test_activity_leads_to_the_case_file(self):
        escalation = self.complaint._complaint_escalate("She <wants> a word")
        note = escalation.sudo().activity_ids.note
        self.assertIn(self.complaint._complaint_case_file_url(), note)
        self.assertIn("&lt;wants&gt;", note)

    def test_case_file_opens_as_it_is_now_and_as_it_was_kept(self):
        action = self.complaint.with_user(self.leader).action_case_file()
        self.assertEqual(action["report_type"], "qweb-html")
        self.assertEqual(action["context"]["active_ids"], self.complaint.ids)
        escalation = self.complaint._complaint_escalate("She wants a word")
        action = escalation.with_user(self.leader).action_open_case_file()
        self.assertEqual(action["type"], "ir.actions.act_url")
        action = escalation.with_user(self.leader).action_open_complaint()
        self.assertEqual(action["res_id"], self.complaint.id)

    def test_other_handler_opens_nothing_of_it(self):
        complaint = self._create_complaint(self.manager, user_id=self.manager.id)
        with self.assertRaises(AccessError):
            complaint.with_user(self.handler).action_case_file()


class TestCheckNow(PassCommon):
    """The pass by hand, and what it had given up."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(MONDAY):
            cls.complaint = cls._create_complaint()

    def setUp(self):
        super().setUp()
        self.deadline = self._only(self.complaint, "first_contact")

    def _check_now(self, user):
        deadlines = self.env["complaint.deadline"].with_user(user)
        with (
            self.enter_registry_test_mode(),
            freeze_time(datetime(2026, 3, 3, 9)),
        ):
            return deadlines.action_check_now()

    def test_manager_runs_the_pass_and_hears_what_happened(self):
        action = self._check_now(self.manager)
        self.env.invalidate_all()
        self.assertEqual(self._levels(self.complaint), [1, 2])
        self.assertIn("Escalated: 2", action["params"]["message"])

    def test_nobody_else_runs_it(self):
        for user in (self.handler, self.leader, self.director, self.employee):
            with self.subTest(user.name), self.assertRaises(AccessError):
                self._check_now(user)

    def test_manager_lets_it_try_again_what_was_given_up(self):
        model = self.registry["complaint.escalation.rule"]
        with patch.object(model, "_filter", side_effect=ValueError("broken")):
            for _time in range(6):
                self._pass(datetime(2026, 3, 3, 9))
                own_hand(self.deadline).next_check_at = datetime(2026, 3, 3, 9)
        self.assertGreaterEqual(self.deadline.failure_count, 5)
        self.assertEqual(self.deadline.error, "broken")
        with self.assertRaises(AccessError):
            self.deadline.with_user(self.leader).action_check_again()
        with freeze_time(datetime(2026, 3, 3, 9)):
            self.deadline.with_user(self.manager).action_check_again()
        self.assertFalse(self.deadline.failure_count)
        self._pass(datetime(2026, 3, 3, 9))
        self.assertEqual(self._levels(self.complaint), [1, 2])
