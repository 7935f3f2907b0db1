from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import email_normalize

from ...tools.groups import INTERNAL
from ...tools.own_hand import own_hand

#: Whoever complained longer ago than this before the change hardly remembers it.
MONTHS_BACK = 12


class ComplaintCorrectiveAction(models.Model):
    """Thanks to those who complained, saying what has changed (D26, D32)."""

    _inherit = "complaint.corrective.action"

    told = fields.Text(
        string="What we tell customers",
        translate=True,
        help="One or two sentences for those who complained: what is different now.",
    )
    to_thank_count = fields.Integer(
        string="To be thanked", compute="_compute_to_thank_count", groups=INTERNAL
    )
    thanked_count = fields.Integer(
        string="Thanked", compute="_compute_thanked_count", groups=INTERNAL
    )

    @api.depends("state", "cause_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_to_thank_count(self):
        for action in self:
            effective = action.state == "effective"
            action.to_thank_count = len(action._get_to_thank()) if effective else 0

    def _compute_thanked_count(self):
        rows = self.env["helpdesk.ticket"]._read_group(
            Domain("complaint_thanked_for_id", "in", self.ids),
            ["complaint_thanked_for_id"],
            ["__count"],
        )
        counts = {action.id: count for action, count in rows}
        for action in self:
            action.thanked_count = counts.get(action.id, 0)

    def action_thank(self):
        """Thank each complainant of the cause, by mail, on the own complaint and once.

        The mail is in their language. Raises a UserError before the action proved
        effective.
        """
        self.ensure_one()
        self.check_access("write")
        self._ensure_can_thank()
        tickets = self._get_to_thank()
        if not tickets:
            raise UserError(
                self.env._("“%s”: nobody is left to be thanked.", self.name)
            )
        # Which change somebody was thanked for, only this method writes.
        own_hand(tickets).complaint_thanked_for_id = self
        template = tickets._complaint_get_template("mail_template_because_of_you")
        tickets._complaint_send_automatic(template)
        return True

    def _ensure_can_thank(self):
        if not self.env.user.has_group(INTERNAL):
            raise AccessError(
                self.env._("Customers are written to by people of the helpdesk.")
            )
        if self.state != "effective":
            raise UserError(
                self.env._(
                    "“%s” has not proved effective, so this cannot be done.", self.name
                )
            )
        if not (self.told or "").strip():
            raise UserError(
                self.env._("“%s”: first say what we tell customers.", self.name)
            )

    def _get_to_thank(self):
        """Return one complaint for each customer who is to be thanked, the latest.

        Those the user may write on: ended, received in the twelve months before it
        was done, with an address, not taken back and not ended unsettled.
        """
        self.ensure_one()
        found = (
            self.env["helpdesk.ticket"]
            .search(
                Domain("is_complaint", "=", True)
                & Domain("company_id", "=", self.company_id.id)
                & Domain("complaint_cause_id", "child_of", self.cause_id.id)
                & Domain(
                    "complaint_received_at",
                    ">=",
                    self.done_at - relativedelta(months=MONTHS_BACK),
                )
                & Domain("complaint_received_at", "<", self.done_at)
                & Domain("complaint_closed_at", "!=", False)
                & Domain("complaint_imported", "=", False)
                & Domain(
                    "complaint_outcome", "in", ("satisfied", "settled", "unreachable")
                ),
                order="complaint_received_at desc, id desc",
            )
            ._filtered_access("write")
        )
        by_customer, thanked = {}, set()
        for ticket in found:
            address = ticket.partner_id.email_normalized or email_normalize(
                ticket.partner_email
            )
            if ticket.complaint_thanked_for_id == self:
                thanked.add(address)
            elif address:
                by_customer.setdefault(address, ticket.id)
        ids = [i for address, i in by_customer.items() if address not in thanked]
        return found.browse(ids)
