from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.own_hand import is_own_hand

#: The customer has not answered yet: its last day may still be moved.
UNANSWERED_STATES = ("draft", "to_approve", "approved", "offered")


class ComplaintRemedy(models.Model):
    """Until which day the customer can choose what is offered."""

    _inherit = "complaint.remedy"

    valid_until = fields.Date(
        string="Stands until",
        copy=False,
        tracking=True,
        help="The last day on which the customer can choose it themselves. Afterwards "
        "they are asked to write to us, and you may still record their choice. Empty: "
        "it stands until it is cancelled.",
    )

    def _has_lapsed(self):
        """Return whether its last day is over where the customer reads it."""
        self.ensure_one()
        if not self.valid_until:
            return False
        ticket = self.ticket_id
        here = ticket.with_context(tz=ticket._complaint_tz())
        return self.valid_until < fields.Date.context_today(here)

    def _ensure_not_lapsed(self):
        """Raise a UserError where it would be over before it is told."""
        if lapsed := self.filtered(lambda remedy: remedy._has_lapsed()):
            raise UserError(
                self.env._(
                    "%s: its last day is over. Choose a later one, or none.",
                    lapsed[0].display_name,
                )
            )

    def write(self, vals):
        if "valid_until" in vals and not is_own_hand(self):
            self._ensure_last_day_moves(fields.Date.to_date(vals["valid_until"]))
        return super().write(vals)

    def _ensure_last_day_moves(self, day):
        """Raise a UserError unless ``day`` may be the last one: nobody is cheated."""
        for remedy in self:
            if remedy.state not in UNANSWERED_STATES:
                raise UserError(
                    self.env._(
                        "%s was answered already: its last day stays as it is.",
                        remedy.display_name,
                    )
                )
            told = remedy.state == "offered"
            if told and day and not (remedy.valid_until and day >= remedy.valid_until):
                raise UserError(
                    self.env._(
                        "%s: what was offered may stand longer, and never shorter.",
                        remedy.display_name,
                    )
                )
