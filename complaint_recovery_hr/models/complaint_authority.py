from odoo import api, fields, models

from odoo.addons.complaint_recovery.models.remedy.authority import UNLIMITED
from odoo.addons.complaint_recovery.tools.groups import INTERNAL

EMPLOYEE_MANAGER = "employee_manager"


class ComplaintAuthority(models.Model):
    """Limits, of whoever manages the employee that owns the complaint as well."""

    _inherit = "complaint.authority"

    role = fields.Selection(
        selection_add=[(EMPLOYEE_MANAGER, "Manager of the employee"), ("manager",)],
        ondelete={EMPLOYEE_MANAGER: "cascade"},
    )

    @api.model
    def _get_role_limit(self, user, ticket):
        limit = super()._get_role_limit(user, ticket)
        judged = ticket.sudo()  # Whom it is about is asked by the rule.
        if (
            user != ticket._complaint_employee_manager()
            or user in (judged.complaint_about_user_id, judged.complaint_owner_by_id)
            or not user.has_group(INTERNAL)
        ):
            return limit
        return max(limit, self._get_manager_limit(ticket.company_id))

    @api.model
    def _get_own_limit(self, user, ticket):
        """Return it without the manager's: that is for what others ask them for."""
        granted = ticket._complaint_concession(user)
        return max(super()._get_role_limit(user, ticket), granted)

    @api.model
    def _get_limit(self, user, ticket):
        limit = super()._get_limit(user, ticket)
        return max(limit, self._get_role_limit(user, ticket))

    @api.model
    def _get_manager_limit(self, company):
        """Return the limit of managers of employees in ``company``; 0.0: none."""
        # Everybody may know a limit, few may read the table of limits.
        rows = company.sudo().complaint_authority_ids
        rows = rows.filtered(lambda row: row.role == EMPLOYEE_MANAGER)
        if any(rows.mapped("unlimited")):
            return UNLIMITED
        return max(rows.mapped("amount"), default=0.0)

    @api.model
    def _describe_limit(self, user, company):
        text = super()._describe_limit(user, company)
        limit = text and self._get_manager_limit(company)
        # Who manages whom is no secret to the rule.
        if not limit or company not in user.sudo().complaint_managed_company_ids:
            return text
        return self.env._(
            "%(text)s; on complaints of the own employees: %(limit)s",
            text=text,
            limit=self._format_limit(limit, company),
        )
