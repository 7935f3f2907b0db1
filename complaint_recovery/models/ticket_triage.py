from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain


class ComplaintTicketTriage(models.AbstractModel):
    """How serious a complaint looks at intake, and why."""

    _name = "complaint.ticket.triage"
    _description = "Complaint Triage"

    def _complaint_triage(self):
        """Propose a severity: a recordset, and in words what speaks for it.

        Starts at the second step of the scale and counts up: a loss that goes on, an
        angry customer, exposure, a repeat (D29, D30, D33).
        """
        self.ensure_one()
        scale = self.env["complaint.severity"]._get_for_company(
            self.company_id or self.env.company
        )
        points, reasons = 1, []
        for weight, reason in self._complaint_triage_grounds():
            points += weight
            reasons.append(reason)
        return scale[min(points, len(scale) - 1)] if scale else scale, reasons

    def _complaint_triage_grounds(self):
        """Return (weight, reason) for all that makes it graver. Extend to add."""
        grounds = []
        if self.complaint_loss_ongoing:
            grounds.append((1, self.env._("the loss goes on")))
        if self.complaint_sentiment == "angry":
            grounds.append((1, self.env._("the customer is angry")))
        if self.complaint_exposure == "review":
            grounds.append((1, self.env._("it is in an online review")))
        elif self.complaint_exposure in ("media", "regulator", "legal"):
            grounds.append((2, self.env._("it has gone outside")))
        if self._complaint_find_repeats(limit=1):
            grounds.append((1, self.env._("the same has happened to them before")))
        return grounds

    def _complaint_find_repeats(self, limit=None):
        """Return earlier complaints of the same customer and cause.

        The span is the company's (90 days by default, domain.md).
        """
        self.ensure_one()
        customer = self.partner_id.commercial_partner_id
        if not customer or not self.complaint_cause_id:
            return self.env["helpdesk.ticket"]
        company = self.company_id or self.env.company
        since = fields.Datetime.now() - timedelta(days=company.complaint_repeat_days)
        # A repeat is a repeat even where a colleague handled the first one.
        return (
            self.env["helpdesk.ticket"]
            .sudo()
            .search(
                Domain("is_complaint", "=", True)
                & Domain("commercial_partner_id", "=", customer.id)
                & Domain("complaint_cause_id", "=", self.complaint_cause_id.id)
                & Domain("complaint_received_at", ">=", since)
                & Domain("company_id", "=", company.id)
                & Domain("id", "!=", self._origin.id or 0),
                order="complaint_received_at desc",
                limit=limit,
            )
        )
