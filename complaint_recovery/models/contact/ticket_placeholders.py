from odoo import api, fields, models
from odoo.tools import format_date

from ...tools.groups import INTERNAL


class HelpdeskTicket(models.Model):
    """What placeholders may name of a complaint: only what the customer knows."""

    _inherit = "helpdesk.ticket"

    complaint_received_day = fields.Char(
        string="Day of the complaint",
        compute="_compute_complaint_days",
        groups=INTERNAL,
    )
    complaint_promised_day = fields.Char(
        string="Day of the next promise",
        compute="_compute_complaint_days",
        groups=INTERNAL,
    )

    @api.depends("complaint_received_at", "complaint_deadline_ids.due_at")
    def _compute_complaint_days(self):
        """Write each day in the customer's language and time zone."""
        for ticket in self:
            promises = ticket._complaint_running("promise").sorted("due_at")[:1]
            for name, moment in (
                ("complaint_received_day", ticket.complaint_received_at),
                ("complaint_promised_day", promises.due_at),
            ):
                ticket[name] = ticket._complaint_day_text(moment) if moment else ""

    def _complaint_day_text(self, moment):
        self.ensure_one()
        local = fields.Datetime.context_timestamp(
            self.with_context(tz=self._complaint_tz()), moment
        )
        return format_date(self.env, local.date(), self._complaint_lang(), "long")

    @api.model
    def mail_allowed_qweb_expressions(self):
        return super().mail_allowed_qweb_expressions() + (
            "object.number",
            "object.company_id.name",
            "object.complaint_received_day",
            "object.complaint_promised_day",
        )
