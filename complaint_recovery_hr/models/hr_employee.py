from odoo import api, models

from odoo.addons.complaint_recovery.tools.groups import INTERNAL

#: What says whose manager somebody is.
MANAGED = frozenset({"parent_id", "user_id"})


class HrEmployee(models.Model):
    """Employees, whose manager decides on their complaints up to a limit."""

    _inherit = "hr.employee"

    @api.model_create_multi
    def create(self, vals_list):
        employees = super().create(vals_list)
        employees._complaint_tell_taken(employees.browse())
        return employees

    def write(self, vals):
        if not MANAGED & vals.keys():
            return super().write(vals)
        before = self._complaint_my_handlers()
        result = super().write(vals)
        self._complaint_tell_taken(before)
        return result

    def _complaint_my_handlers(self):
        """Return those among these, or under them, whose complaints are mine to decide.

        Where managers of employees have a limit.
        """
        employees = self.sudo()  # Whose employee somebody is, is no secret to the rule.
        limit = self.env["complaint.authority"]._get_manager_limit
        return (employees | employees.child_ids).filtered(
            lambda employee: (
                employee.parent_id.user_id == self.env.user
                and employee.user_id
                and employee.user_id.has_group(INTERNAL)
                and limit(employee.company_id)
            )
        )

    def _complaint_tell_taken(self, before):
        """Tell those above that somebody made themselves the manager of a handler.

        It gives them a limit that nobody else gave them.
        """
        for employee in self._complaint_my_handlers() - before:
            employee.company_id._complaint_tell_limits(
                lambda env, employee=employee: env._(
                    "%(who)s is now the manager of %(employee)s, by an own change.",
                    who=self.env.user.name,
                    employee=employee.name,
                )
            )
