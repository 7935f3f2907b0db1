from odoo import models
from odoo.fields import Domain

from ...tools.in_use import in_use


class HelpdeskTicketTeam(models.Model):
    """Teams, whose members may leave them."""

    _inherit = "helpdesk.ticket.team"

    def _complaint_lose_members(self, users):
        """Pass the open complaints of these teams on from whoever left the team.

        Its leader answers for them, with what was promised. Approvals stay with whoever
        may give them, and tasks for another department with whoever has them.
        """
        result = super()._complaint_lose_members(users)
        for team in self:
            left = users - team.sudo().user_id  # Its leader stays in charge.
            if not left:
                continue
            # Whoever changes a team need not see all its complaints.
            opened = in_use(self.env["helpdesk.ticket"].sudo())
            opened = opened.search(
                Domain("is_complaint", "=", True)
                & Domain("complaint_closed_at", "=", False)
                & Domain("team_id", "=", team.id)
            )
            opened.filtered(lambda t, left=left: t.user_id in left)._complaint_move_on()
            due = opened._complaint_running().filtered(
                lambda d, left=left: d.user_id in left and d.kind != "task"
            )
            approvals = due.filtered(lambda d: d.kind == "approval")
            approvals._pass_on()
            (due - approvals)._pass_to_owner()
        return result
