from odoo import models


class HelpdeskTicket(models.Model):
    """What the customer's mail says of an option."""

    _inherit = "helpdesk.ticket"

    def _complaint_option_when(self, remedy):
        """Return by when the customer has it who chooses it now."""
        if remedy._name != "complaint.remedy":
            return ""  # A look at what is not offered yet.
        when = self._complaint_time_text(remedy._get_delivery())
        return self.env._("You will have it by %s.", when)
