from odoo import api, models


class LoyaltyHistory(models.Model):
    """A use of a coupon, after which its remedy knows how it stands."""

    _inherit = "loyalty.history"

    @api.model_create_multi
    def create(self, vals_list):
        uses = super().create(vals_list)
        uses.card_id._complaint_follow()
        return uses
