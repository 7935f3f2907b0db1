from odoo import api, fields, models
from odoo.exceptions import UserError

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

    def _complaint_take_number(self, typed, link, find, refusal):
        """Have each complaint be about the document whose number was ``typed``.

        Inverse of the field ``typed``; the document is written in ``link``.
        ``find(number, customer, company)`` looks among what is the customer's. Raises a
        UserError where it finds nothing: ``refusal``, with ``%(ticket)s`` and
        ``%(number)s`` in it.
        """
        for ticket in self:
            number, document = ticket[typed], False
            if number:
                document = find(number.strip(), ticket.partner_id, ticket.company_id)
                if not document:
                    told = {"ticket": ticket.number, "number": number}
                    raise UserError(refusal % told)
            # Found among what is the customer's, by the number they told us.
            ticket.sudo()[link] = document
        # As it stands on the document, however it was typed.
        self.invalidate_recordset([typed])

    @api.model
    def _complaint_match_number(self, number, customer, company):
        """Return the values for the document called ``number``. Extend in addons."""
        return {}
