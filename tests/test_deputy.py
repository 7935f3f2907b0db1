from odoo.exceptions import UserError
from odoo.tests import freeze_time

from .common import ComplaintCommon


@freeze_time("2030-01-02 09:00:00")
class TestDeputy(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deputy = cls.agent_all
        cls.ticket = cls._create_complaint()
        cls.remedy = cls._create_remedy(cls.ticket, amount=200)

    def _leave(self, user, until="2030-01-05"):
        user.write(
            {"complaint_deputy_id": self.deputy.id, "complaint_away_until": until}
        )

    def test_deputy_decides_within_the_limit_of_whom_is_away(self):
        self._leave(self.leader)
        self.remedy.action_request()
        self.remedy.with_user(self.deputy).action_approve()
        self.assertEqual(self.remedy.approved_by_id, self.deputy)

    def test_deputy_decides_nothing_once_the_colleague_is_back(self):
        self._leave(self.leader, until="2030-01-01")
        self.remedy.action_request()
        with self.assertRaises(UserError):
            self.remedy.with_user(self.deputy).action_approve()

    def test_deputy_is_asked_instead_of_whom_is_away(self):
        self._leave(self.leader)
        self.remedy.action_request()
        self.assertEqual(self.remedy.deadline_id.user_id, self.deputy)

    def test_deputy_who_is_away_as_well_is_passed_over(self):
        self._leave(self.leader)
        self.deputy.complaint_away_until = "2030-01-09"
        self.remedy.action_request()
        self.assertNotIn(self.remedy.deadline_id.user_id, self.deputy | self.leader)

    def test_archived_deputy_is_passed_over(self):
        self._leave(self.leader)
        self.deputy.active = False
        self.remedy.action_request()
        self.assertNotEqual(self.remedy.deadline_id.user_id, self.deputy)

    def test_deputy_without_helpdesk_rights_decides_nothing(self):
        self._leave(self.leader)
        self.deputy.group_ids = self.env.ref("base.group_user")
        limits = self.env["complaint.authority"]
        self.assertEqual(limits._get_limit(self.deputy, self.ticket.sudo()), 0)

    def test_colleague_it_is_about_decides_for_nobody(self):
        self._leave(self.leader)
        self.ticket.complaint_about_user_id = self.deputy
        limits = self.env["complaint.authority"]
        self.assertEqual(limits._get_limit(self.deputy, self.ticket.sudo()), 0)
