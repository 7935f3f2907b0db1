from odoo import api, models

#: What changes who is away, and when.
FOLLOWED = frozenset(
    {"state", "employee_id", "holiday_status_id"}
    | {"request_date_from", "request_date_to"}
)


class HrLeave(models.Model):
    """Time off of a colleague, whose work on complaints passes on meanwhile."""

    _inherit = "hr.leave"

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        leaves._complaint_follow_leave()
        return leaves

    def write(self, vals):
        result = super().write(vals)
        if FOLLOWED & vals.keys():
            self._complaint_follow_leave()
        return result

    def unlink(self):
        result = super().unlink()
        self.env["res.users"].invalidate_model(["complaint_leave_ids"])
        return result

    def _complaint_follow_leave(self):
        """Ask somebody else for what waits for those who are away by these now."""
        self.env["res.users"].invalidate_model(["complaint_leave_ids"])
        # Whoever approves time off need not see what waits.
        users = self.sudo().filtered(lambda leave: leave.state == "validate").user_id
        if absent := users.filtered(lambda user: user._complaint_is_away()):
            absent._complaint_pass_approvals()

    def _complaint_covers(self, day, moment):
        """Return whether it makes somebody away on ``day``, or at ``moment`` of it."""
        self.ensure_one()
        if not self.request_date_from <= day <= self.request_date_to:
            return False
        part = self.request_unit_hours or self.request_unit_half
        return not part or self.date_from <= moment <= self.date_to
