from odoo import api, models


class ResPartner(models.Model):
    """Who signs up as a customer: the customer, by the mail they got."""

    _inherit = "res.partner"

    @api.private
    def signup_get_auth_param(self):
        # Odoo tells every employee who asks over RPC, where customers sign up by
        # themselves. Whoever has it makes the customer's login, reads what is
        # confidential and accepts offers. Mails are made by code, which may ask.
        return super().signup_get_auth_param()
