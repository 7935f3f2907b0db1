from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from .authority import UNLIMITED


class ComplaintApology(models.Model):
    """A gift that comes with an apology, within the limit of whoever gives it."""

    _inherit = "complaint.apology"

    @api.model_create_multi
    def create(self, vals_list):
        apologies = super().create(vals_list)
        apologies.filtered("gift_cost")._ensure_gift_within_limit()
        return apologies

    def write(self, vals):
        result = super().write(vals)
        if vals.get("gift_cost"):
            self._ensure_gift_within_limit()
        return result

    def _ensure_gift_within_limit(self):
        """Raise a UserError where the gifts of a complaint pass the own limit."""
        if self.env.su:
            return
        for ticket in self.ticket_id:
            # All gifts count, also those of colleagues.
            gifts = sum(ticket.sudo().complaint_apology_ids.mapped("gift_cost"))
            # Who gives it asks for it: as nobody's deputy.
            limits = self.env["complaint.authority"]
            limit = limits._get_own_limit(self.env.user, ticket)
            rounding = ticket.company_id.currency_id.rounding
            if limit == UNLIMITED:
                continue
            if float_compare(gifts, limit, precision_rounding=rounding) > 0:
                raise UserError(
                    self.env._(
                        "%(number)s: gifts of %(amount)s are above your limit. Leave "
                        "them to somebody who may decide on it, or offer a remedy.",
                        number=ticket.number,
                        amount=ticket.company_id.currency_id.format(gifts),
                    )
                )
