from odoo import fields, models


class ComplaintHandover(models.TransientModel):
    """The dialog that gives a complaint to another owner, with the reason."""

    _name = "complaint.handover"
    _description = "Hand Over a Complaint"

    ticket_id = fields.Many2one("helpdesk.ticket", required=True)
    # Read with the user's own rights: an id alone must not tell whom it is about.
    about_user_id = fields.Many2one(
        related="ticket_id.complaint_about_user_id", related_sudo=False
    )
    company_id = fields.Many2one(related="ticket_id.company_id", related_sudo=False)
    owner_id = fields.Many2one(related="ticket_id.user_id", related_sudo=False)
    user_id = fields.Many2one(
        "res.users",
        string="New owner",
        required=True,
        domain=lambda self: self._domain_user_id(),
    )
    reason = fields.Text(required=True)

    def _domain_user_id(self):
        handlers = self.env.ref("helpdesk_mgmt.group_helpdesk_user_own")
        return (
            f"[('share', '=', False), ('all_group_ids', 'in', [{handlers.id}]),"
            " ('company_ids', 'in', company_id),"
            " ('id', 'not in', (about_user_id, owner_id))]"
        )

    def action_apply(self):
        """Hand the complaint over to ``user_id``, with the reason on record."""
        self.ensure_one()
        self.check_access("write")
        self.ticket_id.action_hand_over(self.user_id.id, self.reason)
        if self.ticket_id.has_access("read"):
            return {"type": "ir.actions.act_window_close"}
        # Whoever sees only the own complaints has handed this one out of sight.
        return self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_recovery.complaint_action_my"
        )
