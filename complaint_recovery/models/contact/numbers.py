import re

from odoo import api, models
from odoo.fields import Domain

from ...tools.in_use import in_use
from ...tools.late_index import LateIndex
from ...tools.typed import one_line

#: What may be a number of ours in a subject; so many are looked up.
_NUMBER = re.compile(r"[^\W_][\w/.-]{0,30}\d")
MOST_NUMBERS = 8


def find_numbers(text):
    """Return what may be numbers of complaints in ``text``, in its order."""
    found = _NUMBER.findall(one_line(text, 2000))
    return list(dict.fromkeys(found))[:MOST_NUMBERS]


class MailThread(models.AbstractModel):
    """The mail gateway, which knows a complaint by its number in the subject."""

    _inherit = "mail.thread"

    @api.model
    def message_route(
        self, message, message_dict, model=None, thread_id=None, custom_values=None
    ):
        routes = super().message_route(
            message, message_dict, model, thread_id, custom_values
        )
        tickets = self.env["helpdesk.ticket"]
        opening = [r for r in routes or () if tickets._complaint_opens(r)]
        ticket = opening and tickets._complaint_by_number(message_dict)
        if not ticket:
            return routes
        kept = [route for route in routes if route not in opening]
        return [*kept, (tickets._name, ticket.id, None, *opening[0][3:])]


class HelpdeskTicket(models.Model):
    """Complaints, by the number somebody writes in a subject."""

    _inherit = "helpdesk.ticket"

    # Looked for in each subject that may have one.
    _complaint_number_idx = LateIndex("(number) WHERE is_complaint IS TRUE")

    @api.model
    def _complaint_named(self, text):
        """Return the complaints whose numbers stand in ``text``, whoever sees them."""
        numbers = find_numbers(text)
        if not numbers:
            return self.browse()
        # Looked for by the gateway, and shown to nobody who may not see it.
        return in_use(self.sudo()).search(
            Domain("is_complaint", "=", True) & Domain("number", "in", numbers)
        )

    @api.model
    def _complaint_by_number(self, message_dict):
        """Return the complaint that a mail without references belongs to, if any.

        Its number is in the subject, and the sender is one of its people.
        """
        named = self._complaint_named(message_dict.get("subject"))
        if not named:
            return self.browse()
        sender = message_dict.get("email_from") or ""
        return named.filtered(lambda t: t._complaint_knows_sender(sender))[:1]

    def _complaint_knows_sender(self, sender):
        """Return whether ``sender`` is one of its people.

        Of colleagues those are who may read it: to all others it would tell whether
        there is one of this number, and whether it is about them.
        """
        self.ensure_one()
        if partner := self._complaint_find_customer(sender):
            known = self._complaint_hears(partner)
            return known or self._complaint_is_sender(sender)
        return self._complaint_allows_email(sender)

    def _complaint_hint_number(self, subject):
        """Tell the owner of a new complaint that its mail names another one."""
        self.ensure_one()
        named = self._complaint_named(subject)
        # The note is read by colleagues, of whom a named one may be about one.
        named = named.filtered(
            lambda ticket: ticket.id != self.id and not ticket.complaint_about_user_id
        )
        if named:
            self._complaint_log(
                body=self.env._(
                    "The subject names %s. The sender is not one of its people, so "
                    "this is a complaint of its own: look whether it belongs there.",
                    ", ".join(named.mapped("number")),
                )
            )
