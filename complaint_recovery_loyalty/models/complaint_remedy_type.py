from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

#: Kinds of remedies that a coupon may deliver.
COUPON_KINDS = ("voucher", "discount")


class ComplaintRemedyType(models.Model):
    """What coupons the remedies of a type are."""

    _inherit = "complaint.remedy.type"

    voucher_program_id = fields.Many2one(
        "loyalty.program",
        string="Program of the coupons",
        domain="[('company_id', 'in', (False, company_id)), "
        "('reward_ids.discount_mode', '=', 'per_point'), "
        "('program_type', 'not in', ('ewallet', 'loyalty')), "
        "('applies_on', '!=', 'both')]",
        help="Its reward is an amount per point. Empty: delivered by hand.",
    )
    voucher_days = fields.Integer(
        string="Coupons are valid for",
        default=365,
        help="Days from the day they are made. 0: without an end.",
    )

    _voucher_days_positive = models.Constraint(
        "CHECK (voucher_days >= 0)", "Days cannot be negative."
    )

    @api.model
    def _get_by_hand_domain(self):
        return super()._get_by_hand_domain() | (
            Domain("kind", "in", COUPON_KINDS)
            & Domain("voucher_program_id", "=", False)
        )

    @api.constrains("voucher_program_id", "company_id", "kind")
    def _check_voucher_program(self):
        """Raise an error where the program gives no amount, or is another company's."""
        for kind in self.filtered("voucher_program_id"):
            program = kind.voucher_program_id
            if kind.kind not in COUPON_KINDS:
                raise ValidationError(
                    self.env._(
                        "%s: only vouchers and discounts are coupons.", kind.name
                    )
                )
            if program.reward_ids.mapped("discount_mode") != ["per_point"]:
                raise ValidationError(
                    self.env._(
                        "%s gives no amount per point. Choose a program like gift "
                        "cards, whose only reward does.",
                        program.name,
                    )
                )
            if program.is_nominative:
                raise ValidationError(
                    self.env._(
                        "%s gives each customer one card, which is filled up again. "
                        "Choose a program whose coupons have a code of their own.",
                        program.name,
                    )
                )
            companies = program.company_id | kind.company_id
            if len(companies) > 1:
                raise ValidationError(
                    self.env._(
                        "%(program)s is of %(company)s, and the remedy type is not.",
                        program=program.name,
                        company=program.company_id.name,
                    )
                )
