from odoo import api, models
from odoo.fields import Domain

from odoo.addons.complaint_recovery.models.report.row_kinds import ROWS, RowKind


class HelpdeskTicketTeam(models.Model):
    """My day says whose sample has come back and waits for an inspection."""

    _inherit = "helpdesk.ticket.team"

    @api.model
    def _get_row_kinds(self):
        sample = RowKind(find="_day_samples", tell="_day_tell_samples")
        return {**super()._get_row_kinds(), "sample": sample}

    @api.model
    def _day_samples(self, day):
        """Return the samples sent back that nobody has planned to inspect."""
        planned = Domain("kind", "=", "inspection") & Domain("state", "!=", "cancelled")
        return self.env["complaint.deadline"].search(
            Domain("kind", "=", "sample")
            & Domain("state", "=", "done")
            & Domain("ticket_id.complaint_closed_at", "=", False)
            & Domain("ticket_id.complaint_deadline_ids", "not any", planned)
            & self._day_whose(day.scope, "ticket_id.user_id"),
            limit=ROWS,
        )

    @api.model
    def _day_tell_samples(self, samples, day):
        return [
            self._day_of_ticket(
                ticket,
                "sample",
                min(theirs.mapped("done_at")),
                part="today",
                what=self.env._("The sample is here: plan the inspection"),
                buttons=["read"],
            )
            for ticket, theirs in samples.grouped("ticket_id").items()
        ]
