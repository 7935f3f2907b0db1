from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form

from odoo.addons.complaint_recovery.tools.selections import PHASES

from .common import ComplaintCommon


class TestStage(ComplaintCommon):
    """Admins shape the stages; each phase keeps one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stages = cls.env["complaint.stage"].with_user(cls.manager)
        cls.by_phase = {
            phase: cls.stages._get_first(phase, cls.company) for phase, _name in PHASES
        }

    def _create_stage(self, **vals):
        return self.stages.create({"name": "Legal check", "phase": "recovery", **vals})

    def test_manager_creates_orders_folds_and_archives_stages(self):
        stage = self._create_stage(sequence=32, fold=True)
        stages = self.stages._get_for_company(self.company)
        self.assertEqual(stages[3], stage)
        stage.sequence = 5
        self.assertEqual(self.stages._get_for_company(self.company)[0], stage)
        stage.action_archive()
        self.assertNotIn(stage, self.stages._get_for_company(self.company))
        stage.action_unarchive()
        self.assertIn(stage, self.stages._get_for_company(self.company))
        stage.unlink()
        self.assertNotIn(stage, self.stages._get_for_company(self.company))

    def test_new_stage_comes_after_those_of_its_phase(self):
        for phase, first in self.by_phase.items():
            stage = self._create_stage(phase=phase)
            stages = self.stages._get_for_company(self.company)
            self.assertEqual(self.stages._get_first(phase, self.company), first)
            self.assertEqual(list(stages).index(stage), list(stages).index(first) + 1)

    def test_new_stage_of_the_usual_phase_does_not_take_in_what_is_investigated(self):
        form = Form(self.stages)
        form.name, form.pause_clock = "Waiting for the supplier", True
        stage = form.save()
        first = self.by_phase["investigation"]
        self.assertEqual(stage.phase, "investigation")
        self.assertEqual(self.stages._get_first("investigation", self.company), first)

    def test_others_only_read_stages(self):
        for user in (self.handler, self.leader, self.agent_all, self.sales):
            stage = self.stage_received.with_user(user)
            self.assertTrue(stage.name)
            for change in (
                lambda s: s.write({"require_finding": True}),
                lambda s: s.copy(),
                lambda s: s.action_archive(),
                lambda s: s.unlink(),
            ):
                with self.subTest(user.name), self.assertRaises(AccessError):
                    change(stage)

    def test_stages_differ_by_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        stage = self._create_stage(company_id=self.company.id)
        self.assertIn(stage, self.stages._get_for_company(self.company))
        self.assertNotIn(stage, self.stages._get_for_company(other))

    def test_last_stage_of_a_phase_is_not_archived(self):
        for phase, stage in self.by_phase.items():
            with self.subTest(phase), self.assertRaises(ValidationError):
                stage.action_archive()

    def test_last_stage_of_a_phase_is_not_deleted(self):
        for phase, stage in self.by_phase.items():
            with self.subTest(phase), self.assertRaises(ValidationError):
                stage.unlink()

    def test_last_stage_of_a_phase_keeps_it(self):
        for phase, stage in self.by_phase.items():
            other = "closed" if phase != "closed" else "intake"
            with self.subTest(phase), self.assertRaises(ValidationError):
                stage.phase = other

    def test_last_stage_of_a_phase_stays_for_every_company(self):
        self.env["res.company"].create({"name": "Other"})
        for phase, stage in self.by_phase.items():
            with self.subTest(phase), self.assertRaises(ValidationError):
                stage.sudo().company_id = self.company

    def test_second_stage_of_a_phase_frees_the_first(self):
        self._create_stage()
        self.by_phase["recovery"].action_archive()
        self.assertFalse(self.by_phase["recovery"].active)

    def test_used_stage_is_not_deleted(self):
        stage = self._create_stage(sequence=15, phase="investigation")
        self._create_complaint().complaint_stage_id = stage
        with self.assertRaises(ValidationError):
            stage.sudo().unlink()

    def test_used_stage_does_not_move_to_another_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        stage = self._create_stage(sequence=15, phase="investigation")
        self._create_complaint().complaint_stage_id = stage
        with self.assertRaises(ValidationError):
            stage.sudo().company_id = other

    def test_stage_with_open_complaints_does_not_become_an_end(self):
        stage = self._create_stage(sequence=15, phase="investigation")
        self._create_complaint().complaint_stage_id = stage
        for phase in ("closed", "withdrawn"):
            with self.subTest(phase), self.assertRaises(ValidationError):
                stage.phase = phase
        stage.phase = "intake"

    def test_stage_with_closed_complaints_stays_an_end(self):
        stage = self._create_stage(sequence=70, phase="withdrawn")
        ticket = self._create_complaint()
        ticket.action_withdraw("Found it")
        ticket.complaint_stage_id = stage
        with self.assertRaises(ValidationError):
            stage.phase = "recovery"

    def test_archived_stage_takes_no_complaints(self):
        stage = self._create_stage(sequence=1, phase="closed", active=False)
        with self.assertRaises(UserError):
            self._create_complaint().complaint_stage_id = stage

    def test_board_shows_all_stages_of_the_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self._create_stage().sudo()
        foreign.company_id = other
        groups = self.env["helpdesk.ticket"].with_user(self.handler)
        self._create_complaint()
        rows = groups.with_context(read_group_expand=True).web_read_group(
            [("is_complaint", "=", True)], ["complaint_stage_id"], ["__count"]
        )["groups"]
        shown = [row["complaint_stage_id"][0] for row in rows]
        self.assertIn(self.stage_withdrawn.id, shown)
        self.assertNotIn(foreign.id, shown)

    def test_changed_list_is_seen_at_once(self):
        first = self.by_phase["recovery"]
        stage = self._create_stage(sequence=first.sequence - 1)
        self.assertEqual(self.stages._get_first("recovery", self.company), stage)
        stage.active = False
        self.assertEqual(self.stages._get_first("recovery", self.company), first)
