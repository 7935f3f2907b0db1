from odoo import api, fields, models


class HelpdeskTicketTeam(models.Model):
    _inherit = "helpdesk.ticket.team"

    complaint_default = fields.Boolean(
        string="Tickets are complaints",
        groups="helpdesk_mgmt.group_helpdesk_user_own",
        help="Every new ticket of this team is taken up as a complaint, also by mail.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        if {"complaint_default", "active"} & vals.keys():
            self.env.registry.clear_cache()
        return super().write(vals)
