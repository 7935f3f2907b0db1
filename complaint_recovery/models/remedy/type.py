from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.groups import INTERNAL


class ComplaintRemedyType(models.Model):
    """A kind of remedy the company offers, made by admins."""

    _name = "complaint.remedy.type"
    _description = "Remedy Type"
    _inherit = ["complaint.configuration"]

    kind = fields.Selection(
        selection=[
            ("refund", "Refund"),
            ("return", "Return"),
            ("replacement", "Replacement"),
            ("repair", "Repair"),
            ("correction", "Correction"),
            ("discount", "Discount"),
            ("voucher", "Voucher"),
            ("gift", "Gift"),
            ("service", "Extra service"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
        help="What delivering it does.",
    )
    nature = fields.Selection(
        selection=[("material", "Material"), ("non_material", "Non-material")],
        required=True,
        default="material",
    )
    delivery_days = fields.Float(
        string="Delivered within",
        default=5,
        help="Working days from the customer's yes to delivery. Proposed as promise.",
    )
    description = fields.Text(
        translate=True, groups=INTERNAL, help="How the remedy is put to the customer."
    )

    by_document = fields.Boolean(
        string="Delivered by its document",
        default=True,
        help="It is delivered when its document is done, as a credit note that is "
        "posted. Without, somebody says so, as where cash is paid at the counter.",
    )
    has_maker = fields.Boolean(compute="_compute_has_maker")

    @api.depends("kind")
    def _compute_has_maker(self):
        makers = self.env["complaint.remedy"]._get_makers()
        for kind in self:
            kind.has_maker = kind.kind in makers

    @api.model
    def _get_by_hand_domain(self):
        """Return the condition of the types that no document delivers.

        Extend where a maker applies to some types of its kind alone.
        """
        kinds = list(self.env["complaint.remedy"]._get_makers())
        return Domain("by_document", "=", False) | Domain("kind", "not in", kinds)

    def _prepare_remedy_vals(self, ticket):
        """Return the values of a remedy of this type on ``ticket``."""
        self.ensure_one()
        # The customer is told it, so in the customer's language.
        told = self.with_context(lang=ticket._complaint_lang())
        return {
            "ticket_id": ticket.id,
            "type_id": self.id,
            "description": told.description,
            "currency_id": ticket.company_id.currency_id.id,
        }
