from odoo import api, fields, models
from odoo.tools import format_list

from ..tools.groups import INTERNAL


class ComplaintReferenceEntry(models.AbstractModel):
    """A dialog in which the customer names a document of theirs by its number.

    What includes it has ``partner_id`` and ``company_id``.
    """

    _name = "complaint.reference.entry"
    _description = "Number That a Customer Names"

    reference = fields.Char(
        string="Order, invoice or serial number", help="As the customer says it."
    )
    reference_note = fields.Char(compute="_compute_reference_note")

    @api.depends("reference", "partner_id", "company_id")
    def _compute_reference_note(self):
        """Say while they are on the phone whether there is such a number of theirs."""
        for entry in self:
            entry.reference_note = (
                bool((entry.reference or "").strip() and entry.partner_id)
                and entry._describe_named()
            )

    def _describe_named(self):
        found = self._find_answerable()
        if found is None:
            return self.env._("It is looked for when the complaint is opened.")
        if not found:
            return self.env._(
                "Not found among what is theirs. It is kept as they said it."
            )
        # The number alone, which the customer has just read out.
        numbers = [document.sudo().name for document in found]
        return self.env._("Found: %s", format_list(self.env, numbers))

    def _find_answerable(self):
        """Return the documents found that the user may hear of; None: no answer.

        The helpdesk answers the phone. Whoever else may not read them hears neither
        that there is such a number nor that there is none: numbers can be guessed.
        """
        fields = self.env["helpdesk.ticket"]._fields
        asker = self.sudo(False).env
        documents = [
            asker[fields[name].comodel_name].browse(document_id)
            for name, document_id in self._find_named().items()
        ]
        if asker.user.has_group(INTERNAL):
            return documents
        return [one for one in documents if one.has_access("read")] or None

    def _find_named(self):
        """Return the values of a ticket about what the customer named.

        Of customers and companies of the user alone.
        """
        self.ensure_one()
        entry = self.sudo(False)  # Whatever code asks, it is told to a person.
        customer, company = entry.partner_id._origin, entry.company_id._origin
        if company not in entry.env.companies or not customer.has_access("read"):
            return {}
        return self.env["helpdesk.ticket"]._complaint_find_named(
            self.reference, customer, company
        )

    def _name_document(self, ticket):
        """Put what the customer named on ``ticket``, where it names nothing yet."""
        known = ticket.sudo()  # Found among what is theirs, by the number they told us.
        found = known._complaint_find_named(
            self.reference, known.partner_id, known.company_id
        )
        if named := {k: v for k, v in found.items() if not known[k]}:
            known.write(named)
