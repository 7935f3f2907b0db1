from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_list, html2plaintext

from ...tools.marks import (
    BY_MAIL,
    OWN_HAND,
    TRACKED,
    UNDONE,
    UNRECORDED,
    UNWATCHED,
)
from ...tools.named import ids_in
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
#: What they do not.
NOTE = "mail.mt_note"
#: What the web client listens to.
SENT = "complaint_recovery.sent"


class HelpdeskTicket(models.Model):
    """Mails to the customer wait ten seconds, in which they are taken back."""

    _inherit = "helpdesk.ticket"

    def message_post(self, *, message_type="notification", **kwargs):
        """Hold what a colleague writes to the customer in the chatter as well."""
        if self._complaint_is_told_past(kwargs):
            kwargs = {**kwargs, "subtype_xmlid": NOTE, "subtype_id": False}
        if message_type not in NO_MAIL and self._complaint_is_written(kwargs):
            self._complaint_ensure_may_write()
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
        if not self._complaint_is_by_colleague():
            return False
        return self._complaint_subtype_id(kwargs) == self._complaint_id_of(TOLD) and (
            self.sudo().is_complaint  # Judged, not shown.
        )

    def _complaint_is_told_past(self, kwargs):
        """Return whether a colleague writes what customers read and nobody records.

        Other subtypes than that of messages tell of what happens to a ticket. Odoo
        shows them on the customer's page and mails them to who follows those, with
        whatever words somebody puts in.
        """
        tracked = self.env.context.get("complaint_tracked") is TRACKED
        if tracked or not self._complaint_is_by_colleague():
            return False  # What changed, Odoo writes down, and no words.
        subtype_id = self._complaint_subtype_id(kwargs)
        if not subtype_id or subtype_id in map(self._complaint_id_of, (TOLD, NOTE)):
            return False
        # Which subtypes there are is no secret.
        subtype = self.env["mail.message.subtype"].sudo().browse(subtype_id).exists()
        return not subtype.internal and self.sudo().is_complaint  # Judged, not shown.

    def _complaint_is_by_colleague(self):
        """Is this a colleague's own call, by RPC or from the chatter?"""
        ours = self.env.context.get("complaint_unrecorded") is UNRECORDED
        taken_in = self.env.context.get("complaint_by_mail") is BY_MAIL
        if ours or taken_in or self.env.user.share:
            return False
        # The chatter's route posts as superuser, for whoever may.
        return not self.env.su or "message_post_store" in self.env.context

    def _complaint_subtype_id(self, kwargs):
        """Return the id of the subtype that a message is to have."""
        if xmlid := kwargs.get("subtype_xmlid"):
            return self._complaint_id_of(xmlid)
        # Over RPC it may come in any shape.
        return max(ids_in(kwargs.get("subtype_id")), default=False)

    def _complaint_id_of(self, xmlid):
        # Asked of what is known by heart: env.ref looks whether it is still there.
        return self.env["ir.model.data"]._xmlid_to_res_id(xmlid)

    def _complaint_ensure_may_write(self):
        """Turn away who writes to the customer and may not work on the complaint.

        Odoo lets whoever may read a ticket do so, as a follower who was asked something
        is. It would be our first contact, or a word we have to stand by.
        """
        if not self.sudo(False).has_access("write"):
            raise AccessError(
                self.env._(
                    "%s: whoever works on the complaint writes to the customer. Leave "
                    "them a note.",
                    self.number,
                )
            )

    def _complaint_hold(self, message, typed=False):
        """Let the mails of ``message`` wait, and offer whoever sent it to undo it.

        The queue sends them then. What nobody at a screen sent is not held. Words that
        were ``typed`` come back to the chatter.
        """
        self.ensure_one()
        if not self._complaint_is_at_screen():
            return
        mails = message.sudo().mail_ids  # Made of the message that was just written.
        if not mails:
            return
        at = fields.Datetime.now() + timedelta(seconds=UNDO_SECONDS)
        mails.scheduled_date = at
        # The queue is the system's.
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger_list([at])
        customer = self._complaint_customer_name()
        self._complaint_note_for_screen(
            self.env._(
                "%(number)s: mail to %(customer)s.",
                number=self.number,
                customer=customer,
            ),
            message=message.id,
            typed=typed,
            seconds=UNDO_SECONDS,
            after=self.env._("Mail to %s.", customer),
        )

    def _complaint_is_at_screen(self):
        """Return whether somebody does this who reads what is said in a corner."""
        if self.env.context.get("complaint_unwatched") is UNWATCHED:
            return False  # A step of a group: nobody would see the notice.
        return not (self.env.su or self.env.user.share)

    def _complaint_say_done(self, words):
        """Let whoever did it read what was done, as soon as it is stored.

        Of several things done at once to a complaint the last one is said, and with a
        mail that may be taken back both in one notice.
        """
        self.ensure_one()
        ticket = self.sudo(False)  # A rule may have done a part of it.
        if ticket._complaint_is_at_screen():
            ticket._complaint_note_for_screen(words)

    def _complaint_note_for_screen(self, words, **mail):
        hooks = self.env.cr.precommit
        if SENT not in hooks.data:
            hooks.data[SENT] = []
            hooks.add(self._complaint_offer_undo)
        # One may offer in the name of another: each hears of what is theirs.
        note = {"user": self.env.user, "ticket": self.id, "text": words, **mail}
        hooks.data[SENT].append(note)

    @api.model
    def _complaint_offer_undo(self):
        """Say what was done, and offer to undo each mail, unless they are many."""
        by_user = {}
        for note in self.env.cr.precommit.data.pop(SENT, []):
            by_user.setdefault(note.pop("user"), []).append(note)
        for user, notes in by_user.items():
            mails = [note for note in notes if "message" in note]
            done = {n["ticket"]: n["text"] for n in notes if "message" not in n}
            if max(len(mails), len(done)) > MOST_OFFERED:
                continue
            for mail in mails:
                after = mail.pop("after")
                if said := done.pop(mail["ticket"], None):
                    mail["text"] = f"{said} {after}"
                user._bus_send(SENT, mail)
            for said in done.values():
                user._bus_send(
                    "simple_notification", {"type": "success", "message": said}
                )

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
        ticket._complaint_log(self._complaint_taken_back_words(message))
        # It was mailed to nobody: it is no word of ours.
        message.sudo().with_context(complaint_kept=OWN_HAND).unlink()
        return self.env._("%s: the mail was not sent.", self.number)

    def _complaint_taken_back_words(self, message):
        """Return what is noted of ``message``, which was taken back.

        Where it was noted that it names somebody, it stands there that it was sent.
        """
        words = html2plaintext(message.sudo().body or "")  # Whoever asks wrote it.
        if names := self._complaint_find_names(words):
            return self.env._(
                "Taken back before it left: the mail that names %s. It was not sent.",
                format_list(self.env, list(names)),
            )
        return self.env._("Taken back before it left: a mail.")


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
