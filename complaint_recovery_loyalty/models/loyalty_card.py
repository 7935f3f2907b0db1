from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.complaint_recovery.tools.in_use import in_use


class LoyaltyCard(models.Model):
    """A coupon, which may deliver a remedy."""

    _name = "loyalty.card"
    _inherit = ["loyalty.card", "complaint.document"]

    def write(self, vals):
        if {"code", "expiration_date", "program_id"} & vals.keys():
            self._complaint_keep_code(vals)
        named = self.browse()
        if self._get_complaint_party_fields() & vals.keys():
            named = self._get_complaint_linked().filtered("partner_id")
        result = super().write(vals)
        super(LoyaltyCard, named)._complaint_stay_whose()
        if {"points", "program_id"} & vals.keys():
            self._complaint_stay_within()
        if {"active", "program_id"} & vals.keys():
            self._complaint_follow()
        return result

    @api.model
    def _get_complaint_followed(self):
        # An order takes points and says so one after the other.
        return super()._get_complaint_followed() | {"points", "expiration_date"}

    def _complaint_stay_whose(self):
        """A card that is somebody's stays theirs: ``write()`` knows whose it was.

        Whoever has the code may use it: of one that is nobody's, Point of Sale writes
        down who did.
        """

    def _complaint_stay_within(self):
        """Raise a UserError where a coupon is filled above what was approved.

        Once its code was sent it is the customer's: what is added is no remedy.
        """
        linked = self._get_complaint_linked()
        for card in linked.filtered(lambda card: not card._complaint_was_sent()):
            card.complaint_remedy_id._weigh_document(card)

    def _complaint_keep_code(self, vals):
        """Raise a UserError where the code a customer has would work no more."""
        code, until = vals.get("code"), fields.Date.to_date(vals.get("expiration_date"))
        for card in self._get_complaint_linked():
            ends = until and (not card.expiration_date or until < card.expiration_date)
            other = "code" in vals and code != card.code
            other |= "program_id" in vals and vals["program_id"] != card.program_id.id
            if card._complaint_was_sent() and (ends or other):
                raise UserError(
                    self.env._(
                        "The customer has the code of %(coupon)s, as it is. It may be "
                        "valid for longer; or archive it, and what was promised is "
                        "owed again.",
                        coupon=card._get_complaint_name(),
                    )
                )

    def _complaint_is_open(self):
        """Return whether the customer has its code, and it holds something."""
        return (
            self.active
            and self.points > 0
            and self._complaint_was_sent()
            and not self._complaint_has_ended()
        )

    def _complaint_is_taken(self):
        """Return whether its code is taken today, and as long as it is valid."""
        program, until = in_use(self.program_id), self.program_id.date_to
        lasting = not until or (self.expiration_date and self.expiration_date <= until)
        return (
            program._complaint_takes_codes()
            and bool(lasting)
            and self.points >= min(program.reward_ids.mapped("required_points"))
        )

    def _get_complaint_name(self):
        """Return it without the code: who knows that may use it."""
        return f"{self.program_id.name} ···{(self.code or '')[-4:]}"

    def _get_complaint_state(self):
        if (
            not self.active
            and not self._complaint_uses()
            and not self._complaint_was_given()
        ):
            return "undone"
        return "done" if self._complaint_was_sent() else "made"

    def _complaint_was_sent(self):
        # Its own stamp, whoever may read the remedy.
        return bool(self.sudo().complaint_remedy_id.voucher_sent_at)

    def _complaint_was_given(self):
        """Return whether the customer had it until it ended.

        Then tidying up takes nothing back. What was archived before stays owed.
        """
        # How it stood before, whoever may read the remedy.
        stood = self.sudo().complaint_remedy_id.document_state == "done"
        return stood and self._complaint_has_ended()

    def _get_complaint_state_words(self):
        if used := self._complaint_used_on():
            return self.env._("Used on %s", used)
        state = self._get_complaint_state()
        if state == "undone":
            return self.env._("Archived")
        if self._complaint_has_ended():
            return self.env._("Not used in time")
        return (
            self.env._("Code sent") if state == "done" else self.env._("Not sent yet")
        )

    def _complaint_has_ended(self):
        until = self.expiration_date
        return bool(until) and until < fields.Date.context_today(self)

    def _get_complaint_worth(self):
        value, currency = self._complaint_value(), self.program_id.currency_id
        if self._complaint_was_sent():
            # What the customer added since is no remedy; what ended is as it was.
            approved = self.sudo().complaint_remedy_id._get_amount_in(currency)
            value = approved if self._complaint_was_given() else min(value, approved)
        return value, currency

    def _get_complaint_cost(self):
        """Return its value; once it has ended, what was used of it.

        Never above what was approved: the customer may have added to it.
        """
        value = self._complaint_value()
        if self._complaint_has_ended():
            value = sum(self._complaint_uses().values())
        remedy, currency = self.complaint_remedy_id, self.program_id.currency_id
        if remedy:
            value = min(value, remedy._get_amount_in(currency))
        company = remedy.company_id or self.env.company
        today = fields.Date.context_today(self)
        return currency._convert(value, company.currency_id, company, today)
