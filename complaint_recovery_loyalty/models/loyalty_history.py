from odoo import api, models

from .loyalty_card import USED_ON


class LoyaltyHistory(models.Model):
    """A use of a coupon, after which its remedy knows how it stands."""

    _inherit = "loyalty.history"

    @api.model_create_multi
    def create(self, vals_list):
        uses = super().create(vals_list)
        uses.card_id._complaint_follow_later()
        return uses

    def write(self, vals):
        cards = self.card_id
        result = super().write(vals)
        (cards | self.card_id)._complaint_follow_later()
        return result

    def unlink(self):
        cards = self.card_id
        result = super().unlink()
        cards._complaint_follow_later()
        return result

    def _complaint_get_order(self):
        """Return the order it names; nothing where it names something else, or none."""
        if self.order_model not in USED_ON or self.order_model not in self.env:
            return None
        return self.env[self.order_model].browse(self.order_id or ()).exists()
