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

    def _use(self, card, points, order):
        """Use the coupon on ``order``, as Sales and Point of Sale do."""
        self.env["loyalty.history"].create(
            {
                "card_id": card.id,
                "description": "Order",
                "used": points,
                "order_model": order._name,
                "order_id": order.id,
            }
        )
        card.points -= points

    def _mails_with(self, code):
        return self.env["mail.message"].sudo().search([("body", "like", code)])
