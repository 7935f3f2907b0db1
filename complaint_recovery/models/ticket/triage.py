from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.groups import INTERNAL
from ...tools.in_use import IN_USE, in_use

#: So many points make it two steps graver.
GRAVE_POINTS = 3
GRADES_BY_STEP = ("normal", "major", "critical")


class HelpdeskTicket(models.Model):
    """How serious a complaint looks at intake, and why."""

    _inherit = "helpdesk.ticket"

    complaint_recent_ids = fields.Many2many(
        "helpdesk.ticket",
        string="Recent complaints of the customer",
        compute="_compute_complaint_recent_ids",
        groups=INTERNAL,
        help="Within the span that counts as a repeat, this one left out.",
        context=IN_USE,
    )

    @api.depends("partner_id", "company_id")
    @api.depends_context("uid")
    def _compute_complaint_recent_ids(self):
        """Find the customers' recent complaints, in one search for all.

        Rules read all of them as superuser, a person those they may read.
        """
        companies = self.company_id or self.env.company
        days = max(companies.mapped("complaint_repeat_days"))
        now = fields.Datetime.now()
        recent = (
            # A repeat is a repeat, whichever colleague handled the first.
            in_use(self.sudo())
            .search(
                Domain("is_complaint", "=", True)
                & Domain(
                    "commercial_partner_id",
                    "in",
                    self.partner_id.commercial_partner_id.ids,
                )
                & Domain("complaint_received_at", ">=", now - timedelta(days=days))
                & Domain("company_id", "in", companies.ids)
                & Domain("complaint_outcome", "!=", "duplicate"),
                order="complaint_received_at desc",
            )
            .with_env(self.env)
            ._filtered_access("read")
            .sudo()  # Compared, and shown as far as readable.
            .grouped(lambda t: (t.commercial_partner_id.id, t.company_id.id))
        )
        for ticket in self:
            company = ticket.company_id or self.env.company
            since = now - timedelta(days=company.complaint_repeat_days)
            customer = ticket.partner_id.commercial_partner_id
            others = recent.get((customer.id, company.id), ticket.browse())
            others = others.filtered(
                lambda other, since=since, ticket=ticket: (
                    other.complaint_received_at >= since and other != ticket._origin
                )
            )
            ticket.complaint_recent_ids = others

    def _complaint_triage(self):
        """Return the severity proposed, and in words what speaks for it.

        It is Normal where nothing does, Major for any ground, Critical from
        GRAVE_POINTS on: a loss that goes on, an angry customer, exposure, a customer
        who comes back (D29, D30, D33). By the grade of severities, not by their place:
        a company may have more of them, or other ones.
        """
        self.ensure_one()
        company = self.company_id or self.env.company
        grounds = self._complaint_triage_grounds()
        points = sum(weight for weight, _reason in grounds)
        grade = GRADES_BY_STEP[(points > 0) + (points >= GRAVE_POINTS)]
        severities = self.env["complaint.severity"]
        severity = severities._get_of_grade(grade, company).with_env(self.env)
        return severity, [reason for _weight, reason in grounds if severity]

    def _complaint_check_severity(self, vals):
        """Raise a UserError where work has begun and no superior makes it milder."""
        severity = self.env["complaint.severity"].browse(
            vals.get("complaint_severity_id")
        )
        if self.env.su or not severity:
            return
        for ticket in self._complaint_ever().sudo():  # Judged as a whole.
            current = ticket.complaint_severity_id
            milder = current and severity._is_milder_than(current)
            superior = ticket._complaint_is_superior(self.env.user) or (
                self.env.user.has_group("helpdesk_mgmt.group_helpdesk_manager")
            )
            if milder and ticket._complaint_is_started() and not superior:
                raise UserError(
                    self.env._(
                        "%s: work has begun, so only a superior makes it milder.",
                        ticket.number,
                    )
                )

    def _complaint_triage_grounds(self):
        """Return (points, reason) for all that makes it graver. Extend to add."""
        grounds = []
        if self.complaint_loss_ongoing:
            grounds.append((1, self.env._("the loss goes on")))
        if self.complaint_sentiment == "angry":
            grounds.append((1, self.env._("the customer is angry")))
        if self.complaint_exposure == "review":
            grounds.append((1, self.env._("it is in an online review")))
        elif self.complaint_exposure in ("media", "regulator", "legal"):
            grounds.append((2, self.env._("it has gone outside")))
        # Judged whoever takes it up. Reasons are told: none is about who asks.
        recent = self.sudo().complaint_recent_ids._origin.filtered(
            lambda earlier: earlier.complaint_about_user_id != self.env.user
        )
        cause = self.complaint_cause_id._origin
        if cause and cause in recent.complaint_cause_id:
            grounds.append((2, self.env._("the same happened to them before")))
        elif recent:
            days = (self.company_id or self.env.company).complaint_repeat_days
            reason = self.env._("they complained before, within %s days", days)
            grounds.append((1, reason))
        return grounds
