from odoo import models

#: A share of a note so small that it is a bank's charge, or money that is not coined.
SMALL = 0.01


class AccountMove(models.Model):
    """What of the credit note of a remedy was paid out, and to whom.

    Odoo calls paid what is settled, whoever got the money, and however much was written
    off. The customer is told what they get.
    """

    _inherit = "account.move"

    def _compute_payment_state(self):
        """Follow what settles a note, once all of it is written down."""
        result = super()._compute_payment_state()
        for credit in self._get_complaint_linked():
            if isinstance(credit.id, int):
                credit._complaint_follow_later()
                self.env.cr.precommit.add(credit._complaint_tell_paid)
        return result

    def _complaint_tell_paid(self):
        for credit in self.exists()._get_complaint_linked():
            credit.complaint_remedy_id._follow_payment(credit)

    def _is_complaint_paid(self):
        """Return whether the customer got in money what was to be paid of it."""
        settled = self.payment_state == "paid" and not self._get_complaint_lost()
        return (
            settled
            and self.currency_id.compare_amounts(self._get_complaint_paid(), 0.0) > 0
        )

    def _get_complaint_paid(self):
        """Return how much was paid to the customer, in its currency."""
        return sum(
            partial.credit_amount_currency
            * partial.debit_move_id.move_id._get_complaint_shares()[0]
            for partial in self._get_complaint_settled()
            if self._is_complaint_of(partial.debit_move_id.partner_id)
        )

    def _get_complaint_lost(self):
        """Return how much was written off or settled with others, in its currency.

        0.0 where that is a small difference.
        """
        lost = 0.0
        for partial in self._get_complaint_settled():
            line = partial.debit_move_id
            partner = line.partner_id
            foreign = partner and not self._is_complaint_of(partner)
            share = 1.0 if foreign else line.move_id._get_complaint_shares()[1]
            lost += partial.credit_amount_currency * share
        small = self.amount_total * SMALL
        large = self.currency_id.compare_amounts(lost, small) > 0
        return lost if large else 0.0

    def _get_complaint_settled(self):
        """Return by what the customer's claim was settled."""
        return self.line_ids._get_complaint_owed().matched_debit_ids

    def _is_complaint_of(self, partner):
        """Return whether ``partner`` is of the customer."""
        entities = self.complaint_remedy_id._get_document_entities()
        entities |= self.commercial_partner_id
        return bool(partner.commercial_partner_id & entities)

    def _get_complaint_shares(self):
        """Return which shares of what this settles were paid out, and written off.

        Neither where it is no payment: a claim that is set off is settled as well.
        """
        self.ensure_one()
        source = self.origin_payment_id or self.statement_line_id
        owed = self.line_ids._get_complaint_owed()
        claims = sum(line.balance for line in owed if line.balance > 0)
        if not source or not claims:
            return 0.0, 0.0
        liquid, _counterpart, _others = source._seek_for_lines()
        out = -sum(liquid.mapped("balance"))
        gain = -sum((self.line_ids - liquid - owed).mapped("balance"))
        lost = min(max(gain / claims, 0.0), 1.0)
        return min(max(out / claims, 0.0), 1.0 - lost), lost
