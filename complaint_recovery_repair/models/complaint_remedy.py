from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from odoo.addons.complaint_recovery.models.remedy.makers import Maker
from odoo.addons.complaint_recovery_stock.models.complaint_remedy import STOREKEEPERS


class ComplaintRemedy(models.Model):
    """Repairs are delivered by their repair order."""

    _inherit = "complaint.remedy"

    @api.model
    def _get_makers(self):
        repair = Maker(
            model="repair.order",
            label=self.env._("Repair order"),
            make="_make_repair",
            task=self.env._("Repair it"),
            group=STOREKEEPERS,  # Odoo's repairs are theirs.
            named="complaint_repairer_id",
        )
        return {**super()._get_makers(), "repair": repair}

    def _make_repair(self):
        """Return the repair order, not confirmed. It runs as superuser, once."""
        lot, product = self.ticket_id.complaint_lot_id, self.goods_product_id
        product = product or lot.product_id or self._get_lines().product_id
        if len(product) != 1:
            raise UserError(
                self.env._(
                    "%(number)s does not say what is to be repaired. Choose the serial "
                    "number on the complaint, or the product on the remedy.",
                    number=self.ticket_id.number,
                )
            )
        return self.env["repair.order"].create(
            {
                "partner_id": self._get_address().id,
                "product_id": product.id,
                "lot_id": lot.id if lot.product_id == product else False,
                "product_qty": self.goods_quantity or 1.0,
                "company_id": self.company_id.id,
                "user_id": self._get_document_user(self._get_maker()).id,
                "under_warranty": True,  # The customer pays nothing for parts.
                "schedule_date": self.promised_at,
            }
        )

    def _link_document(self, document):
        result = super()._link_document(document)
        if document._name == "repair.order":
            self._keep_goods_asked(document)
        return result

    def _weigh_document(self, document):
        if document._name == "repair.order" and self.goods_asked:
            self._ensure_repaired_as_asked(document)
        return super()._weigh_document(document)

    def _ensure_repaired_as_asked(self, repair):
        """Raise a UserError where something else was repaired, or not for nothing."""
        done, asked = repair._get_complaint_goods(), self._get_goods_asked()
        same = done.keys() == asked.keys() and all(
            not product.uom_id.compare(done[product], asked[product])
            for product in asked
        )
        piece = self._get_piece()
        number = piece.name or ""
        same = same and (not piece or repair.lot_id == piece)
        if not (same and repair.under_warranty):
            raise UserError(
                self.env._(
                    "%(repair)s: %(goods)s was asked for, under warranty. Change it "
                    "back to that, or cancel it.",
                    repair=repair.name,
                    goods=format_list(
                        self.env,
                        [
                            f"{asked[p]:g} × {p.display_name} {number}".strip()
                            for p in asked
                        ],
                    ),
                )
            )

    def _get_repair(self):
        """Return the repair order of this remedy as superuser, or nothing."""
        document, repairs = self._get_document(), self.env["repair.order"]
        return document if document and document._name == repairs._name else repairs

    def _get_done_words(self):
        if repair := self._get_repair():
            return self.env._(
                "Your %(product)s is repaired. Our number for it: %(number)s.",
                product=repair.product_id.with_context(lang=self.env.lang).name,
                number=repair.name,
            )
        return super()._get_done_words()

    def _get_told_document(self):
        if repair := self._get_repair():
            return self.env._("Repair %s", repair.name)
        return super()._get_told_document()
