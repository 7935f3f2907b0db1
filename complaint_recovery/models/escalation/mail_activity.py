from odoo import models


class MailActivity(models.Model):
    """Activities, of which some tell a superior of a complaint."""

    _inherit = "mail.activity"

    def _ensure_complaint_told(self):
        """Raise an error where a colleague finishes what a superior was told."""
        if not self.env.su:
            # Those are automated. Whoever has access to the record gets this far.
            for activity in self.sudo().filtered("automated"):
                escalation = activity.complaint_escalation_id
                if escalation and activity.user_id != self.env.user:
                    escalation._ensure_recipient()
        return super()._ensure_complaint_told()

    def _complaint_summaries(self):
        told = self.sudo().filtered("complaint_escalation_id")  # For who has the to-do.
        summaries = {
            activity.id: activity.complaint_escalation_id._get_summary()
            for activity in told
        }
        return {**super()._complaint_summaries(), **summaries}
