from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ...tools.groups import INTERNAL


class HelpdeskTicket(models.Model):
    """The same customer with the same cause again, which is more serious (D33)."""

    _inherit = "helpdesk.ticket"

    complaint_alike_ids = fields.Many2many(
        "helpdesk.ticket",
        string="The same before",
        compute="_compute_complaint_alike_ids",
        groups=INTERNAL,
        help="What the customer complained of before, of the same cause, latest first.",
    )
    complaint_repeat_note = fields.Html(
        string="It happened before",
        compute="_compute_complaint_repeat_note",
        groups=INTERNAL,
        help="The earlier complaint of this customer with the same cause.",
    )

    @api.depends("partner_id", "complaint_cause_id", "company_id")
    def _compute_complaint_alike_ids(self):
        """Find earlier complaints of the same customer and cause, in one search.

        A later one is no reason: then that one is the repeat.
        """
        found = {}
        tickets = self.sudo()  # A repeat is a repeat, whoever handled the first.
        asked = tickets.filtered(lambda t: t.complaint_cause_id and t.partner_id)
        if asked:
            earlier = tickets.search(
                Domain("is_complaint", "=", True)
                & Domain(
                    "commercial_partner_id",
                    "in",
                    asked.partner_id.commercial_partner_id.ids,
                )
                & Domain("complaint_cause_id", "in", asked.complaint_cause_id.ids)
                & Domain("complaint_outcome", "!=", "duplicate")  # Told twice.
                & Domain(
                    "complaint_received_at",
                    ">=",
                    min(t._complaint_repeat_span()[0] for t in asked),
                ),
                order="complaint_received_at desc, id desc",
            )
            found = earlier.grouped(lambda t: t._complaint_repeat_key())
        for ticket in tickets:
            alike = found.get(ticket._complaint_repeat_key(), ticket.browse())
            since, until = ticket._complaint_repeat_span()
            ticket.complaint_alike_ids = alike.filtered(
                lambda other, since=since, until=until, origin=ticket._origin: (
                    other != origin
                    and since <= other.complaint_received_at <= until
                    # Of two in one second the one with the higher number came later.
                    and (
                        other.complaint_received_at < until
                        or not origin
                        or other.id < origin.id
                    )
                )
            )

    def _complaint_look_anew(self, trigger):
        if trigger == "repeat":
            self.invalidate_recordset(["complaint_alike_ids"], flush=False)
        return super()._complaint_look_anew(trigger)

    def _complaint_repeat_reference(self):
        return self.complaint_alike_ids[:1].id

    def _complaint_repeat_key(self):
        company = self.company_id or self.env.company
        customer = self.partner_id.commercial_partner_id
        return customer.id, self.complaint_cause_id.id, company.id

    def _complaint_repeat_span(self):
        """Return from when to when an earlier complaint counts."""
        company = self.company_id or self.env.company
        until = self.complaint_received_at or fields.Datetime.now()
        return until - timedelta(days=company.complaint_repeat_days), until

    @api.depends("complaint_alike_ids")
    @api.depends_context("uid", "lang")
    def _compute_complaint_repeat_note(self):
        """Name the earlier one, and link to it where the user may read it."""
        for ticket in self:
            # Told is what the user may know of it, see below.
            earlier = ticket.sudo().complaint_alike_ids[:1]
            ticket.complaint_repeat_note = (
                ticket._complaint_describe_repeat(earlier) if earlier else False
            )

    def _complaint_describe_repeat(self, earlier):
        """Return in words that it happened before. Who may not read it gets no link."""
        readable = earlier.with_env(self.env)._filtered_access("read")
        if earlier.complaint_about_user_id == self.env.user:
            name = self.env._("an earlier complaint")  # Not told to whom it is about.
        elif readable:
            name = Markup("<a href='%s' target='_blank'>%s %s</a>") % (
                f"/odoo/helpdesk.ticket/{earlier.id}",
                earlier.number,
                earlier.name,
            )
        else:
            name = earlier.number
        note = self.env._(
            "The same happened to this customer before: %(earlier)s, received on "
            "%(date)s. A second failure weighs more: it starts one level higher.",
            earlier="\0",
            date=format_date(self.env, earlier.complaint_received_at),
        )
        before, after = note.split("\0")
        return Markup("<p class='mb-0'>%s%s%s</p>") % (before, name, after)
