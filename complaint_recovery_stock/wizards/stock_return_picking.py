from odoo import models


class StockReturnPicking(models.TransientModel):
    """The dialog that sends a transfer back, also one of a remedy."""

    _inherit = "stock.return.picking"

    def _create_return(self):
        picking = super()._create_return()
        self.picking_id._complaint_pass_link(picking)
        picking._complaint_follow()  # What came back may be about to be sent again.
        return picking
