from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ...tools.asker import hidden_from_asker
from ...tools.groups import INTERNAL
from ...tools.in_use import IN_USE, in_use


class HelpdeskTicket(models.Model):
    """The same customer with the same cause again, which is more serious (D33)."""

    _inherit = "helpdesk.ticket"

    complaint_alike_ids = fields.Many2many(
        "helpdesk.ticket",
        string="The same before",
        compute="_compute_complaint_alike_ids",
        groups=INTERNAL,
        help="What the customer complained of before, of the same cause, latest first.",
        context=IN_USE,
    )
    complaint_repeat_note = fields.Html(
        string="It happened before",
        compute="_compute_complaint_repeat_note",
        groups=INTERNAL,
        help="The earlier complaint of this customer with the same cause.",
    )

    @api.depends("partner_id", "complaint_cause_id", "company_id")
    @api.depends_context("uid")
    def _compute_complaint_alike_ids(self):
        """Find earlier complaints of the same customer and cause, in one search.

        A later one is no reason: then that one is the repeat. Rules read all of them as
        superuser, a person those they may read.
        """
        found = {}
        # A repeat is a repeat, whoever handled the first.
        tickets = in_use(self.sudo())
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
            shown = earlier.with_env(self.env)._filtered_access("read")
            found = shown.sudo().grouped(  # Compared, and shown as far as readable.
                lambda t: t._complaint_repeat_key()
            )
        for ticket, own in zip(tickets, self, strict=True):
            alike = found.get(ticket._complaint_repeat_key(), ticket.browse())
            since, until = ticket._complaint_repeat_span()
            own.complaint_alike_ids = alike.filtered(
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
        # A repeat is a repeat for the rules, whoever handled the first. What a rule
        # would do is told to a person.
        earlier = (
            self.complaint_alike_ids if self.env.su else self._complaint_repeated()
        )
        return earlier[:1].id

    def _complaint_repeat_key(self):
        company = self.company_id or self.env.company
        customer = self.partner_id.commercial_partner_id
        return customer.id, self.complaint_cause_id.id, company.id

    def _complaint_repeat_span(self):
        """Return from when to when an earlier complaint counts."""
        company = self.company_id or self.env.company
        until = self.complaint_received_at or fields.Datetime.now()
        return until - timedelta(days=company.complaint_repeat_days), until

    @api.depends("partner_id", "complaint_cause_id", "company_id")
    @api.depends_context("uid", "lang")
    def _compute_complaint_repeat_note(self):
        """Name the earlier one, and link to it where the user may read it."""
        for ticket in self:
            earlier = ticket._complaint_repeated()
            ticket.complaint_repeat_note = (
                ticket._complaint_describe_repeat(earlier) if earlier else False
            )

    def _complaint_repeated(self):
        """Return the latest earlier one, as superuser; none that is about who asks."""
        self.ensure_one()
        # Told is what the user may know of it, see below. Of a ticket that is not saved
        # the records are not saved either, and nobody is asked about those.
        alike = self.sudo().complaint_alike_ids._origin
        return alike.filtered(
            lambda earlier: earlier.complaint_about_user_id != self.env.user
        )[:1]

    def _complaint_describe_repeat(self, earlier):
        """Return in words that it happened before. Who may not read it gets no link.

        They get its number, of a confidential one not even that.
        """
        if not hidden_from_asker(earlier):
            name = Markup("<a href='%s' target='_blank'>%s %s</a>") % (
                f"/odoo/helpdesk.ticket/{earlier.id}",
                earlier.number,
                earlier.name,
            )
        elif earlier.complaint_confidential:
            name = self.env._("an earlier complaint")
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
