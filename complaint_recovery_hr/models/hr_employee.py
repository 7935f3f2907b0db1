from odoo import api, models

from odoo.addons.complaint_recovery.tools.groups import INTERNAL

#: What says whose manager somebody is, of an employee and of their resource.
MANAGED = {
    "hr.employee": {"parent_id", "user_id", "resource_id", "company_id", "active"},
    "resource.resource": {"user_id", "company_id", "active"},
}


class HrEmployee(models.Model):
    """Employees, whose manager decides on their complaints up to a limit."""

    _inherit = "hr.employee"

    @api.model_create_multi
    def create(self, vals_list):
        employees = super().create(vals_list)
        employees._complaint_watch_managers(anew=True)
        return employees

    def write(self, vals):
        if MANAGED[self._name] & vals.keys():
            self._complaint_watch_managers()
        return super().write(vals)

    def _complaint_watch_managers(self, anew=False):
        """Look in the end at who became mine of these and those under them.

        Whatever was written by then, and by whichever way. Those that are ``anew`` were
        not mine before.
        """
        hooks, key = self.env.cr.precommit, f"complaint_managers.{self.env.uid}"
        if key not in hooks.data:
            hooks.data[key] = {}
            hooks.add(self.browse()._complaint_tell_taken)
        # Whose employee somebody is, is no secret to the rule.
        employees = self.sudo()
        employees |= employees.child_ids
        before = hooks.data[key]
        if anew:
            before.update(dict.fromkeys(self.ids, False))
        others = employees.filtered(lambda employee: employee.id not in before)
        mine = others._complaint_mine()
        before.update((other.id, other in mine) for other in others)

    def _complaint_mine(self):
        """Return those of these whose complaints are mine to decide.

        Where managers of employees have a limit.
        """
        limit = self.env["complaint.authority"]._get_manager_limit
        return self.sudo().filtered(  # As above: no secret to the rule.
            lambda employee: (
                employee.parent_id.user_id == self.env.user
                and employee.active
                and employee.user_id
                and employee.user_id.has_group(INTERNAL)
                and limit(employee.company_id)
            )
        )

    def _complaint_tell_taken(self):
        """Tell those above that somebody made themselves the manager of a handler.

        It gives them a limit that nobody else gave them.
        """
        key = f"complaint_managers.{self.env.uid}"
        before = self.env.cr.precommit.data.pop(key, {})
        others = self.browse(id_ for id_, mine in before.items() if not mine)
        for employee in others.exists()._complaint_mine():
            employee.company_id._complaint_tell_limits(
                lambda env, employee=employee: env._(
                    "%(who)s is now the manager of %(employee)s, by an own change.",
                    who=self.env.user.name,
                    employee=employee.name,
                )
            )
