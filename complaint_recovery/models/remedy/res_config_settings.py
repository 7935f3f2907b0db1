from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    """Settings, from where the approval limits are opened."""

    _inherit = "res.config.settings"

    complaint_limits_missing = fields.Boolean(
        compute="_compute_complaint_limits_missing"
    )

    @api.depends("company_id")
    def _compute_complaint_limits_missing(self):
        for settings in self:
            # Whether there are limits is no secret to whoever may set them.
            company = settings.company_id.sudo()
            settings.complaint_limits_missing = not company.complaint_authority_ids

    def action_view_complaint_limits(self):
        """Open the approval limits of the company."""
        self.check_access("read")
        return self.env["complaint.authority"].action_view_limits()
