from odoo import api, models

#: Of five stars, what says that somebody is not satisfied.
LOW = 2


class HelpdeskTicket(models.Model):
    """What a customer answers to a survey that another addon has sent."""

    _inherit = "helpdesk.ticket"

    @api.private
    def rating_apply(self, rate, *args, feedback=None, **kwargs):
        """Take a bad rating of a closed complaint for what it says.

        Odoo's ``rating`` calls it, and has whoever rates checked. On an open one there
        is nothing to take up again: what is said of it stands in the conversation.
        """
        rating = super().rating_apply(rate, *args, feedback=feedback, **kwargs)
        # Whoever has the link to the survey need not read the complaint.
        for ticket in self.sudo().filtered("is_complaint"):
            if rate <= LOW and ticket.complaint_closed_at:
                stars = ticket.env._("%s of 5 stars", int(rate))
                words = f"{stars}\n{feedback or ''}".strip()
                ticket._portal_reopen(words, author=rating.partner_id)
        return rating
