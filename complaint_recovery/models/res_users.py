from odoo import fields, models
from odoo.fields import Domain


class ResUsers(models.Model):
    """Colleagues, who may be away or leave while they own complaints."""

    _inherit = "res.users"

    complaint_deputy_id = fields.Many2one(
        "res.users",
        string="Deputy for complaints",
        domain=[("share", "=", False)],
        groups="helpdesk_mgmt.group_helpdesk_user_own",
    )
    complaint_deputy_until = fields.Date(
        string="Away until",
        groups="helpdesk_mgmt.group_helpdesk_user_own",
        help="Until this day new complaints go to somebody else.",
    )

    def write(self, vals):
        result = super().write(vals)
        if vals.get("active") is False:
            self._complaint_give_up()
        return result

    def _complaint_is_away(self):
        """Is this colleague away today? Extend to ask a leave planner."""
        self.ensure_one()
        until = self.sudo().complaint_deputy_until  # A rule asks, not a person.
        return bool(until) and until >= fields.Date.context_today(self)

    def _complaint_give_up(self):
        """Whoever leaves leaves no complaint without an owner."""
        # Whoever may archive a colleague need not see that one's complaints.
        tickets = (
            self.env["helpdesk.ticket"]
            .sudo()
            .search(
                Domain("is_complaint", "=", True)
                & Domain("complaint_closed_at", "=", False)
                & Domain("user_id", "in", self.ids)
            )
        )
        for ticket in tickets:
            ticket.user_id = ticket._complaint_fallback_owner()

    @property
    def SELF_READABLE_FIELDS(self):
        return super().SELF_READABLE_FIELDS + [
            "complaint_deputy_id",
            "complaint_deputy_until",
        ]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return super().SELF_WRITEABLE_FIELDS + [
            "complaint_deputy_id",
            "complaint_deputy_until",
        ]
