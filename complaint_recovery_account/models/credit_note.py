from odoo import api, models
from odoo.tools import SQL

from .account_move import INVOICES

#: What changes how a note stands, whatever button, import or code writes it.
FOLLOWED = frozenset(
    {"state", "move_type", "reversed_entry_id", "amount_total", "currency_id"}
    | {"partner_id", "commercial_partner_id", "company_id"}
)


class AccountMove(models.Model):
    """The credit note of a remedy: how it stands, and what follows from that."""

    _inherit = "account.move"

    def write(self, vals):
        moves = self.sudo()  # What they belong to follows, and is nobody's to read.
        followed = FOLLOWED & vals.keys()
        before = followed and moves.reversed_entry_id
        result = super().write(vals)
        if followed:
            (moves | before)._complaint_follow_along()
        return result

    def _complaint_follow_along(self):
        """Follow these, and what they are a part of or take back."""
        self._get_complaint_along()._complaint_follow()

    def _complaint_follow_later(self):
        return super(AccountMove, self._get_complaint_along())._complaint_follow_later()

    def _get_complaint_along(self):
        """Return these, and what they are a part of or take back."""
        moves = above = self.sudo()  # As above: nobody's to read.
        # What takes back may be taken back itself.
        while above := (above.reversed_entry_id | above.complaint_credit_id) - moves:
            moves |= above
        return moves

    def unlink(self):
        moves = self.sudo()  # As above: nobody's to read.
        notes = moves.complaint_credit_id - moves
        result = super().unlink()
        notes._complaint_follow()  # The corrected invoice is gone.
        return result

    @api.model
    def _get_complaint_links(self):
        return super()._get_complaint_links() | {"complaint_credit_id"}

    @api.model
    def _get_complaint_party_fields(self):
        return super()._get_complaint_party_fields() | {"commercial_partner_id"}

    def _get_complaint_parties(self):
        """Return whom it names, its lines included: what they say is what is paid."""
        partners, company = super()._get_complaint_parties()
        owed = self.line_ids._get_complaint_owed()
        named = [partners, self.commercial_partner_id, *(o.partner_id for o in owed)]
        return partners.union(*named) if all(named) else partners.browse(), company

    def _complaint_stay_whose(self):
        moves = self.sudo()  # As above: nobody's to read.
        return super(
            AccountMove, moves | moves.complaint_credit_id
        )._complaint_stay_whose()

    def _get_complaint_name(self):
        """Return the number alone: a reference may say more than a handler may read.

        A draft has none, and its state says that it is one.
        """
        numbered = self.name and self.name != "/"
        return self.name if numbered else self.type_name

    def _get_complaint_corrected(self):
        """Return the corrected invoices that count: those not cancelled."""
        corrected = self.sudo().complaint_corrected_ids  # As above: nobody's to read.
        asking = corrected.filtered(
            lambda move: move.state != "cancel" and move.move_type in INVOICES
        )
        return asking.with_env(self.env)

    def _get_complaint_given(self):
        return self | self._get_complaint_corrected()

    def _is_complaint_credit(self):
        """Return whether it gives: as an invoice it would ask for the same."""
        return self.move_type == "out_refund"

    def _get_complaint_standing(self):
        """Return what stands of its amount: less what was taken back by reversals.

        Those that are posted count, as far as they stand themselves, with what they
        charge the same customer for: anybody may write of any entry what it reverses.
        """
        self.ensure_one()
        owed, seen, taking = 0.0, self, self
        while taking := (taking.reversal_move_ids - seen).filtered(
            self._is_complaint_taking
        ):
            seen |= taking
            for move in taking:
                owed += self._get_complaint_charged_by(move)
        # What takes back an invoice gives.
        back = owed if self._is_complaint_credit() else -owed
        return min(max(self.amount_total - back, 0.0), self.amount_total)

    def _is_complaint_taking(self, move):
        """Return whether ``move`` may reverse what it says to reverse.

        It came after that, in the same company, and is no document of another remedy.
        """
        return (
            move.state == "posted"
            and move.id > move.reversed_entry_id.id
            and move.company_id == self.company_id
            and not move.complaint_remedy_id
            and not move.complaint_former_id
            and not move.complaint_credit_id
        )

    def _get_complaint_charged_by(self, move):
        """Return what ``move`` makes the customer of this one owe, in its currency."""
        customer = self.commercial_partner_id
        lines = move.line_ids._get_complaint_owed().filtered(
            lambda line: (
                line.account_id.account_type == "asset_receivable"
                and line.partner_id.commercial_partner_id == customer
            )
        )
        return sum(
            line.currency_id._convert(
                line.amount_currency, self.currency_id, self.company_id, move.date
            )
            for line in lines
        )

    def _is_complaint_taken_back(self):
        standing = self._get_complaint_standing()
        return self.currency_id.compare_amounts(standing, self.amount_total) < 0

    def _is_complaint_standing(self):
        posted = self.state == "posted" and self._is_complaint_credit()
        return posted and not self._is_complaint_reversed()

    def _is_complaint_reversed(self):
        """Return whether all of it was taken back."""
        return self._is_complaint_taken_back() and self.currency_id.is_zero(
            self._get_complaint_standing()
        )

    def _get_complaint_state(self):
        gone = self.state == "cancel" or not self._is_complaint_credit()
        if gone or self._is_complaint_reversed():
            return "undone"
        corrected = self._get_complaint_corrected()
        # Its kind, whoever may read the remedy.
        if self.sudo().complaint_remedy_id.kind == "correction" and not corrected:
            return "made"  # The customer is still to get the corrected one.
        parts = self | corrected
        return "done" if set(parts.mapped("state")) == {"posted"} else "made"

    def _get_complaint_state_words(self):
        if not self._is_complaint_credit():
            return self.type_name
        states = dict(self._fields["state"]._description_selection(self.env))
        if self._is_complaint_reversed():
            payments = self._fields["payment_state"]._description_selection(self.env)
            return dict(payments)["reversed"]
        if self.state == "posted" and self.payment_state != "not_paid":
            payments = self._fields["payment_state"]._description_selection(self.env)
            return dict(payments).get(self.payment_state, states[self.state])
        return states[self.state]

    def _get_complaint_worth(self):
        """Return what the customer gets: less what the corrected invoice asks for.

        What was written off, or settled with somebody else, they did not get.
        """
        asked = sum(
            invoice.currency_id._convert(
                invoice._get_complaint_standing(),
                self.currency_id,
                self.company_id,
                self.date,
            )
            for invoice in self._get_complaint_corrected()
        )
        standing = max(self._get_complaint_standing() - self._get_complaint_lost(), 0.0)
        return standing - asked, self.currency_id

    def _get_complaint_tolerance(self):
        """A cent a line: taxes of a part are rounded for themselves."""
        lines = (self | self._get_complaint_corrected()).invoice_line_ids
        return self.currency_id.rounding * max(len(lines), 1)

    def _get_complaint_cost(self):
        """Return it without the taxes, which we need not pay on it any more."""
        given = self._get_complaint_given()
        return -sum(part._get_complaint_untaxed() for part in given)

    def _get_complaint_untaxed(self):
        """Return what stands of it without taxes, in the company's currency, signed."""
        whole = self.amount_total
        share = self._get_complaint_standing() / whole if whole else 1.0
        return self.amount_untaxed_signed * share

    def _complaint_lock(self):
        """Make whoever credits the same invoice at the same time lose and retry.

        Under REPEATABLE READ a lock alone would leave the later one with the old sum:
        updating the row makes its request fail, and be repeated on fresh data.
        """
        self.flush_recordset()
        self.env.cr.execute(
            SQL("UPDATE account_move SET name = name WHERE id IN %s", tuple(self.ids))
        )
        self.invalidate_recordset(["reversal_move_ids"])

    def _complaint_left(self):
        """Return what is left of this invoice to be credited, drafts counted.

        What a note's own reversal took back of it credits nothing. Of what is not
        posted, or not any more, nobody owes anything.
        """
        self.ensure_one()
        if self.state != "posted":
            return 0.0
        notes = self.reversal_move_ids.filtered(lambda note: note.state != "cancel")
        return self.amount_total - sum(note._get_complaint_standing() for note in notes)
