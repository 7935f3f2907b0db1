from odoo import fields

from .common import ComplaintCommon


class TestRequirementTable(ComplaintCommon):
    """A requirement is said once; refusal, dialog and preview are made of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stages = cls.env["complaint.stage"]
        cls.requirements = cls.stages._get_requirements()

    def test_each_is_a_switch_of_the_stage(self):
        view = self.stages.get_view(view_type="form")["arch"]
        for switch in self.requirements:
            with self.subTest(switch):
                self.assertIsInstance(self.stages._fields[switch], fields.Boolean)
                self.assertIn(f'name="{switch}"', view)

    def test_each_switch_of_the_stage_is_a_requirement(self):
        switches = {n for n in self.stages._fields if n.startswith("require_")}
        self.assertEqual(switches, set(self.requirements))

    def test_methods_named_are_there(self):
        ticket, dialog = self.env["helpdesk.ticket"], self.env["complaint.missing"]
        for switch, requirement in self.requirements.items():
            with self.subTest(switch):
                self.assertTrue(callable(getattr(ticket, requirement.check)))
                for method in filter(None, (requirement.fill, requirement.words)):
                    self.assertTrue(callable(getattr(dialog, method)))

    def test_what_the_dialog_fills_in_has_its_part_of_the_view(self):
        view = self.env["complaint.missing"].get_view(view_type="form")["arch"]
        for switch, requirement in self.requirements.items():
            with self.subTest(switch):
                shown = f"'{switch}' not in (missing_keys or [])" in view
                self.assertEqual(shown, bool(requirement.fill))

    def test_preview_follows_every_switch(self):
        field = self.stages._fields["failing_count"]
        followed = self.env.registry.field_depends[field]
        self.assertLessEqual(set(self.requirements), set(followed))
