from odoo import fields, models
from odoo.tools import format_list

#: What changes how a coupon stands, or what it is worth.
FOLLOWED = frozenset({"points", "active", "expiration_date", "program_id"})


class LoyaltyCard(models.Model):
    """A coupon, which may deliver a remedy."""

    _name = "loyalty.card"
    _inherit = ["loyalty.card", "complaint.document"]

    def write(self, vals):
        result = super().write(vals)
        if FOLLOWED & vals.keys():
            self._complaint_stay_within(vals)
            self._complaint_follow()
        return result

    def _complaint_stay_within(self, vals):
        """Raise a UserError where a coupon is filled above what was approved.

        Once its code was sent it is the customer's: what is added is no remedy.
        """
        if {"points", "program_id"} & vals.keys():
            linked = self._get_complaint_linked()
            for card in linked.filtered(lambda card: not card._complaint_was_sent()):
                card.complaint_remedy_id._weigh_document(card)

    def _complaint_uses(self):
        """Return what it was used for. What is taken out by hand is no use."""
        uses = self.sudo().history_ids  # What became of it is shown.
        return uses.filtered(lambda use: use.used and use.order_id)

    def _complaint_used_on(self):
        """Return the orders it was used on, in words, "" for none."""
        orders = [use._get_order_description() for use in self._complaint_uses()]
        return format_list(self.env, list(dict.fromkeys(orders))) if orders else ""

    def _complaint_value(self, points=None):
        """Return what ``points`` (all it was given) are worth, in its currency."""
        self.ensure_one()
        if points is None:
            points = self.points + sum(self._complaint_uses().mapped("used"))
        # What an archived program gave is still worth what it is.
        rewards = self.program_id.with_context(active_test=False).reward_ids
        reward = rewards.filtered("active")[:1] or rewards[:1]
        return points * reward.discount

    def _complaint_take_off(self, numbers):
        for use in self.history_ids:
            if any(number in (use.description or "") for number in numbers):
                use.description = use.card_id.complaint_remedy_id.type_id.name
        return super()._complaint_take_off(numbers)

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
        return self._complaint_value(), self.program_id.currency_id

    def _get_complaint_cost(self):
        """Return its value; once it has ended, what was used of it.

        Never above what was approved: the customer may have added to it.
        """
        value = self._complaint_value()
        if self._complaint_has_ended():
            used = sum(self._complaint_uses().mapped("used"))
            value = self._complaint_value(used)
        remedy, currency = self.complaint_remedy_id, self.program_id.currency_id
        if remedy:
            value = min(value, remedy._get_amount_in(currency))
        company = remedy.company_id or self.env.company
        today = fields.Date.context_today(self)
        return currency._convert(value, company.currency_id, company, today)
