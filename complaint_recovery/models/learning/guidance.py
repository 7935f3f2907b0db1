from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.groups import INTERNAL
from ...tools.in_use import IN_USE


class HelpdeskTicket(models.Model):
    """How a complaint of this cause is handled, and whom to ask about it (D9, D27)."""

    _inherit = "helpdesk.ticket"

    complaint_guidance = fields.Html(
        string="How we handle it",
        compute="_compute_complaint_guidance",
        groups=INTERNAL,
    )
    complaint_consult_ids = fields.Many2many(
        "res.users",
        string="Whom to consult",
        compute="_compute_complaint_guidance",
        groups=INTERNAL,
        context=IN_USE,
    )

    @api.depends("complaint_cause_id", "complaint_about_user_id")
    @api.depends_context("lang")
    def _compute_complaint_guidance(self):
        """Show the guidance of the cause, or of the nearest above that has one."""
        for ticket in self:
            guidance, people = ticket.complaint_cause_id._get_guidance()
            ticket.complaint_guidance = guidance
            ticket.complaint_consult_ids = people - ticket.complaint_about_user_id

    def action_consult(self):
        """Open the form of a task for whom to consult. They need no access for it."""
        self.ensure_one()
        self.check_access("write")
        person = self.complaint_consult_ids[:1]
        if not person:
            raise UserError(
                self.env._("%s: its cause names nobody to consult.", self.number)
            )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_recovery.complaint_deadline_action_new"
        )
        return action | {
            "context": {
                "default_ticket_id": self.id,
                "default_kind": "task",
                "default_user_id": person.id,
                "default_name": self.env._(
                    "Advice on: %s", self.complaint_cause_id.name
                ),
            }
        }
