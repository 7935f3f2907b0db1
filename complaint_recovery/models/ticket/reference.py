from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.groups import INTERNAL
from ...tools.named import named_by_link

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

    @api.model
    def _complaint_documents(self):
        """Return field → what is said to who names in it what they may not read.

        Of the documents of other apps. Extend in their addons.
        """
        return {}

    def onchange(self, values, field_names, fields_spec):
        # What stands there already may be somebody else's to read, and is not chosen.
        chosen = {
            name: values[name]
            for name in self._complaint_documents().keys() & values.keys()
            # Compared, not shown.
            if named_by_link(values[name])[0] - set(self.sudo()[name].ids)
        }
        self._complaint_check_documents(chosen)
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def _complaint_check_documents(self, vals):
        """Turn away who names a document that they may not read.

        Its number is shown to whoever may read the complaint.
        """
        for name, refusal in self._complaint_documents().items():
            ids, _nested = named_by_link(vals.get(name))
            document = self.env[self._fields[name].comodel_name].browse(ids)
            if document and not document.has_access("read"):
                raise AccessError(refusal)
