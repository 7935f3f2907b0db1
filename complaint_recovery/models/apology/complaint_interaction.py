from odoo import models


class ComplaintInteraction(models.Model):
    """An exchange with the customer, in which we may have apologised."""

    _inherit = "complaint.interaction"

    def _record(self, vals):
        result = super()._record(vals)
        self.env["complaint.apology"]._give_at(self)
        return result
