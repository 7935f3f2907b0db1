from odoo import Command

from .common import ComplaintCommon


class TestTriggerOfAnotherAddon(ComplaintCommon):
    """A trigger that tests/addons/complaint_recovery_inspection adds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_complaint()
        cls.rule = cls.env["complaint.escalation.rule"].create(
            {"name": "Danger", "trigger": "danger", "level": 2, "recipient": "managers"}
        )

    def _escalations(self):
        return self.ticket.sudo().complaint_escalation_ids.filtered(
            lambda escalation: escalation.rule_id == self.rule
        )

    def test_it_fires_once_when_its_field_is_written(self):
        mine = self.ticket.with_user(self.handler)
        mine.name = "Kettle"
        self.assertFalse(self._escalations())
        mine.inspection_danger = True
        mine.inspection_danger = True
        self.assertEqual(len(self._escalations()), 1)

    def test_what_did_not_happen_fires_nothing(self):
        self.ticket.with_user(self.handler).inspection_danger = False
        self.ticket._complaint_fire_trigger("danger")
        self.assertFalse(self._escalations())

    def test_a_trigger_nobody_answers_for_fires_nothing(self):
        self.assertEqual(self.ticket._complaint_occurrence("unheard of"), "")

    def test_preview_shows_those_it_happened_to(self):
        rule = self.rule.with_user(self.manager)
        self.assertEqual(rule.preview, "0")
        self.ticket.sudo().inspection_danger = True
        rule.invalidate_recordset()
        self.assertEqual(rule.preview, "1")

    def test_it_keeps_to_the_limits_of_the_rule(self):
        severity = self.ticket.sudo().complaint_severity_id
        others = self.env["complaint.severity"].search([("id", "!=", severity.id)])
        self.rule.severity_ids = [Command.set(others.ids)]
        self.ticket.with_user(self.handler).inspection_danger = True
        self.assertFalse(self._escalations())
