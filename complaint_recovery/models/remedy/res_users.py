from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.groups import INTERNAL, SETTINGS_READERS


class ResUsers(models.Model):
    """Colleagues, as far as they decide on remedies."""

    _inherit = "res.users"

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
        "complaint_away_from",
        "complaint_away_until",
        "complaint_deputy_of_ids.complaint_away_from",
        "complaint_deputy_of_ids.complaint_away_until",
        "complaint_led_team_ids.company_id",
    )
    @api.depends_context("company", "lang")
    def _compute_complaint_limit(self):
        """Say in words what the user decides. It may differ by team and by day."""
        authorities, company = self.env["complaint.authority"], self.env.company
        for user in self:
            user.complaint_role = authorities._describe_role(user, company)
            user.complaint_limit = authorities._describe_limit(user, company)

    @api.model
    def _self_accessible_fields(self):
        """Let colleagues of the helpdesk read up to which amount they decide."""
        readable, writeable = super()._self_accessible_fields()
        if self.env.user.has_group(INTERNAL):
            readable = readable | {"complaint_limit"}
        return readable, writeable

    def _complaint_pass_approvals(self):
        """Ask somebody else for the approvals that wait for users who are away."""
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
        waiting._ask_anew()
