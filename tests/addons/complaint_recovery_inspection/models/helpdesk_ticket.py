from odoo import models


class HelpdeskTicket(models.Model):
    """A complaint whose goods may have to be inspected."""

    _inherit = "helpdesk.ticket"

    def _complaint_gap_inspection(self):
        inspected = self._complaint_deadlines_done("inspection")
        return not inspected and self.env._("an inspection of the goods")
