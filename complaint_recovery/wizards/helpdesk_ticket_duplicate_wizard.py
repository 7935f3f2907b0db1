from odoo import models


class HelpdeskTicketDuplicateWizard(models.TransientModel):
    """Marks a ticket as a duplicate; a complaint is only linked, never closed by it."""

    _inherit = "helpdesk.ticket.duplicate.wizard"

    def action_confirm(self):
        if self.ticket_id.is_complaint:
            self.target_stage_id = False
        return super().action_confirm()
