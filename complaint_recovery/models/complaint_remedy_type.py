from odoo import fields, models


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
        translate=True, help="How the remedy is put to the customer."
    )
