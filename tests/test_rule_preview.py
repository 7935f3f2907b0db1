from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import Form, freeze_time
from odoo.tools import mute_logger

from odoo.addons.complaint_recovery.models.escalation import preview
from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.scheduled_pass import MONDAY
from .test_escalation_rule import DUE, RuleCommon


class TestRulePreview(RuleCommon):
    """The rule says for which open complaints it is, saved or not."""

    def _form(self, **vals):
        form = Form(self.rules.with_user(self.manager))
        form.name = "Rule"
        for name, value in vals.items():
            setattr(form, name, value)
        return form

    def _hit(self, when=DUE, **vals):
        """Return whether the rule, once saved, is for the complaint at ``when``."""
        rule = self._rule(**vals)
        with freeze_time(when):
            action = rule.action_view_preview()
        found = self.env["helpdesk.ticket"].search(action["domain"])
        return self.ticket in found

    def test_deadline_rule_counts_from_its_moment_on(self):
        for vals, moment in (
            ({"percent": 100}, DUE),
            ({"percent": 50}, datetime(2026, 3, 2, 14)),
            ({"at": "after", "hours": 8}, datetime(2026, 3, 4, 9)),
        ):
            with self.subTest(vals):
                self.assertTrue(self._hit(moment, **vals))
                self.assertFalse(self._hit(moment - timedelta(minutes=1), **vals))

    def test_counts_before_the_rule_is_saved(self):
        kind = {"deadline_kind": "first_contact", "team_ids": self.team}
        with freeze_time(DUE):
            form = self._form(**kind, percent=100)
            self.assertEqual(form.preview, "1")
            form.severity_ids = self.major
            self.assertEqual(form.preview, "0")
            form.severity_ids = self.normal
            self.assertEqual(form.preview, "1")
            form.domain = '[("complaint_sentiment", "=", "angry")]'
            self.assertEqual(form.preview, "0")

    def test_kind_company_and_closed_complaints_count(self):
        self.assertFalse(self._hit(deadline_kind="promise"))
        other = self.env["res.company"].create({"name": "Other"})
        self.manager.company_ids |= other
        self.assertFalse(self._hit(company_id=other.id))
        self.ticket.action_withdraw("Found it")
        self.assertFalse(self._hit())

    def test_events_count_where_they_happened(self):
        ticket = self.ticket.sudo()
        for trigger, vals in (
            ("reopened", {"complaint_reopen_count": 1}),
            ("exposure", {"complaint_exposure": "media"}),
            ("amount", {"complaint_claim_amount": 10}),
            ("dissatisfied", {"complaint_satisfaction": "dissatisfied"}),
        ):
            with self.subTest(trigger):
                self.assertFalse(self._hit(trigger=trigger))
                own_hand(ticket).write(vals)
                self.assertTrue(self._hit(trigger=trigger))
        self.assertTrue(self._hit(trigger="severity"))
        self.assertFalse(self._hit(trigger="severity", severity_ids=self.major.ids))

    def test_repeat_counts_where_the_same_came_before(self):
        self.ticket.sudo().complaint_cause_id = self.cause
        with freeze_time(MONDAY - timedelta(days=3)):
            earlier = self._create_complaint()
        self.assertFalse(self._hit(trigger="repeat"))
        earlier.sudo().complaint_cause_id = self.cause
        self.assertTrue(self._hit(trigger="repeat"))

    def test_wish_for_a_superior_counts(self):
        self.assertFalse(self._hit(trigger="requested"))
        self.ticket._complaint_escalate("She asks for it", requested=True)
        self.assertTrue(self._hit(trigger="requested"))

    def test_condition_that_cannot_be_judged_is_said_while_it_is_written(self):
        form = self._form(trigger="severity")
        with mute_logger("odoo.sql_db"):
            form.domain = '[("colour", "=", "red")]'
        self.assertIn("colour", form.preview_error)
        form.domain = "[]"
        self.assertFalse(form.preview_error)

    def test_more_than_can_be_shown_is_said(self):
        with freeze_time(MONDAY):
            self._create_complaint()
        with patch.object(preview, "PREVIEW_LIMIT", 1):
            self.assertEqual(self._rule(trigger="severity").preview, "More than 1")
            with freeze_time(DUE):
                rule = self._rule(percent=100)
                self.assertRegex(rule.preview, "More than 1|1 of 1")

    def test_preview_shows_what_the_reader_may_see(self):
        rule = self._rule(trigger="severity")
        colleague = self.leader
        self.team.user_ids -= colleague
        found = rule.with_user(colleague)._get_hit_tickets()[0]
        self.assertNotIn(self.ticket, found)
        with self.assertRaises(AccessError):
            rule.with_user(self.employee).action_view_preview()

    def test_rule_is_told_in_words(self):
        for vals, words in (
            ({"percent": 75}, "Every deadline: after 75% of the time"),
            ({"percent": 100, "deadline_kind": "care"}, "Care call: when it is due"),
            ({"at": "after", "hours": 8}, "Every deadline: 8 working hours late"),
            ({"trigger": "reopened"}, "Reopened"),
        ):
            with self.subTest(words):
                self.assertEqual(self._rule(**vals).when_text, words)
        rule = self._rule(level=0)
        texts = (rule.level_text, rule.who_text)
        self.assertEqual(texts, ("One level up", "Who hears of the next level"))
        rule.write({"level": 2, "recipient": "user", "user_id": self.leader.id})
        self.assertEqual((rule.level_text, rule.who_text), ("Level 2", "Leader"))
