from odoo import fields, models


class ComplaintHandover(models.TransientModel):
    """A complaint goes to another owner, with the reason why."""

    _name = "complaint.handover"
    _description = "Hand Over a Complaint"

    ticket_id = fields.Many2one("helpdesk.ticket", required=True)
    about_user_id = fields.Many2one(related="ticket_id.complaint_about_user_id")
    user_id = fields.Many2one(
        "res.users",
        string="New owner",
        required=True,
        domain="[('share', '=', False), ('id', '!=', about_user_id)]",
    )
    reason = fields.Text(required=True)

    def action_apply(self):
        """Hand the complaint over."""
        self.ensure_one()
        self.check_access("write")
        self.ticket_id.action_hand_over(self.user_id.id, self.reason)
        return {"type": "ir.actions.act_window_close"}
