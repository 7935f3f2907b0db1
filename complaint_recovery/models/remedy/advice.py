from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date, html2plaintext

from ...tools.working_time import NoWorkingTime
from .transitions import COMMITTED_STATES, LIVE_STATES

#: So much of the findings is shown to whoever approves in a list.
FINDING_LENGTH = 80
#: So much of what happened.
STORY_LENGTH = 140
#: Not given yet, nor turned down.
OPEN_STATES = ("draft", "to_approve", *LIVE_STATES)


class ComplaintRemedy(models.Model):
    """What to know beside a remedy while deciding on it. It bars nothing."""

    _inherit = "complaint.remedy"

    # Read with the user's own rights: an id alone must not tell anything.
    finding = fields.Char(string="Findings", compute="_compute_finding")
    similar_range = fields.Char(
        related="ticket_id.complaint_similar_range",
        related_sudo=False,
        string="Similar cases",
    )
    unusual = fields.Boolean(
        string="Outside of similar cases", compute="_compute_unusual"
    )
    figures = fields.Html(related="ticket_id.complaint_figures", related_sudo=False)
    apology_warning = fields.Char(
        related="ticket_id.complaint_apology_warning", related_sudo=False
    )
    story = fields.Char(compute="_compute_story")
    desired_outcome = fields.Text(
        related="ticket_id.complaint_desired_outcome",
        related_sudo=False,
        string="The customer wants",
    )
    other_options = fields.Char(
        string="Offered with it", compute="_compute_other_options"
    )
    promise_advice = fields.Char(
        string="Holidays, absences", compute="_compute_promise_advice"
    )

    @api.depends("ticket_id.name", "ticket_id.description")
    def _compute_story(self):
        """Say in two lines what it is about, for whoever decides in a list."""
        for remedy in self:
            ticket = remedy.ticket_id
            words = " ".join(html2plaintext(ticket.description or "").split())
            if len(words) > STORY_LENGTH:
                words = words[:STORY_LENGTH].rsplit(None, 1)[0] + " …"
            title = ticket.name or ""
            if title and words.startswith(title):
                title = ""  # It was made of the first sentence, and stands there.
            remedy.story = ": ".join(filter(None, (title, words)))

    @api.depends("ticket_id.complaint_remedy_ids.state", "offer_number", "state")
    def _compute_other_options(self):
        """Name what the customer may choose instead, and what it would come to."""
        for remedy in self:
            others = remedy.ticket_id.complaint_remedy_ids.filtered(
                lambda other, this=remedy: (
                    other != this and other.state in OPEN_STATES
                )
            )
            remedy.other_options = ", ".join(others.mapped("display_name"))

    @api.depends("ticket_id.complaint_finding", "ticket_id.complaint_attribution")
    @api.depends_context("lang")
    def _compute_finding(self):
        """Show what was found, short enough for a list."""
        tickets = self.env["helpdesk.ticket"]
        attribution = tickets._fields["complaint_attribution"]
        labels = dict(attribution._description_selection(self.env))
        for remedy in self:
            ticket = remedy.ticket_id
            found = " ".join(html2plaintext(ticket.complaint_finding or "").split())
            if len(found) > FINDING_LENGTH:
                found = found[:FINDING_LENGTH] + "…"
            whose = labels.get(ticket.complaint_attribution)
            remedy.finding = ", ".join(filter(None, (found.rstrip(".。"), whose)))

    @api.depends(
        "state",
        "amount",
        "currency_id",
        "company_amount",
        "ticket_id.complaint_similar_min",
        "ticket_id.complaint_similar_max",
        "ticket_id.complaint_given_amount",
    )
    def _compute_unusual(self):
        """Compare what the complaint gets in all with what similar ones got."""
        readable = self.ticket_id._filtered_access("read")
        for remedy in self:
            state, ticket = remedy.state, remedy.ticket_id.sudo()  # It is shown.
            if ticket not in readable or not remedy.amount:
                remedy.unusual = False
            elif state in COMMITTED_STATES:
                given = ticket.complaint_given_amount
                remedy.unusual = ticket._complaint_is_unusual(given)
            else:
                total = ticket.complaint_given_amount + remedy._get_company_amount()
                remedy.unusual = state in OPEN_STATES and ticket._complaint_is_unusual(
                    total
                )

    @api.depends("promised_at", "state", "ticket_id.user_id")
    @api.depends_context("lang", "tz")
    def _compute_promise_advice(self):
        """Warn of holidays and absences. Not stored: those change by themselves."""
        self.promise_advice = False
        open_states = (*OPEN_STATES, "accepted")
        promised = self.filtered(lambda r: r.promised_at and r.state in open_states)
        clocks = promised.ticket_id._complaint_clocks()
        days = {}
        for remedy in promised.filtered("ticket_id"):
            try:
                day = clocks[remedy.ticket_id.id].get_day(remedy.promised_at)
                works = clocks[remedy.ticket_id.id].works_on(day)
            except (NoWorkingTime, OverflowError):
                continue  # A mistyped year is no day to say something about.
            days[remedy] = (day, works)
        leaves = promised._get_leaves([day for day, _works in days.values()])
        for remedy, (day, works) in days.items():
            during = leaves.filtered(
                lambda leave, day=day: (
                    leave.date_from < day.end and leave.date_to > day.start
                )
            )
            advice = [remedy._get_absence_advice(day, during)]
            if not works:
                advice.insert(0, remedy._get_holiday_advice(day, during))
            remedy.promise_advice = " ".join(filter(None, advice))

    def _get_leaves(self, days):
        """Return all leaves around the ``days``, of companies and of owners."""
        # That a day is free is no secret; what a colleague is away for is not told.
        leaves = self.env["resource.calendar.leaves"].sudo()
        if not days:
            return leaves
        owners = Domain("resource_id.user_id", "in", self.ticket_id.user_id.ids)
        return leaves.search(
            Domain("date_from", "<", max(day.end for day in days))
            & Domain("date_to", ">", min(day.start for day in days))
            & Domain("time_type", "=", "leave")
            & (Domain("resource_id", "=", False) | owners)
        )

    def _get_holiday_advice(self, day, leaves):
        ticket = self.ticket_id.sudo()  # Calendars may be hidden; holidays are not.
        # The advice says which day is a holiday, and nothing else of the calendar.
        calendar = self.env["complaint.deadline"].sudo()._get_calendar(ticket)
        holiday = leaves.filtered(
            lambda leave: (
                not leave.resource_id
                and leave.calendar_id.id in (False, calendar.id)
                and leave.company_id.id in (False, ticket.company_id.id)
                and leave.name
            )
        )[:1]
        date = format_date(self.env, day.date, date_format="full")
        if holiday:
            return self.env._(
                "%(date)s is a holiday (%(name)s).", date=date, name=holiday.name
            )
        return self.env._("%s is not a working day.", date)

    def _get_absence_advice(self, day, leaves):
        owner = self.ticket_id.user_id.sudo()  # When a colleague is back is no secret.
        own = leaves.filtered(lambda leave: leave.resource_id.user_id == owner)
        if not owner or not (own or owner._complaint_is_away(day.date)):
            return ""
        ends = (
            fields.Datetime.context_timestamp(self, end)
            for end in own.mapped("date_to")
        )
        until = [day.date, *(end.date() for end in ends)]
        if back := owner._complaint_back_on():
            until.append(back)
        return self.env._(
            "%(user)s is away until %(date)s.",
            user=owner.name,
            date=format_date(self.env, max(until), date_format="full"),
        )
