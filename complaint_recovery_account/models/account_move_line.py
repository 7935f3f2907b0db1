from odoo import models

#: What the amount of an entry is made of.
FOLLOWED = frozenset(
    {"move_id", "price_unit", "quantity", "discount", "tax_ids", "balance"}
    | {"amount_currency", "currency_id"}
)


class AccountMoveLine(models.Model):
    """A line, which other code may change after its credit note was posted."""

    _inherit = "account.move.line"

    def write(self, vals):
        followed = FOLLOWED & vals.keys()
        before = followed and self._complaint_posted()
        result = super().write(vals)
        if followed:
            (before | self._complaint_posted())._complaint_follow_later()
        return result

    def unlink(self):
        moves = self._complaint_posted()
        result = super().unlink()
        moves._complaint_follow_later()
        return result

    def _complaint_posted(self):
        return self.move_id.filtered(lambda move: move.state == "posted")
