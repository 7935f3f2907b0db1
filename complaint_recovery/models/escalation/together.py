from odoo import api, fields, models
from odoo.fields import Domain


class ComplaintEscalation(models.Model):
    """What one person was told of one complaint more than once, answered once."""

    _inherit = "complaint.escalation"

    is_own = fields.Boolean(
        string="Own complaint",
        compute="_compute_is_own",
        help="The owner was told, for want of anybody above.",
    )

    @api.depends("ticket_id.user_id")
    @api.depends_context("uid")
    def _compute_is_own(self):
        for escalation in self:
            escalation.is_own = escalation.ticket_id.user_id == self.env.user

    def _told_as_well(self):
        """Return what this user was told of the same complaint, and has not answered.

        Not what stands higher, and not what the customer asked for: that is a question
        of its own. A heads-up answers heads-ups alone: it holds no level.
        """
        self.ensure_one()
        alike = Domain("heads_up", "=", True) if self.heads_up else Domain.TRUE
        return self.search(
            alike
            & Domain("ticket_id", "=", self.ticket_id.id)
            & Domain("id", "!=", self.id)
            & Domain("state", "=", "open")
            & Domain("requested", "=", False)
            & Domain("level", "<=", self.level)
            & Domain("to_user_ids", "in", self.env.uid)
        )

    def _settle_told_as_well(self):
        """Settle it: this one is the answer, and holds the level. Returns what was."""
        others = self._told_as_well()
        others._finish()
        return others

    def _highest_first(self):
        """Return these in the order in which they are answered, heads-ups last."""
        return self.sorted(lambda e: (e.heads_up, -e.level, -e.id))
