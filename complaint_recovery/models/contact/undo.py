from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.marks import BY_MAIL, OWN_HAND, UNDONE, UNRECORDED, UNWATCHED
from ...tools.own_hand import own_hand

#: So many seconds a mail to a customer waits for whoever sent it to think again.
UNDO_SECONDS = 10
#: So many more reach the server: making the mail, the notice and the click take time.
GRACE_SECONDS = 20
#: More than these at once were meant: nobody reads so many notices.
MOST_OFFERED = 3
#: Kinds of messages that are no mail; the caller chooses among all the others.
NO_MAIL = frozenset({"sms", "user_notification"})
#: What customers read, and no note of colleagues.
TOLD = "mail.mt_comment"
#: What the web client listens to.
SENT = "complaint_recovery.sent"


class HelpdeskTicket(models.Model):
    """Mails to the customer wait ten seconds, in which they are taken back."""

    _inherit = "helpdesk.ticket"

    def message_post(self, *, message_type="notification", **kwargs):
        """Hold what a colleague writes to the customer in the chatter as well."""
        if message_type not in NO_MAIL and self._complaint_is_written(kwargs):
            # By whatever kind of message it goes, it is a word to the customer.
            message_type = "comment"
            kwargs.pop("is_internal", None)
        typed = message_type == "comment" and self._complaint_is_written(kwargs)
        if typed:
            kwargs["force_send"] = False
        message = super().message_post(message_type=message_type, **kwargs)
        if typed:
            self.sudo(False)._complaint_hold(message, typed=True)
            self.sudo(False)._complaint_note_named_in(message)
        return message

    def _complaint_is_written(self, kwargs):
        """Return whether a colleague writes this to the customer of a complaint.

        Mails by template are held by whoever makes them.
        """
        ours = self.env.context.get("complaint_unrecorded") is UNRECORDED
        taken_in = self.env.context.get("complaint_by_mail") is BY_MAIL
        if ours or taken_in or self.env.user.share:
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
        if self.env.context.get("complaint_unwatched") is UNWATCHED:
            return  # A step of a group: nobody would see the notice.
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
        own = message.create_uid == self.env.user
        if not own or not message._complaint_waits():
            raise UserError(self.env._("It is too late: the mail has left."))
        ticket = self.with_context(complaint_undone=UNDONE)
        exchanges = ticket.complaint_interaction_ids.filtered(
            lambda i: i.message_id == message
        )
        exchanges._take_back()
        if "offer" in exchanges.mapped("purpose"):
            own_hand(ticket._complaint_offered()).mailed_at = False
        ticket._complaint_log(self.env._("Taken back before it left: a mail."))
        # It was mailed to nobody: it is no word of ours.
        message.sudo().with_context(complaint_kept=OWN_HAND).unlink()
        return self.env._("%s: the mail was not sent.", self.number)


class MailMessage(models.Model):
    """Which messages may still be taken back."""

    _inherit = "mail.message"

    def _complaint_waits(self):
        """Has it been mailed to nobody yet, and only just been written?

        A message may be several mails, which leave one by one and are deleted then.
        """
        self.ensure_one()
        message = self.sudo()  # Judged, not shown: whoever asks wrote it.
        mails = message.mail_ids
        seconds = UNDO_SECONDS + GRACE_SECONDS
        over = message.date + timedelta(seconds=seconds)
        if not mails or fields.Datetime.now() > over:
            return False
        mailed = message.notification_ids.filtered(
            lambda told: told.notification_type == "email"
        )
        if set(mailed.mapped("notification_status")) - {"ready", "canceled"}:
            return False
        waiting = mails.filtered(lambda mail: mail.state == "outgoing")
        # Of two, the queue and whoever undoes it, one has it.
        return waiting == mails and waiting == mails.try_lock_for_update()
