from datetime import timedelta

from odoo import fields

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common import ComplaintCommon


class TestDigest(ComplaintCommon):
    """The digest mail tells who works on complaints how many came and ended."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.digest = cls.env["digest.digest"].create(
            {
                "name": "Daily",
                "periodicity": "daily",
                "company_id": cls.company.id,
                "kpi_complaint_received": True,
                "kpi_complaint_closed": True,
                "kpi_complaint_satisfied": True,
                "kpi_complaint_promises_kept": True,
                "kpi_complaint_promises_broken": True,
            }
        )

    def _figures(self, user):
        """Return name → value of yesterday, as the digest mails them to ``user``."""
        kpis = self.digest.with_user(user).sudo()._compute_kpis(self.company, user)
        return {
            kpi["kpi_fullname"]: kpi["kpi_col1"]["value"]
            for kpi in kpis
            if kpi["kpi_name"].startswith("kpi_complaint")
        }

    def test_everybody_is_told_of_what_they_may_read(self):
        yesterday = fields.Datetime.now() - timedelta(hours=5)
        before = {user: self._figures(user) for user in (self.manager, self.handler)}
        own = self._create_complaint(complaint_received_at=yesterday)
        self._create_complaint(
            user=self.manager, user_id=self.manager.id, complaint_received_at=yesterday
        )
        own_hand(own).write(
            {
                "complaint_closed_at": yesterday,
                "complaint_satisfaction": "satisfied",
            }
        )
        self.env.invalidate_all()
        found = {
            user: [
                int(after[name]) - int(before[user][name])
                for name in (
                    "Complaints received",
                    "Complaints closed",
                    "Satisfied complainants",
                )
            ]
            for user in (self.manager, self.handler)
            if (after := self._figures(user))
        }
        self.assertEqual(found[self.manager], [2, 1, 1])
        self.assertEqual(found[self.handler], [1, 1, 1])

    def test_nobody_else_is_told(self):
        self.assertFalse(self._figures(self.employee))
        self.assertFalse(self._figures(self.sales_all))

    def test_each_figure_opens_what_it_counts(self):
        actions = self.digest._compute_kpis_actions(self.company, self.manager)
        for name, action in actions.items():
            if name.startswith("kpi_complaint"):
                self.assertTrue(self.env.ref(action.split("?")[0]))
