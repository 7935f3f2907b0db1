from odoo import models

from .hr_employee import MANAGED


class ResourceResource(models.Model):
    """What an employee is as a resource: it says whose login they have."""

    _inherit = "resource.resource"

    def write(self, vals):
        if MANAGED[self._name] & vals.keys():
            # As in hr_employee.py: no secret to the rule, whoever reads employees.
            resources = self.sudo().with_context(active_test=False)
            resources.employee_id._complaint_watch_managers()
        return super().write(vals)
