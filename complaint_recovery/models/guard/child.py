from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.own_hand import own_hand


class ComplaintChild(models.AbstractModel):
    """Part of one complaint: of its company, and deleted with it.

    The company is stored here, so that rules find it, and follows the complaint when a
    manager moves that (``_follow_company``). A field related to the ticket would do the
    same, and would ask each child whenever a plain ticket is moved or deleted.
    """

    _name = "complaint.child"
    _inherit = ["complaint.guarded"]
    _description = "Part of a Complaint"

    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        string="Complaint",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", store=True, precompute=True
    )

    @api.depends("ticket_id")
    def _compute_company_id(self):
        for child in self:
            # The company of a complaint is no secret to whoever files something on it.
            child.company_id = child.ticket_id.sudo().company_id

    @api.model
    def _get_frozen_fields(self):
        return super()._get_frozen_fields() | {"ticket_id"}

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"company_id"}

    @api.model
    def _follow_company(self, tickets):
        """Write the company of ``tickets`` on all their parts."""
        child = self.pool["complaint.child"]
        names = [name for name, model in self.pool.items() if issubclass(model, child)]
        for name in sorted(names):
            if self.env[name]._abstract:
                continue
            # All there are follow, also those the manager may not see.
            children = self.env[name].sudo()
            for child in children.search(Domain("ticket_id", "in", tickets.ids)):
                if child.company_id != child.ticket_id.company_id:
                    own_hand(child).company_id = child.ticket_id.company_id
