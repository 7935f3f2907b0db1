from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain


class ComplaintGroupClosing(models.TransientModel):
    """The dialog that says what is still open when a group is closed."""

    _name = "complaint.group.closing"
    _description = "Close a Group"

    group_id = fields.Many2one("complaint.group", required=True, readonly=True)
    open_note = fields.Html(compute="_compute_open_note", string="Still open")

    @api.depends("group_id")
    def _compute_open_note(self):
        line = Markup("<li>%s %s</li>")
        for closing in self:
            # As far as the user may read them.
            tickets = self.env["helpdesk.ticket"].search(
                Domain("complaint_group_id", "=", closing.group_id.id)
                & Domain("complaint_closed_at", "=", False)
            )
            closing.open_note = Markup("<ul>%s</ul>") % Markup().join(
                line % (ticket.number, ticket.complaint_stage_id.name)
                for ticket in tickets
            )

    def action_apply(self):
        """Close the group. Its open complaints go on by themselves."""
        self.ensure_one()
        self.check_access("write")
        return self.group_id.action_close(confirmed=True)
