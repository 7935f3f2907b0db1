from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html


class ComplaintSalesEntry(models.TransientModel):
    """The screen in which sales staff pass a complaint on, from a lead.

    A lead may have no customer record yet.
    """

    _inherit = "complaint.sales.entry"

    lead_id = fields.Many2one("crm.lead", string="Lead", readonly=True)
    lead_contact = fields.Char(string="Contact", compute="_compute_lead_contact")
    partner_id = fields.Many2one(required=False)

    @api.depends("lead_id")
    def _compute_lead_contact(self):
        for entry in self:
            entry.lead_contact = ", ".join(entry._get_lead_contact())

    def _get_lead_contact(self):
        """Return what the lead knows of the person: name, e-mail, phone."""
        lead = self.lead_id
        name = lead.contact_name or lead.partner_name
        return [word for word in (name, lead.email_from, lead.phone) if word]

    def _ensure_can_report(self):
        result = super()._ensure_can_report()
        if self.lead_id:
            self.lead_id.check_access("read")
        if not self.partner_id and not self._get_lead_contact():
            raise UserError(
                self.env._("Who complained? Choose a customer, or fill in the lead.")
            )
        return result

    def _prepare_ticket_vals(self):
        vals = super()._prepare_ticket_vals()
        if self.partner_id:
            return vals
        lead, contact = self.lead_id, ", ".join(self._get_lead_contact())
        reached_at = plaintext2html(self.env._("Contact: %s", contact))
        return {
            **vals,
            "partner_name": lead.contact_name or lead.partner_name,
            "partner_email": lead.email_from,
            "description": vals["description"] + reached_at,
        }
