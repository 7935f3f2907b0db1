from markupsafe import Markup

from odoo import models
from odoo.tools import format_datetime


class ComplaintEscalation(models.Model):
    """What the mail to a superior says of each complaint."""

    _inherit = "complaint.escalation"

    def _get_mail_lines(self, user):
        """Return for each what it is, who has it, why it came and by when it is due."""
        return [
            {
                "title": escalation.ticket_id.display_name,
                "url": escalation.ticket_id._complaint_url(),
                "facts": escalation._get_mail_facts(),
                "reason": escalation.reason_told,
                "due": escalation._get_mail_due(user),
            }
            for escalation in self
        ]

    def _get_mail_facts(self):
        self.ensure_one()
        ticket = self.ticket_id
        owner = ticket.user_id.name
        facts = (
            ticket.complaint_severity_id.name,
            self.partner_id.display_name or ticket.partner_name,
            owner and self.env._("in charge: %s", owner),
        )
        return " · ".join(filter(None, facts))

    def _get_mail_due(self, user):
        """Return in words by when somebody acts, in the time zone of ``user``."""
        self.ensure_one()
        own = self.deadline_ids.filtered(lambda d: d.state == "running")
        due = min(own.mapped("due_at"), default=self.ticket_id.complaint_next_due_at)
        if not due:
            return ""
        zone = user.tz or self.company_id.partner_id.tz or "UTC"
        when = format_datetime(self.env, due, tz=zone, dt_format="short")
        if own.filtered(lambda d: d.kind == "promise" and d.due_at == due):
            return self.env._("The customer hears from you by %s", when)
        return self.env._("Due next: %s", when)


class ResUsers(models.Model):
    """What a mail about escalations says to a colleague."""

    _inherit = "res.users"

    def _complaint_pending_escalations(self):
        """Return what this pass has escalated to this colleague."""
        self.ensure_one()
        ids = self.env.context.get("complaint_escalation_ids", [])
        escalations = self.env["complaint.escalation"].browse(ids)
        return escalations._get_news_for(self)

    def _complaint_escalation_subject(self):
        self.ensure_one()
        escalations = self._complaint_pending_escalations()
        if len(escalations) == 1:
            return self.env._("Complaint %s needs you", escalations.ticket_id.number)
        return self.env._("%s complaints need you", len(escalations.ticket_id))

    def _complaint_mail_company(self):
        ids = self.env.context.get("complaint_escalation_ids", [])
        escalations = self.env["complaint.escalation"].browse(ids)
        return escalations[:1].company_id or super()._complaint_mail_company()

    def _complaint_escalation_lines(self):
        """Return what needs this colleague, as HTML."""
        self.ensure_one()
        escalations = self._complaint_pending_escalations()
        if not escalations:  # As when the template is looked at, without a pass.
            return Markup()
        return self.env["ir.qweb"]._render(
            "complaint_recovery.mail_escalations",
            {"lines": escalations._get_mail_lines(self)},
        )

    def _complaint_escalation_url(self):
        """Return the page to answer on: of the one complaint, or the list."""
        self.ensure_one()
        escalations = self._complaint_pending_escalations()
        if len(escalations.ticket_id) == 1:
            return escalations.ticket_id._complaint_url()
        return f"{self.get_base_url()}/odoo/complaint-escalations"
