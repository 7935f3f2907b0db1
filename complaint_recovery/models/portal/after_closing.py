from odoo import models
from odoo.tools import plaintext2html

from ...tools.selections import ANSWERS, ENDED, SATISFACTIONS
from .steps import Answer


class HelpdeskTicket(models.Model):
    """What customers say on the portal at the end: how it went, or to reopen."""

    _inherit = "helpdesk.ticket"

    def _portal_feedback(
        self,
        helped=None,
        quick=None,
        kind=None,
        satisfaction=None,
        comment=None,
        author=None,
    ):
        """Record how it went, in the customer's words, as the follow-up."""
        ticket = self._portal_begin()
        if not ticket._portal_asks_feedback():
            return self._portal_no_feedback(ticket)
        if satisfaction not in dict(SATISFACTIONS):
            text = self.env._("Tell us how satisfied you are.")
            return Answer(False, text, self)
        if satisfaction == "satisfied":
            ticket._portal_cancel_calls()
        answers = {"helped": helped, "quick": quick, "kind": kind}
        who, words = ticket._portal_name(author), self._portal_words(comment)
        said = ticket.env._("%s said how it went.", who)
        if words:
            said = f"{said}\n{words}"
        ticket._portal_record(
            author,
            "follow_up",
            said,
            satisfaction=satisfaction,
            customer_words=words,
            **{
                name: value for name, value in answers.items() if value in dict(ANSWERS)
            },
        )
        ticket._portal_tell_owner(said)
        return self._portal_thank(ticket, satisfaction)

    def _portal_asks_feedback(self):
        """Return whether to ask how it went: once, when all is delivered."""
        self.ensure_one()
        if self._portal_feedbacks():
            return False
        if self.complaint_phase == "closed":
            return True
        return (
            self.complaint_phase == "follow_up" and not self._complaint_gap_delivery()
        )

    def _portal_feedbacks(self):
        """Return what the customer said on the portal since it was resolved."""
        since = self.complaint_resolved_at
        return self.complaint_interaction_ids.filtered(
            lambda i: (
                i.channel == "portal"
                and i.purpose == "follow_up"
                and i.state == "done"
                and (not since or i.date >= since)
            )
        )

    def _portal_no_feedback(self, ticket):
        if ticket._portal_feedbacks():
            text = self.env._("You have already told us, thank you.")
        elif ticket.complaint_closed_at:
            return self._portal_closed()
        else:
            text = self.env._(
                "We are still working on it. We will ask you once it is done."
            )
        return Answer(False, text, self)

    def _portal_cancel_calls(self):
        """Cancel calls and visits to ask a customer who is satisfied once more.

        Care calls are cancelled as well, and the word promised by the page.
        """
        calls = self.complaint_interaction_ids.filtered(
            lambda i: i.purpose == "follow_up" and i.state == "planned"
        )
        calls.unlink()  # Its promise stays on record, as cancelled.
        self._complaint_running("promise").filtered("kept_by_word")._cancel()
        self._complaint_running("care")._cancel()

    def _portal_thank(self, ticket, satisfaction):
        """Say what comes of what they said: thanks, another try, or our last word."""
        if satisfaction != "dissatisfied":
            text = self.env._("Thank you for telling us how it went.")
        elif ticket._portal_is_final():
            text = self._portal_final_text()
        elif ticket.complaint_phase in ("follow_up", *ENDED):
            text = self.env._("We are sorry. Tell us what is still wrong.")
        else:
            promises = ticket._complaint_running("promise").filtered("escalation_id")
            due_at = promises[:1].due_at or ticket._portal_promise_word()
            text = self.env._(
                "We are sorry. We are taking it up again, and you will hear from "
                "%(name)s by %(when)s.",
                name=(promises.user_id or ticket.user_id)[0].name,
                when=self._complaint_portal_time(due_at),
            )
        return Answer(True, text, self)

    def _portal_is_final(self):
        """Return whether our answer stands, whatever the customer says."""
        return self._complaint_is_final()

    def _portal_final_text(self):
        """Return our last word, and where else to turn, in the reader's language."""
        lines = [
            self.env._("We are sorry that you are not satisfied. Our answer stands."),
            self.env._(
                "If there is something we do not know yet, write to us here: a person "
                "will read it and answer you."
            ),
        ]
        if redress := self._complaint_redress():
            lines += [self.env._("Where else you can turn:"), redress]
        return "\n".join(lines)

    def _portal_reopen(self, reason, author=None, by_login=False):
        """Reopen the complaint for a customer who is still unhappy.

        After the company's time a new complaint continues it; after our final answer
        neither is done. Who comes with the key and not ``by_login`` is led to no
        confidential one.
        """
        ticket = self._portal_begin()
        if not ticket.complaint_closed_at:
            text = self.env._("We are still working on it: %s is open.", ticket.number)
            return Answer(False, text, self)
        if ticket._portal_is_final():
            return Answer(False, self._portal_final_text(), self)
        in_time = ticket._complaint_can_reopen()
        if not in_time and (later := ticket._complaint_continuation()):
            later = later.with_env(self.env)
            if not self._portal_leads_to(later, author, by_login):
                return self._portal_closed()
            return later._portal_reopen(reason, author, by_login)
        words = self._portal_words(reason)
        if not words:
            return Answer(False, self.env._("Tell us what is still wrong."), self)
        who = ticket._portal_name(author)
        said = ticket.env._("%(who)s is still unhappy: %(why)s", who=who, why=words)
        ticket._portal_record(author, "other", said, customer_words=words)
        if not in_time:
            return self._portal_continue(ticket, words, said)
        ticket.action_reopen()
        ticket._portal_give_work(ticket.env._("Reopened by the customer"), said)
        text = self.env._(
            "We are sorry. Your complaint is open again, and you will hear from "
            "%(name)s by %(when)s.",
            name=ticket.user_id.name,
            when=self._complaint_portal_time(ticket._portal_promise_word()),
        )
        return Answer(True, text, self)

    def _portal_leads_to(self, later, author, by_login):
        """Return whether who speaks as ``author`` here goes on to ``later``.

        That is for whom the later complaint is to follow, too. The key to this one,
        which may have been passed on, is no key to a confidential one.
        """
        if author and not later._complaint_allows_follower(author):
            return False
        return by_login or self._portal_no_more_secret(later)

    def _portal_key_onward(self, later):
        """Return the key of ``later`` for who holds that of this one, or None."""
        same = later.partner_id == self.partner_id
        if same and self._portal_no_more_secret(later):
            return later._portal_ensure_token()
        return None

    def _portal_no_more_secret(self, later):
        tickets = self.sudo(), later.sudo()  # Judged, not shown.
        here, there = (ticket.complaint_confidential for ticket in tickets)
        return here or not there

    def _portal_continue(self, ticket, words, said):
        """Open a new complaint in the customer's words, linked to this one."""
        later = ticket._complaint_continue(plaintext2html(words))
        later._portal_tell_owner(said)
        text = self.env._(
            "%(old)s was closed some time ago, so we have opened a new complaint for "
            "you: %(new)s. %(name)s is looking after it.",
            old=ticket.number,
            new=later.number,
            name=later.user_id.name,
        )
        return Answer(True, text, later.with_env(self.env))
