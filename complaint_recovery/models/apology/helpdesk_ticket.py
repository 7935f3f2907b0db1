from odoo import models


class HelpdeskTicket(models.Model):
    """What of a complaint decides how we apologise."""

    _inherit = "helpdesk.ticket"

    def _complaint_deserves_visit(self):
        """Is it so serious that a senior goes there to apologise? Extend to add."""
        self.ensure_one()
        return self.complaint_severity_id.require_visit
