from odoo import models


class CrmLead(models.Model):
    """A lead or opportunity, of a customer who may have complained."""

    _name = "crm.lead"
    _inherit = ["crm.lead", "complaint.customer.banner", "complaint.given"]

    def _prepare_complaint_report_context(self):
        return {
            **super()._prepare_complaint_report_context(),
            "default_lead_id": self.id,
        }
