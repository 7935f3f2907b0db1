from odoo import models


class HelpdeskTicketDuplicateWizard(models.TransientModel):
    """The parent's dialog for duplicates, which links a complaint and closes none."""

    _inherit = "helpdesk.ticket.duplicate.wizard"

    def action_confirm(self):
        if self.ticket_id.is_complaint:
            self.target_stage_id = False
        return super().action_confirm()
