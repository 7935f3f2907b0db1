from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.marks import OWN_HAND, UNDONE, UNRECORDED
from ...tools.own_hand import own_hand

#: So many seconds a mail to a customer waits for whoever sent it to think again.
UNDO_SECONDS = 10
#: More than these at once were meant: nobody reads so many notices.
MOST_OFFERED = 3
#: Kinds of messages that go to customers like a comment, and that callers choose.
KINDS = frozenset(
    {"comment", "notification", "auto_comment", "out_of_office", "email_outgoing"}
)
#: What customers read, and no note of colleagues.
TOLD = "mail.mt_comment"
#: What the web client listens to.
SENT = "complaint_recovery.sent"


class HelpdeskTicket(models.Model):
    """Mails to the customer wait ten seconds, in which they are taken back."""

    _inherit = "helpdesk.ticket"

    def message_post(self, *, message_type="notification", **kwargs):
        """Hold what a colleague writes to the customer in the chatter as well."""
        if message_type in KINDS and self._complaint_is_written(kwargs):
            # By whatever kind of message it goes, it is a word to the customer.
            message_type = "comment"
            kwargs.pop("is_internal", None)
        typed = message_type == "comment" and self._complaint_is_written(kwargs)
        if typed:
            kwargs["force_send"] = False
        message = super().message_post(message_type=message_type, **kwargs)
        if typed:
            self.sudo(False)._complaint_hold(message, typed=True)
        return message

    def _complaint_is_written(self, kwargs):
        """Return whether a colleague writes this to the customer of a complaint.

        Mails by template are held by whoever makes them.
        """
        ours = self.env.context.get("complaint_unrecorded") is UNRECORDED
        if ours or self.env.user.share:
            return False
        # The chatter's route posts as superuser, for whoever may.
        if self.env.su and "message_post_store" not in self.env.context:
            return False
        if kwargs.get("subtype_xmlid") != TOLD:
            # Asked of what is known by heart: env.ref looks whether it is still there.
            subtype_id = self.env["ir.model.data"]._xmlid_to_res_id(TOLD)
            if kwargs.get("subtype_id") != subtype_id:
                return False
        return self.sudo().is_complaint  # Judged, not shown.

    def _complaint_hold(self, message, typed=False):
        """Let the mails of ``message`` wait, and offer whoever sent it to undo it.

        The queue sends them then. What nobody at a screen sent is not held. Words that
        were ``typed`` come back to the chatter.
        """
        self.ensure_one()
        if self.env.su or self.env.user.share:
            return
        if self.env.context.get("ir_cron_progress_id"):
            return  # A step of a group, which nobody watches.
        mails = message.sudo().mail_ids  # Made of the message that was just written.
        if not mails:
            return
        at = fields.Datetime.now() + timedelta(seconds=UNDO_SECONDS)
        mails.scheduled_date = at
        # The queue is the system's.
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger_list([at])
        hooks = self.env.cr.precommit
        if SENT not in hooks.data:
            hooks.data[SENT] = []
            hooks.add(self._complaint_offer_undo)
        hooks.data[SENT].append(
            {
                "ticket": self.id,
                "message": message.id,
                "typed": typed,
                "seconds": UNDO_SECONDS,
                "text": self.env._(
                    "%(number)s: mail to %(customer)s.",
                    number=self.number,
                    customer=self._complaint_customer_name(),
                ),
            }
        )

    @api.model
    def _complaint_offer_undo(self):
        """Offer to undo each mail of this transaction, unless they are many."""
        sent = self.env.cr.precommit.data.pop(SENT, [])
        for mail in sent if len(sent) <= MOST_OFFERED else ():
            self.env.user._bus_send(SENT, mail)

    def complaint_undo_mail(self, message_id):
        """Take back a mail that has not left yet. Returns what is to be said of it.

        Only whoever sent it may. Raises a UserError where it is gone already.
        """
        self.ensure_one()
        self.check_access("write")
        message = self.message_ids.filtered(lambda m: m.id == message_id)
        mails = message.sudo().mail_ids  # Judged by the message, which is one's own.
        waiting = mails.filtered(lambda mail: mail.state == "outgoing")
        own = message.create_uid == self.env.user
        # Of two, the queue and whoever undoes it, one has it.
        if not own or not waiting or waiting != mails.try_lock_for_update():
            raise UserError(self.env._("It is too late: the mail has left."))
        ticket = self.with_context(complaint_undone=UNDONE)
        exchanges = ticket.complaint_interaction_ids.filtered(
            lambda i: i.message_id == message
        )
        exchanges._take_back()
        if "offer" in exchanges.mapped("purpose"):
            own_hand(ticket._complaint_offered()).mailed_at = False
        ticket._complaint_log(self.env._("Taken back before it left: a mail."))
        # Nobody but us has read it: it is no word of ours.
        message.sudo().with_context(complaint_kept=OWN_HAND).unlink()
        return self.env._("%s: the mail was not sent.", self.number)
