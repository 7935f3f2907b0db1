from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ...tools.just_now import is_just_changed

#: Ready to be told to the customer, or nearly so.
PREPARED_STATES = ("draft", "approved")
#: Offered to the customer, or about to be: counts against the authority.
LIVE_STATES = ("approved", "offered")
#: Given or promised: counts in full.
COMMITTED_STATES = ("accepted", "delivered")


class ComplaintRemedy(models.Model):
    """The states of a remedy, from the request to the delivery."""

    _inherit = "complaint.remedy"

    _transitions = {
        "draft": {"to_approve", "cancelled"},
        "to_approve": {"approved", "refused", "cancelled"},
        "approved": {"offered", "cancelled"},
        "offered": {"accepted", "declined", "cancelled"},
        "accepted": {"delivered"},
        "delivered": {"accepted"},  # What proved it is undone.
        "refused": set(),
        "declined": set(),
        "cancelled": set(),
    }

    def action_request(self):
        """Fix the amount and approve it at once, or ask somebody who may.

        Raises a UserError before the facts are found, where the severity asks for them.
        """
        self.check_access("write")
        self._request()
        return True

    def action_approve(self):
        """Approve what waits. Raises a UserError above the own limit."""
        self.check_access("write")
        self.ticket_id._complaint_ensure_open()
        self._lock_tickets()
        self._ensure_can_move_to("approved")
        self._ensure_within_limit()
        self._approve()
        self._offer_as_wished()
        self._tell_approved()
        return True

    def action_refuse(self, reason=False):
        """Refuse what waits, with a reason that the handler reads."""
        self.check_access("write")
        self.ticket_id._complaint_ensure_reason(reason)
        self._lock_tickets()
        self._refuse(reason)
        return True

    def action_offer(self, confirmed=False):
        """Offer the remedies together. The customer chooses one of them.

        A draft within the own limit is requested, approved and offered in one step. It
        asks first where the words name somebody, unless ``confirmed``.
        """
        self.check_access("write")
        drafts = self.filtered(lambda remedy: remedy.state == "draft")
        drafts._ensure_seen()
        if question := self._ask_before_sending(confirmed):
            return question
        drafts.action_request()
        if waiting := self.filtered(lambda remedy: remedy.state == "to_approve"):
            # What was asked for stays asked for; the offer waits for the answer.
            return waiting[0]._notify_waiting()
        for ticket, remedies in self.grouped("ticket_id").items():
            ticket._complaint_ensure_open()
            ticket._complaint_ensure_found()  # It may have become graver meanwhile.
            remedies[0]._lock_tickets()
            remedies._ensure_not_lapsed()
            remedies._ensure_offer_within_limits()
            number = ticket._complaint_next_offer_number()
            for remedy in remedies:
                remedy._move("offered", offer_number=number)
            ticket._complaint_advance("recovery")
            ticket._complaint_say_done(
                self.env._(
                    "%(number)s: offered: %(remedies)s.",
                    number=ticket.number,
                    remedies=format_list(self.env, remedies.mapped("display_name")),
                )
            )
            if any(remedies.mapped("mail_wanted")):
                ticket.action_send_offer()
        return True

    def _ensure_seen(self):
        """Raise a UserError where a colleague made or changed one of these just now.

        Whoever offers it decides within the own limit on what they have read, and a
        form shows a change only after a moment.
        """
        for remedy in self:
            changed = is_just_changed(self.env, remedy.write_date)
            if changed and remedy.write_uid != self.env.user:
                raise UserError(
                    self.env._(
                        "%(user)s has just changed %(remedy)s. Look at it, and offer "
                        "it in a minute.",
                        # Who works here is no secret.
                        user=remedy.write_uid.sudo().name,
                        remedy=remedy.display_name,
                    )
                )

    def _get_words_to_check(self):
        return self.description or ""

    def _prepare_words_action(self):
        ticket = self.ticket_id[:1]
        return self._prepare_words_dialog("complaint.offer", ticket_id=ticket.id)

    def action_accept(self):
        """Record the customer's choice. The others of the offer are declined."""
        self.check_access("write")
        for remedy in self:
            remedy._lock_tickets()
            remedy._ensure_choosable()
            remedy._decline_siblings()
            remedy._accept()
            remedy.ticket_id._complaint_say_done(
                self.env._(
                    "%(number)s: the customer chose %(remedy)s.",
                    number=remedy.ticket_id.number,
                    remedy=remedy.display_name,
                )
            )
        return True

    def action_decline(self, reason=False):
        """Record that the customer does not want it."""
        self.check_access("write")
        for remedy in self:
            remedy._move("declined", reason=reason or False)
        return True

    def action_deliver(self):
        """Say that what was accepted is delivered, and keep its promise.

        Of two clicks at the same moment the second raises a UserError, and so does what
        its document delivers.
        """
        self.check_access("write")
        self._ensure_by_hand()
        self._deliver()
        for ticket, remedies in self.grouped("ticket_id").items():
            ticket._complaint_say_done(
                self.env._(
                    "%(number)s: delivered: %(remedies)s.",
                    number=ticket.number,
                    remedies=format_list(self.env, remedies.mapped("display_name")),
                )
            )
        return True

    def _deliver(self):
        """Deliver what was accepted, by ``_deliver_<kind>()``, and go on from there."""
        for remedy in self:
            remedy._lock_tickets()
            remedy._ensure_can_move_to("delivered")
            # Kinds of other addons need none.
            getattr(remedy, f"_deliver_{remedy.kind}", remedy._deliver_other)()
            remedy._move("delivered", delivered_at=fields.Datetime.now())
            remedy.sudo().deadline_id._finish()  # Its promise is kept with it.
        for ticket in self.ticket_id:
            ticket._complaint_after_delivery()

    def action_cancel(self, reason=False):
        """Cancel what the customer has not accepted yet."""
        self.check_access("write")
        for remedy in self:
            remedy._move("cancelled", reason=reason or False)
            remedy.sudo().deadline_id._cancel()  # Nobody waits for an answer any more.
        return True

    def _get_siblings(self):
        """Return the options told together with it, itself included."""
        return self.ticket_id.complaint_remedy_ids.filtered(
            lambda other: other.offer_number and other.offer_number == self.offer_number
        )

    def _ensure_choosable(self):
        """Raise a UserError unless it is offered: what is delivered is no offer."""
        self._ensure_can_move_to("accepted")
        if self.state == "delivered":
            raise UserError(
                self.env._("%s was accepted and delivered already.", self.display_name)
            )

    def _ensure_by_hand(self):
        """Raise a UserError where a document delivers it. Later files say which."""

    def _decline_siblings(self):
        siblings = self._get_siblings() - self
        for sibling in siblings.filtered(lambda other: other.state == "offered"):
            sibling._move("declined", reason=self.env._("Another option was chosen."))

    def _get_delivery(self):
        """Return when the customer has it who chooses it now."""
        self.ensure_one()
        if self.promised_at and self.promised_at > fields.Datetime.now():
            return self.promised_at
        # The customer took time to choose: no promise is overdue at birth.
        return self.ticket_id._complaint_after(days=self.type_id.delivery_days)

    def _accept(self):
        ticket, promised_at = self.ticket_id, self._get_delivery()
        self._move("accepted", promised_at=promised_at)
        # The promise belongs to the remedy; the caller chooses neither.
        ticket._complaint_promise(
            self.display_name, promised_at, remedy_ids=[fields.Command.link(self.id)]
        )
        ticket._complaint_announce("solution", self.display_name)

    def _deliver_refund(self):
        """Do what delivering this kind means. Extend it for what no document proves."""

    _deliver_return = _deliver_refund
    _deliver_replacement = _deliver_refund
    _deliver_repair = _deliver_refund
    _deliver_correction = _deliver_refund
    _deliver_discount = _deliver_refund
    _deliver_voucher = _deliver_refund
    _deliver_gift = _deliver_refund
    _deliver_service = _deliver_refund
    _deliver_other = _deliver_refund
