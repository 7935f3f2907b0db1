from odoo import models


class ComplaintDeadline(models.Model):
    """A deadline, which may be an approval that waits for somebody."""

    _inherit = "complaint.deadline"

    def _bring_up_to_date(self):
        # Whoever was asked to approve may be away or gone by now.
        self.filtered(lambda d: d.kind == "approval").remedy_ids._ask_next()
        return super()._bring_up_to_date()
