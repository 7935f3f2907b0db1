from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.complaint_recovery.models.escalation.trigger import Trigger


class ComplaintEscalationRule(models.Model):
    """Rules may wait for goods that turn out to be dangerous."""

    _inherit = "complaint.escalation.rule"

    trigger = fields.Selection(
        selection_add=[("danger", "Goods are dangerous")],
        ondelete={"danger": "cascade"},
    )

    @api.model
    def _get_triggers(self):
        danger = Trigger(
            written=("inspection_danger",),
            happened=Domain("inspection_danger", "=", True),
            judged=False,
        )
        return {**super()._get_triggers(), "danger": danger}
