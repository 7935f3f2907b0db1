from collections import namedtuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.groups import INTERNAL
from ...tools.in_use import IN_USE, in_use

#: Stands for "no limit": larger than any amount, and it compares.
UNLIMITED = float("inf")
#: Where a limit is asked for: on a complaint, or on any of those of ``teams``.
Place = namedtuple("Place", ["company", "teams", "about"])


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
    user_ids = fields.Many2many("res.users", string="Users", context=IN_USE)
    unlimited = fields.Boolean(help="Decides on any amount.")
    amount = fields.Monetary(
        string="Limit",
        help="In company currency, for all remedies of one complaint together.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="cascade",  # Each company has some from the start.
        default=lambda self: self._default_company_id(),
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

    def action_view_limits(self):
        """Show up to which amount everybody of the helpdesk decides."""
        self.check_access("read")
        # Who belongs to the helpdesk is no secret to whoever reads the limits.
        users = in_use(self.env["res.users"].sudo())
        group = self.env.ref(INTERNAL)
        colleagues = users.search(
            [
                ("all_group_ids", "in", group.ids),
                ("share", "=", False),
                ("company_ids", "in", self.env.company.ids),
            ]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_recovery.res_users_action_limits"
        )
        return {**action, "domain": [("id", "in", colleagues.ids)]}

    @api.model
    def _get_limit(self, user, ticket):
        """Return the amount up to which ``user`` decides on ``ticket``.

        Company currency; the highest of the rows that apply, ``UNLIMITED`` included.
        In a company without any row the helpdesk managers decide alone, so that nobody
        is locked out; without an executive contact they stand in for that person. A
        deputy decides within the limit of a colleague who is away. Asked again in the
        same transaction it costs no query. ``_get_limit_at()`` is what to extend.
        """
        own = self._get_own_limit(user, ticket)
        if not ticket._complaint_may_own(user):
            return own  # Whoever may not read the complaint represents nobody on it.
        # Whom it is about, or who left, decides nothing on it, by deputy either.
        others = user._complaint_represented().filtered(ticket._complaint_can_own)
        return max([own, *(self._get_role_limit(other, ticket) for other in others)])

    @api.model
    def _get_next_above(self, user, ticket):
        """Return the nearest whose limit is above that of ``user``, or nobody."""
        limit = self._get_limit(user, ticket)
        superiors = ticket._complaint_superiors(exclude_owner=False)
        others = (superiors | self._get_named(ticket)) - user
        higher = (other for other in others if self._get_limit(other, ticket) > limit)
        return next(higher, others.browse())

    @api.model
    def _get_own_limit(self, user, ticket):
        """Return the limit of ``user`` without a deputy's, a concession included."""
        granted = ticket._complaint_concession(user)
        return max(self._get_role_limit(user, ticket), granted)

    @api.model
    def _get_role_limit(self, user, ticket):
        """Return the limit of ``user`` alone. Extend where it depends on the complaint.

        Then ``complaint.remedy._get_authority_key()`` says on what of it.
        """
        ticket = ticket.sudo()  # The rule is the same whoever asks.
        place = Place(ticket.company_id, ticket.team_id, ticket.complaint_about_user_id)
        return self._get_limit_at(user, place)

    @api.model
    def _get_limit_at(self, user, place):
        """Return the limit of ``user`` there, nobody represented, nothing granted.

        Extend to let somebody decide more or less: all other limits are made of it.
        """
        # Everybody may know a limit, few may read the table of limits.
        rows = place.company.sudo().complaint_authority_ids
        if not (user.active and user._is_internal()) or user == place.about:
            return 0.0
        roles = self._get_roles(user, place)
        if not rows:
            return UNLIMITED if "manager" in roles else 0.0
        # Which groups a colleague is in is asked by the rule.
        groups = user.sudo().all_group_ids
        applying = rows.filtered(
            lambda row: (
                row.role in roles or row.group_id & groups or user in row.user_ids
            )
        )
        if any(applying.mapped("unlimited")):
            return UNLIMITED
        return max(applying.mapped("amount"), default=0.0)

    @api.model
    def _get_named(self, ticket):
        """Return who decides by name or group, the least limit first, away ones last.

        They are asked where no team leader, manager or executive contact may decide.
        """
        # Everybody may know a limit, few may read the table of limits.
        rows = in_use(ticket.company_id.sudo()).complaint_authority_ids
        users = self.env["res.users"].union(
            *(
                row.user_ids | row.group_id.all_user_ids
                for row in rows.sorted(lambda row: (row.unlimited, row.amount))
            )
        )
        present = users.union(*(user._complaint_stand_in() for user in users))
        return present.filtered(ticket._complaint_can_own)

    @api.model
    def _get_roles(self, user, place):
        """Return the roles ``user`` has there, superior ones included."""
        roles = set()
        if user.has_group(INTERNAL):
            roles.add("handler")
            # Who directs a company is asked by the rule, whoever may read it.
            director = place.company.sudo().complaint_director_id
            if user in place.teams.user_id:
                roles.add("team_leader")
            if user.has_group("helpdesk_mgmt.group_helpdesk_manager"):
                roles |= {"team_leader", "manager"}
                if not director:
                    roles.add("director")
            if user == director:
                roles |= {"team_leader", "manager", "director"}
        return roles

    @api.model
    def _get_standing(self, user, company):
        """Return where ``user`` decides in ``company``: as a leader, and elsewhere."""
        # Who leads which team is no secret to the rule.
        teams = user.sudo().complaint_led_team_ids.filtered(
            lambda team: team.company_id in (company, company.browse())
        )
        about = user.browse()
        return Place(company, teams, about), Place(company, teams.browse(), about)

    @api.model
    def _describe_role(self, user, company):
        """Return the highest role of ``user`` in ``company`` in words."""
        if not user._complaint_may_answer(company):
            return False
        leading, _elsewhere = self._get_standing(user, company)
        roles = self._get_roles(user, leading)
        # Who directs a company is asked by the rule, whoever may read it.
        if user != company.sudo().complaint_director_id:
            roles.discard("director")  # Standing in is no role of its own.
        labels = self._fields["role"]._description_selection(self.env)
        return [label for role, label in labels if role in roles][-1]

    @api.model
    def _describe_limit(self, user, company):
        """Return in words up to which amount ``user`` decides in ``company`` today."""
        if not user._complaint_may_answer(company):
            return False
        leading, elsewhere = (
            self._get_limit_at(user, place)
            for place in self._get_standing(user, company)
        )
        text = self._format_limit(leading, company)
        if leading > elsewhere:
            text = self.env._(
                "%(limit)s on the own teams, %(other)s on others",
                limit=text,
                other=self._format_limit(elsewhere, company),
            )
        for other in user._complaint_represented():
            limit = self._get_limit_at(other, self._get_standing(other, company)[0])
            if limit > elsewhere:
                text = self.env._(
                    "%(text)s; standing in for %(user)s: %(limit)s",
                    text=text,
                    user=other.name,
                    limit=self._format_limit(limit, company),
                )
        return text

    @api.model
    def _format_limit(self, limit, company):
        if limit == UNLIMITED:
            return self.env._("unlimited")
        return company.currency_id.format(limit)
