from odoo import api, models
from odoo.tools import ormcache

from .coupon_use import NAMELESS, USED_ON

#: Lines → orders.
LINES = {"sale.order.line": "sale.order", "pos.order.line": "pos.order"}
#: What of them says what an order took off by a coupon.
WEIGHED = {
    **dict.fromkeys(USED_ON, {"state", "currency_id", "company_id", "date_order"}),
    **{
        lines: {
            "order_id",
            "coupon_id",
            "reward_id",
            "points_cost",
            USED_ON[orders].total,
        }
        for lines, orders in LINES.items()
    },
}
#: What of it says to which order or coupon one belongs, or whether it is an order.
MOVES = {"state", "order_id", "coupon_id"}


class Base(models.AbstractModel):
    """Orders and lines on which a coupon of a remedy was used: the remedy hears of it.

    Said here, for this addon knows neither Sales nor Point of Sale. Where no coupon of
    a remedy is named, nothing is asked of the database that is not read anyway.
    """

    _inherit = "base"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        if self._name in LINES:
            _coupons_on(records)._complaint_follow_later()
        return records

    def write(self, vals):
        if self._name not in WEIGHED:
            return super().write(vals)
        followed = self.env["loyalty.card"]._complaint_weighed_by(self._name)
        if followed.isdisjoint(vals):
            return super().write(vals)
        before = _coupons_on(self if MOVES & vals.keys() else self.browse())
        result = super().write(vals)
        (before | _coupons_on(self))._complaint_follow_later()
        return result

    def unlink(self):
        if self._name not in WEIGHED:
            return super().unlink()
        coupons = _coupons_on(self)
        result = super().unlink()
        if coupons:
            coupons.exists()._complaint_follow_later()
        return result


class LoyaltyCard(models.Model):
    """A coupon, followed where an order it was used on changes."""

    _inherit = "loyalty.card"

    @api.model
    @ormcache("name")
    def _complaint_weighed_by(self, name):
        """Return the fields of the model ``name`` that change what is weighed.

        Those, and all they are computed from.
        """
        weighed = {
            (model, field) for model, names in WEIGHED.items() for field in names
        }
        return frozenset(
            field.name
            for field in self.env[name]._fields.values()
            if (name, field.name) in weighed
            or not weighed.isdisjoint(
                (other.model_name, other.name)
                for other in self.pool.get_dependent_fields(field)
            )
        )


def _coupons_on(records):
    """Return the coupons of remedies on orders, or lines of them, that are orders."""
    records = records.sudo()  # What they are used for follows, and is not shown.
    coupons = records.env["loyalty.card"]
    orders = records.order_id if records._name in LINES else records
    kind = USED_ON[orders._name]
    if "coupon_id" not in records.env[orders._fields[kind.lines].comodel_name]._fields:
        return coupons
    orders = orders.filtered(lambda order: order.state in kind.states)
    lines = orders[kind.lines]
    coupons |= lines.coupon_id.filtered("complaint_remedy_id")
    nameless = lines.filtered(lambda line: line.reward_id and not line.coupon_id)
    if orders._name == NAMELESS and nameless:
        named = {(NAMELESS, order.id) for order in nameless.order_id}
        coupons |= records.env["loyalty.history"]._complaint_linked_on(named)
    return coupons
