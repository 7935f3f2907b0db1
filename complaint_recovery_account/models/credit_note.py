from odoo import models


class AccountMove(models.Model):
    """The credit note of a remedy: how it stands, and what follows from that."""

    _inherit = "account.move"

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:  # Whatever button, import or code changes it.
            (
                self | self.reversed_entry_id | self.complaint_credit_id
            )._complaint_follow()
        return result

    def _compute_payment_state(self):
        """Tell customers of what is paid, once all that pays it is written down.

        Odoo's own hook knows of payments with a journal entry alone.
        """
        result = super()._compute_payment_state()
        for credit in self._get_complaint_linked():
            if credit.payment_state == "paid" and isinstance(credit.id, int):
                self.env.cr.precommit.add(credit._complaint_tell_paid)
        return result

    def _complaint_tell_paid(self):
        if self.exists().payment_state == "paid":
            self.complaint_remedy_id._tell_paid(self)

    def _get_complaint_name(self):
        """Return the number alone: a reference may say more than a handler may read."""
        return self._get_move_display_name(show_ref=False)

    def _get_complaint_state(self):
        if self.state == "cancel" or "posted" in self.reversal_move_ids.mapped("state"):
            return "undone"
        parts = self | self.complaint_corrected_ids
        return "done" if set(parts.mapped("state")) == {"posted"} else "made"

    def _get_complaint_state_words(self):
        states = dict(self._fields["state"]._description_selection(self.env))
        if "posted" in self.reversal_move_ids.mapped("state"):
            payments = self._fields["payment_state"]._description_selection(self.env)
            return dict(payments)["reversed"]
        if self.state == "posted" and self.payment_state != "not_paid":
            payments = self._fields["payment_state"]._description_selection(self.env)
            return dict(payments).get(self.payment_state, states[self.state])
        return states[self.state]

    def _get_complaint_worth(self):
        """Return what the customer gets: less what the corrected invoice asks for."""
        asked = sum(self.complaint_corrected_ids.mapped("amount_total"))
        return self.amount_total - asked, self.currency_id

    def _get_complaint_tolerance(self):
        """A cent a line: taxes of a part are rounded for themselves."""
        lines = (self | self.complaint_corrected_ids).invoice_line_ids
        return self.currency_id.rounding * max(len(lines), 1)

    def _get_complaint_cost(self):
        """Return it without the taxes, which we need not pay on it any more."""
        untaxed = self.amount_untaxed_signed
        return -untaxed - sum(
            self.complaint_corrected_ids.mapped("amount_untaxed_signed")
        )

    def _complaint_left(self):
        """Return what is left of this invoice to be credited, drafts counted."""
        self.ensure_one()
        notes = self.reversal_move_ids.filtered(lambda note: note.state != "cancel")
        return self.amount_total - sum(notes.mapped("amount_total"))
