from odoo import api, fields, models

from ...tools.groups import INTERNAL
from ...tools.late_index import LateColumnIndex


class HelpdeskTicket(models.Model):
    """What we claim from a third party, once the customer is put right (D5)."""

    _inherit = "helpdesk.ticket"

    complaint_third_party_id = fields.Many2one(
        "res.partner",
        string="Third party",
        groups=INTERNAL,
        copy=False,
        ondelete="restrict",  # Or the claim would be against nobody.
        help="We put the customer right, and take it up with them afterwards.",
    )
    _complaint_third_party_column_idx = LateColumnIndex("complaint_third_party_id")
    complaint_third_party_contact_id = fields.Many2one(
        "res.partner",
        string="Their contact",
        groups=INTERNAL,
        copy=False,
        ondelete="restrict",
        domain="[('id', 'child_of', complaint_third_party_id)]",
        help="Whom we talk to about it.",
    )
    _complaint_third_party_contact_column_idx = LateColumnIndex(
        "complaint_third_party_contact_id"
    )
    complaint_third_party_amount = fields.Monetary(
        string="Claimed from them",
        currency_field="complaint_currency_id",
        groups=INTERNAL,
        copy=False,
        tracking=True,
        help="What we claim from the third party, in company currency. "
        "The full cost of this complaint is a start.",
    )
    complaint_third_party_date = fields.Date(
        string="Claimed from them on", groups=INTERNAL, copy=False
    )
    complaint_third_party_note = fields.Char(
        string="What they say",
        groups=INTERNAL,
        copy=False,
        help="Their reference, and their answer in a few words.",
    )

    @api.onchange("complaint_third_party_id")
    def _onchange_complaint_third_party_id(self):
        """Empty the contact of another party."""
        party = self.complaint_third_party_id.commercial_partner_id
        contact = self.complaint_third_party_contact_id
        if contact.commercial_partner_id != party:
            self.complaint_third_party_contact_id = False
