from odoo import fields, models
from odoo.exceptions import UserError

#: What is done with the reason → (model of the record, its method).
METHODS = {
    "withdraw": ("helpdesk.ticket", "action_withdraw"),
    "unsettled": ("helpdesk.ticket", "action_close_unsettled"),
    "stop_care": ("helpdesk.ticket", "action_stop_care"),
    "decline": ("complaint.remedy", "action_decline"),
    "refuse": ("complaint.remedy", "action_refuse"),
    "cancel": ("complaint.remedy", "action_cancel"),
}


class ComplaintReason(models.TransientModel):
    """The reason for a step that is not done without one."""

    _name = "complaint.reason"
    _description = "Reason"

    purpose = fields.Selection(
        selection=[
            ("withdraw", "The customer takes it back"),
            ("unsettled", "Close, not settled"),
            ("stop_care", "The customer wants no more care calls"),
            ("decline", "The customer declines"),
            ("refuse", "Refuse"),
            ("cancel", "Take back"),
        ],
        required=True,
        readonly=True,
    )
    ticket_id = fields.Many2one("helpdesk.ticket", readonly=True)
    remedy_id = fields.Many2one("complaint.remedy", readonly=True)
    reason = fields.Text(required=True)

    def action_apply(self):
        """Do it, with the reason; the record's own method checks who may."""
        self.ensure_one()
        self.check_access("write")
        model, method = METHODS[self.purpose]
        record = self.ticket_id if model == "helpdesk.ticket" else self.remedy_id
        if not record:
            raise UserError(self.env._("Nothing was chosen. Open it from its record."))
        getattr(record, method)(reason=self.reason)
        return {"type": "ir.actions.act_window_close"}
