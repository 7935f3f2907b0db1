from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.days import day_bounds
from ...tools.in_use import in_use

#: Figure → what is summed up of the complaints received in the period.
RECEIVED = {
    "received": "__count",
    "first_contact_hours": "first_contact_hours:avg",
    "apology_hours": "apology_hours:avg",
    "resolution_hours": "resolution_hours:avg",
    "in_time": "in_time:avg",
    "promises_total": "promises_total:sum",
    "promises_kept": "promises_kept_rate:avg",
    "claimed": "claim_amount:sum",
    "given": "remedy_amount:sum",
    "reopened": "reopened:avg",
    "repeated": "repeated:avg",
}
#: Figure → what is summed up of the complaints that ended in the period.
CLOSED = {"closed": "__count", "satisfied": "satisfied:avg"}
#: Promises past their date that were kept late or not at all.
BROKEN = Domain("state", "=", "running") | (
    Domain("state", "=", "done") & Domain("kept", "=", False)
)


class ComplaintReview(models.Model):
    """The figures of a period, of all complaints of a company."""

    _inherit = "complaint.review"

    @api.model
    def _get_figures(self, company, date_from, date_to):
        """Return figure → value, and cause id → figures, of the days given.

        Averages of what did not happen are None. Hours are real hours, shares are
        between 0 and 1, amounts in the company's currency.
        """
        since, until = self._get_moments(company, date_from, date_to)
        # A sum tells nothing of anybody, and is the same for everybody.
        report = in_use(self.env["complaint.report"].sudo())
        mine = Domain("company_id", "=", company.id)
        received = (
            mine
            & Domain("received_at", ">=", since)
            & Domain("received_at", "<", until)
        )
        closed = (
            mine & Domain("closed_at", ">=", since) & Domain("closed_at", "<", until)
        )
        figures = {}
        for domain, specs in ((received, RECEIVED), (closed, CLOSED)):
            (values,) = report._read_group(domain, [], list(specs.values()))
            # The framework says False where there is nothing to average.
            known = (None if value is False else value for value in values)
            figures |= dict(zip(specs, known, strict=True))
        causes = report._read_group(
            received, ["cause_id"], ["__count", "remedy_amount:sum"]
        )
        figures["causes"] = {
            str(cause.id): {"received": count, "given": given}
            for cause, count, given in causes
            if cause
        }
        return figures

    @api.model
    def _get_moments(self, company, date_from, date_to):
        """Return when the first day begins and the last one ends there, in UTC."""
        # When a company's day begins is no secret.
        name = company.sudo().resource_calendar_id.tz or company.partner_id.sudo().tz
        tz = name or "UTC"
        return day_bounds(date_from, tz)[0], day_bounds(date_to, tz)[1]

    @api.model
    def _get_broken_promises(self, company, date_from, date_to, limit=20):
        """Return the promises of those days that were kept late or not at all.

        Not those on complaints about a colleague, who may be the reader.
        """
        since, until = self._get_moments(company, date_from, date_to)
        now = fields.Datetime.now()
        return (
            # Which promises were broken concerns whoever reads the review.
            self.env["complaint.deadline"]
            .sudo()
            .search(
                Domain("company_id", "=", company.id)
                & Domain("kind", "=", "promise")
                & Domain("ticket_id.complaint_about_user_id", "=", False)
                & Domain("due_at", ">=", since)
                & Domain("due_at", "<", min(until, now))
                & BROKEN,
                order="due_at",
                limit=limit,
            )
        )
