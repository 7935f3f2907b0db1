from odoo import fields, models


class InspectionReport(models.Model):
    """An inspection of the goods: the document that proves a remedy of its kind."""

    _name = "inspection.report"
    _description = "Inspection Report"
    _inherit = ["mail.thread", "complaint.document"]

    name = fields.Char(required=True)
    partner_id = fields.Many2one("res.partner", required=True)
    company_id = fields.Many2one("res.company", required=True)
    currency_id = fields.Many2one("res.currency", required=True)
    amount = fields.Monetary(help="What the customer saves by it.")
    cost = fields.Monetary(help="What it costs us.")
    state = fields.Selection(
        selection=[("draft", "Draft"), ("done", "Done"), ("cancel", "Cancelled")],
        default="draft",
        required=True,
    )

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:  # Whatever button, import or code changes it.
            self._complaint_follow()
        return result

    def _get_complaint_state(self):
        return {"draft": "made", "done": "done", "cancel": "undone"}[self.state]

    def _get_complaint_state_words(self):
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    def _get_complaint_worth(self):
        return self.amount, self.currency_id

    def _get_complaint_cost(self):
        company = self.company_id
        return self.currency_id._convert(
            self.cost, company.currency_id, company, fields.Date.today()
        )
