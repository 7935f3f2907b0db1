from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

#: What no coupon is worth.
MOST = 1e12
#: The lines of orders on which a coupon is used, what they take off, and when such an
#: order is one.
USED_ON = {
    "sale.order": ("order_line", "price_total", {"sale"}),
    "pos.order": ("lines", "price_subtotal_incl", {"paid", "done", "invoiced"}),
}


class LoyaltyCard(models.Model):
    """A coupon, which may deliver a remedy."""

    _name = "loyalty.card"
    _inherit = ["loyalty.card", "complaint.document"]

    def write(self, vals):
        if {"code", "expiration_date", "program_id"} & vals.keys():
            self._complaint_keep_code(vals)
        result = super().write(vals)
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
        """Whoever has the code may use it, whatever partner Point of Sale writes."""

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

    def _complaint_uses(self):
        """Return order → points it was used for.

        Of the notes on a coupon, which anybody in Sales may write, those count whose
        order is one and has a line of it.
        """
        uses = {}
        for note in self.sudo().history_ids:  # What became of it is shown.
            order = note._complaint_get_order()
            if note.used > 0 and order:
                uses[order] = uses.get(order, 0.0) + note.used
        return {
            order: min(points, cost)
            for order, points in uses.items()
            if (cost := self._complaint_cost_on(order)) > 0
        }

    def _complaint_cost_on(self, order):
        """Return the points for which the lines of ``order`` take something off.

        What a line says it cost and did not take off was not used.
        """
        name, total, states = USED_ON[order._name]
        lines = order[name]
        if order.state not in states or "points_cost" not in lines._fields:
            return 0.0
        rewards = self.program_id.with_context(active_test=False).reward_ids
        used = lines.filtered(
            lambda line: (
                line.coupon_id == self
                # Point of Sale names no coupon where it is a gift card.
                or (not line.coupon_id and line.reward_id in rewards)
            )
        )
        points, worth = sum(used.mapped("points_cost")), self._complaint_value(1.0)
        taken_off = order.currency_id._convert(
            -sum(used.mapped(total)),
            self.program_id.currency_id,
            order.company_id,
            order.date_order or fields.Date.context_today(self),
        )
        # Taxes are rounded line by line.
        if taken_off >= 0.99 * points * worth:
            return points
        return max(taken_off, 0.0) / worth if worth else 0.0

    def _complaint_used_on(self):
        """Return the orders it was used on, in words, "" for none.

        An order of somebody else, who was given the code, is not told.
        """
        orders = self._complaint_uses()
        # Its customer, whoever may read the remedy.
        entities = self.sudo().complaint_remedy_id._get_document_entities()
        names = [
            order.name
            if order.partner_id.commercial_partner_id & entities
            else self.env._("an order")
            for order in orders
        ]
        return format_list(self.env, list(dict.fromkeys(names))) if names else ""

    def _complaint_value(self, points=None):
        """Return what ``points`` (all it was given) are worth, in its currency."""
        self.ensure_one()
        if points is None:
            points = self.points + sum(self._complaint_uses().values())
        # What an archived program gave is still worth what it is.
        rewards = self.program_id.with_context(active_test=False).reward_ids
        reward = rewards.filtered("active")[:1] or rewards[:1]
        value = points * reward.discount
        # Odoo takes any number for points; such a one is worth nothing, nor shown.
        return value if abs(value) < MOST else 0.0

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
            # What the customer added since is no remedy.
            approved = self.sudo().complaint_remedy_id._get_amount_in(currency)
            value = min(value, approved)
        return value, currency

    def _get_complaint_cost(self):
        """Return its value; once it has ended, what was used of it.

        Never above what was approved: the customer may have added to it.
        """
        value = self._complaint_value()
        if self._complaint_has_ended():
            value = self._complaint_value(sum(self._complaint_uses().values()))
        remedy, currency = self.complaint_remedy_id, self.program_id.currency_id
        if remedy:
            value = min(value, remedy._get_amount_in(currency))
        company = remedy.company_id or self.env.company
        today = fields.Date.context_today(self)
        return currency._convert(value, company.currency_id, company, today)
