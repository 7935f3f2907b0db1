from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .ticket_intake import INTERNAL


class ResUsers(models.Model):
    """Colleagues, who may be away or leave while they own complaints."""

    _inherit = "res.users"

    complaint_deputy_id = fields.Many2one(
        "res.users",
        string="Deputy for complaints",
        domain=[("share", "=", False)],
        groups=INTERNAL,
    )
    complaint_deputy_until = fields.Date(
        string="Away until",
        groups=INTERNAL,
        help="Until this day new complaints go to somebody else.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "active" in vals and not vals["active"]:
            self._complaint_give_up()
        return result

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

    def _complaint_may_answer(self, company):
        """May this colleague own complaints of ``company`` (of any, where empty)?"""
        return (
            bool(self)
            and self.id != SUPERUSER_ID
            and self.active
            and self._is_internal()
            # Where a colleague works is no secret to the rule.
            and (not company or company in self.sudo().company_ids)
            and self.has_group(INTERNAL)
        )

    @api.model
    def _complaint_managers(self, company=None):
        """Return the active helpdesk managers (of ``company``), oldest first."""
        group = self.env.ref("helpdesk_mgmt.group_helpdesk_manager")
        domain = (
            Domain("all_group_ids", "in", group.ids)
            & Domain("share", "=", False)
            & Domain("id", "!=", SUPERUSER_ID)
        )
        if company:
            domain &= Domain("company_ids", "in", company.ids)
        # Who is a manager is no secret to the rule that needs one.
        return self.sudo().search(domain, order="id")

    def _complaint_is_away(self):
        """Is this colleague away today? Extend to ask a leave planner."""
        until = self.sudo().complaint_deputy_until  # A rule asks, not a person.
        return bool(until) and until >= fields.Date.context_today(self)

    def _complaint_stand_in(self):
        """Return who acts today: this colleague, or while away the deputy, if there."""
        self.ensure_one()
        if not self._complaint_is_away():
            return self
        deputy = self.sudo().complaint_deputy_id  # Who stands in is no secret.
        return deputy if not deputy._complaint_is_away() else self.browse()

    def _complaint_represented(self):
        """Return the colleagues this one stands in for today."""
        self.ensure_one()
        # Whom somebody represents is asked by the rule, not by a person.
        absent = self.sudo().search(Domain("complaint_deputy_id", "=", self.id))
        return absent.filtered(lambda user: user._complaint_stand_in() == self)

    def _complaint_give_up(self):
        """Whoever leaves leaves no complaint without an owner."""
        for ticket in self._complaint_owned():
            ticket.user_id = ticket._complaint_fallback_owner()

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

    @api.model
    def _self_accessible_fields(self):
        """Colleagues of the helpdesk set their deputy; customers have none to set."""
        readable, writeable = super()._self_accessible_fields()
        if self.env.user.has_group(INTERNAL):
            own = {"complaint_deputy_id", "complaint_deputy_until"}
            return readable | own, writeable | own
        return readable, writeable
