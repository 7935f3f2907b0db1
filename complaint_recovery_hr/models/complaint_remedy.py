from odoo import models


class ComplaintRemedy(models.Model):
    """A remedy, which the manager of the employee may approve."""

    _inherit = "complaint.remedy"

    def _get_authority_key(self):
        manager = self.ticket_id._complaint_employee_manager()
        # The rule is the same whoever asks.
        made_by = self.ticket_id.sudo().complaint_owner_by_id
        return *super()._get_authority_key(), manager, made_by
