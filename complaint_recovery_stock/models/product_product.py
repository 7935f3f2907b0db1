from odoo import models


class ProductProduct(models.Model):
    """What goods cost us that are given to a customer who complained."""

    _inherit = "product.product"

    def _get_complaint_unit_cost(self):
        """Return what one costs us: its price, where nobody has entered a cost."""
        self.ensure_one()
        return self.standard_price or self.lst_price
