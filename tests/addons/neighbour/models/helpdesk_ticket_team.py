from datetime import timedelta

from odoo import fields, models


class HelpdeskTicketTeam(models.Model):
    """A team that closes what nobody touches, as helpdesk_ticket_close_inactive."""

    _inherit = "helpdesk.ticket.team"

    neighbour_closed_mail_id = fields.Many2one("mail.template")

    def neighbour_close_inactive(self, stage_id):
        """Be called over RPC, as that addon's method is by a manager."""
        stage = self.env["helpdesk.ticket.stage"].browse(stage_id)
        return self._neighbour_close_inactive(stage).ids

    def _neighbour_close_inactive(self, stage):
        """Move to ``stage`` what stands still for 14 days, and tell customers."""
        found = self.env["helpdesk.ticket"].search(
            [
                ("team_id", "in", self.ids),
                ("stage_id.closed", "=", False),
                ("last_stage_update", "<=", fields.Datetime.now() - timedelta(days=14)),
            ],
            order="id",
        )
        for ticket in found:
            ticket.write({"stage_id": stage.id})
            self.neighbour_closed_mail_id.send_mail(ticket.id)
        return found
