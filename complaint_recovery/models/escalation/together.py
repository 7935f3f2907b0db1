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

    is_head = fields.Boolean(
        string="One of each complaint",
        compute="_compute_is_head",
        search="_search_is_head",
        help="Its answer is that of all this user was told of the complaint.",
    )
    reasons_told = fields.Text(
        string="Why they go up", compute="_compute_is_head", compute_sudo=False
    )

    @api.depends("ticket_id.user_id")
    @api.depends_context("uid")
    def _compute_is_own(self):
        for escalation in self:
            escalation.is_own = escalation.ticket_id.user_id == self.env.user

    @api.depends("ticket_id.complaint_escalation_ids.state", "reason", "requested")
    @api.depends_context("uid", "lang", "tz")
    def _compute_is_head(self):
        """Tell of each complaint once, with all the reasons one answer is given to."""
        told = self.search(self._told_open_domain(self.ticket_id))
        parts = {head: part for part in told._together() if (head := part[:1])}
        for escalation in self:
            part = parts.get(escalation, escalation)
            escalation.is_head = escalation not in told or escalation in parts
            escalation.reasons_told = "\n".join(
                dict.fromkeys(filter(None, part.mapped("reason_told")))
            )

    @api.model
    def _search_is_head(self, operator, value):
        if operator != "in":
            return NotImplemented
        told = self.search(self._told_open_domain())
        heads = self.browse(part[:1].id for part in told._together())
        one_of_each = Domain("id", "not in", (told - heads).ids)
        return one_of_each if True in value else ~one_of_each

    @api.model
    def _told_open_domain(self, tickets=None):
        told = Domain("state", "=", "open") & Domain("to_user_ids", "in", self.env.uid)
        if tickets is None:
            return told
        return told & Domain("ticket_id", "in", tickets.ids)

    def _together(self):
        """Return [escalations with one answer, the highest first] of these."""
        parts = self.grouped(lambda e: (e.ticket_id, e.requested and e.id)).values()
        return [part._highest_first() for part in parts]

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
