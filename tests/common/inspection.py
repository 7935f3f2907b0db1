from odoo.tests import new_test_user

from .documents import DocumentsCommon

GROUP = "complaint_recovery_inspection.group_inspector"


class InspectionCommon(DocumentsCommon):
    """A remedy that the report of tests/addons/complaint_recovery_inspection proves.

    The inspector may work on reports, and sees no complaint.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.inspector = new_test_user(
            cls.env,
            "inspector_user",
            groups=f"base.group_user,{GROUP}",
            name="Inspector",
            email="inspector@company.example",
        )
        cls.inspection = cls.env["complaint.remedy.type"].create(
            {"name": "Inspection without charge", "kind": "inspection"}
        )

    def _accept(self, **vals):
        return super()._accept(**{"type_id": self.inspection.id, **vals})

    def _report(self, remedy):
        """Return the report as the inspector sees it."""
        return self._document(remedy, self.inspector)
