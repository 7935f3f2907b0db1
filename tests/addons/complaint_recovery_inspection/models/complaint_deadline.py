from odoo import api, fields, models

from odoo.addons.complaint_recovery.models.deadline.kinds import Kind


class ComplaintDeadline(models.Model):
    """A deadline may be an inspection of the goods, or a sample to send back."""

    _inherit = "complaint.deadline"

    kind = fields.Selection(
        selection_add=[("inspection", "Inspection"), ("sample", "Sample sent back")],
        ondelete={"inspection": "set default", "sample": "set default"},
    )

    @api.model
    def _get_kinds(self):
        # Nothing is said of a sample: people write it down, finish, move and cancel it.
        return {
            **super()._get_kinds(),
            "inspection": Kind(
                blocking=True,
                heard=True,
                told=True,
                activity_type="mail.mail_activity_data_meeting",
            ),
        }
