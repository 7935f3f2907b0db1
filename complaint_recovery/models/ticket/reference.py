from odoo import api, fields, models

from ...tools.groups import INTERNAL

#: What people write before a number.
BEFORE_NUMBER = "#№ "


class HelpdeskTicket(models.Model):
    """The number of a document that the customer named, found among what is theirs."""

    _inherit = "helpdesk.ticket"

    complaint_reference = fields.Char(
        string="Order, invoice or serial number",
        groups=INTERNAL,
        copy=False,
        help="As the customer wrote or said it.",
    )

    @api.model
    def _complaint_find_named(self, reference, customer, company):
        """Return values of a complaint about what ``reference`` is the number of.

        Only of the entity of ``customer``, in ``company``; {} where it is no such
        number. Who may learn of it is the caller's to judge.
        """
        number = (reference or "").strip().lstrip(BEFORE_NUMBER).strip()
        if not (number and customer and company):
            return {}
        return self._complaint_match_number(number, customer, company)

    @api.model
    def _complaint_match_number(self, number, customer, company):
        """Return the values for the document called ``number``. Extend in addons."""
        return {}
