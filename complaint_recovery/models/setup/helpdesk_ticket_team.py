from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

from ...tools.in_use import in_use


class HelpdeskTicketTeam(models.Model):
    _name = "helpdesk.ticket.team"
    _inherit = ["helpdesk.ticket.team", "complaint.default"]

    complaint_default = fields.Boolean(
        help="Every new ticket of this team is taken up as a complaint, also by mail.",
    )

    def write(self, vals):
        if vals.keys() & {"user_id", "company_id", "active", "user_ids"}:
            self._complaint_ensure_of_own_companies()
        former = self.user_id if "user_id" in vals else self.user_id.browse()
        # Whoever changes a team need not see all its people.
        teams = in_use(self.sudo()) if "user_ids" in vals else ()
        members = {team: team.user_ids for team in teams}
        result = super().write(vals)
        # Whoever led the team may decide on less now.
        former._complaint_pass_approvals()
        for team, before in members.items():
            team._complaint_lose_members(before - team.user_ids)
        return result

    def unlink(self):
        # First of all: what belongs to a team is deleted with it.
        return self._archive_instead() if self._is_kept() else super().unlink()

    def _complaint_ensure_of_own_companies(self):
        """Raise an error where somebody changes who works on another company's.

        A team without a company is everybody's: who leads it decides in all of them.
        """
        shared = self.filtered(lambda team: not team.company_id)
        user = in_use(self.env.user)
        if not shared or self.env.su or user._is_system():
            return
        # Judged, whoever may see them.
        foreign = in_use(self.env["helpdesk.ticket"].sudo()).search(
            Domain("team_id", "in", shared.ids)
            & Domain("is_complaint", "=", True)
            & Domain("company_id", "not in", user.company_ids.ids),
            limit=1,
        )
        if foreign:
            raise AccessError(
                self.env._(
                    "“%s” works for other companies as well: an administrator changes "
                    "it, or whoever manages all of them.",
                    foreign.team_id.name,
                )
            )

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
