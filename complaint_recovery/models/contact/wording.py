from odoo import models

#: Outcomes with which the customer is content, or has come to terms.
SETTLED = ("satisfied", "settled")


class HelpdeskTicket(models.Model):
    """What the customer's case is called, in the language of the context.

    Where we have a duty to inform, the customer need not have complained: the words
    then say a case known to us, and never “your complaint”.
    """

    _inherit = "helpdesk.ticket"

    def _complaint_duty_to_inform(self):
        """Return whether the customer must be told although they did not complain.

        Extend where such a duty is known.
        """
        return False

    def _complaint_redress(self):
        """Return where else the customer can turn, in the language of the context."""
        self.ensure_one()
        return self.sudo().company_id.complaint_redress or ""  # Told to the customer.

    def _complaint_title(self):
        """Return what it is, as a heading."""
        if self._complaint_duty_to_inform():
            return self.env._("A matter that concerns you, %s", self.number)
        return self.env._("Your complaint %s", self.number)

    def _complaint_decision_subject(self):
        """Return what our answer is about."""
        if self._complaint_duty_to_inform():
            return self.env._(
                "Our answer in a matter that concerns you, %s", self.number
            )
        return self.env._("Our answer to your complaint %s", self.number)

    def _complaint_apology_subject(self):
        """Return what the apology is for."""
        if self._complaint_duty_to_inform():
            return self.env._(
                "Our apology: a matter that concerns you, %s", self.number
            )
        return self.env._("Our apology: your complaint %s", self.number)

    def _complaint_offer_subject(self):
        """Return what the offer is for, and that there is something to choose."""
        if self._complaint_duty_to_inform():
            return self.env._("Our offer: a matter that concerns you, %s", self.number)
        if len(self._complaint_offered_options()) > 1:
            return self.env._(
                "Our offer: please choose. Your complaint %s", self.number
            )
        return self.env._("Our offer: your complaint %s", self.number)

    def _complaint_follow_up_subject(self):
        """Return what we ask about afterwards."""
        if self._complaint_duty_to_inform():
            return self.env._(
                "Is everything all right now? A matter that concerns you, %s",
                self.number,
            )
        return self.env._("Is everything all right now? Your complaint %s", self.number)

    def _complaint_closed_subject(self):
        """Return how it came to its end."""
        if self._complaint_duty_to_inform():
            return self.env._("A matter that concerns you, %s, is closed", self.number)
        if self.complaint_outcome in SETTLED:
            return self.env._("Your complaint %s is settled", self.number)
        return self.env._("Your complaint %s is closed", self.number)

    def _complaint_word_subject(self):
        """Return that there is something new."""
        if self._complaint_duty_to_inform():
            return self.env._("News about a matter that concerns you, %s", self.number)
        return self.env._("News about your complaint %s", self.number)
