from odoo import models


class ComplaintDeadline(models.Model):
    """A deadline, which may be an approval that waits for somebody."""

    _inherit = "complaint.deadline"

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
