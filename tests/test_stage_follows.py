from odoo.exceptions import UserError
from odoo.tests import freeze_time

from odoo.addons.complaint_recovery.exceptions import ComplaintRequirementError

from .common import ComplaintCommon


@freeze_time("2030-01-02 09:00:00")
class TestStageFollowsTheWork(ComplaintCommon):
    def test_offer_brings_a_mild_complaint_to_recovery(self):
        ticket = self._create_complaint()
        self._contact(ticket)
        self._create_remedy(ticket).action_offer()
        self.assertEqual(ticket.complaint_stage_id, self.stage_recovering)

    def test_offer_moves_nothing_while_something_is_missing(self):
        ticket = self._create_complaint(complaint_severity_id=self.major.id)
        self._contact(ticket)
        ticket.write(
            {"complaint_finding": "<p>Seal</p>", "complaint_attribution": "ours"}
        )
        self._create_remedy(ticket).action_offer()
        self.assertEqual(ticket.complaint_stage_id, self.stage_received)

    def test_decision_sent_brings_a_major_complaint_to_recovery(self):
        ticket = self._create_complaint(complaint_severity_id=self.major.id)
        self._contact(ticket)
        ticket.write(
            {
                "complaint_finding": "<p>Seal</p>",
                "complaint_attribution": "ours",
                "complaint_decision": "upheld",
                "complaint_explanation": "<p>Our fault.</p>",
            }
        )
        self.assertEqual(ticket.complaint_next_step, "decide")
        ticket.action_send_decision()
        self.assertEqual(ticket.complaint_stage_id, self.stage_recovering)

    def test_work_never_brings_a_complaint_backward(self):
        ticket = self._create_complaint()
        self._play_to_follow_up(ticket)
        self._create_remedy(ticket).action_offer()
        self.assertEqual(ticket.complaint_stage_id, self.stage_following_up)

    def test_dialog_asks_for_the_nearest_stage_that_lacks_something(self):
        ticket = self._create_complaint(complaint_severity_id=self.major.id)
        action = ticket.action_fill_missing()
        self.assertEqual(
            action["context"]["default_stage_id"], self.stage_recovering.id
        )


class TestMilder(ComplaintCommon):
    def test_at_intake_the_handler_corrects_the_severity(self):
        ticket = self._create_complaint(complaint_severity_id=self.major.id)
        ticket.complaint_severity_id = self.minor
        self.assertEqual(ticket.complaint_severity_id, self.minor)

    def test_once_begun_only_a_superior_makes_it_milder(self):
        ticket = self._create_complaint(complaint_severity_id=self.major.id)
        self._contact(ticket)
        with self.assertRaises(UserError), self.cr.savepoint():
            ticket.complaint_severity_id = self.minor
        ticket.with_user(self.leader).complaint_severity_id = self.minor
        self.assertEqual(ticket.complaint_severity_id, self.minor)

    def test_once_begun_the_handler_may_make_it_graver(self):
        ticket = self._create_complaint()
        self._contact(ticket)
        ticket.complaint_severity_id = self.critical
        self.assertEqual(ticket.complaint_severity_id, self.critical)

    def test_team_of_others_takes_over_with_a_reason_only(self):
        ticket = self._create_complaint()
        self._contact(ticket)
        others = self.team.copy({"name": "Others", "user_ids": [(6, 0, [])]})
        with self.assertRaises(ComplaintRequirementError), self.cr.savepoint():
            ticket.team_id = others
        self.assertEqual(ticket.user_id, self.handler)


@freeze_time("2030-01-02 09:00:00")
class TestNamesOfDeadlines(ComplaintCommon):
    def test_policy_is_named_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms(
            ["complaint_recovery"], ["zh_CN"]
        )
        ticket = self._create_complaint()
        deadline = ticket.complaint_deadline_ids.filtered(
            lambda d: d.kind == "first_contact"
        )
        self.assertEqual(deadline.display_name, "Contact the customer")
        translated = deadline.with_context(lang="zh_CN").display_name
        self.assertNotEqual(translated, "Contact the customer")

    def test_promise_keeps_the_words_it_was_given(self):
        promise = self._create_complaint()._complaint_promise(
            "Call back", "2030-01-03 09:00:00"
        )
        self.assertEqual(promise.display_name, "Call back")
