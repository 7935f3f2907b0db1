from odoo import models


class ResPartner(models.Model):
    """A customer, as somebody who complained. Each concern has its own file."""

    _name = "res.partner"
    _inherit = [
        "complaint.partner.phone",
        "complaint.partner.history",
        "complaint.partner.watch",
        "complaint.partner.tickets",
        "res.partner",
    ]
