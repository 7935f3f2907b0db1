from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError

from odoo.addons.complaint_recovery.exceptions import ComplaintRequirementError

from .common import ComplaintCommon


class TestStageOverride(ComplaintCommon):
    """A manager lets a complaint pass; switching on shows who would fail."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        stages = cls.env["complaint.stage"].search([])
        switches = stages._get_requirements()
        stages.write(
            {**dict.fromkeys(switches, False), "requirement_severity_ids": [(5,)]}
        )
        cls.stage = cls.env["complaint.stage"].create(
            {"name": "Check", "phase": "recovery", "sequence": 35}
        )
        cls.ticket = cls._create_complaint(complaint_severity_id=cls.normal.id)

    def _enter(self, stage=None, ticket=None):
        (ticket or self.ticket).complaint_stage_id = stage or self.stage

    def _meet_apology(self):
        self._create_apology(self.ticket).action_send()

    def test_manager_overrides_with_a_reason_on_record(self):
        self.stage.write({"require_finding": True, "require_apology": True})
        ticket = self.ticket.with_user(self.manager)
        ticket.action_override(self.stage.id, "The customer is abroad")
        self.assertEqual(ticket.complaint_stage_id, self.stage)
        override = ticket.complaint_override_ids
        self.assertEqual(override.user_id, self.manager)
        self.assertEqual(override.reason, "The customer is abroad")
        self.assertEqual(override.requirements, "require_apology,require_finding")

    def test_override_is_for_managers(self):
        self.stage.require_finding = True
        self.ticket.user_id = self.leader
        for user in (self.leader, self.agent_all):
            with self.subTest(user.name), self.assertRaises(AccessError):
                self.ticket.with_user(user).action_override(self.stage.id, "Because")

    def test_override_asks_for_a_reason(self):
        ticket = self.ticket.with_user(self.manager)
        for reason in (False, "", " "):
            with self.subTest(reason), self.assertRaises(UserError):
                ticket.action_override(self.stage.id, reason)

    def test_override_reaches_no_running_promise(self):
        later = fields.Datetime.now() + timedelta(days=2)
        self.ticket._complaint_promise("Call back", later)
        with self.assertRaises(ComplaintRequirementError):
            self.ticket.with_user(self.manager).action_override(
                self.stage_closed.id, "Because"
            )

    def test_override_is_no_withdrawal(self):
        with self.assertRaises(ComplaintRequirementError):
            self.ticket.with_user(self.manager).action_override(
                self.stage_withdrawn.id, "Because"
            )

    def test_override_is_void_after_reopening(self):
        self.stage_closed.require_apology = True
        ticket = self.ticket.with_user(self.manager)
        ticket.action_override(self.stage_closed.id, "The customer is abroad")
        self.ticket.action_reopen()
        with self.assertRaises(ComplaintRequirementError):
            self._enter(self.stage_closed)

    def test_override_stays_on_record(self):
        self.stage.require_finding = True
        ticket = self.ticket.with_user(self.manager)
        ticket.action_override(self.stage.id, "Because")
        override = ticket.complaint_override_ids
        for record in (override, override.sudo()):
            for change in (lambda o: o.write({"reason": "x"}), lambda o: o.unlink()):
                with self.assertRaises(UserError):
                    change(record)

    def test_nobody_creates_an_override(self):
        for user in (self.handler, self.manager):
            with self.subTest(user.name), self.assertRaises(AccessError):
                self.env["complaint.override"].with_user(user).create(
                    {
                        "ticket_id": self.ticket.id,
                        "stage_id": self.stage.id,
                        "user_id": user.id,
                        "reason": "x",
                        "requirements": "require_finding",
                    }
                )

    def test_switching_on_shows_how_many_would_fail(self):
        other = self._create_complaint()
        self._enter()
        self._enter(self.stage_following_up, other)
        self._create_complaint()
        self.assertEqual(self._count_failing(), 0)
        self.assertEqual(self._count_failing(require_apology=True), 2)
        self._meet_apology()
        self.assertEqual(self._count_failing(require_apology=True), 1)

    def _count_failing(self, **vals):
        """Return the preview a manager sees before saving ``vals``."""
        self.env.invalidate_all()
        stage = self.stage.with_user(self.manager)
        return stage.new(vals, origin=stage).failing_count

    def test_preview_counts_the_severities_named(self):
        self._enter()
        for severity, count in ((self.normal, 1), (self.major, 0)):
            vals = {"requirement_severity_ids": [(6, 0, severity.ids)]}
            with self.subTest(severity.name):
                found = self._count_failing(require_apology=True, **vals)
                self.assertEqual(found, count)

    def test_preview_leaves_closed_ones_alone(self):
        self._enter(self.stage_closed)
        self.stage.require_apology = True
        self.assertEqual(self.stage.with_user(self.manager).failing_count, 0)

    def test_failing_ones_are_listed(self):
        self._enter()
        self.stage.require_apology = True
        stage = self.stage.with_user(self.manager)
        self.assertEqual(stage._get_failing_tickets(), self.ticket)
