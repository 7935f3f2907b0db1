from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

#: Stands for "no limit": larger than any amount, and it compares.
UNLIMITED = float("inf")


class ComplaintAuthority(models.Model):
    """Up to which amount somebody decides on remedies of one complaint."""

    _name = "complaint.authority"
    _description = "Approval Limit"
    _order = "company_id, amount, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    role = fields.Selection(
        selection=[
            ("handler", "Handler"),
            ("team_leader", "Team leader"),
            ("manager", "Helpdesk manager"),
            ("director", "Executive contact"),
        ],
        help="Whoever has this role. A superior role includes the ones below.",
    )
    group_id = fields.Many2one("res.groups", string="Group", ondelete="cascade")
    user_ids = fields.Many2many("res.users", string="Users")
    unlimited = fields.Boolean(help="Decides on any amount.")
    amount = fields.Monetary(
        string="Limit",
        help="In company currency, for all remedies of one complaint together.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self._default_company_id()
    )
    currency_id = fields.Many2one(related="company_id.currency_id")

    _amount_not_negative = models.Constraint(
        "CHECK (amount >= 0)", "A limit cannot be negative."
    )

    def _default_company_id(self):
        return self.env.company

    @api.constrains("name", "role", "group_id", "user_ids")
    def _check_one_addressee(self):
        for authority in self:
            if (
                sum(map(bool, (authority.role, authority.group_id, authority.user_ids)))
                != 1
            ):
                raise ValidationError(
                    self.env._(
                        "Limit %s: say either a role, a group, or users.",
                        authority.name,
                    )
                )

    @api.model
    def _get_limit(self, user, ticket):
        """Return the amount up to which ``user`` decides on ``ticket``.

        Company currency; the highest of the rows that apply, ``UNLIMITED`` included.
        In a company without any row the helpdesk managers decide alone, so that nobody
        is locked out; without an executive contact they stand in for that person. A
        deputy decides within the limit of a colleague who is away.
        """
        own = self._get_own_limit(user, ticket)
        if not ticket._complaint_may_own(user):
            return own  # Whoever may not read the complaint represents nobody on it.
        others = user._complaint_represented()
        return max([own, *(self._get_own_limit(other, ticket) for other in others)])

    @api.model
    def _get_own_limit(self, user, ticket):
        # Everybody may know a limit, few may read the table of limits.
        rows = self.sudo().search(
            Domain("company_id", "=", ticket.company_id.id), order="amount"
        )
        roles = self._get_roles(user, ticket)
        if not rows:
            return UNLIMITED if "manager" in roles else 0.0
        applying = rows.filtered(
            lambda row: (
                row.role in roles
                or row.group_id & user.all_group_ids
                or user in row.user_ids
            )
        )
        if any(applying.mapped("unlimited")):
            return UNLIMITED
        return max(applying.mapped("amount"), default=0.0)

    @api.model
    def _get_roles(self, user, ticket):
        """Return the roles ``user`` has on ``ticket``, superior ones included."""
        roles = set()
        if not user._is_internal() or user == ticket.complaint_about_user_id:
            return roles
        if user.has_group("helpdesk_mgmt.group_helpdesk_user_own"):
            roles.add("handler")
            director = ticket.company_id.complaint_director_id
            if user == ticket.team_id.user_id:
                roles.add("team_leader")
            if user.has_group("helpdesk_mgmt.group_helpdesk_manager"):
                roles |= {"team_leader", "manager"}
                if not director:
                    roles.add("director")
            if user == director:
                roles |= {"team_leader", "manager", "director"}
        return roles
