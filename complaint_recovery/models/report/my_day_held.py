from odoo import api, models
from odoo.fields import Domain


class HelpdeskTicketTeam(models.Model):
    """The last part of My day: one's own complaints that ask for nothing now."""

    _inherit = "helpdesk.ticket.team"

    @api.model
    def _day_open(self, scope):
        """Return the domain of the open complaints that count: one's own, or all."""
        return (
            Domain("is_complaint", "=", True)
            & Domain("complaint_closed_at", "=", False)
            & self._day_whose(scope)
        )

    @api.model
    def _day_held(self, scope):
        """Return all open complaints of this user, the soonest due first.

        Their ids alone, of which the first are read: they are counted as well.
        """
        tickets = self.env["helpdesk.ticket"]
        if scope == "team":
            return tickets
        return tickets.search(self._day_open(scope), order="complaint_next_due_at, id")

    @api.model
    def _day_held_row(self, ticket):
        """Return a line of a complaint that asks for nothing now."""
        due = ticket.complaint_next_due_at
        return self._day_of_ticket(
            ticket,
            "held",
            due or ticket.complaint_received_at,
            since=not due,
            what=self.env._("Due for others or later")
            if due
            else self.env._("Nothing is due"),
            buttons=["call"],
        )
