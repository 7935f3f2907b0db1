from odoo import api, models
from odoo.fields import Domain


class IrRule(models.Model):
    """A proposal tells nobody that it counts a complaint about them (D35).

    Those of a group are judged by its own rule, which sees none before they joined.
    """

    _inherit = "ir.rule"

    @api.model
    def _compute_domain(self, model_name, mode="read"):
        domain = super()._compute_domain(model_name, mode)
        if model_name != "complaint.group" or self.env.su:
            return domain
        about = Domain("complaint_about_user_id", "=", self.env.uid)
        return domain & ~Domain("proposed_ticket_ids", "any", about)
