from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import is_html_empty, plaintext2html

from ...tools.groups import INTERNAL
from ...tools.in_use import in_use
from ...tools.mail_forward import plain_subject
from ...tools.new_words import find_new_words
from ...tools.only_thanks import is_only_thanks
from ...tools.own_hand import own_hand
from ..contact.opening_mail import Told


class HelpdeskTicket(models.Model):
    """What a customer writes after the end (decision 13)."""

    _inherit = "helpdesk.ticket"

    complaint_reply_waiting = fields.Boolean(
        string="Reply after closing",
        compute="_compute_complaint_reply_waiting",
        groups=INTERNAL,
    )
    complaint_reply_words = fields.Char(
        string="The customer's reply",
        compute="_compute_complaint_reply_waiting",
        groups=INTERNAL,
    )
    complaint_late_words = fields.Char(
        string="Thanks after the end",
        compute="_compute_complaint_late_words",
        groups=INTERNAL,
        help="What the customer wrote too late to reopen it, taken for plain thanks.",
    )

    @api.depends(
        "complaint_deadline_ids.state",
        "complaint_deadline_ids.kind",
        "complaint_interaction_ids.summary",
    )
    def _compute_complaint_reply_waiting(self):
        for ticket in self:
            waiting = ticket.complaint_closed_at and ticket._complaint_running("reply")
            ticket.complaint_reply_waiting = bool(waiting)
            ticket.complaint_reply_words = waiting and ticket._complaint_last_words()

    def _complaint_last_words(self):
        """Return what the customer said last."""
        heard = self.complaint_interaction_ids.filtered(lambda i: i.direction == "in")
        return heard.sorted(lambda i: (i.date, i.id))[-1:].summary

    def action_still_unhappy(self):
        """Reopen the complaint, because the customer who wrote is not content."""
        self.check_access("write")
        self._complaint_ensure_reply()
        return self.action_reopen()

    def action_only_thanks(self):
        """Leave it closed, because the customer who wrote only thanked us."""
        self.check_access("write")
        self._complaint_ensure_reply()
        for ticket in self:
            ticket._complaint_running("reply")._finish()
            ticket._complaint_log(
                body=self.env._("The customer wrote again, only to thank us.")
            )
        return True

    def _complaint_ensure_reply(self):
        for ticket in self:
            waiting = ticket.sudo()._complaint_running("reply")  # Asked, not shown.
            if not ticket.is_complaint or not waiting:
                raise UserError(
                    self.env._(
                        "%s: no reply of the customer is waiting.", ticket.number
                    )
                )

    def _complaint_hear_again(self, message):
        """Let the owner look at what a customer writes on a closed complaint.

        After the time to reopen it becomes a new complaint, or goes to the one that was
        opened for an earlier mail; plain thanks are on record, and open nothing.
        """
        self.ensure_one()
        if not self.complaint_closed_at:
            self._complaint_log(body=message.body)
        elif self._complaint_can_reopen():
            self._complaint_ask_to_reopen()
        elif later := self._complaint_continuation():
            later._complaint_hear_again(message)
        elif self._complaint_is_thanks(message):
            self._complaint_log(
                body=self.env._(
                    "The customer wrote again, only to thank us: nothing was opened."
                )
            )
        else:
            self._complaint_continue_by(message)

    def _complaint_is_thanks(self, message):
        """Return whether a message only thanks us, with nothing attached."""
        if message.attachment_ids:
            return False
        names = [message.author_id.name, self.user_id.name, self.partner_id.name]
        names += [self.partner_name, self.company_id.name]
        names += self.complaint_interaction_ids.user_id.mapped("name")
        words = find_new_words(message.body, self._complaint_quotable(message))
        return is_only_thanks(words, filter(None, names))

    def _complaint_continue_by(self, message):
        """Open a complaint of what is new in ``message``, linked to this one."""
        words = plaintext2html(self._complaint_new_words(message))
        title = plain_subject(message.subject or "")
        ours = {plain_subject(m.subject or "") for m in self.message_ids - message}
        # What answers a mail of ours has its subject, and tells nothing.
        if not title or title in ours or self.number in title:
            title = self.name
        told = Told(message.message_id, self.complaint_lang)  # It is answered.
        ticket = self.with_context(complaint_opening_mail=told)._complaint_continue(
            words, message.attachment_ids, message.author_id, name=title
        )
        ticket._complaint_add_pictures()
        return ticket

    def _complaint_add_pictures(self):
        """Let the description show the pictures that are attached."""
        ticket = self.sudo()  # What the customer sent, whoever takes it in.
        files = ticket.attachment_ids.filtered(
            lambda a: (a.mimetype or "").startswith("image/")
            and "svg" not in a.mimetype
        )
        if not files:
            return
        shown = Markup().join(
            Markup('<p><img src="/web/image/%s?access_token=%s" alt="%s"/></p>')
            % (file.id, file.generate_access_token()[0], file.name)
            for file in files.sorted("id")
        )
        ticket.description = (ticket.description or Markup()) + shown

    @api.depends("complaint_closed_at", "complaint_interaction_ids.date")
    def _compute_complaint_late_words(self):
        for ticket in self:
            late = ticket._complaint_late_reply()
            ticket.complaint_late_words = late.summary

    def _complaint_late_reply(self):
        """Return the exchange of a mail after the end of which nothing was opened."""
        self.ensure_one()
        days = timedelta(days=self.company_id.complaint_reopen_days)
        if not self.complaint_closed_at:
            return self.env["complaint.interaction"]
        end = self.complaint_closed_at + days
        late = self.complaint_interaction_ids.filtered(
            lambda i: i.direction == "in" and i.message_id and i.date > end
        ).sorted(lambda i: (i.date, i.id))[-1:]
        if not late or self._complaint_can_reopen() or self._complaint_continuation():
            return late.browse()
        return late

    def action_complaint_open_late(self):
        """Open a complaint of the mail that was taken for plain thanks."""
        self.check_access("write")
        self.ensure_one()
        late = self.sudo()._complaint_late_reply()  # Asked, not shown.
        if not self.is_complaint or not late:
            raise UserError(
                self.env._("%s: no reply of the customer is waiting.", self.number)
            )
        # The mail is theirs, whoever of us turns it into a complaint.
        ticket = self.sudo()._complaint_continue_by(late.message_id)
        return ticket.with_env(self.env)._get_records_action()

    def _complaint_ask_to_reopen(self):
        """Open a deadline, once, in which the owner says what the mail means."""
        if self._complaint_running("reply"):
            return
        self._complaint_ensure_owner()  # The former one may have left.
        # Follows from what happened, not chosen by a person.
        own_hand(self.env["complaint.deadline"]).create(
            self._complaint_prepare_deadline("reply", self._complaint_clock())
        )

    def _complaint_continuation(self):
        """Return the last complaint opened after this one to continue it."""
        secret = Domain("complaint_confidential", "=", True)
        return in_use(self).search(
            (secret if self.sudo().complaint_confidential else Domain.TRUE)  # Judged.
            & Domain("complaint_origin_id", "=", self.id)
            & Domain("is_complaint", "=", True)
            # Of the same customer and company, about the same: no words go elsewhere.
            & Domain("commercial_partner_id", "=", self.commercial_partner_id.id)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("complaint_about_user_id", "=", self.complaint_about_user_id.id)
            & Domain("id", ">", self.id),
            order="id desc",
            limit=1,
        )

    def _complaint_continue(self, body, attachments=(), writer=None, **vals):
        """Open a new complaint in the customer's words, linked to this one.

        It is the ``writer``'s, where somebody else of the same customer wrote; ``vals``
        are its own.
        """
        vals["complaint_origin_id"] = self.id
        if not is_html_empty(body):
            vals["description"] = body
        if writer and writer.partner_share and writer != self.partner_id:
            vals |= {
                "partner_id": writer.id,
                "partner_name": writer.name,
                "partner_email": writer.email,
            }
        ticket = self._complaint_copy_to_continue(vals)
        ticket.action_mark_complaint()
        visitor = self.env.ref("base.public_user")
        for attachment in attachments:
            copied = {"res_model": ticket._name, "res_id": ticket.id}
            # The customer's own: kept as a visitor's, whoever of us stores them.
            attachment.with_user(visitor).sudo().copy(copied)
        self._complaint_log(
            body=self.env._(
                "The customer wrote again, too late to reopen it: %s continues it.",
                ticket.number,
            )
        )
        return ticket
