from odoo import fields, models

from odoo.addons.complaint_recovery.tools.groups import INTERNAL


class HelpdeskTicket(models.Model):
    """A complaint whose goods may have to be inspected."""

    _inherit = "helpdesk.ticket"

    inspection_danger = fields.Boolean(groups=INTERNAL, copy=False)

    def _complaint_gap_inspection(self):
        inspected = self._complaint_deadlines_done("inspection")
        return not inspected and self.env._("an inspection of the goods")

    def _complaint_occurrence(self, trigger):
        if trigger == "danger":
            return "danger" if self.inspection_danger else ""
        return super()._complaint_occurrence(trigger)
