from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_list

#: What no coupon is worth.
MOST = 1e12


class Orders(NamedTuple):
    """Orders on which coupons are used: where their lines are, and what counts."""

    lines: str
    total: str  #: Of a line, with taxes.
    states: frozenset  #: In which it is an order.


USED_ON = {
    "sale.order": Orders("order_line", "price_total", frozenset({"sale"})),
    "pos.order": Orders(
        "lines", "price_subtotal_incl", frozenset({"paid", "done", "invoiced"})
    ),
}
#: Whose lines name no coupon where it is a gift card.
NAMELESS = "pos.order"


class LoyaltyCard(models.Model):
    """On which orders a coupon was used, and what these took off by it.

    A line of an order proves one use of one coupon, and all its lines together no more
    than there was to pay without them.
    """

    _inherit = "loyalty.card"

    def _complaint_uses(self):
        """Return order → what it took off by this coupon, in its currency.

        Of the notes on a coupon, which anybody in Sales may write, those count whose
        order is one and has a line of it.
        """
        told = {}
        for note in self.sudo().history_ids:  # What became of it is shown.
            order = note._complaint_get_order()
            if note.used > 0 and order:
                told[order] = told.get(order, 0.0) + note.used
        taken = {order: self._complaint_taken(order, told[order]) for order in told}
        return {order: amount for order, amount in taken.items() if amount > 0}

    def _complaint_share_program(self):
        """Return whether coupons of the same programs deliver remedies."""
        shared = Domain("program_id", "in", self.program_id.ids)
        # The rule asks, whoever sees the others.
        cards = self.sudo().with_context(active_test=False)
        linked = Domain("complaint_remedy_id", "!=", False)
        return bool(cards.search(shared & linked, limit=1))

    def _complaint_taken(self, order, told):
        """Return what ``order`` took off for the ``told`` points of this coupon."""
        kind, lines = USED_ON[order._name], order[USED_ON[order._name].lines]
        if order.state not in kind.states or "points_cost" not in lines._fields:
            return 0.0
        pools, total = self._complaint_pools(order), sum(lines.mapped(kind.total))
        noted = {self: told}
        if total < 0 or self.program_id in pools:
            # Others have a part in it, or there was too little to pay.
            noted = self.env["loyalty.history"]._complaint_noted_on(order)
        keys = {key for card in noted for key in (card, card.program_id)}
        room = total + sum(pools[key][1] for key in keys & pools.keys())
        for card, points in noted.items():
            points, off = card._complaint_draw(pools, points)
            off = max(min(off, room), 0.0)
            if card == self:
                return self._complaint_taken_off(order, points, off)
            room -= off
        return 0.0

    @api.model
    def _complaint_pools(self, order):
        """Return [points, amount] that the lines of ``order`` took: of each coupon.

        Where they name none, as Point of Sale's of gift cards, of its program.
        """
        pools, kind = {}, USED_ON[order._name]
        for line in order[kind.lines]:
            key = line.coupon_id
            if not key and order._name == NAMELESS:
                key = line.reward_id.program_id
            if key:
                pool = pools.setdefault(key, [0.0, 0.0])
                pool[0] += line.points_cost
                pool[1] -= line[kind.total]
        return pools

    def _complaint_draw(self, pools, told):
        """Take the ``told`` points out of ``pools``; return (points, amount)."""
        points = amount = 0.0
        for pool in filter(None, map(pools.get, (self, self.program_id))):
            part = min(told - points, pool[0])
            if not 0 < part <= pool[0] < MOST:
                continue
            off = pool[1] * part / pool[0]
            pool[:] = pool[0] - part, pool[1] - off
            points, amount = points + part, amount + off
        return points, amount

    def _complaint_taken_off(self, order, points, off):
        """Return ``off`` in the currency of the coupon, as much as ``points`` are."""
        amount = order.currency_id._convert(
            off,
            self.program_id.currency_id,
            order.company_id,
            order.date_order or fields.Date.context_today(self),
        )
        worth = self._complaint_value(points)
        # Taxes are rounded line by line.
        return worth if abs(amount - worth) <= 0.01 * worth else amount

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
        rate = self.program_id._complaint_rate()
        if points is None:
            value = self.points * rate + sum(self._complaint_uses().values())
        else:
            value = points * rate
        # Odoo takes any number for points; such a one is worth nothing, nor shown.
        return value if abs(value) < MOST else 0.0
