from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.groups import INTERNAL, SETTINGS_READERS
from ...tools.in_use import IN_USE


class ResCompany(models.Model):
    """The settings of a company's complaints."""

    _inherit = "res.company"

    complaint_director_id = fields.Many2one(
        "res.users",
        string="Executive contact",
        groups=SETTINGS_READERS,
        domain=[("share", "=", False)],
        help="Decides above the helpdesk managers. Empty: they stand in.",
        copy=False,
    )
    complaint_followup_user_id = fields.Many2one(
        "res.users",
        string="Follow-ups are made by",
        groups=SETTINGS_READERS,
        domain=[("share", "=", False)],
        help="Empty: by the owner. Somebody else checks the service as well.",
        copy=False,
    )
    complaint_apology_team_ids = fields.Many2many(
        "res.users",
        "complaint_apology_team_rel",
        string="Apology team",
        groups=SETTINGS_READERS,
        domain=[("share", "=", False)],
        help="Who visits customers to apologise. Empty: everybody of the helpdesk.",
        copy=False,
        context=IN_USE,
    )
    complaint_authority_ids = fields.One2many(
        "complaint.authority",
        "company_id",
        string="Approval limits",
        groups=INTERNAL,
        context=IN_USE,
    )
    complaint_strict_24h = fields.Boolean(
        string="First contact within 24 hours, always",
        groups=SETTINGS_READERS,
        help="Else: after 24 hours or at the end of the next working day, whichever is "
        "later.",
        copy=False,
    )
    complaint_reopen_days = fields.Integer(
        string="Reopening within",
        groups=SETTINGS_READERS,
        default=30,
        help="Days after closing. Later a new, linked complaint is opened.",
        copy=False,
    )
    complaint_repeat_days = fields.Integer(
        string="Repeat within",
        groups=SETTINGS_READERS,
        default=90,
        help="Days within which the same customer and cause count as a repeat.",
        copy=False,
    )
    complaint_watch_suggest = fields.Boolean(
        string="Suggest customers for the watchlist",
        groups=SETTINGS_READERS,
        help="Once a day. A manager decides on each.",
        copy=False,
    )
    complaint_watch_complaints = fields.Integer(
        string="Complaints", groups=SETTINGS_READERS, default=3, copy=False
    )
    complaint_watch_remedies = fields.Integer(
        string="Remedies in money", groups=SETTINGS_READERS, default=2, copy=False
    )
    complaint_watch_months = fields.Integer(
        string="Counted over", groups=SETTINGS_READERS, default=12, copy=False
    )
    complaint_watch_review_months = fields.Integer(
        string="Reviewed after", groups=SETTINGS_READERS, default=6, copy=False
    )
    complaint_watch_end_months = fields.Integer(
        string="Ends after", groups=SETTINGS_READERS, default=12, copy=False
    )
    complaint_watch_erase_months = fields.Integer(
        string="Erased after",
        groups=SETTINGS_READERS,
        default=12,
        help="Months after the end of an entry.",
        copy=False,
    )

    _complaint_watch_positive = models.Constraint(
        "CHECK (complaint_watch_complaints > 0 AND complaint_watch_remedies > 0"
        " AND complaint_watch_months > 0 AND complaint_watch_review_months > 0"
        " AND complaint_watch_end_months > 0 AND complaint_watch_erase_months >= 0)",
        "The figures of the watchlist must be greater than zero.",
    )
    complaint_surge_customers = fields.Integer(
        string="A surge from",
        groups=SETTINGS_READERS,
        default=3,
        help="Customers with the same cause, for whom a group is proposed. 0: never.",
        copy=False,
    )
    complaint_surge_days = fields.Integer(
        string="A surge within",
        groups=SETTINGS_READERS,
        default=7,
        help="Days within which so many customers make a surge.",
        copy=False,
    )

    _complaint_surge_positive = models.Constraint(
        "CHECK (complaint_surge_customers >= 0 AND complaint_surge_days >= 0)",
        "Customers and days of a surge cannot be negative.",
    )
    complaint_redress = fields.Text(
        string="Where else to turn",
        groups=SETTINGS_READERS,
        translate=True,
        help="Told to customers with our final answer, or when no superior takes their "
        "complaint over: an ombudsman, a consumer advice centre.",
        copy=False,
    )

    complaint_other_mails = fields.Boolean(
        string="Mails of other addons",
        groups=SETTINGS_READERS,
        help="Surveys and notices that other addons send by the ticket's stage or "
        "team. Off: whoever complains gets the complaint's own mails alone.",
        copy=False,
    )

    complaint_archive_months = fields.Integer(
        string="Propose to archive after",
        groups=SETTINGS_READERS,
        default=36,
        help="Months after closing. Managers get a list once a month, and archive it "
        "with one click. 0: never.",
        copy=False,
    )

    _complaint_archive_positive = models.Constraint(
        "CHECK (complaint_archive_months >= 0)", "Months cannot be negative."
    )
    complaint_review_period = fields.Selection(
        selection=[("month", "Monthly"), ("week", "Weekly")],
        string="Period review",
        groups=SETTINGS_READERS,
        default="month",
        required=True,
        help="What came, what was done and what grows, by mail to the managers.",
        copy=False,
    )

    _complaint_days_positive = models.Constraint(
        "CHECK (complaint_reopen_days >= 0 AND complaint_repeat_days >= 0)",
        "Days cannot be negative.",
    )

    @api.model
    def _read_group_groupby(self, alias, groupby_spec, query):
        # The framework asks for the groups of any field but a many2many.
        if (field := self._fields.get(groupby_spec)) and field.type == "many2many":
            self._check_field_access(field, "read")
        return super()._read_group_groupby(alias, groupby_spec, query)

    def _complaint_answerable(self, leader=None):
        """Return whether somebody could own a complaint of this company.

        Without a company, of any. Whom it is about does not count.
        """
        users = self.env["res.users"]
        chain = leader or users, users._complaint_managers(self)
        director = self.sudo().complaint_director_id  # Who may, is asked by the rule.
        # Whoever saves the team may not read all of these users.
        return any(
            user._complaint_may_answer(self)
            for user in users.union(*chain, director).sudo()
        )

    @api.constrains(
        "complaint_director_id",
        "complaint_followup_user_id",
        "complaint_apology_team_ids",
    )
    def _check_complaint_people(self):
        """Raise an error where somebody is given work who could not read it."""
        for company in self:
            people = company.complaint_director_id | company.complaint_followup_user_id
            for user in people | company.complaint_apology_team_ids:
                if not user.has_group("helpdesk_mgmt.group_helpdesk_user_own"):
                    raise ValidationError(
                        self.env._(
                            "%s has no helpdesk rights and could not read a complaint.",
                            user.name,
                        )
                    )
