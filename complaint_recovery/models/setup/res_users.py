from datetime import datetime, time

import pytz

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools.groups import INTERNAL, SETTINGS_READERS
from ...tools.in_use import IN_USE, in_use

#: With these somebody may lose the right to what they have in hand.
LOSING = frozenset({"active", "group_ids", "company_ids"})
#: These say who stands in for whom, and when.
STANDING_IN = frozenset(
    {"complaint_deputy_id", "complaint_away_from", "complaint_away_until"}
    | {"out_of_office_from", "out_of_office_to"}
)


class ResUsers(models.Model):
    """Colleagues, who own complaints, are away at times, and leave."""

    _inherit = "res.users"

    complaint_deputy_id = fields.Many2one(
        "res.users",
        string="Deputy for complaints",
        domain=[("share", "=", False)],
        groups=INTERNAL,
        copy=False,
        help="Reads and handles this colleague's complaints, and decides while this "
        "colleague is away.",
    )
    complaint_away_from = fields.Date(
        string="Away from",
        groups=INTERNAL,
        help="The first day away. Empty: away already.",
        copy=False,
    )
    complaint_away_until = fields.Date(
        string="Away until",
        groups=INTERNAL,
        help="The last day away, where this colleague is. Until then new complaints go "
        "to somebody else, and the deputy acts and hears of open ones. Odoo's own "
        "out-of-office counts as well.",
        copy=False,
    )

    complaint_deputy_of_ids = fields.One2many(
        "res.users",
        "complaint_deputy_id",
        string="Deputy of",
        groups=INTERNAL,
        context=IN_USE,
    )
    complaint_led_team_ids = fields.One2many(
        "helpdesk.ticket.team",
        "user_id",
        string="Leads the teams",
        groups=SETTINGS_READERS,
        context=IN_USE,
    )

    _complaint_away_in_order = models.Constraint(
        "CHECK (complaint_away_from <= complaint_away_until)",
        "Nobody is back before they leave.",
    )
    _complaint_deputy_idx = models.Index(
        "(complaint_deputy_id) WHERE complaint_deputy_id IS NOT NULL"
    )

    @api.constrains("complaint_deputy_id")
    def _check_complaint_deputy(self):
        """Raise an error where the deputy could not read what is to be done."""
        for user in in_use(self.sudo()).filtered("complaint_deputy_id"):  # By the rule.
            deputy = user.complaint_deputy_id
            if deputy == user:
                raise ValidationError(self.env._("Nobody is their own deputy."))
            shared = user.company_ids & deputy.company_ids
            if not deputy._complaint_may_answer(shared[:1]) or not shared:
                raise ValidationError(
                    self.env._(
                        "%(deputy)s cannot be the deputy of %(user)s: a deputy has "
                        "helpdesk rights in the same company.",
                        deputy=deputy.name,
                        user=user.name,
                    )
                )

    def write(self, vals):
        asked = self.browse()
        if (LOSING | STANDING_IN) & vals.keys():
            asked = self | self.sudo().complaint_deputy_id  # Asked by the rule.
        if "complaint_deputy_id" in vals:
            self.env.registry.clear_cache()
        left = self.browse()
        if "helpdesk_team_ids" in vals:
            # Compared before and after, not shown.
            left = in_use(self.sudo())
            before = {user: user.helpdesk_team_ids for user in left}
        result = super().write(vals)
        if LOSING & vals.keys():
            self._complaint_give_up()
            asked -= self  # What waited for them was passed on with the rest.
        for user in left:
            teams = before[user] - user.helpdesk_team_ids
            teams._complaint_lose_members(user)
        if asked:
            asked._complaint_pass_approvals()
        return result

    def _complaint_may_answer(self, company):
        """Return whether this colleague may own complaints of ``company`` (or any)."""
        return (
            bool(self)
            and self.id != SUPERUSER_ID
            and self.active
            and self._is_internal()
            # Where a colleague works is no secret to the rule.
            and (not company or company in in_use(self.sudo()).company_ids)
            and self.has_group(INTERNAL)
        )

    @api.model
    def _complaint_managers(self, company=None):
        """Return the active helpdesk managers (of ``company``), oldest first.

        Who administers the system has the rights of a manager as well, and is asked
        last: money and customers are none of their work.
        """
        # Ids of groups are cached; records would be looked up each time.
        find = self.env["ir.model.data"]._xmlid_to_res_id
        group_id = find("helpdesk_mgmt.group_helpdesk_manager", raise_if_not_found=True)
        domain = (
            Domain("all_group_ids", "in", [group_id])
            & Domain("share", "=", False)
            & Domain("id", "!=", SUPERUSER_ID)
        )
        if company:
            domain &= Domain("company_ids", "in", company.ids)
        # Who is a manager is no secret to the rule that needs one.
        managers = in_use(self.sudo()).search(domain, order="id")
        if len(managers) < 2:
            return managers
        system_id = find("base.group_system", raise_if_not_found=True)
        admins = managers.filtered_domain(Domain("all_group_ids", "in", [system_id]))
        return (managers - admins) | admins

    def _complaint_is_away(self, on=None):
        """Return whether this colleague is away on the day ``on`` (today).

        Days are those of the colleague's own time zone.
        """
        user = self.sudo()  # A rule asks, not a person.
        tz = pytz.timezone(user.tz or user.company_id.partner_id.tz or "UTC")
        today = fields.Datetime.now().replace(tzinfo=pytz.utc).astimezone(tz).date()
        day = on or today
        start, until = user.complaint_away_from, user.complaint_away_until
        if (start or until) and (start or day) <= day <= (until or day):
            return True
        moment = fields.Datetime.now()
        if day != today:
            noon = tz.localize(datetime.combine(day, time(12)))
            moment = noon.astimezone(pytz.utc).replace(tzinfo=None)
        return user._complaint_is_out_of_office(moment) or user._complaint_has_leave(
            day, moment
        )

    def _complaint_has_leave(self, day, moment):
        """Return whether a leave planner says so of ``day``, at ``moment`` (UTC) of it.

        Extend to ask one.
        """
        return False

    def _complaint_is_out_of_office(self, moment):
        """Return whether Odoo's own out-of-office is on at ``moment`` (UTC)."""
        start, end = self.out_of_office_from, self.out_of_office_to
        return bool(start) and start <= moment and (not end or moment <= end)

    def _complaint_back_on(self):
        """Return the last day away that is known, if any."""
        user = self.sudo()  # When a colleague is back is no secret.
        days = [user.complaint_away_until]
        if user.is_out_of_office and user.out_of_office_to:
            local = fields.Datetime.context_timestamp(
                user.with_context(tz=user.tz), user.out_of_office_to
            )
            days.append(local.date())
        return max(filter(None, days), default=None)

    def _complaint_stand_in(self):
        """Return who acts today: this colleague, or while away the deputy, if there."""
        self.ensure_one()
        if not self._complaint_is_away():
            return self
        deputy = self.sudo().complaint_deputy_id  # Who stands in is no secret.
        return deputy if not deputy._complaint_is_away() else self.browse()

    def _complaint_represented(self):
        """Return the colleagues this one stands in for today."""
        self.ensure_one()
        # Whom somebody represents is asked by the rule, not by a person.
        absent = self.sudo().complaint_deputy_of_ids
        return absent.filtered(lambda user: user._complaint_stand_in() == self)

    def _complaint_give_up(self):
        """Pass on what users have in hand and may not do any more.

        They were archived, or lost their rights or their company. Each room passes on
        what it knows of: extend.
        """

    def _complaint_pass_approvals(self):
        """Ask somebody else for what waits for these users, who are away. Extend."""

    @api.model
    def _self_accessible_fields(self):
        """Let colleagues of the helpdesk set their own deputy."""
        readable, writeable = super()._self_accessible_fields()
        if self.env.user.has_group(INTERNAL):
            own = {"complaint_deputy_id", "complaint_away_from", "complaint_away_until"}
            return readable | own, writeable | own
        return readable, writeable
