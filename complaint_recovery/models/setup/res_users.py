from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.groups import INTERNAL, SETTINGS_READERS

#: What somebody may decide, and when, depends on these.
DECIDING = frozenset(
    {"active", "group_ids", "company_ids"}
    | {"complaint_deputy_id", "complaint_deputy_until"}
)


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

    complaint_deputy_of_ids = fields.One2many(
        "res.users", "complaint_deputy_id", string="Deputy of", groups=INTERNAL
    )
    complaint_led_team_ids = fields.One2many(
        "helpdesk.ticket.team",
        "user_id",
        string="Leads the teams",
        groups=SETTINGS_READERS,
    )
    complaint_role = fields.Char(
        string="Role in complaints",
        compute="_compute_complaint_limit",
        groups=SETTINGS_READERS,
    )
    complaint_limit = fields.Char(
        string="Decides on remedies up to",
        compute="_compute_complaint_limit",
        groups=SETTINGS_READERS,
        help="Today and in this company, for all remedies of one complaint together.",
    )

    @api.depends(
        "active",
        "group_ids",
        "company_ids",
        "complaint_deputy_until",
        "complaint_deputy_of_ids.complaint_deputy_until",
        "complaint_led_team_ids.company_id",
    )
    @api.depends_context("company", "lang")
    def _compute_complaint_limit(self):
        """In words: it may differ by team, and be somebody else's for some days."""
        authorities, company = self.env["complaint.authority"], self.env.company
        for user in self:
            user.complaint_role = authorities._describe_role(user, company)
            user.complaint_limit = authorities._describe_limit(user, company)

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

    def _complaint_is_away(self, day=None):
        """Is this colleague away on ``day`` (today)? Extend to ask a leave planner."""
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
        """Whoever leaves leaves no complaint without an owner."""
        for ticket in self._complaint_owned():
            ticket.user_id = ticket._complaint_fallback_owner()
        for user in self:
            told = Domain("to_user_ids", "in", user.ids) & Domain(
                "state", "in", ("open", "taken")
            )
            # Told by the rule; whoever archives a colleague need not see it.
            escalations = self.env["complaint.escalation"].sudo().search(told)
            for ticket in escalations.ticket_id:
                ticket._complaint_tell_others(user)

    def _complaint_pass_approvals(self):
        """What waits for an answer of whom is away or gone is asked of the next one."""
        # Whoever changes a colleague need not see what waits for that one.
        waiting = (
            self.env["complaint.deadline"]
            .sudo()
            .search(
                Domain("kind", "=", "approval")
                & Domain("state", "in", ("running", "paused"))
                & Domain("user_id", "in", self.ids)
            )
        )
        waiting.remedy_ids._ask_next()
        for deadline in waiting.filtered(lambda d: not d.remedy_ids):
            heir = deadline.ticket_id._complaint_approvers()[:1]
            if heir and heir != deadline.user_id:
                deadline._reassign(heir)

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

    def _complaint_pending_escalations(self):
        """Return what this pass has escalated to this colleague."""
        self.ensure_one()
        ids = self.env.context.get("complaint_escalation_ids", [])
        escalations = self.env["complaint.escalation"].browse(ids)
        return escalations._get_news_for(self)

    def _complaint_escalation_subject(self):
        self.ensure_one()
        escalations = self._complaint_pending_escalations()
        if len(escalations) == 1:
            return self.env._("Complaint %s needs you", escalations.ticket_id.number)
        return self.env._("%s complaints need you", len(escalations.ticket_id))

    @api.model
    def _self_accessible_fields(self):
        """Colleagues of the helpdesk set their deputy; customers have none to set."""
        readable, writeable = super()._self_accessible_fields()
        if self.env.user.has_group(INTERNAL):
            own = {"complaint_deputy_id", "complaint_deputy_until"}
            return readable | own | {"complaint_limit"}, writeable | own
        return readable, writeable
