from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.groups import INTERNAL
from ...tools.marks import UNCONFIRMED
from ...tools.own_hand import own_hand

#: How a colleague has met whoever complains: nobody else answers there.
IN_PERSON = ("phone", "visit")


class HelpdeskTicket(models.Model):
    """A complaint of somebody who has only said who they are.

    Until a mail to the address is answered by a click, or one of us has spoken with
    them, it is worked on at the desk, and nowhere else: no machine writes to the
    address, no customer of ours is taken for the sender, nobody beyond the desk is
    told, and it is not counted.
    """

    _inherit = "helpdesk.ticket"

    complaint_unconfirmed = fields.Boolean(
        string="Sender not confirmed",
        groups=INTERNAL,
        copy=False,
        help="Filed without an account by somebody who has not shown yet that the "
        "address is theirs. Not counted, and not told beyond the desk.",
    )
    complaint_sender_phone = fields.Char(
        string="Phone of the sender",
        groups=INTERNAL,
        copy=False,
        help="As they wrote it, where no contact has one.",
    )
    complaint_call_when = fields.Char(
        string="When to call",
        groups=INTERNAL,
        copy=False,
        help="When they can be reached by phone, in their words.",
    )

    @api.model
    def _complaint_guarded_fields(self):
        return super()._complaint_guarded_fields() | {"complaint_unconfirmed"}

    def _complaint_create(self, intents):
        """Note who is not known for sure, before anything is done about it."""
        if self.env.context.get("complaint_sender") is UNCONFIRMED:
            # Our public page says so.
            own_hand(self).write({"complaint_unconfirmed": True})
        return super()._complaint_create(intents)

    def _complaint_confirmed(self):
        # Who they are is judged, not shown.
        unknown = self.sudo().filtered("complaint_unconfirmed")
        return super()._complaint_confirmed() - self.browse(unknown.ids)

    def action_confirm_sender(self):
        """Say that whoever complains is who they say, as after a call."""
        self.check_access("write")
        for ticket in self:
            # The caller may write it.
            if not ticket.sudo().complaint_unconfirmed:
                raise UserError(
                    self.env._("%s: the sender is known already.", ticket.number)
                )
            ticket._complaint_confirm()
            ticket._complaint_log(
                body=self.env._("%s knows that it is them.", self.env.user.name)
            )
        return True

    def _complaint_confirm(self):
        """Treat the complaint as any other from now on."""
        tickets = self.sudo().filtered("complaint_unconfirmed")  # By rule.
        if not tickets:
            return
        own_hand(tickets).write({"complaint_unconfirmed": False})
        # Who was not told before is told now, of each event once.
        tickets._complaint_announce("opening")
        tickets._complaint_fire_triggers(["is_complaint"])
        now = fields.Datetime.now()
        for deadline in tickets._complaint_running():
            own_hand(deadline).write(
                {"checked_at": deadline.start_at, "next_check_at": now}
            )

    def _complaint_note_contacts(self, contacts):
        """Whom one of us has spoken with is who they are."""
        met = contacts.filtered(
            lambda i: i.reached and i.channel in IN_PERSON and not i.user_id.share
        )
        # Judged, not shown.
        if met and self.sudo().complaint_unconfirmed:
            self._complaint_confirm()
        return super()._complaint_note_contacts(contacts)
