from odoo import models
from odoo.fields import Domain


class ResUsers(models.Model):
    """Colleagues, who lead groups until they leave or lose their rights."""

    _inherit = "res.users"

    def _complaint_give_up(self):
        """Give open groups to a leader of the teams concerned, else a manager."""
        result = super()._complaint_give_up()
        # Whoever archives a colleague need not see that one's groups.
        groups = self.env["complaint.group"].sudo()
        groups = groups.search(
            Domain("user_id", "in", self.ids)
            & Domain("state", "in", ("proposed", "open"))
        )
        for group in groups:
            if group.user_id._complaint_may_answer(group.company_id):
                continue
            tickets = group.ticket_ids | group.proposed_ticket_ids
            if heir := group._find_leader(tickets):
                group.user_id = heir
        return result
