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
    "watch_activate": ("complaint.watchlist.entry", "action_activate"),
    "watch_keep": ("complaint.watchlist.entry", "action_keep"),
    "watch_suspend": ("complaint.watchlist.entry", "action_suspend"),
    "watch_reject": ("complaint.watchlist.entry", "action_reject"),
    "watch_end": ("complaint.watchlist.entry", "action_end"),
    "object": ("res.partner", "_complaint_object"),
}


class ComplaintReason(models.TransientModel):
    """The dialog that asks for the reason of a step that needs one."""

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
            ("watch_activate", "On the watchlist again"),
            ("watch_keep", "Stays on the watchlist"),
            ("watch_suspend", "Suspend"),
            ("watch_reject", "Not on the watchlist"),
            ("watch_end", "Off the watchlist"),
            ("object", "The customer objects"),
        ],
        required=True,
        readonly=True,
    )
    ticket_id = fields.Many2one("helpdesk.ticket", readonly=True)
    remedy_id = fields.Many2one("complaint.remedy", readonly=True)
    watch_id = fields.Many2one("complaint.watchlist.entry", readonly=True)
    partner_id = fields.Many2one("res.partner", readonly=True)
    reason = fields.Text(required=True)

    def action_apply(self):
        """Call the record's own method, which checks who may, with the reason."""
        self.ensure_one()
        self.check_access("write")
        model, method = METHODS[self.purpose]
        places = (self.ticket_id, self.remedy_id, self.watch_id, self.partner_id)
        record = next(place for place in places if place._name == model)
        if not record:
            raise UserError(self.env._("Nothing was chosen. Open it from its record."))
        getattr(record, method)(reason=self.reason)
        return {"type": "ir.actions.act_window_close"}
