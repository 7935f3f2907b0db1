from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime, html2plaintext, is_html_empty

from ...tools.just_now import is_just_changed
from ...tools.marks import UNDONE
from ...tools.own_hand import own_hand

#: A decision told on one of these is told; by mail, the button sends it.
TOLD_CHANNELS = ("letter", "visit", "phone")


class HelpdeskTicket(models.Model):
    """How the customer is told our decision, and when it may be taken anew."""

    _name = "helpdesk.ticket"
    _inherit = ["helpdesk.ticket", "complaint.outgoing", "complaint.answerable"]
    _answered_field = "complaint_explanation"

    def _get_words_to_check(self):
        return html2plaintext(self.complaint_explanation or "")

    def _get_outgoing_ticket(self):
        return self

    def _get_answered_ticket(self):
        return self

    def _is_told(self):
        return bool(self.complaint_decision_sent_at)

    def _complaint_is_final(self):
        """Return whether our answer stands, whatever the customer says."""
        self.ensure_one()
        ticket = self.sudo()  # The customer is told.
        return (
            ticket.complaint_outcome == "unsettled" or ticket.complaint_decision_final
        )

    def _complaint_ensure_decided(self):
        self.ensure_one()
        if not self.complaint_decision or is_html_empty(self.complaint_explanation):
            raise UserError(
                self.env._(
                    "%s: first decide, and write the explanation to the customer.",
                    self.number,
                )
            )

    def _complaint_ensure_can_send_decision(self):
        self.ensure_one()
        self._complaint_ensure_can_tell_decision()
        self._complaint_ensure_mail_address()

    def _complaint_ensure_can_tell_decision(self):
        self._complaint_ensure_open()
        self._complaint_ensure_decided()
        if self.complaint_decision_sent_at:
            raise UserError(self.env._("%s: the decision was sent.", self.number))
        if self.complaint_decision == "not_upheld":
            if not self.complaint_basis:
                raise UserError(
                    self.env._(
                        "%s: say whether it rests on facts, contract, policy or law.",
                        self.number,
                    )
                )
            if not self.complaint_consent_user_id:
                raise UserError(
                    self.env._(
                        "%s: not upholding a complaint needs a superior's consent "
                        "first. Ask for it.",
                        self.number,
                    )
                )

    def _complaint_send_decision(self):
        self.ensure_one()
        env = self.with_context(lang=self._complaint_lang()).env
        letter = self._make_letter(
            "complaint_recovery.report_decision",
            env._("Decision %s", self.number),
        )
        message = self._complaint_write_by("mail_template_decision", attachments=letter)
        self._complaint_stamp_decision(fields.Datetime.now())
        self._complaint_record_exchange(
            channel="email",
            purpose="decision",
            summary=self.env._("We sent our decision."),
            message=message,
        )
        self._complaint_advance("recovery")

    def _complaint_stamp_decision(self, sent_at):
        # Stamps only methods write.
        own_hand(self).write(
            {
                "complaint_decision_sent_at": sent_at,
                "complaint_decision_anew": False,
            }
        )

    def _complaint_note_decision(self, exchanges):
        """Stamp a decision that was told by letter, on a visit or by phone.

        The same rules hold as for one that is sent. Told once more, it is on record
        alone.
        """
        told = exchanges.filtered(
            lambda i: (
                i.purpose == "decision"
                and i.channel in TOLD_CHANNELS
                and i._is_contact()
                and not (self.complaint_imported and i.date < self.create_date)
            )
        )
        if told and not self.complaint_decision_sent_at:
            self._complaint_ensure_can_tell_decision()
            self._complaint_stamp_decision(told[0].date)
            self._complaint_advance("recovery")

    def _complaint_take_back_words(self, exchanges):
        """Undo a decision or an apology that never reached the customer."""
        given = self.complaint_interaction_ids.filtered(lambda i: i._is_contact())
        if decided := exchanges.filtered(lambda i: i.purpose == "decision"):
            again = given.filtered(
                lambda i: i.purpose == "decision"
                and i.date >= min(decided.mapped("date"))
            )
            if self.complaint_decision_sent_at and not again:
                own_hand(self).complaint_decision_sent_at = False
                self._complaint_log_returned(
                    self.env._(
                        "Our decision came back. Send it again, or tell it another way."
                    )
                )
        sorry = given.filtered(lambda i: i.purpose == "apology")
        # What was imported has no exchange on record.
        if "apology" in exchanges.mapped("purpose") and not self.complaint_imported:
            if self.complaint_apologised_at and not sorry:
                own_hand(self).complaint_apologised_at = False
                self._complaint_log_returned(
                    self.env._("Our apology came back. Apologise another way.")
                )

    def _complaint_log_returned(self, words):
        # What was taken back before it left is no surprise to whoever did it.
        if self.env.context.get("complaint_undone") is not UNDONE:
            self._complaint_log(words)

    def _complaint_decide_anew(self):
        """Let a decision be taken anew after reopening. The old one stays on record."""
        self.ensure_one()
        decisions = self._fields["complaint_decision"]._description_selection(self.env)
        self._complaint_log(
            body=self.env._(
                "Decided anew. The decision of %(when)s was “%(decision)s”: %(text)s",
                when=format_datetime(
                    self.env, self.complaint_decision_sent_at, dt_format="short"
                ),
                decision=dict(decisions).get(self.complaint_decision, "–"),
                text=self.complaint_explanation or "–",
            )
        )
        # Stamps only methods write.
        own_hand(self).complaint_decision_sent_at = False

    def _complaint_check_decision_write(self, vals):
        """Raise an error where a sent decision or one with consent is changed."""
        told = {"complaint_decision", "complaint_explanation", "complaint_basis"}
        if not told & vals.keys():
            return
        for ticket in self.filtered("complaint_decision_sent_at"):
            if ticket.complaint_decision_anew:
                ticket._complaint_decide_anew()
                continue
            raise UserError(
                self.env._(
                    "%s: the decision was sent and stays as it is. "
                    "Write to the customer if something has changed.",
                    ticket.number,
                )
            )
        for ticket in self.filtered("complaint_consent_user_id"):
            # Consent was given to the former words.
            own_hand(ticket).complaint_consent_user_id = False
        for ticket in self.filtered(lambda t: t.user_id == self.env.user):
            # Handed over since, it would be consented to by who decided it.
            own_hand(ticket).complaint_decider_id = self.env.user
        self._complaint_stamp_change()

    def _complaint_stamp_change(self):
        """Keep when words were changed that somebody else consents to."""
        now = self.env.cr.now()
        for ticket in self:
            read = ticket._complaint_is_superior(self.env.user)
            own_hand(ticket).complaint_decision_changed_at = not read and now

    def _complaint_ensure_decision_seen(self):
        """Raise a UserError where the decision was changed a moment ago.

        Consent is to what somebody has read, and a form shows a change after a moment.
        """
        self.ensure_one()
        if is_just_changed(self.env, self.complaint_decision_changed_at):
            raise UserError(
                self.env._(
                    "%s: the decision was changed just now. Read it, and consent in a "
                    "minute.",
                    self.number,
                )
            )
