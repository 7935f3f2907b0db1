from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ...tools.marks import UNTRACKED
from ...tools.own_hand import own_hand
from ...tools.selections import ENDED
from ..guard.helpdesk_ticket import HISTORY

#: What lies in the past, and not before the complaint was received.
MOMENTS = (
    "complaint_first_contact_at",
    "complaint_decision_sent_at",
    "complaint_resolved_at",
    "complaint_closed_at",
)
#: What only an ended complaint has.
ENDING = ("complaint_closed_at", "complaint_outcome", "complaint_end_reason")


class HelpdeskTicket(models.Model):
    """History taken over from elsewhere, which has no deadlines and no mail."""

    _inherit = "helpdesk.ticket"

    def _complaint_import(self, intents):
        """Make history of new tickets. ``intents`` maps ids to what was asked."""
        # The manager was checked; the stamps are ours to write. Nobody is told.
        tickets = self.sudo().with_context(tracking_disable=UNTRACKED)
        for ticket in tickets:
            asked = intents[ticket.id]
            own_hand(ticket).write(
                {name: asked[name] for name in asked.keys() & HISTORY}
            )
            if not ticket.complaint_received_at:
                known = filter(None, map(ticket.__getitem__, MOMENTS))
                own_hand(ticket).complaint_received_at = min(known, default=False)
        tickets._complaint_mark(imported=True)
        by_stage = tickets.grouped(
            lambda ticket: (
                intents[ticket.id]["complaint_stage_id"] or ticket.complaint_stage_id.id
            )
        )
        for stage_id, group in by_stage.items():
            group._complaint_enter_history(self.env["complaint.stage"].browse(stage_id))

    def _complaint_enter_history(self, stage):
        """Bring imported complaints to their stage, excused from what is unknown."""
        for ticket in self:
            ticket._complaint_check_history(stage)
            contacts = ticket.complaint_interaction_ids.filtered(
                lambda exchange: exchange._is_contact()
            )
            if contacts:
                stamps = ticket._complaint_note_contacts(contacts.sorted("date"))
                own_hand(ticket).write(stamps)
            if stage.phase in ENDED:
                # As near as what was imported tells.
                own_hand(ticket).complaint_closed_at = (
                    ticket.complaint_closed_at
                    or ticket.complaint_resolved_at
                    or ticket.complaint_received_at
                )
                ticket._complaint_override(stage, self.env._("Imported history"))
        self.write({"complaint_stage_id": stage.id})
        for ticket in self.filtered("complaint_closed_at"):
            ticket.closed_date = ticket.complaint_closed_at

    def _complaint_check_history(self, stage):
        """Raise an error where an imported complaint contradicts itself."""
        self.ensure_one()
        received = self.complaint_received_at
        moments = [received, *filter(None, map(self.__getitem__, MOMENTS))]
        if max(moments) > fields.Datetime.now():
            raise ValidationError(
                self.env._("%s: what is imported lies in the past.", self.number)
            )
        if min(moments) < received:
            raise ValidationError(
                self.env._(
                    "%s: nothing was said or decided before it was received.",
                    self.number,
                )
            )
        if stage.phase not in ENDED and any(self[name] for name in ENDING):
            raise ValidationError(
                self.env._(
                    "%(number)s: “%(stage)s” is an open stage, but the complaint has "
                    "an outcome. Import it into a closed stage.",
                    number=self.number,
                    stage=stage.name,
                )
            )

    @api.model
    def _complaint_check_import(self):
        if not (
            self.env.su
            or self.env.user.has_group("helpdesk_mgmt.group_helpdesk_manager")
        ):
            raise AccessError(
                self.env._("Only helpdesk managers import complaint history.")
            )
