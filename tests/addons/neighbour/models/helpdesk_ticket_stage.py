from odoo import fields, models


class HelpdeskTicketStage(models.Model):
    """A stage that sends a survey, as helpdesk_mgmt_rating adds it."""

    _inherit = "helpdesk.ticket.stage"

    neighbour_survey_id = fields.Many2one("mail.template")
