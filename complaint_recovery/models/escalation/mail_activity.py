from odoo import models

from ..deadline.mail_activity import MODELS


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
        # What tells a superior is automated, and on a complaint: of any other to-do a
        # field is not asked for that only people of the helpdesk read with the rest.
        ours = self.filtered(lambda a: a.automated and a.res_model in MODELS)
        told = ours.filtered("complaint_escalation_id")
        summaries = {
            activity.id: activity.complaint_escalation_id._get_summary()
            for activity in told
        }
        return {**super()._complaint_summaries(), **summaries}
