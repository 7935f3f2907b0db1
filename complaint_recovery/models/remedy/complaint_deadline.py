from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain


class ComplaintDeadline(models.Model):
    """A deadline, which may be an approval that waits for somebody."""

    _inherit = "complaint.deadline"

    def _ensure_nothing_behind(self):
        """Raise a UserError as well where the task is to finish a document."""
        # Whoever has the task need not see the complaint.
        waiting = (
            self.env["complaint.remedy"]
            .sudo()
            .search(
                Domain("document_task_id", "in", self.ids)
                & Domain("document_state", "=", "made")
                & Domain("result_ref", "!=", False)
            )
        )
        if waiting:
            raise UserError(
                self.env._(
                    "“%(task)s” is done when its document is: %(document)s.",
                    task=waiting[0].document_task_id.display_name,
                    document=waiting[0].document_label,
                )
            )
        return super()._ensure_nothing_behind()

    def _bring_up_to_date(self):
        # Whoever was asked to approve may be away or gone by now.
        self._get_approvals().remedy_ids._ask_next()
        return super()._bring_up_to_date()

    def _ask_anew(self):
        """Ask for approvals and consents whoever is the nearest to give them now."""
        approvals = self._get_approvals()
        approvals.remedy_ids._ask_next()
        for consent in approvals.filtered(lambda d: not d.remedy_ids):
            heir = consent.ticket_id._complaint_approvers()[:1]
            if heir and heir != consent.user_id:
                consent._reassign(heir)
        return super()._ask_anew()

    def _get_approvals(self):
        return self.filtered(lambda d: d.kind == "approval")
