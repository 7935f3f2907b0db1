from odoo import Command

from .documents import DocumentsCommon


class VoucherCommon(DocumentsCommon):
    """A program that gives vouchers, and a remedy type of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reward = {
            "reward_type": "discount",
            "discount_mode": "per_point",
            "discount": 1,
            "discount_applicability": "order",
            "required_points": 1,
        }
        cls.program = cls.env["loyalty.program"].create(
            {
                "name": "Vouchers",
                "program_type": "gift_card",
                "applies_on": "future",
                "trigger": "auto",
                "rule_ids": [Command.clear()],
                "reward_ids": [Command.clear(), Command.create(cls.reward)],
            }
        )
        cls.voucher = cls.env["complaint.remedy.type"].create(
            {
                "name": "Voucher",
                "kind": "voucher",
                "voucher_program_id": cls.program.id,
                "voucher_days": 30,
            }
        )

    def _make_voucher(self, **vals):
        return self._make(type_id=self.voucher.id, **vals)

    def _card(self, remedy):
        return self._document(remedy, self.manager).sudo()

    def _use(self, card, points, name="S00042", customer=None, off=None):
        """Use the coupon on an order, as Sales does, which takes ``off`` (all)."""
        off = points if off is None else off
        order = self._create_order(
            (60, {}),
            (-off, self._named(card, points)),
            name=name,
            partner_id=(customer or self.customer).id,
        )
        self._note_use(card, points, order)
        card.points -= points
        self.env.cr.flush()
        return order

    def _named(self, card, points):
        """Return what a line says that takes off what ``points`` of a coupon are."""
        reward = card.program_id.reward_ids[:1]
        return {"reward_id": reward.id, "coupon_id": card.id, "points_cost": points}

    def _create_order(self, *lines, **vals):
        """Create a confirmed order of ``lines``: pairs of price and more values."""
        product = self.env["product.product"].create({"name": "Mug"})
        of_each = {"product_id": product.id, "name": "Line", "tax_ids": False}
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [
                    Command.create({**of_each, "price_unit": price, **more})
                    for price, more in lines
                ],
                **vals,
            }
        )
        order.state = "sale"
        return order

    def _note_use(self, card, points, order, user=None):
        """Write down that the coupon was used, as anybody in Sales may."""
        return (
            self.env["loyalty.history"]
            .with_user(user or self.env.user)
            .create(
                {
                    "card_id": card.id,
                    "description": "Order",
                    "used": points,
                    "order_model": order._name,
                    "order_id": order.id,
                }
            )
        )

    def _mails_with(self, code):
        return self.env["mail.message"].sudo().search([("body", "like", code)])
