from collections import defaultdict

from odoo import fields, models
from odoo.fields import Domain


class ResUsers(models.Model):
    """Colleagues, who are away when their time off was approved."""

    _inherit = "res.users"

    complaint_leave_ids = fields.Many2many(
        "hr.leave",
        string="Approved time off",
        compute="_compute_complaint_leave_ids",
        compute_sudo=True,
        groups=fields.NO_ACCESS,  # Asked by the rule alone.
    )

    complaint_managed_company_ids = fields.Many2many(
        "res.company",
        string="Manages employees of",
        compute="_compute_complaint_managed_company_ids",
        compute_sudo=True,
        groups=fields.NO_ACCESS,  # Asked by the rule alone.
    )

    def _compute_complaint_managed_company_ids(self):
        """Read where each of them manages an employee, of all of them at once."""
        managed = Domain("parent_id.user_id", "in", self.ids)
        rows = self.env["hr.employee"]._read_group(managed, ["parent_id", "company_id"])
        companies = defaultdict(self.env["res.company"].browse)
        for manager, company in rows:
            companies[manager.user_id] |= company
        for user in self:
            user.complaint_managed_company_ids = companies[user._origin]

    def _compute_complaint_leave_ids(self):
        """Read the time off of all of them at once, from yesterday on."""
        yesterday = fields.Date.subtract(fields.Date.today(), days=1)
        leaves = self.env["hr.leave"].search(
            Domain("user_id", "in", self.ids)
            & Domain("state", "=", "validate")
            & Domain("holiday_status_id.time_type", "=", "leave")
            & Domain("request_date_to", ">=", yesterday)
        )
        of_user = leaves.grouped("user_id")
        for user in self:
            user.complaint_leave_ids = of_user.get(user._origin)

    def _complaint_has_leave(self, day, moment):
        if super()._complaint_has_leave(day, moment):
            return True
        leaves = self.sudo().complaint_leave_ids  # A rule asks, not a person.
        return any(leave._complaint_covers(day, moment) for leave in leaves)

    def _complaint_back_on(self):
        back = super()._complaint_back_on()
        today = fields.Date.today()
        # When a colleague is back is no secret.
        leaves = self.sudo().complaint_leave_ids.filtered(
            lambda leave: leave.request_date_from <= today <= leave.request_date_to
        )
        days = [*leaves.mapped("request_date_to"), *filter(None, [back])]
        return max(days, default=None)
