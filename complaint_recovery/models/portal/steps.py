from typing import Any, NamedTuple

from odoo import models
from odoo.tools import SQL, plaintext2html

from ...tools.as_system import as_system
from ...tools.typed import keepable

#: Longer than anybody writes by hand; what comes after is cut off.
LONGEST = 10_000


class Answer(NamedTuple):
    """What a visitor is told after a step, and on the page of which complaint."""

    done: bool
    text: str
    ticket: Any


class HelpdeskTicket(models.Model):
    """What the customer does on the portal, each behind a check of the token or login.

    Nobody calls ``_portal_*`` over RPC. A step asked for twice, late or on a closed
    case is answered politely and changes nothing.

    Who speaks (and accepts money) is the customer, or with a login of their own any of
    their colleagues who may read the complaint: the claim is the customer's as a whole,
    what is given goes to the customer and not to whoever clicks, and nobody waits for
    the one who complained to come back. Of a confidential one only the complainant is
    left. The name is kept on record.
    """

    _inherit = "helpdesk.ticket"

    def _portal_accept_offer(self, remedy_id, author=None):
        """Accept one option for the customer. The others of its offer lapse."""
        ticket = self._portal_begin()
        remedy = ticket.complaint_remedy_ids.filtered(lambda r: r.id == remedy_id)
        if remedy.state != "offered":
            return self._portal_not_offered(remedy)
        if remedy._has_lapsed():
            text = self.env._(
                "This offer stood until %s. Nothing was changed. Write to us if you "
                "would still like it.",
                self._complaint_portal_date(remedy.valid_until),
            )
            return Answer(False, text, self)
        chosen = ticket.env._(
            "%(who)s chose: %(what)s",
            who=ticket._portal_name(author),
            what=remedy.display_name,
        )
        ticket._portal_record(author, "offer", chosen)
        remedy.action_accept()
        ticket._portal_tell_owner(chosen)
        text = self.env._(
            "Thank you. You chose: %(what)s. You will get it by %(when)s.",
            what=self._complaint_portal_remedy(remedy.with_env(self.env)),
            when=self._complaint_portal_time(remedy.promised_at),
        )
        return Answer(True, text, self)

    def _portal_not_offered(self, remedy):
        """Return the answer where ``remedy`` cannot be chosen, without other offers."""
        chosen = (
            remedy.with_env(self.env)
            ._get_siblings()
            .filtered(lambda r: r.state in ("accepted", "delivered"))
        )
        if chosen:
            text = self.env._(
                "You have already chosen: %s. Nothing was changed. Write to us if you "
                "would rather have something else.",
                self._complaint_portal_remedy(chosen[0]),
            )
        else:
            text = self.env._(
                "This offer no longer stands. Nothing was changed. Write to us, and "
                "we will talk about it."
            )
        return Answer(False, text, self)

    def _portal_decline_offer(self, offer_number, reason, author=None):
        """Decline all options that were told together, with the customer's reason."""
        ticket = self._portal_begin()
        words = self._portal_words(reason)
        told = ticket.complaint_remedy_ids.filtered(
            lambda r: offer_number and r.offer_number == offer_number
        )
        offered = told.filtered(lambda r: r.state == "offered")
        if not offered:
            return self._portal_not_offered(told[:1])
        if not words:
            text = self.env._("Tell us why, so that we can offer what helps you.")
            return Answer(False, text, self)
        declined = ticket.env._(
            "%(who)s wants none of what we offered: %(why)s",
            who=ticket._portal_name(author),
            why=words,
        )
        ticket._portal_record(author, "offer", declined, customer_words=words)
        offered.action_decline(words)
        ticket._portal_give_work(ticket.env._("Offer declined: talk to them"), declined)
        text = self.env._(
            "Thank you for telling us. We are looking for something better: you will "
            "hear from %(name)s by %(when)s.",
            name=ticket.user_id.name,
            when=self._complaint_portal_time(ticket._portal_promise_word()),
        )
        return Answer(True, text, self)

    def _portal_ask_superior(self, reason, author=None):
        """Tell a superior at once that the customer asks for one."""
        ticket = self._portal_begin()
        if ticket.complaint_closed_at:
            return self._portal_closed()
        words = self._portal_words(reason)
        if wish := ticket._portal_standing_wish():
            return Answer(False, self._portal_wish_text(wish), self)
        if not words:
            return Answer(False, self.env._("Tell us what it is about."), self)
        asked = ticket.env._(
            "%(who)s asks for a superior: %(why)s",
            who=ticket._portal_name(author),
            why=words,
        )
        ticket._portal_record(author, "other", asked, customer_words=words)
        before = ticket.complaint_escalation_ids
        ticket._complaint_fire_trigger("requested")
        wish = ticket.complaint_escalation_ids - before
        if not wish.to_user_ids:  # No rule waits for it: to the nearest superiors.
            wish = ticket._complaint_escalate(asked, requested=True, from_user_id=False)
        ticket._portal_tell_owner(asked)
        return Answer(True, self._portal_wish_text(wish.sudo()[:1]), self)  # Theirs.

    def _portal_write(self, body, files=(), author=None):
        """Record what the customer writes, once. ``files`` are (name, content)."""
        ticket = self._portal_begin()
        words = self._portal_words(body)
        if not words and not files:
            return Answer(False, self.env._("Please write something first."), self)
        author = author or ticket.partner_id
        html = plaintext2html(words)
        last = ticket.message_ids.filtered(
            lambda m: m.message_type == "comment" and not m.subtype_id.internal
        )[:1]
        theirs = last.author_id == author or last.email_from == ticket.partner_email
        if last and theirs and last.body == html and not files:
            return Answer(False, self.env._("We already have this message."), self)
        ticket._portal_take_turn()
        sender = {"author_id": author.id} if author else {}
        ticket.message_post(
            body=html,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachments=list(files),
            **(sender or ticket._portal_sender()),
        )
        text = self.env._("Thank you, we have your message.")
        return Answer(True, text, self)

    def _portal_confirm_step(self, answer, said=""):
        """Mail the customer what was answered to a step, and what they wrote.

        ``answer`` and the mail are in the language of who took the step.
        """
        self.ensure_one()
        # Who deletes it wants no such mails.
        template = self.env.ref(
            "complaint_recovery.mail_template_step", raise_if_not_found=False
        )
        if template:
            as_system(self)._complaint_send_automatic(
                template.with_context(
                    complaint_step_answer=answer,
                    complaint_step_said=self._portal_words(said),
                    complaint_step_lang=self.env.lang,
                )
            )

    def _portal_sender(self):
        """Return who writes where there is no contact: an address, or only a name."""
        told = self.partner_email or self.partner_name
        return {"author_id": False, "email_from": told}

    def _portal_begin(self):
        """Wait for whoever acts on the complaint now. Returns the complaint.

        It is OdooBot's, in the owner's language; files of customers are shown as plain
        text where a browser would run them.
        """
        self.ensure_one()
        # Under REPEATABLE READ the later of two fails here, and the request repeats it.
        self.env.cr.execute(
            SQL("SELECT id FROM helpdesk_ticket WHERE id = %s FOR UPDATE", self.id)
        )
        # The access was checked by token or login; what follows is ours to write.
        ticket = as_system(self)
        company, owner = ticket.company_id, ticket.user_id
        return ticket.with_company(company).with_context(
            lang=owner.lang or company.partner_id.lang,
            tz=owner.tz or ticket._complaint_tz(),
            attachments_mime_plainxml=True,
        )

    def _portal_take_turn(self):
        """Lock the complaint, so that a second click sees what the first one did."""
        self.flush_recordset()
        self._complaint_lock_remedies()
        self.invalidate_recordset(["complaint_authority_round"])

    def _portal_record(self, author, purpose, summary, **vals):
        """Record what the customer said on the portal, and who said it."""
        self._portal_take_turn()
        if not self._complaint_may_own(self.user_id):
            self._complaint_ensure_owner()  # The former one has left.
        return self._complaint_record_exchange(
            channel="portal",
            direction="in",
            purpose=purpose,
            summary=summary,
            user_id=self.user_id.id,
            author_id=(author or self.partner_id).id,
            **vals,
        )

    def _portal_name(self, author):
        name = author.name if author else self._complaint_customer_name()
        return name or self._complaint_sender_address()

    def _portal_words(self, text):
        """Return what was typed as it can be kept: no controls, no end of it."""
        return keepable(text).strip()[:LONGEST]

    def _portal_closed(self):
        """Say that a closed complaint stays as it is, and what can be done."""
        text = self.env._("This complaint is closed. Nothing was changed.")
        return Answer(False, text, self)

    def _portal_tell_owner(self, body):
        """Leave a note that reaches the owner, and never the customer."""
        self.message_post(
            body=body,
            message_type="comment",
            subtype_xmlid="mail.mt_note",
            partner_ids=self.user_id.partner_id.ids,
        )

    def _portal_give_work(self, summary, note):
        """Give the owner an activity, and a note, about what the customer said."""
        activities = self.env["mail.activity"]
        activities.with_context(mail_activity_quick_update=True).create(
            {
                "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
                "summary": summary,
                "note": plaintext2html(note),
                "user_id": self.user_id.id,
                "res_model_id": self.env["ir.model"]._get_id(self._name),
                "res_id": self.id,
            }
        )
        self._portal_tell_owner(note)
