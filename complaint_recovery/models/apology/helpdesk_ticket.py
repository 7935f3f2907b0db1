from odoo import models


class HelpdeskTicket(models.Model):
    """What of a complaint decides how we apologise."""

    _inherit = "helpdesk.ticket"

    def _complaint_deserves_visit(self):
        """Return whether a senior should go there to apologise. Extend to add."""
        self.ensure_one()
        return self.complaint_severity_id.propose_visit
