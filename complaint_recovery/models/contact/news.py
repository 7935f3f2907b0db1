from odoo import models


class HelpdeskTicket(models.Model):
    """News of a complaint for people outside the helpdesk. Outer rooms say who."""

    _inherit = "helpdesk.ticket"

    def _complaint_announce(self, event, detail=""):
        """Tell those outside the desk what happened. Extend to tell somebody.

        ``event`` is ``opening``, ``solution``, ``escalation`` or ``closing``;
        ``detail`` says more, in the words of whoever did it.
        """

    def _complaint_news_readers(self):
        """Return colleagues who get the news of it instead of the ticket itself.

        They follow no complaint unless they are of the helpdesk. Extend to add.
        """
        return self.env["res.users"]
