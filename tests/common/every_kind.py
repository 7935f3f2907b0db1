from odoo import Command

from .stock import StockCommon

#: The reward of a program whose coupons are worth their points.
PER_POINT = {
    "reward_type": "discount",
    "discount_mode": "per_point",
    "discount": 1,
    "discount_applicability": "order",
    "required_points": 1,
}


class EveryKindCommon(StockCommon):
    """One remedy of each kind that a document delivers, and who finishes it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = cls._create_accountant()
        cls.company.sudo().complaint_repairer_id = cls.storekeeper
        cls.invoice = cls.order._create_invoices()
        cls.invoice.action_post()
        cls.program = cls._create_program()
        cls.voucher, cls.correction, cls.repair = cls.env[
            "complaint.remedy.type"
        ].create(
            [
                {
                    "name": "Voucher",
                    "kind": "voucher",
                    "voucher_program_id": cls.program.id,
                },
                {"name": "Corrected invoice", "kind": "correction"},
                {"name": "Repair", "kind": "repair"},
            ]
        )
        cls._name_order(cls)
        cls.ticket.complaint_invoice_number = cls.invoice.name
        #: Kind → (type, whose task it is).
        cls.kinds = {
            "refund": (cls.refund, cls.accountant),
            "correction": (cls.correction, cls.accountant),
            "voucher": (cls.voucher, cls.handler),
            "replacement": (cls.replacement, cls.storekeeper),
            "return": (cls.back, cls.storekeeper),
            "repair": (cls.repair, cls.storekeeper),
        }

    @classmethod
    def _create_program(cls):
        return cls.env["loyalty.program"].create(
            {
                "name": "Vouchers",
                "program_type": "gift_card",
                "applies_on": "future",
                "trigger": "auto",
                "rule_ids": [Command.clear()],
                "reward_ids": [Command.clear(), Command.create(PER_POINT)],
            }
        )

    def _each_kind(self):
        """Yield each kind with its remedy, accepted, and whose task its document is.

        Each stands alone: what one did is undone before the next.
        """
        for kind, (_type, user) in self.kinds.items():
            savepoint = self.cr.savepoint()
            with self.subTest(kind):
                yield kind, self._accept_kind(kind, amount=15), user
            self.env.flush_all()
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def _accept_kind(self, kind, **vals):
        goods = {}
        if kind in ("replacement", "return", "repair"):
            goods = {"goods_product_id": self.kettle.id, "goods_quantity": 1}
        return self._accept(type_id=self.kinds[kind][0].id, **{**goods, **vals})

    def _make_kind(self, kind, **vals):
        remedy = self._accept_kind(kind, **vals)
        remedy.action_make_document()
        return remedy

    def _finish_kind(self, kind, remedy):
        """Finish its document as whoever has the task does."""
        document = self._document(remedy, self.kinds[kind][1])
        if kind == "voucher":
            remedy.action_send_document()
        elif kind in ("refund", "correction"):
            (document | document.sudo().complaint_corrected_ids).action_post()
        elif kind == "repair":
            document._action_repair_confirm()
            document.action_repair_start()
            document.action_repair_end()
        else:
            self._do(document)
