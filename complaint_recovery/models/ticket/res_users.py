from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class ResUsers(models.Model):
    """Colleagues, who own complaints until they are archived."""

    _inherit = "res.users"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_owner(self):
        # The database would empty the owner of a complaint without asking.
        if ticket := self._complaint_owned()[:1]:
            raise UserError(
                self.env._(
                    "%(user)s owns %(number)s. Archive the user instead.",
                    user=ticket.user_id.name,
                    number=ticket.number,
                )
            )

    def _complaint_give_up(self):
        """Pass the open complaints of users who have been archived to another owner.

        That is an absent owner's deputy, the team leader, else a helpdesk manager.
        """
        for ticket in self._complaint_owned():
            ticket.user_id = ticket._complaint_fallback_owner()
        return super()._complaint_give_up()

    def _complaint_owned(self):
        # Whoever may archive a colleague need not see that one's complaints.
        return (
            self.env["helpdesk.ticket"]
            .sudo()
            .search(
                Domain("is_complaint", "=", True)
                & Domain("complaint_closed_at", "=", False)
                & Domain("user_id", "in", self.ids)
            )
        )
