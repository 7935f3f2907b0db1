from odoo import api, models

#: What says whom a line is about: it is what gets paid, whoever the entry is for.
PARTIES = frozenset({"partner_id", "account_id", "move_id"})


class AccountMoveLine(models.Model):
    """A line, which other code may change after its credit note was posted."""

    _name = "account.move.line"
    _inherit = ["complaint.document.line", "account.move.line"]

    def write(self, vals):
        result = super().write(vals)
        if PARTIES & vals.keys():
            for moves in self._get_complaint_documents():
                moves._complaint_stay_whose()
        return result

    @api.model
    def _get_complaint_followed(self):
        return super()._get_complaint_followed() | {
            "move_id",
            "partner_id",
            "account_id",
            "price_unit",
            "quantity",
            "discount",
            "tax_ids",
            "balance",
            "amount_currency",
            "currency_id",
        }

    @api.model
    def _get_complaint_line_of(self):
        return super()._get_complaint_line_of() | {"move_id"}

    def _get_complaint_counting(self):
        return self.filtered(lambda line: line.move_id.state == "posted")

    def _get_complaint_owed(self):
        """Return those of what is owed between us and a customer or supplier."""
        owed = ("asset_receivable", "liability_payable")
        return self.filtered(lambda line: line.account_id.account_type in owed)
