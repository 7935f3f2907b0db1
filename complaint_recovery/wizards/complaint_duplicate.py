from odoo import api, fields, models
from odoo.exceptions import UserError


class ComplaintDuplicate(models.TransientModel):
    """The dialog that ends a complaint as a duplicate of another one."""

    _name = "complaint.duplicate"
    _description = "End as a Duplicate"

    ticket_id = fields.Many2one("helpdesk.ticket", required=True, readonly=True)
    # Read with the user's own rights: an id alone must not tell what is similar.
    similar_note = fields.Html(
        related="ticket_id.complaint_similar_note", related_sudo=False
    )
    original_id = fields.Many2one(
        "helpdesk.ticket",
        string="It goes on with",
        compute="_compute_original_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('is_complaint', '=', True), ('complaint_closed_at', '=', False),"
        " ('id', '!=', ticket_id)]",
    )

    @api.depends("ticket_id")
    def _compute_original_id(self):
        """Propose the most alike one that the user may write."""
        for wizard in self:
            similar = wizard.ticket_id.sudo(False).complaint_similar_ids
            wizard.original_id = similar._filtered_access("write")[:1]

    def action_apply(self):
        """End it; what was said and promised goes on with the other one."""
        self.ensure_one()
        self.check_access("write")
        if not self.original_id:
            raise UserError(self.env._("Choose the complaint that goes on."))
        self.ticket_id.action_close_duplicate(self.original_id)
        return self.original_id.action_open_complaint()
