from odoo import api, models
from odoo.fields import Domain


class ResUsers(models.Model):
    """Colleagues, to whom complaints are escalated."""

    _inherit = "res.users"

    @api.ondelete(at_uninstall=False)
    def _unlink_tell_others(self):
        """What was escalated to somebody who is deleted is told to the next one."""
        self._complaint_tell_next()

    def _complaint_give_up(self):
        """Tell others what was escalated to users who cannot answer it any more."""
        self._complaint_tell_next(
            lambda ticket, user: not ticket._complaint_may_own(user)
        )
        return super()._complaint_give_up()

    def _complaint_tell_next(self, gone=lambda ticket, user: True):
        for user in self:
            told = Domain("to_user_ids", "in", user.ids) & Domain(
                "state", "in", ("open", "taken")
            )
            # Told by the rule; whoever archives a colleague need not see it.
            escalations = self.env["complaint.escalation"].sudo().search(told)
            for ticket in escalations.ticket_id:
                if gone(ticket, user):
                    ticket._complaint_tell_others(user)
