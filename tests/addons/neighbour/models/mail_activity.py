from odoo import fields, models


class MailActivity(models.Model):
    """A to-do that moves a ticket when it is done, as helpdesk_mgmt_activity."""

    _inherit = "mail.activity"

    neighbour_ticket_id = fields.Many2one("helpdesk.ticket")
    neighbour_stage_id = fields.Many2one("helpdesk.ticket.stage")

    def _action_done(self, feedback=False, attachment_ids=None):
        for activity in self.filtered("neighbour_ticket_id"):
            activity.neighbour_ticket_id.stage_id = activity.neighbour_stage_id
        return super()._action_done(feedback, attachment_ids)
