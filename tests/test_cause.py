from odoo.exceptions import AccessError, UserError

from .common import ComplaintCommon


class TestCauseMerge(ComplaintCommon):
    """Two names for one cause become one, and nothing is lost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        causes = cls.env["complaint.cause"]
        cls.double = causes.create({"name": "Came too late", "keywords": "late, slow"})
        cls.child = causes.create({"name": "By a day", "parent_id": cls.double.id})
        cls.cause.keywords = "late"

    def _merge(self, user=None, target=None, causes=None):
        causes = causes or (self.cause | self.double)
        wizard = (
            self.env["complaint.cause.merge"]
            .with_user(user or self.manager)
            .with_context(active_model="complaint.cause", active_ids=causes.ids)
            .create({"target_id": (target or self.cause).id})
        )
        wizard.action_merge()
        return wizard

    def test_complaints_children_and_corrective_actions_go_along(self):
        ticket = self._create_complaint(complaint_cause_id=self.double.id)
        action = self.env["complaint.corrective.action"].create(
            {"name": "Earlier", "cause_id": self.double.id}
        )
        template = self.env["complaint.apology.template"].create(
            {"name": "x", "body": "<p>x</p>", "cause_ids": self.double.ids}
        )
        self._merge()
        self.assertEqual(ticket.complaint_cause_id, self.cause)
        self.assertEqual(action.cause_id, self.cause)
        self.assertEqual(template.cause_ids, self.cause)
        self.assertEqual(self.child.parent_id, self.cause)
        self.assertFalse(self.double.active)
        self.assertEqual(self.cause.keywords, "late, slow")

    def test_keywords_are_joined_in_each_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.double.with_context(lang="zh_CN").keywords = "太慢、迟到"
        self._merge()
        self.assertEqual(
            self.cause.with_context(lang="zh_CN").keywords, "late, 太慢, 迟到"
        )
        self.assertEqual(self.cause.keywords, "late, slow")

    def test_child_is_merged_into_its_parent(self):
        self._merge(target=self.double, causes=self.double | self.child)
        self.assertFalse(self.child.active)
        self.assertTrue(self.double.active)

    def test_parent_is_not_merged_into_its_child(self):
        with self.assertRaisesRegex(UserError, "is part of another"):
            self._merge(target=self.child, causes=self.double | self.child)

    def test_one_alone_is_not_merged(self):
        with self.assertRaisesRegex(UserError, "at least two"):
            self._merge(causes=self.cause)

    def test_handlers_merge_nothing(self):
        with self.assertRaises(AccessError):
            self._merge(user=self.handler)


class TestStarterTree(ComplaintCommon):
    """Whoever starts has a sensible tree (D28)."""

    def test_about_twenty_five_causes_of_every_origin_are_shipped(self):
        shipped = self.env["ir.model.data"].search(
            [("model", "=", "complaint.cause"), ("module", "=", "complaint_recovery")]
        )
        causes = self.env["complaint.cause"].browse(shipped.mapped("res_id"))
        self.assertTrue(23 <= len(causes) <= 28, len(causes))
        origins = dict(causes._fields["origin"].selection)
        self.assertEqual(set(causes.mapped("origin")), set(origins))
