from odoo import fields, models


class ResCompany(models.Model):
    """What a company settles about its complaints."""

    _inherit = "res.company"

    complaint_director_id = fields.Many2one(
        "res.users",
        string="Executive contact",
        domain=[("share", "=", False)],
        help="Decides above the helpdesk managers. Empty: they stand in.",
    )
    complaint_followup_user_id = fields.Many2one(
        "res.users",
        string="Follow-ups are made by",
        domain=[("share", "=", False)],
        help="Empty: by the owner. Somebody else checks the service as well.",
    )
    complaint_strict_24h = fields.Boolean(
        string="First contact within 24 hours, always",
        help="Else: after 24 hours or at the end of the next working day, whichever is "
        "later.",
    )
    complaint_reopen_days = fields.Integer(
        string="Reopening within",
        default=30,
        help="Days after closing. Later a new, linked complaint is opened.",
    )
    complaint_repeat_days = fields.Integer(
        string="Repeat within",
        default=90,
        help="Days within which the same customer and cause count as a repeat.",
    )

    _complaint_days_positive = models.Constraint(
        "CHECK (complaint_reopen_days >= 0 AND complaint_repeat_days >= 0)",
        "Days cannot be negative.",
    )
