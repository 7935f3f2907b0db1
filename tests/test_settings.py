from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form

from .common import ComplaintCommon


class TestSettings(ComplaintCommon):
    """People and times, settled by managers who are no administrators."""

    def _settings(self, user=None):
        return Form(self.env["complaint.settings"].with_user(user or self.manager))

    def test_manager_settles_people_and_times(self):
        form = self._settings()
        self.assertEqual(form.complaint_director_id, self.director)
        form.complaint_followup_user_id = self.agent_all
        form.complaint_apology_team_ids.add(self.leader)
        form.complaint_reopen_days = 7
        form.complaint_review_period = "week"
        form.save().action_apply()
        self.assertEqual(self.company.complaint_director_id, self.director)
        self.assertEqual(self.company.complaint_followup_user_id, self.agent_all)
        self.assertEqual(self.company.complaint_apology_team_ids, self.leader)
        self.assertEqual(self.company.complaint_reopen_days, 7)
        self.assertEqual(self.company.complaint_review_period, "week")

    def test_others_settle_nothing(self):
        for user in (self.handler, self.leader, self.director, self.employee):
            with self.subTest(user.name), self.assertRaises(AccessError):
                self.env["complaint.settings"].with_user(user).create({})

    def test_company_of_others_is_not_settled(self):
        other = self.env["res.company"].create({"name": "Other"})
        settings = self.env["complaint.settings"].with_user(self.manager)
        with self.assertRaises(AccessError):
            settings.create({"company_id": other.id}).action_apply()

    def test_people_who_cannot_read_complaints_are_not_named(self):
        form = self._settings()
        form.complaint_director_id = self.employee
        with self.assertRaises(ValidationError):
            form.save().action_apply()

    def test_there_is_one_place_for_whoever_settles(self):
        menus = self.env["ir.ui.menu"]
        ours = self.env.ref("complaint_recovery.complaint_settings_menu_company")
        for user in (self.manager, self.env.ref("base.user_admin")):
            self.assertIn(ours.id, menus.with_user(user)._visible_menu_ids())
        odoo = self.env["res.config.settings"]
        self.assertFalse([name for name in odoo._fields if name.startswith("complai")])

    def test_each_number_has_its_unit(self):
        arch = self._settings()._view["tree"]
        for name, field in self.env["complaint.settings"]._fields.items():
            if field.type == "integer" and name.startswith("complaint_"):
                (shown,) = arch.xpath(f"//field[@name='{name}']")
                unit = shown.getnext()
                self.assertTrue(unit is not None and unit.text.strip(), name)
