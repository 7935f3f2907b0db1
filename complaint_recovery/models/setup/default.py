from odoo import api, fields, models


class ComplaintDefault(models.AbstractModel):
    """A team or category whose tickets are complaints from the start."""

    _name = "complaint.default"
    _description = "Tickets That Are Complaints"

    complaint_default = fields.Boolean(
        string="Tickets are complaints",
        groups="helpdesk_mgmt.group_helpdesk_user_own",
    )

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        if {"complaint_default", "active"} & vals.keys():
            self.env.registry.clear_cache()
        return super().write(vals)
