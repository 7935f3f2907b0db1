from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..tools.groups import MANAGERS


class ComplaintAnonymise(models.TransientModel):
    """The dialog that asks once more before a customer is anonymised for good."""

    _name = "complaint.anonymise"
    _description = "Anonymise Complaints"

    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, readonly=True
    )
    closed_count = fields.Integer(string="Closed complaints", compute="_compute_counts")
    open_numbers = fields.Char(string="Still open", compute="_compute_counts")
    confirmed = fields.Boolean(string="I know that it cannot be undone")

    @api.depends("partner_id")
    def _compute_counts(self):
        for wizard in self:
            tickets = wizard._find_complaints()
            still_open = tickets.filtered(lambda t: not t.complaint_closed_at)
            # What a manager may not see is refused without a number.
            shown = still_open.sudo(False)._filtered_access("read")
            closed = (tickets - still_open).sudo(False)._filtered_access("write")
            wizard.closed_count = len(closed)
            wizard.open_numbers = ", ".join(shown.mapped("number"))

    def action_anonymise(self):
        """Anonymise the closed complaints of the customer, and its watchlist entries.

        Raises a UserError where one of them is still open, and an AccessError for
        anybody but a helpdesk manager.
        """
        self.check_access("write")
        self.ensure_one()
        if not self.env.user.has_group(MANAGERS):
            raise AccessError(self.env._("Only helpdesk managers anonymise."))
        if not self.confirmed:
            raise UserError(self.env._("Confirm first: it cannot be undone."))
        self.partner_id.check_access("read")
        tickets = self._find_complaints()
        self._ensure_may_anonymise(tickets)
        entries = self.env["complaint.watchlist.entry"].sudo()  # Of every state.
        entries = entries.search(Domain("partner_id", "in", self._people().ids))
        if not tickets and not entries:
            raise UserError(self.env._("Nothing is kept about this customer."))
        tickets.sudo(False)._complaint_anonymise()
        entries.unlink()
        return {"type": "ir.actions.act_window_close"}

    def _ensure_may_anonymise(self, tickets):
        """All of it or nothing, by somebody who may write all of it."""
        if len(tickets.sudo(False)._filtered_access("write")) < len(tickets):
            raise AccessError(
                self.env._(
                    "This customer is to be anonymised by somebody else: not all that "
                    "is kept about them is yours to change."
                )
            )

    def _people(self):
        """Return the customer with all contacts that belong to it."""
        # Archived ones as well, whoever may see them: they are people, too.
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        return partners.search(Domain("id", "child_of", self.partner_id.ids))

    def _find_complaints(self):
        # Of all companies and colleagues: half of it would be no anonymity.
        tickets = self.env["helpdesk.ticket"].sudo().with_context(active_test=False)
        people = self._people()
        theirs = tickets.search(
            Domain("is_complaint", "=", True) & Domain("partner_id", "in", people.ids)
        )
        # Who wrote before we made a contact of them is the same person.
        return theirs | tickets._complaint_of_addresses(people.mapped("email"))
