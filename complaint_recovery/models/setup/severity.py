from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools.in_use import in_use

GRADES = [
    ("minor", "Minor"),
    ("normal", "Normal"),
    ("major", "Major"),
    ("critical", "Critical"),
]
#: Grades from the mildest to the most serious.
SCALE = [grade for grade, _label in GRADES]


class ComplaintSeverity(models.Model):
    """How serious a complaint is, with the times it is owed."""

    _name = "complaint.severity"
    _description = "Complaint Severity"
    _inherit = ["complaint.configuration"]

    sequence = fields.Integer(help="From the mildest to the most serious.")
    grade = fields.Selection(
        selection=GRADES,
        required=True,
        default="normal",
        help="What triage takes it for, and what tells the milder from the graver. "
        "Several severities may have one grade; a company's own comes first.",
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

    @api.constrains("active", "company_id")
    def _check_one_left(self):
        """Raise an error where a company would have no severity to choose."""
        self._ensure_one_left(self.browse())

    @api.model
    def _ensure_one_left(self, gone):
        # Whoever configures one company may not see all severities.
        left = in_use(self.sudo()).search(Domain("active", "=", True)) - gone
        if left.filtered(lambda severity: not severity.company_id):
            return
        # A company without any is found, whoever may see it.
        companies = in_use(self.env["res.company"].sudo())
        for company in companies.search(
            Domain("id", "not in", left.company_id.ids), limit=1
        ):
            raise ValidationError(
                self.env._(
                    "%s would have no severity left. A complaint needs one.",
                    company.name,
                )
            )

    @api.model
    def _get_of_grade(self, grade, company):
        """Return the severity of ``company`` for ``grade``, or for the nearest to it.

        A company's own comes before one that is shared; of two as near, the graver.
        """
        wanted = SCALE.index(grade)

        def distance(severity):
            steps = SCALE.index(severity.grade) - wanted
            return abs(steps), -steps, not severity.company_id

        # Times and grades of a severity are no secret; their order breaks ties.
        return self.sudo()._get_for_company(company).sorted(distance)[:1]

    def _is_milder_than(self, other):
        """Is it of a milder grade, or in the same grade before ``other``?"""
        self.ensure_one()
        # Grades are no secret.
        place, others = (
            (SCALE.index(severity.grade), severity.sequence)
            for severity in (self.sudo(), other.sudo())
        )
        return place < others

    @api.ondelete(at_uninstall=False)
    def _unlink_except_last(self):
        self._ensure_one_left(self)
