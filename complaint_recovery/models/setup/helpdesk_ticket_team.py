from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HelpdeskTicketTeam(models.Model):
    _name = "helpdesk.ticket.team"
    _inherit = ["helpdesk.ticket.team", "complaint.default"]

    complaint_default = fields.Boolean(
        help="Every new ticket of this team is taken up as a complaint, also by mail.",
    )

    def write(self, vals):
        former = self.user_id if "user_id" in vals else self.user_id.browse()
        # Whoever changes a team need not see all its people.
        members = {team: team.user_ids for team in self.sudo() if "user_ids" in vals}
        result = super().write(vals)
        # Whoever led the team may decide on less now.
        former._complaint_pass_approvals()
        for team, before in members.items():
            team._complaint_lose_members(before - team.user_ids)
        return result

    def _complaint_lose_members(self, users):
        """Pass on what ``users``, who left these teams, had in hand there. Extend."""

    @api.constrains("complaint_default", "user_id", "company_id", "active")
    def _check_complaint_owner(self):
        """Raise an error where nobody could own what the team makes a complaint."""
        for team in self.filtered(lambda t: t.complaint_default and t.active):
            if not team.company_id._complaint_answerable(team.user_id):
                raise ValidationError(
                    self.env._(
                        "%s: nobody could own its complaints. First name a team leader "
                        "with helpdesk rights, or a helpdesk manager of the company.",
                        team.name,
                    )
                )
