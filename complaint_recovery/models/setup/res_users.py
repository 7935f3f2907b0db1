from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain

from ...tools.groups import INTERNAL, SETTINGS_READERS

#: What somebody may decide, and when, depends on these.
DECIDING = frozenset(
    {"active", "group_ids", "company_ids"}
    | {"complaint_deputy_id", "complaint_deputy_until"}
)


class ResUsers(models.Model):
    """Colleagues, who own complaints, are away at times, and leave."""

    _inherit = "res.users"

    complaint_deputy_id = fields.Many2one(
        "res.users",
        string="Deputy for complaints",
        domain=[("share", "=", False)],
        groups=INTERNAL,
        copy=False,
    )
    complaint_deputy_until = fields.Date(
        string="Away until",
        groups=INTERNAL,
        help="Until this day new complaints go to somebody else.",
        copy=False,
    )

    complaint_deputy_of_ids = fields.One2many(
        "res.users", "complaint_deputy_id", string="Deputy of", groups=INTERNAL
    )
    complaint_led_team_ids = fields.One2many(
        "helpdesk.ticket.team",
        "user_id",
        string="Leads the teams",
        groups=SETTINGS_READERS,
    )

    def write(self, vals):
        asked = self.browse()
        if DECIDING & vals.keys():
            asked = self | self.sudo().complaint_deputy_id  # Asked by the rule.
        result = super().write(vals)
        if "active" in vals and not vals["active"]:
            self._complaint_give_up()
        if asked:
            asked._complaint_pass_approvals()
        return result

    def _complaint_may_answer(self, company):
        """Return whether this colleague may own complaints of ``company`` (or any)."""
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

    def _complaint_is_away(self, day=None):
        """Return whether this colleague is away on ``day`` (today).

        Extend to ask a leave planner.
        """
        until = self.sudo().complaint_deputy_until  # A rule asks, not a person.
        return bool(until) and until >= (day or fields.Date.context_today(self))

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
        absent = self.sudo().with_context(active_test=True).complaint_deputy_of_ids
        return absent.filtered(lambda user: user._complaint_stand_in() == self)

    def _complaint_give_up(self):
        """Pass on what users had to do who have been archived.

        Each room passes on what it knows of: extend.
        """

    def _complaint_pass_approvals(self):
        """Ask somebody else for what waits for these users, who are away. Extend."""

    @api.model
    def _self_accessible_fields(self):
        """Let colleagues of the helpdesk set their own deputy."""
        readable, writeable = super()._self_accessible_fields()
        if self.env.user.has_group(INTERNAL):
            own = {"complaint_deputy_id", "complaint_deputy_until"}
            return readable | own, writeable | own
        return readable, writeable
