import pytz

from odoo import api, fields, models

from ...tools.groups import INTERNAL


class HelpdeskTicket(models.Model):
    """Who is waiting, on the form of a complaint: how to reach them, and when."""

    _inherit = "helpdesk.ticket"

    complaint_call_number = fields.Char(
        string="Number to call",
        compute="_compute_complaint_call_number",
        groups=INTERNAL,
    )

    def _complaint_desk_values(self):
        return {
            **super()._complaint_desk_values(),
            "customer": self._complaint_desk_customer(),
        }

    def _complaint_desk_customer(self):
        """Return how the customer is reached: what one needs before anything else."""
        self.ensure_one()
        partner, entity = self.partner_id, self.commercial_partner_id
        languages = dict(self.env["res.lang"].get_installed())
        return {
            "id": partner.id,
            "name": partner.display_name or self.partner_name or "",
            "phone": self.complaint_call_number,
            "email": partner.email or self.partner_email or "",
            "zone": self._complaint_customer_zone(),
            "lang": languages.get(self._complaint_lang(), ""),
            "others": self.complaint_earlier_count,
            "others_open": self.complaint_earlier_open_count,
            "given": entity.complaint_remedy_amount
            and entity.complaint_currency_id.format(entity.complaint_remedy_amount),
        }

    @api.depends("partner_id.phone", "commercial_partner_id.phone")
    def _compute_complaint_call_number(self):
        for ticket in self:
            partner, entity = ticket.partner_id, ticket.commercial_partner_id
            ticket.complaint_call_number = (
                partner.phone or entity.phone or ticket._complaint_told_phone()
            )

    def _complaint_told_phone(self):
        """Return the number they gave in a call or form, where no contact has one."""
        called = self.complaint_deadline_ids.filtered("phone")
        return called.sorted("id")[-1:].phone or self.complaint_sender_phone or ""

    def _complaint_customer_zone(self):
        """Return the time zone the customer lives in, as far as we know; else ""."""
        partner = self.partner_id
        country = partner.country_id or self.commercial_partner_id.country_id
        zones = pytz.country_timezones.get(country.code, []) if country else []
        return partner.tz or (zones[0] if len(zones) == 1 else "")
