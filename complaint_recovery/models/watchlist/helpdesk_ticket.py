from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.groups import INTERNAL
from ...tools.own_hand import own_hand
from .res_partner import GIVEN_KINDS


class HelpdeskTicket(models.Model):
    """A complaint of somebody on the watchlist.

    A key customer waits a shorter time and a senior hears of it at once. Of the others
    colleagues know what to do and what was given so far; nothing gets slower by it.
    """

    _inherit = "helpdesk.ticket"

    complaint_watch_kinds = fields.Char(
        string="Watchlist", compute="_compute_complaint_watch_kinds", groups=INTERNAL
    )
    complaint_watch_note = fields.Html(
        string="What to do with this customer",
        compute="_compute_complaint_watch_note",
        groups=INTERNAL,
    )
    complaint_key_customer = fields.Boolean(
        string="Of a key customer",
        compute="_compute_complaint_key_customer",
        # Whoever files the complaint, the customer is owed the same.
        compute_sudo=True,
        search="_search_complaint_key_customer",
        groups=INTERNAL,
    )

    @api.depends("commercial_partner_id", "company_id")
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_complaint_watch_kinds(self):
        watched = self._complaint_watch_entries()
        for ticket in self:
            ticket.complaint_watch_kinds = watched[ticket]._get_kinds()

    @api.depends("complaint_watch_kinds")
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_complaint_watch_note(self):
        # Nearly always none: they are asked for again where there are some.
        watched = self.filtered("complaint_watch_kinds")._complaint_watch_entries()
        for ticket in self:
            entries = watched.get(ticket)
            ticket.complaint_watch_note = bool(entries) and (
                entries._render_note() + ticket._complaint_render_given(entries)
            )

    @api.depends("commercial_partner_id", "company_id")
    def _compute_complaint_key_customer(self):
        watched = self._complaint_watch_entries()
        for ticket in self:
            kinds = watched[ticket].mapped("kind")
            ticket.complaint_key_customer = "key_customer" in kinds

    def _search_complaint_key_customer(self, operator, value):
        # The framework asks for the groups of stored fields alone.
        self._check_field_access(self._fields["complaint_key_customer"], "read")
        if operator != "in":
            return NotImplemented
        entries = self.env["complaint.watchlist.entry"].search_fetch(
            Domain("state", "=", "active") & Domain("kind", "=", "key_customer"),
            ["partner_id", "company_id"],
        )
        return Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain("commercial_partner_id", "in", of_company.partner_id.ids)
            for company, of_company in entries.grouped("company_id").items()
        )

    def _complaint_watch_entries(self):
        """Return ticket → active entries the user may read, in one query."""
        complaints = self.filtered("is_complaint")
        nothing = self.env["complaint.watchlist.entry"]
        companies = self.company_id if self.env.su else self.env.companies
        watched = nothing._get_active(complaints.commercial_partner_id.ids, companies)
        return {
            ticket: watched.get(ticket.commercial_partner_id.id, nothing).filtered(
                lambda entry, ticket=ticket: (
                    ticket.is_complaint and entry.company_id == ticket.company_id
                )
            )
            for ticket in self
        }

    def _complaint_render_given(self, entries):
        """Return what they claimed and got so far: to know, not to refuse."""
        self.ensure_one()
        if not set(entries.mapped("kind")) & set(GIVEN_KINDS):
            return Markup()
        money = self.complaint_currency_id.format
        return Markup("<div>%s</div>") % self.env._(
            "Within twelve months: claimed %(claimed)s, given %(given)s.",
            claimed=money(self.complaint_customer_claimed),
            given=money(self.complaint_customer_given),
        )

    def _complaint_deserves_visit(self):
        return super()._complaint_deserves_visit() or self.complaint_key_customer

    @api.model
    def _complaint_daily_steps(self):
        steps = self.env["complaint.watchlist.entry"]._get_daily_steps()
        return [*super()._complaint_daily_steps(), *steps]

    def _complaint_times(self):
        """Return the shorter times for key customers: their own or those of Major."""
        times = super()._complaint_times()
        if not self.sudo().complaint_key_customer:  # The rule asks, not a person.
            return times
        company = self.company_id or self.env.company
        major = self.env["complaint.severity"]._get_of_grade("major", company)
        if not major:
            return times
        # The times of a severity are no secret.
        return {name: min(time, major.sudo()[name]) for name, time in times.items()}

    def _complaint_watch_begun(self):
        """Shorten the times of open complaints whose customer has just been listed.

        Times get shorter as far as they can still be kept, and never longer.
        """
        key = self.filtered("complaint_key_customer")
        now, moved = fields.Datetime.now(), self.env["complaint.deadline"]
        for deadline, due_at, real_time in key._complaint_moving():
            if now < due_at < deadline.due_at:
                # Follows from the policy; that the customer is listed was decided.
                own_hand(deadline).write(
                    {
                        "due_at": due_at,
                        "original_due_at": due_at,
                        "next_check_at": now,
                        "real_time": real_time,
                    }
                )
                moved += deadline
        moved._move_activities()
        key._complaint_refresh_next_due()
        self._complaint_fire_trigger("watchlist")

    def action_complaint_object(self):
        """Open the dialog for a customer who does not want to be listed."""
        self.check_access("write")
        self.ensure_one()
        return self.commercial_partner_id.action_complaint_object()

    def _complaint_watch_reference(self):
        """Return what names the customer's place on the watchlist, of any kind."""
        ticket = self.sudo()  # The rule asks.
        if not ticket.complaint_watch_kinds:  # Nearly always; asked for all at once.
            return ""
        entries = ticket._complaint_watch_entries()[ticket]
        return ",".join(map(str, sorted(entries.ids)))

    def _complaint_case_file_guidance(self):
        # Who reads the page may know; a copy that is kept is read by others, too.
        return "" if self.env.su else self.complaint_watch_note or ""
