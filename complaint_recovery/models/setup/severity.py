from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class ComplaintSeverity(models.Model):
    """How serious a complaint is, with the times it is owed."""

    _name = "complaint.severity"
    _description = "Complaint Severity"
    _inherit = ["complaint.configuration"]

    sequence = fields.Integer(
        help="From the mildest to the most serious: triage counts up."
    )
    color = fields.Integer()
    first_contact_hours = fields.Float(
        string="First contact due",
        default=8,
        help="Working hours until the customer has been reached.",
    )
    resolution_days = fields.Float(
        string="Resolution due",
        default=10,
        help="Working days until the complaint is solved.",
    )
    progress_days = fields.Float(
        string="Maximum time without update",
        default=5,
        help="Working days without a word from us.",
    )
    followup_days = fields.Float(
        string="Follow-up after delivery",
        default=2,
        help="Working days from delivery to the follow-up.",
    )
    followup_by_mail = fields.Boolean(
        string="Ask by mail first",
        help="After delivery the customer is asked by mail how it went. Who answers is "
        "not called any more; who does not is called as usual.",
    )
    min_remedy_options = fields.Integer(
        string="Options to offer", default=1, help="Remedies the customer chooses from."
    )
    propose_visit = fields.Boolean(string="Propose an apology visit")
    solve_on_spot = fields.Boolean(
        string="May be solved on the spot",
        help="Handlers may solve and close such a complaint in one call.",
    )

    _times_positive = models.Constraint(
        "CHECK (first_contact_hours > 0 AND resolution_days > 0"
        " AND progress_days > 0 AND followup_days >= 0)",
        "The times of a severity must be greater than zero.",
    )

    @api.constrains("company_id")
    def _check_company_of_used(self):
        """Raise an error where complaints of another company have this severity."""
        for severity in self.filtered("company_id"):
            # Whose complaint it is does not matter, nor whether it is archived.
            tickets = self.env["helpdesk.ticket"].sudo()
            ticket = tickets.with_context(active_test=False).search(
                Domain("complaint_severity_id", "=", severity.id)
                & Domain("company_id", "!=", severity.company_id.id),
                limit=1,
            )
            if ticket:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” is used by %(number)s of another company. Make a "
                        "copy instead.",
                        name=severity.name,
                        number=ticket.number,
                    )
                )

    @api.constrains("active", "company_id")
    def _check_one_left(self):
        """Raise an error where a company would have no severity to choose."""
        self._ensure_one_left(self.browse())

    @api.model
    def _ensure_one_left(self, gone):
        # Whoever configures one company may not see all severities.
        left = self.sudo().search(Domain("active", "=", True)) - gone
        if left.filtered(lambda severity: not severity.company_id):
            return
        # A company without any is found, whoever may see it.
        companies = self.env["res.company"].sudo()
        for company in companies.search(
            Domain("id", "not in", left.company_id.ids), limit=1
        ):
            raise ValidationError(
                self.env._(
                    "%s would have no severity left. A complaint needs one.",
                    company.name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._ensure_one_left(self)
        self.env["helpdesk.ticket"]._complaint_ensure_unused(
            "complaint_severity_id", self
        )
