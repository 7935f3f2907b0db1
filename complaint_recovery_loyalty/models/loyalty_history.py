from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .coupon_use import NAMELESS, USED_ON

#: What says of which coupon a note is, and on which order it was used.
PLACES = frozenset({"card_id", "order_model", "order_id"})


class LoyaltyHistory(models.Model):
    """A use of a coupon, after which its remedy knows how it stands."""

    _inherit = "loyalty.history"

    _complaint_order_idx = models.Index("(order_id) WHERE order_id IS NOT NULL")

    @api.model_create_multi
    def create(self, vals_list):
        uses = super().create(vals_list)
        uses._complaint_told()._complaint_follow_later()
        return uses

    def write(self, vals):
        self._complaint_stay_noted(vals)
        cards = self._complaint_told(anew=True)
        result = super().write(vals)
        (cards | self._complaint_told(anew=True))._complaint_follow_later()
        return result

    def unlink(self):
        cards = self._complaint_told(anew=True)
        result = super().unlink()
        cards._complaint_follow_later()
        return result

    def _complaint_stay_noted(self, vals):
        """Raise a UserError where a note would prove the use of another coupon.

        Nobody moves one to a coupon of a remedy, away from it, or to another order. On
        orders whose lines name no coupon the notes of all coupons of a program tell
        together whose was used: there each stays as it was made.
        """
        for note in self.sudo():  # What they are uses of is not shown.
            changed = {
                name
                for name in (PLACES | {"used"}) & vals.keys()
                if note._fields[name].convert_to_write(note[name], note) != vals[name]
            }
            cards = note.card_id | note.card_id.browse(vals.get("card_id") or ())
            models = {note.order_model, vals.get("order_model")}
            if (changed & PLACES and cards._get_complaint_linked()) or (
                changed and NAMELESS in models and cards._complaint_share_program()
            ):
                raise UserError(
                    self.env._(
                        "What a coupon was used for stays noted as it was: it tells "
                        "how a remedy stands."
                    )
                )

    def _complaint_told(self, anew=False):
        """Return the coupons of these uses, and those of remedies on the same order.

        What one order took off is shared: the earliest come first. So what strangers'
        coupons were used for matters where it is told ``anew`` alone, and no line names
        them.
        """
        uses = self.sudo()  # What they are uses of follows, and is not shown.
        near = uses.filtered(
            lambda use: (
                use.card_id.complaint_remedy_id
                or (anew and use.order_model == NAMELESS)
            )
        )
        return uses.card_id | near._complaint_linked_on(
            {(use.order_model, use.order_id) for use in near if use.order_id}
        )

    @api.model
    def _complaint_linked_on(self, orders):
        """Return the coupons of remedies noted on ``orders``: pairs of model and id."""
        named = (
            Domain("order_model", "=", model) & Domain("order_id", "=", id_)
            for model, id_ in orders
        )
        domain = Domain("card_id.complaint_remedy_id", "!=", False)
        # As above: not shown.
        return self.sudo().search(domain & Domain.OR(named)).card_id

    @api.model
    def _complaint_noted_on(self, order):
        """Return coupon → points noted as used on ``order``, the earliest first."""
        noted = {}
        # What is proved does not depend on who may see the others.
        for use in (
            self.sudo()
            .search(
                Domain("order_model", "=", order._name)
                & Domain("order_id", "=", order.id)
                & Domain("used", ">", 0),
                order="id",
            )
            .filtered(lambda use: use._complaint_get_order())
        ):
            noted[use.card_id] = noted.get(use.card_id, 0.0) + use.used
        return noted

    def _complaint_get_order(self):
        """Return the order it names; nothing where it names something else, or none.

        One that was not there when the note was made was not what it was made of.
        """
        if self.order_model not in USED_ON or self.order_model not in self.env:
            return None
        order = self.env[self.order_model].browse(self.order_id or ()).exists()
        return order if order and order.create_date <= self.create_date else None
