from odoo import api, fields, models

from ...tools.firing import Firing


class ComplaintEscalation(models.Model):
    """Why it goes up, in words that whoever reads it understands."""

    _inherit = "complaint.escalation"

    reason_told = fields.Text(
        string="Why it goes up",
        compute="_compute_reason_told",
        help="What a rule says is said in the language and time zone of the reader.",
    )

    @api.depends("reason", "rule_id", "deadline_id.due_at")
    @api.depends_context("lang", "tz")
    def _compute_reason_told(self):
        for escalation in self:
            escalation.reason_told = escalation._tell_reason()

    def _tell_reason(self):
        self.ensure_one()
        # A rule may be another company's to read; what it says was told already.
        told = self.sudo()
        rule, own = told.rule_id, told.company_id.partner_id.lang
        if not rule:
            return self.reason
        lang, tz = self.env.lang or own, self.env.context.get("tz")
        if lang == own and tz in (rule._get_own_tz(told.ticket_id), False, None):
            return self.reason
        firing = Firing(told.ticket_id, rule, self.date, deadline=told.deadline_id)
        # Where somebody said it, or the date has moved since, it stays as it was told.
        if rule._get_reason(firing) != self.reason:
            return self.reason
        return rule._get_reason(firing, lang, tz)
