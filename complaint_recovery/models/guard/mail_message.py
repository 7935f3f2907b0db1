from datetime import timedelta

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tools import email_normalize

from ...tools.inert_html import inert_html
from ...tools.marks import OWN_HAND, POSTED, TRACKED
from .belonging import OURS

#: What of a message may change: how it is shown, who has seen it, how it went out. All
#: else says who said what, when and to whom, also what Odoo adds one day.
FREE = frozenset(
    {"starred", "starred_partner_ids", "reaction_ids", "needaction", "has_error"}
    | {"message_link_preview_ids", "linked_message_ids", "mail_ids", "preview"}
    | {"rating_id", "rating_ids", "rating_value", "letter_ids", "snailmail_error"}
)

#: What of it says who speaks, and when.
SPEAKER = frozenset({"author_id", "email_from", "date"})
#: The kind of a message to one user, which only they and its author may read.
TO_ONE = "user_notification"


class MailMessage(models.Model):
    """Messages. What colleagues write among themselves stays among them."""

    _inherit = "mail.message"

    @api.depends_context("uid")
    def _compute_display_name(self):
        """A subject is for whoever may read the message (``belonging.py``)."""
        return super()._compute_display_name()

    def _complaint_on_ours(self):
        """A word to one user is theirs as well, whatever it stands on.

        Ours to salespeople stand on the customer, those about settings on nothing:
        their subjects say who complained. Nobody else may read such a message in Odoo.
        """
        told = self.sudo().filtered(  # What kind it is, is judged, not shown.
            lambda message: message.message_type == TO_ONE
        )
        return super()._complaint_on_ours() | told.with_env(self.env)

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._complaint_untracked(vals) for vals in vals_list]
        messages = super().create(vals_list)
        posted = self.env.context.get("complaint_posted") is POSTED
        if not (posted or self.env.su):
            messages._complaint_ensure_posted()
        return messages

    @api.model
    def _complaint_untracked(self, vals):
        """Return ``vals`` without changes that Odoo did not write down itself.

        It runs these commands as superuser, also those on lines of other messages.
        """
        commands = vals.get("tracking_value_ids")
        if not commands:
            return vals
        model = vals.get("model") or self.env.context.get("default_model") or ""
        tracked = self.env.context.get("complaint_tracked") is TRACKED
        if tracked or self.env.uid == SUPERUSER_ID or not str(model).startswith(OURS):
            lines = [c for c in commands if isinstance(c, (list, tuple))]
            made = [line for line in lines if len(line) == 3 and line[0] == 0]
        else:
            made = []
        return {**vals, "tracking_value_ids": made}

    def _complaint_ensure_posted(self):
        """Raise an AccessError where a message is made past the conversation.

        Odoo lets who may read a record do so, and tell others of any: by any author, at
        any date, and unheard. What it belongs to may stand in a default.
        """
        if self._complaint_is_evidence():
            if self.env.user.share:
                self._complaint_refuse_outside()
            self._complaint_refuse_past_thread()
        self._complaint_ensure_honest_nearby()

    def _complaint_ensure_honest_nearby(self):
        """Raise an AccessError where one on a meeting of ours is in a customer's name.

        On what belongs to a complaint colleagues speak as themselves, or the system.
        """
        for model, messages in self.sudo().grouped("model").items():  # Judged.
            nearby = model and not model.startswith(OURS)
            if not nearby or not self._complaint_may_be_ours(model):
                continue
            forged = messages.filtered(lambda message: message._complaint_is_forged())
            places = self.env[model].browse(set(forged.mapped("res_id"))).exists()
            if places._complaint_on_ours():
                self._complaint_refuse_past_thread()

    @api.model
    def _complaint_refuse_outside(self):
        raise AccessError(self.env._("Write to us on the page of the complaint."))

    @api.model
    def _complaint_refuse_past_thread(self):
        raise AccessError(
            self.env._("What is said on a complaint is written there, as a message.")
        )

    def write(self, vals):
        # The notification of a message writes some of it again.
        mailed = self.env.context.get("complaint_mailed") is OWN_HAND
        if vals.keys() - FREE and not (mailed or self._complaint_own_hand()):
            self._complaint_ensure_unsaid(moved="res_id" in vals)
            if self.env.user.share:
                vals = self._complaint_edited_outside(vals)
        moved = {"model", "res_id"} & vals.keys() and not self.env.su
        # Whether all of it was said on tickets is judged, not shown.
        of_tickets = moved and set(self.sudo().mapped("model")) == {"helpdesk.ticket"}
        result = super().write(vals)
        # Odoo lets administrators move what they made elsewhere, in any name.
        if of_tickets and vals.keys() == {"res_id"}:
            self._complaint_take_over(vals["res_id"])
        elif moved:
            self._complaint_ensure_posted()
        elif SPEAKER & vals.keys() and not self.env.su:
            self._complaint_ensure_honest_nearby()
        return result

    def _complaint_take_over(self, ticket_id):
        """Let what was said on a plain ticket be merged into a complaint.

        Raises a UserError, with the way out, where it is in the name of somebody else.
        """
        if not self._complaint_is_evidence():
            return
        ticket = self.env["helpdesk.ticket"].browse(ticket_id)
        ticket.check_access("write")
        if not all(message._complaint_is_honest() for message in self):
            raise UserError(
                self.env._(
                    "Some messages of that ticket are in the name of somebody else, "
                    "and do not move to a complaint. Mark the ticket as a complaint, "
                    "and close it as a duplicate of the first: More, Duplicate of…"
                )
            )
        # Who moves it may write the complaint; how it is shown is ours.
        ticket.sudo()._complaint_make_inert()

    def _complaint_is_forged(self):
        """Is it in the name of somebody who did not say it, nor the system?"""
        if self._complaint_is_honest():
            return False
        return self.author_id != self.env.ref("base.partner_root")

    def _complaint_is_honest(self):
        """Was it said by whom it names, at its time, or taken in by the mail server?"""
        self.ensure_one()
        message = self.sudo()  # Judged, not shown.
        maker, author = message.create_uid, message.author_id
        if maker.id == SUPERUSER_ID or maker._is_public():
            return True
        sender = email_normalize(message.email_from or "")
        late = abs(message.date - message.create_date) > timedelta(days=1)
        own = not sender or sender == author.email_normalized
        return author == maker.partner_id and own and not late

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_complaint(self):
        self._complaint_ensure_unsaid()

    def _complaint_ensure_unsaid(self, moved=False):
        """What was said on a complaint is changed by nobody; a correction is said anew.

        The routes of the chatter write as superuser for whoever asks: it is who asks
        that counts. Our own code says that it is, with a mark. ``moved``: somebody
        merges tickets, and hears the way out.
        """
        if self._complaint_own_hand() or not self._complaint_is_evidence():
            return
        if moved:
            raise UserError(
                self.env._(
                    "What was said on a complaint does not move to another ticket. A "
                    "complaint that was told twice is closed as a duplicate of the "
                    "first: More, Duplicate of…"
                )
            )
        raise UserError(
            self.env._(
                "What was said on a complaint stays as it was. Write a new message to "
                "correct it."
            )
        )

    def _complaint_own_hand(self):
        """Is it the system itself, or code of ours that says so?"""
        mark = self.env.context.get("complaint_kept")
        return self.env.uid == SUPERUSER_ID or mark is OWN_HAND

    def _complaint_is_evidence(self):
        """Do some of these belong to a complaint, or to a part of one?

        What has been a complaint stays one here: unmarked, rewritten and marked again,
        nothing would have been said.
        """
        messages = self.sudo()  # Judged, not shown.
        if messages.filtered(lambda m: (m.model or "").startswith("complaint.")):
            return True
        on_tickets = messages.filtered(lambda m: m.model == "helpdesk.ticket")
        tickets = self.env["helpdesk.ticket"].sudo()  # As above: judged.
        tickets = tickets.browse(on_tickets.mapped("res_id"))
        return bool(tickets.exists()._complaint_ever())

    def _complaint_edited_outside(self, vals):
        """Return ``vals`` as customers may write them on a ticket."""
        if "helpdesk.ticket" not in self.sudo().mapped("model"):  # Judged.
            return vals
        kept = {name: vals[name] for name in vals if name in FREE | {"body"}}
        kept |= {n: vals[n] for n in ("attachment_ids",) if n in vals}
        if kept.get("body"):
            kept["body"] = inert_html(kept["body"])
        return kept

    def _filter_records_for_message_operation(self, doc_model, doc_res_ids, operation):
        """Leave out documents about ours that are kept from the user.

        Other addons look into them to say who reads their messages, as the calendar,
        and would be refused: nobody could search messages any more.
        """
        documents = self.env[doc_model].with_context(active_test=False)
        if doc_res_ids and not self.env.su and documents._complaint_told_by():
            there = documents.browse(doc_res_ids).exists()
            doc_res_ids = there._filtered_access("read").ids
        return super()._filter_records_for_message_operation(
            doc_model, doc_res_ids, operation
        )

    def _get_forbidden_access(self, operation):
        """Return what is forbidden. For customers that is all that is among us.

        Odoo hides internal comments from them, and shows internal mails and logs.
        """
        forbidden = super()._get_forbidden_access(operation)
        if operation != "read" or self.env.user._is_internal():
            return forbidden
        return forbidden | (self - forbidden).filtered(lambda m: m._is_among_us())

    @api.model
    def _get_with_access(self, message_id, mode="read", **kwargs):
        """Return the message if the user gets at it. Customers get none of ours.

        Odoo gives any message to who has the key to a ticket or may read it.
        """
        message = super()._get_with_access(message_id, mode=mode, **kwargs)
        if message and not self.env.user._is_internal() and message._is_among_us():
            return self.browse()
        return message

    def _is_among_us(self):
        self.ensure_one()
        message = self.sudo()  # Judged, not shown.
        if message.model != "helpdesk.ticket":
            return False
        subtype = message.subtype_id
        if message.is_internal or not subtype or subtype.internal:
            return True
        # Once it is confidential, also what their colleagues were told before.
        ticket = self.env["helpdesk.ticket"].sudo().browse(message.res_id)  # As above.
        try:
            confidential = ticket.complaint_confidential
        except MissingError:
            return False
        user = self.env.user
        if not confidential or not user.share or user._is_public():
            return False
        return ticket.partner_id != user.partner_id
