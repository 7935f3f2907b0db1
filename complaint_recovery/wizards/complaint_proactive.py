from odoo import fields, models
from odoo.tools import plaintext2html

from ..tools.in_use import IN_USE


class ComplaintProactive(models.TransientModel):
    """The dialog for a problem we found ourselves: a complaint a customer (D34)."""

    _name = "complaint.proactive"
    _description = "Found by Ourselves"

    partner_ids = fields.Many2many(
        "res.partner",
        string="Customers",
        required=True,
        default=lambda self: self._default_partner_ids(),
        context=IN_USE,
    )
    name = fields.Char(string="What is wrong", required=True)
    description = fields.Text(string="What we found", required=True)
    cause_id = fields.Many2one("complaint.cause")
    team_id = fields.Many2one(
        "helpdesk.ticket.team", default=lambda self: self._default_team_id()
    )
    loss_ongoing = fields.Boolean(string="Loss still ongoing")

    def _default_partner_ids(self):
        if self.env.context.get("active_model") == "res.partner":
            return self.env["res.partner"].browse(self.env.context.get("active_ids"))
        return self.env["res.partner"]

    def _default_team_id(self):
        return self.env["complaint.quick.entry"]._default_team_id()

    def action_apply(self):
        """Open one complaint for each customer. The first deadline is to tell them."""
        self.ensure_one()
        self.check_access("write")
        tickets = self.env["helpdesk.ticket"].create(
            [self._prepare_ticket_vals(partner) for partner in self.partner_ids]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_recovery.complaint_action_all"
        )
        return {**action, "domain": [("id", "in", tickets.ids)], "context": {}}

    def _prepare_ticket_vals(self, partner):
        return {
            "is_complaint": True,
            "complaint_source": "internal",
            "name": self.name,
            "description": plaintext2html(self.description),
            "partner_id": partner.id,
            "partner_name": partner.name,
            "partner_email": partner.email,
            "team_id": self.team_id.id,
            "complaint_cause_id": self.cause_id.id,
            "complaint_loss_ongoing": self.loss_ongoing,
        }
