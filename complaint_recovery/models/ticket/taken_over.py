import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools.groups import INTERNAL, MANAGERS
from ...tools.in_use import in_use
from ...tools.marks import OWN_HAND
from ...tools.own_hand import own_hand
from ...tools.selections import ENDED


class HelpdeskTicket(models.Model):
    """Open complaints taken over from another tool, and the numbers they had there.

    They are silent until somebody does something on them: then their time begins.
    """

    _inherit = "helpdesk.ticket"

    complaint_taken_over_at = fields.Datetime(
        string="Taken over on",
        groups=INTERNAL,
        copy=False,
        help="When the first thing was done here on an open complaint of elsewhere.",
    )

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Offer the number to whoever imports: Odoo leaves out what is read only.

        Forms show it and do not ask.
        """
        described = super().fields_get(allfields, attributes)
        number = described.get("number", {})
        if number.get("readonly") and self.env.user.has_group(MANAGERS):
            number["readonly"] = False
        return described

    @api.model
    def _complaint_guarded_fields(self):
        return super()._complaint_guarded_fields() | {"complaint_taken_over_at"}

    @api.model
    def load(self, fields, data):
        if "complaint_imported" in fields:  # Owners may have left since.
            self = self.with_context(active_test=False)
        return super().load(fields, data)

    def _prepare_ticket_number(self, values):
        number = super()._prepare_ticket_number(values)
        self.env.cr.cache.setdefault("complaint_drawn", set()).add(number)
        return number

    @api.model
    def _complaint_given_numbers(self, vals_list):
        """Return the numbers that are told and not drawn, as in an import.

        Raises a ValidationError where one is there already, or told twice.
        """
        drawn = self.env.cr.cache.get("complaint_drawn", ())
        told = (vals.get("number") or "/" for vals in vals_list)
        numbers = [number for number in told if number != "/" and number not in drawn]
        if not numbers:
            return numbers
        # A number is taken, whoever may see by what.
        tickets = self.sudo().with_context(active_test=False)
        taken = tickets.search(Domain("number", "in", numbers)).mapped("number")
        taken += [number for number in set(numbers) if numbers.count(number) > 1]
        if taken:
            raise ValidationError(
                self.env._("The number %s is taken already.", taken[0])
            )
        return numbers

    @api.model
    def _complaint_keep_numbers_apart(self, numbers):
        """Move the sequence on behind those of ``numbers`` that look like its own."""
        self.env.cr.cache.get("complaint_drawn", set()).clear()  # Used now.
        if not numbers:
            return
        # Numbers are given to everybody.
        sequences = in_use(self.env["ir.sequence"].sudo())
        code = Domain("code", "=", "helpdesk.ticket.sequence")
        for sequence in sequences.search(code):
            parts = sequence._get_prefix_suffix()
            like_ours = re.compile(
                "(\\d+)".join(re.escape(part or "") for part in parts)
            )
            found = filter(None, map(like_ours.fullmatch, numbers))
            highest = max((int(match[1]) for match in found), default=0)
            if highest >= sequence.number_next_actual:
                sequence.number_next_actual = highest + 1

    def _complaint_is_history(self):
        return super()._complaint_is_history() and not self.complaint_taken_over_at

    def _complaint_is_untouched(self):
        """Return whether it was taken over open, and nothing was done on it here."""
        self.ensure_one()
        ticket = self.sudo()  # Judged, whoever does something on it.
        return ticket._complaint_is_history() and not ticket.complaint_closed_at

    def _complaint_import(self, intents):
        """History is told as it was: none of it is done here."""
        silent = self.with_context(complaint_importing=OWN_HAND)
        result = super(HelpdeskTicket, silent)._complaint_import(intents)
        # The manager was checked; whoever answers for it is found by the rule.
        opened = self.sudo().filtered(lambda t: not t.complaint_closed_at)
        opened._complaint_ensure_owner()
        for ticket in opened:
            # Whoever answers for it hears of the customer's mails from now on.
            ticket.message_subscribe(ticket.user_id.partner_id.ids)
        return result

    def _complaint_begin_here(self):
        """Let the time of open complaints of elsewhere begin, with the first step."""
        if self.env.context.get("complaint_importing") is OWN_HAND:
            return
        begun = self.sudo().filtered(  # The policy counts, whoever does something.
            lambda t: t.is_complaint and t._complaint_is_untouched()
        )
        if not begun:
            return
        own_hand(begun).complaint_taken_over_at = fields.Datetime.now()
        for ticket in begun:
            kinds = {"intake", "investigation", "recovery"}
            if ticket.complaint_phase in kinds:
                ticket._complaint_open_clock()
            elif ticket.complaint_phase == "follow_up":
                ticket._complaint_plan_follow_up()
            ticket._complaint_log(
                self.env._("Taken over: from now on it has deadlines like any other.")
            )

    def _complaint_write(self, vals, complaints):
        result = super()._complaint_write(vals, complaints)
        stamps = self._complaint_guarded_fields()
        if vals.keys() - stamps and not (
            vals.get("complaint_stage_id")
            and self.env["complaint.stage"].browse(vals["complaint_stage_id"]).phase
            in ENDED
        ):
            complaints._complaint_begin_here()
        return result

    def _complaint_note_exchanges(self, exchanges):
        here = exchanges.filtered(lambda i: i.date >= self.create_date)
        if here:
            self._complaint_begin_here()
        return super()._complaint_note_exchanges(exchanges)
