from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.groups import INTERNAL


class HelpdeskTicket(models.Model):
    """What the reader was told of a complaint, answered where the complaint is read."""

    _inherit = "helpdesk.ticket"

    complaint_told_me = fields.Boolean(
        string="Waits for my answer",
        compute="_compute_complaint_told_me",
        groups=INTERNAL,
        help="It was passed up to you, and nobody has answered yet.",
    )

    @api.depends("complaint_escalation_ids.state", "user_id")
    @api.depends_context("uid")
    def _compute_complaint_told_me(self):
        told = self._complaint_told_me()
        for ticket in self:
            # The owner takes nothing over from themselves.
            own = ticket.user_id == self.env.user
            ticket.complaint_told_me = not own and ticket._origin in told.ticket_id

    def _complaint_told_me(self):
        """Return the escalations of these that wait for this user."""
        escalations = self.env["complaint.escalation"]
        told = escalations.search(escalations._told_open_domain(self._origin))
        return told.filtered("can_answer")

    def action_take_over(self):
        """Take over what this user was told of it, as in the list of escalations."""
        self.check_access("write")
        return self._complaint_answer("action_take")

    def action_give_back(self):
        """Open the dialog that gives back what this user was told of it."""
        self.check_access("write")
        return self._complaint_answer("action_return")

    def _complaint_answer(self, method):
        self.ensure_one()
        told = self._complaint_told_me()._highest_first()
        if not told:
            raise UserError(self.env._("Nothing of it waits for your answer any more."))
        return getattr(told[0], method)()
