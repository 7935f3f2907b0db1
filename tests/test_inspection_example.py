from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import Form

from odoo.addons.complaint_recovery.exceptions import ComplaintRequirementError

from .common.wizards import LATER, NOW, WizardCommon


@freeze_time(NOW)
class TestKindOfAnotherAddon(WizardCommon):
    """Deadlines of kinds that tests/addons/complaint_recovery_inspection adds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_complaint()

    def _write_down(self, kind):
        """Write one down in the form, as the handler does."""
        deadlines = self.env["complaint.deadline"].with_user(self.handler)
        with Form(deadlines.with_context(default_ticket_id=self.ticket.id)) as form:
            self.assertIn(kind, form.written_kinds)
            form.kind = kind
            form.name = "Look at the kettle"
            form.due_at = LATER
            form.user_id = self.handler
        return form.record

    def test_is_finished_like_ours(self):
        for kind in ("inspection", "sample"):
            with self.subTest(kind):
                deadline = self._write_down(kind)
                self.assertTrue(deadline.can_finish)
                deadline.action_done()
                self.assertEqual(deadline.verdict, "kept")

    def test_is_moved_like_ours(self):
        for kind in ("inspection", "sample"):
            with self.subTest(kind):
                deadline = self._write_down(kind)
                self.assertTrue(deadline.can_move)
                deadline.action_reschedule(LATER + timedelta(days=1), "They are out")
                self.assertEqual(deadline.due_at, LATER + timedelta(days=1))

    def test_is_cancelled_like_ours(self):
        for kind in ("inspection", "sample"):
            with self.subTest(kind):
                deadline = self._write_down(kind)
                self.assertTrue(deadline.can_cancel)
                deadline.action_cancel()
                self.assertEqual(deadline.state, "cancelled")

    def test_is_done_with_its_activity(self):
        types = {"inspection": "meeting", "sample": "todo"}
        for kind, name in types.items():
            with self.subTest(kind):
                deadline = self._write_down(kind)
                activity = deadline.activity_id
                wanted = self.env.ref(f"mail.mail_activity_data_{name}")
                self.assertEqual(activity.activity_type_id, wanted)
                activity.with_user(self.handler).action_feedback()
                self.assertEqual(deadline.state, "done")

    def test_customer_sees_what_is_described_as_told(self):
        inspection = self._write_down("inspection")
        self._write_down("sample")
        told = self.ticket.sudo()._complaint_portal_promises()
        shown = [promise["what"] for promise in told]
        self.assertEqual(shown.count(inspection.name), 1)

    def test_blocks_closing_where_it_is_described_so(self):
        self._write_down("sample")
        self.assertFalse(self.ticket._complaint_gaps_running())
        self._write_down("inspection")
        [gap] = self.ticket._complaint_gaps_running()
        self.assertIn("Look at the kettle", gap)

    def test_rules_can_wait_for_it(self):
        rule = self.env["complaint.escalation.rule"].create(
            {"name": "Inspection", "deadline_kind": "inspection", "level": 2}
        )
        self.assertEqual(rule.deadline_kind, "inspection")


@freeze_time(NOW)
class TestRequirementOfAnotherAddon(WizardCommon):
    """A requirement that tests/addons/complaint_recovery_inspection adds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        stages = cls.env["complaint.stage"].search([])
        stages.write(dict.fromkeys(stages._get_requirements(), False))
        cls.stage = cls.env["complaint.stage"].create(
            {
                "name": "Inspected",
                "phase": "recovery",
                "sequence": 35,
                "require_inspection": True,
            }
        )
        cls.ticket = cls._create_complaint()

    def _refuse(self):
        with self.assertRaises(ComplaintRequirementError) as refused:
            with self.env.cr.savepoint():
                self.ticket.complaint_stage_id = self.stage
        self.ticket.invalidate_recordset()
        return refused.exception

    def _dialog(self, action):
        dialogs = self.env[action["res_model"]].with_user(self.handler)
        return Form(dialogs.with_context(**action["context"]))

    def test_refusal_names_it(self):
        self.assertIn("an inspection of the goods", str(self._refuse()))

    def test_dialog_asks_for_it_and_moves_on(self):
        form = self._dialog(self._refuse().context["action"])
        form.inspection_result = "The seal is worn."
        form.save().action_apply()
        self.assertEqual(self.ticket.complaint_stage_id, self.stage)
        inspection = self.ticket._complaint_deadlines_done("inspection")
        self.assertIn("The seal is worn.", inspection.note)

    def test_dialog_finishes_the_inspection_that_was_planned(self):
        inspection = self.ticket._complaint_open_deadline("inspection", "Look", LATER)
        form = self._dialog(self._refuse().context["action"])
        form.inspection_result = "The seal is worn."
        form.save().action_apply()
        self.assertEqual(inspection.state, "done")

    def test_dialog_asks_again_where_nothing_was_entered(self):
        dialog = self._dialog(self._refuse().context["action"]).save()
        self.assertEqual(dialog.action_apply()["res_model"], "complaint.missing")
        self.assertNotEqual(self.ticket.complaint_stage_id, self.stage)

    def test_dialog_does_not_ask_where_it_is_not_required(self):
        self.stage.write({"require_inspection": False, "require_finding": True})
        form = self._dialog(self._refuse().context["action"])
        with self.assertRaisesRegex(AssertionError, "invisible"):
            form.inspection_result = "The seal is worn."

    def test_preview_counts_with_it_before_it_is_saved(self):
        self.stage.require_inspection = False
        self.ticket.complaint_stage_id = self.stage
        with Form(self.stage.with_user(self.manager)) as form:
            self.assertEqual(form.failing_count, 0)
            form.require_inspection = True
            self.assertEqual(form.failing_count, 1)
            form.require_inspection = False

    def test_manager_sets_it_aside_with_a_reason(self):
        ticket = self.ticket.with_user(self.manager)
        ticket.action_override(self.stage.id, "Thrown away already")
        self.assertEqual(ticket.complaint_stage_id, self.stage)
        override = ticket.complaint_override_ids
        self.assertEqual(override.requirements, "require_inspection")

    def test_inspection_that_was_only_planned_is_none(self):
        date = fields.Datetime.now() + timedelta(days=1)
        self.ticket._complaint_open_deadline("inspection", "Look", date)
        self.assertIn("an inspection of the goods", str(self._refuse()))
