from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..tools.in_use import IN_USE, in_use

#: What is settled; the same fields are on the company. Addons extend
#: ``complaint.settings._get_settled()``.
SETTINGS = (
    "complaint_director_id",
    "complaint_followup_user_id",
    "complaint_apology_team_ids",
    "complaint_strict_24h",
    "complaint_reopen_days",
    "complaint_repeat_days",
    "complaint_surge_customers",
    "complaint_surge_days",
    "complaint_archive_months",
    "complaint_review_period",
    "complaint_watch_suggest",
    "complaint_watch_complaints",
    "complaint_watch_remedies",
    "complaint_watch_months",
    "complaint_watch_review_months",
    "complaint_watch_end_months",
    "complaint_watch_erase_months",
    "complaint_redress",
    "complaint_other_mails",
)


class ComplaintSettings(models.TransientModel):
    """The settings of a company's complaints, all in one place.

    For helpdesk managers; Odoo's own settings open for administrators only.
    """

    _name = "complaint.settings"
    _description = "Complaint Settings"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self._default_company_id(),
    )
    complaint_director_id = fields.Many2one(
        "res.users", string="Executive contact", domain=[("share", "=", False)]
    )
    complaint_followup_user_id = fields.Many2one(
        "res.users", string="Follow-ups are made by", domain=[("share", "=", False)]
    )
    complaint_apology_team_ids = fields.Many2many(
        "res.users",
        "complaint_settings_apology_team_rel",
        string="Apology team",
        domain=[("share", "=", False)],
        context=IN_USE,
    )
    complaint_strict_24h = fields.Boolean(
        string="First contact within 24 hours, always"
    )
    complaint_reopen_days = fields.Integer(string="Reopening within")
    complaint_repeat_days = fields.Integer(string="Repeat within")
    complaint_surge_customers = fields.Integer(string="A surge from")
    complaint_surge_days = fields.Integer(string="A surge within")
    complaint_archive_months = fields.Integer(string="Propose to archive after")
    complaint_review_period = fields.Selection(
        selection=lambda self: (
            self.env["res.company"]
            ._fields["complaint_review_period"]
            ._description_selection(self.env)
        ),
        string="Period review",
        required=True,
    )
    complaint_watch_suggest = fields.Boolean(
        string="Suggest customers for the watchlist"
    )
    complaint_watch_complaints = fields.Integer(string="Complaints")
    complaint_watch_remedies = fields.Integer(string="Remedies in money")
    complaint_watch_months = fields.Integer(string="Counted over")
    complaint_watch_review_months = fields.Integer(string="Reviewed after")
    complaint_watch_end_months = fields.Integer(string="Ends after")
    complaint_watch_erase_months = fields.Integer(string="Erased after")
    complaint_redress = fields.Text(string="Where else to turn")
    complaint_other_mails = fields.Boolean(string="Mails of other addons")
    complaint_limits_missing = fields.Boolean(
        compute="_compute_complaint_limits_missing"
    )

    def _default_company_id(self):
        return self.env.company

    @api.depends("company_id")
    def _compute_complaint_limits_missing(self):
        for settings in self:
            # Whether there are limits is no secret to whoever may set them.
            company = settings.company_id.sudo()
            settings.complaint_limits_missing = not company.complaint_authority_ids

    @api.model
    def _get_settled(self):
        """Return the names of what is settled here, by whoever may see it."""
        return SETTINGS

    @api.model
    def default_get(self, fields_list):
        company = self.env.company
        settled = {
            name: company._fields[name].convert_to_write(company[name], company)
            for name in self._get_settled()
            if name in fields_list
        }
        return settled | super().default_get(fields_list)

    def action_apply(self):
        """Write the settings on the current company. Helpdesk managers only."""
        self.ensure_one()
        self.check_access("write")
        self._ensure_may_settle()
        vals = {
            name: self._fields[name].convert_to_write(self[name], self)
            for name in self._get_settled()
        }
        # Companies are written by administrators; who settles these was checked.
        self.company_id.sudo().write(vals)
        return {"type": "ir.actions.act_window_close"}

    def action_view_complaint_limits(self):
        """Open the approval limits of the company."""
        self.check_access("read")
        return self.env["complaint.authority"].action_view_limits()

    def action_first_hour(self):
        """Show the lines of the first hour on My day again."""
        self.check_access("write")
        self._ensure_may_settle()
        return self.env["complaint.first.hour"].action_first_bring_back()

    def _ensure_may_settle(self):
        manager = self.env.user.has_group("helpdesk_mgmt.group_helpdesk_manager")
        if not manager or self.company_id not in in_use(self.env.user).company_ids:
            raise AccessError(
                self.env._("Only helpdesk managers of the company settle this.")
            )
