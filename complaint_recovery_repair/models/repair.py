from odoo import api, models


class RepairOrder(models.Model):
    """The repair order of a remedy: how it stands, and what follows from that."""

    _inherit = "repair.order"

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:  # Whatever button, import or code changes it.
            self._complaint_follow()
        return result

    @api.model
    def _get_complaint_followed(self):
        goods = {"product_id", "product_qty", "product_uom", "lot_id"}
        return super()._get_complaint_followed() | goods | {"under_warranty"}

    def _get_complaint_goods(self):
        """Return product → how many of its unit are repaired."""
        product = self.product_id
        quantity = self.product_uom._compute_quantity(self.product_qty, product.uom_id)
        return {product: quantity} if product else {}

    def _get_complaint_state(self):
        return {"done": "done", "cancel": "undone"}.get(self.state, "made")

    def _get_complaint_state_words(self):
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    def _get_complaint_name(self):
        return self.name

    def _get_complaint_parts_cost(self):
        """Return what the parts cost that go into it, in company currency."""
        parts = self.move_ids.filtered(lambda move: move.repair_line_type == "add")
        return sum(move._get_complaint_cost() for move in parts)

    def _get_complaint_cost(self):
        """Return it with the work, which is written down nowhere: as was approved."""
        approved = self.complaint_remedy_id.company_amount
        return max(self._get_complaint_parts_cost(), approved)

    def _get_complaint_worth(self):
        """Return what the parts cost where that is more than was approved.

        Less is no less for the customer: it is repaired.
        """
        cost, currency = self._get_complaint_parts_cost(), self.company_id.currency_id
        approved = self.complaint_remedy_id.company_amount
        over = currency.compare_amounts(cost, approved) > 0
        return (cost, currency) if over else None
