from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import is_html_empty

from ...tools.in_use import IN_USE


class ComplaintCause(models.Model):
    """Why customers complain: one node of the tree of causes."""

    _name = "complaint.cause"
    _description = "Complaint Cause"
    _inherit = ["complaint.shared"]
    _parent_name = "parent_id"
    _parent_store = True
    _order = "parent_path, id"

    name = fields.Char(required=True, translate=True)
    display_name = fields.Char(recursive=True)
    parent_id = fields.Many2one(
        "complaint.cause", string="Parent cause", index=True, ondelete="restrict"
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many(
        "complaint.cause", "parent_id", string="Sub-causes", context=IN_USE
    )
    active = fields.Boolean(default=True)
    origin = fields.Selection(
        selection=[
            ("product", "Product"),
            ("service", "Service"),
            ("delivery", "Delivery"),
            ("billing", "Billing"),
            ("price", "Price"),
            ("sales_promise", "Promise at the sale"),
            ("information", "Information"),
            ("use", "Wrong use"),
            ("expectation", "Expectation"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
    )
    responsible_id = fields.Many2one(
        "res.users",
        string="Person responsible",
        domain=[("share", "=", False)],
        help="Answers for it that this cause becomes rarer.",
    )
    consult_user_ids = fields.Many2many(
        "res.users",
        string="Whom to consult",
        groups="helpdesk_mgmt.group_helpdesk_user_own",
        domain=[("share", "=", False)],
        context=IN_USE,
    )
    guidance = fields.Html(
        translate=True,
        groups="helpdesk_mgmt.group_helpdesk_user_own",
        help="How to handle a complaint of this cause. Internal.",
    )
    default_remedy_type_ids = fields.Many2many(
        "complaint.remedy.type", string="Usual remedies", context=IN_USE
    )

    @api.depends("name", "parent_id.display_name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for cause in self:
            parent = cause.parent_id.display_name
            cause.display_name = f"{parent} / {cause.name}" if parent else cause.name

    @api.constrains("parent_id")
    def _check_no_cycle(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A cause cannot be part of itself."))

    @api.constrains("parent_id", "company_id")
    def _check_company_of_parent(self):
        # All that are part of it count, whoever may see them.
        every = self.sudo().with_context(active_test=False)
        for cause in every | every.search(Domain("parent_id", "in", self.ids)):
            above = cause.parent_id.company_id
            if above and above != cause.company_id:
                raise ValidationError(
                    self.env._(
                        "“%(cause)s” is part of “%(parent)s”, which is for %(company)s "
                        "only.",
                        cause=cause.name,
                        parent=cause.parent_id.name,
                        company=above.name,
                    )
                )

    def _get_usual_remedy_types(self, company):
        """Return what is usual for this cause, or for the nearest above that says."""
        cause = self
        while cause:
            usual = cause.default_remedy_type_ids.filtered(
                lambda kind: kind.company_id.id in (False, company.id)
            )
            if usual:
                return usual
            cause = cause.parent_id
        return self.env["complaint.remedy.type"]

    def _get_guidance(self):
        """Return how it is handled and whom to consult, of the nearest that says."""
        guidance, people, cause = False, self.env["res.users"], self
        while cause and not (guidance and people):
            if not guidance and not is_html_empty(cause.guidance):
                guidance = cause.guidance
            people = people or cause.consult_user_ids.filtered("active")
            cause = cause.parent_id
        return guidance, people

    def _get_answering_users(self):
        """Return cause → who answers for it: its person, or of the nearest above."""
        answering = {}
        for cause in self:
            nearest = cause
            while nearest and not nearest.responsible_id:
                nearest = nearest.parent_id
            answering[cause] = nearest.responsible_id
        return answering
