from odoo import api, fields, models

from odoo.addons.complaint_recovery.models.setup.requirements import Requirement


class ComplaintStage(models.Model):
    """A stage may require that the goods were inspected."""

    _inherit = "complaint.stage"

    require_inspection = fields.Boolean(string="Goods inspected")

    @api.model
    def _get_requirements(self):
        return {
            **super()._get_requirements(),
            "require_inspection": Requirement(
                "_complaint_gap_inspection", fill="_fill_inspection"
            ),
        }
