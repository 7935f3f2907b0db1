from odoo.exceptions import AccessError

from .common import ComplaintCommon


class TestChild(ComplaintCommon):
    def test_all_parts_follow_the_complaint_to_another_company(self):
        complaint = self._create_complaint()
        parts = (
            self._create_interaction(complaint),
            self._create_apology(complaint),
            self._create_remedy(complaint),
            complaint.complaint_deadline_ids,
        )
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self.manager.company_ids |= company
        complaint.with_user(self.manager).write(
            {"company_id": company.id, "team_id": False}
        )
        for part in parts:
            with self.subTest(part._name):
                self.assertEqual(part.sudo().company_id, company)

    def test_company_of_a_part_is_not_chosen(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        complaint = self._create_complaint()
        with self.assertRaises(AccessError):
            self._create_apology(complaint, user=self.handler, company_id=company.id)
        apology = self._create_apology(complaint).with_user(self.handler)
        with self.assertRaises(AccessError):
            apology.company_id = company
