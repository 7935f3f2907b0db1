from odoo import models


class ComplaintRemedy(models.Model):
    """A remedy, which the manager of the employee may approve."""

    _inherit = "complaint.remedy"

    def _get_authority_key(self):
        manager = self.ticket_id._complaint_employee_manager()
        return *super()._get_authority_key(), manager
