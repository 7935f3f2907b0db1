from odoo import SUPERUSER_ID, models
from odoo.exceptions import UserError


class ComplaintRemedy(models.Model):
    """What whoever works on a document hears where it is not what was approved.

    They need not know for which complaint it is, nor that there is one about them.
    """

    _inherit = "complaint.remedy"

    def _get_number_for_asker(self):
        """Return the number of the complaint as whoever asks may hear it, or "".

        What the system does for somebody says no more than anybody may hear.
        """
        # Whether they may read it is asked next.
        ticket, person = self.sudo().ticket_id, self.env.uid != SUPERUSER_ID
        if person and ticket.sudo(False).has_access("read"):
            return ticket.number
        return self._get_number_for_others()

    def _refuse_document_of_others(self, document):
        name = document._get_complaint_name()
        if number := self._get_number_for_asker():
            raise UserError(
                self.env._(
                    "%(document)s is not for the customer and the company of "
                    "%(number)s. Change that back, or have it made anew on the "
                    "complaint.",
                    document=name,
                    number=number,
                )
            )
        raise UserError(
            self.env._(
                "%s is not for the customer and the company that it was approved for. "
                "Change that back.",
                name,
            )
        )

    def _refuse_dearer_document(self, document, currency, amount):
        told = {
            "document": document._get_complaint_name(),
            "amount": currency.format(amount),
            "approved": currency.format(self._get_amount_in(currency)),
        }
        if number := self._get_number_for_asker():
            raise UserError(
                self.env._(
                    "%(document)s is about %(amount)s. For %(number)s %(approved)s was "
                    "approved: change it to that, and leave the rest to a remedy of "
                    "its own on the complaint.",
                    number=number,
                    **told,
                )
            )
        raise UserError(
            self.env._(
                "%(document)s is about %(amount)s, and %(approved)s was approved: "
                "change it to that.",
                **told,
            )
        )
