from odoo import models
from odoo.tools import format_date


class HelpdeskTicket(models.Model):
    """What the customer's mail says of an option."""

    _inherit = "helpdesk.ticket"

    def _complaint_option_when(self, remedy):
        """Return by when the customer has it who chooses it now."""
        if remedy._name != "complaint.remedy":
            return ""  # A look at what is not offered yet.
        when = self._complaint_time_text(remedy._get_delivery())
        return self.env._("You will have it by %s.", when)

    def _complaint_option_until(self, remedy):
        """Return until when the customer can choose it, where there is such a day."""
        if remedy._name != "complaint.remedy" or not remedy.valid_until:
            return ""
        lang = self._complaint_lang()
        day = format_date(self.env, remedy.valid_until, lang, date_format="full")
        return self.env._("Please choose by %s.", day)
