import re

from odoo import api, models
from odoo.fields import Domain

from ...tools.typed import one_line

#: Fewer digits than these say nothing about whose number it is.
DIGITS_MEANT = 5
#: What follows country and trunk prefixes, which are written in many ways.
DIGITS_OWN = 8


class ResPartner(models.Model):
    """Customers, who are found by their phone number however it is written."""

    _inherit = "res.partner"

    @api.model
    def _search_display_name(self, operator, value):
        domain = super()._search_display_name(operator, value)
        by_phone = self.env.context.get("complaint_search_phone")
        if not by_phone or operator in Domain.NEGATIVE_OPERATORS:
            return domain
        if isinstance(value, str) and (found := self._complaint_find_by_phone(value)):
            domain |= Domain("id", "in", found.ids)
        return domain

    @api.model
    def _complaint_find_by_phone(self, number, limit=8):
        """Return the partners with this number, however either is written."""
        number = one_line(number)
        if re.search(r"[^\d\s()+./-]", number):
            return self.browse()
        digits = re.sub(r"\D", "", number)[-DIGITS_OWN:]
        if len(digits) < DIGITS_MEANT:
            return self.browse()
        likely = self.search([("phone", "=like", f"%{'%'.join(digits)}%")])
        return likely.filtered(
            lambda partner: digits in re.sub(r"\D", "", partner.phone)
        )[:limit]
