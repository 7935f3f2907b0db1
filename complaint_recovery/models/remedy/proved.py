from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ...tools.as_system import as_system
from ...tools.own_hand import own_hand
from .proof import STANDING

#: A rate may move by so much (a tenth) between approval and document.
RATE_DRIFT = 0.1


class ComplaintRemedy(models.Model):
    """What a document brings about: the remedy delivered, or owed again.

    Called for whoever works on the document, who need not see the complaint.
    """

    _inherit = "complaint.remedy"

    def _for_department(self):
        """Return these for whoever works on their documents, and need not see them.

        Then it is the system that does what follows, and says so: Odoo shows a message
        to whoever made it.
        """
        if self.env.uid == SUPERUSER_ID or self.sudo(False).has_access("read"):
            return self.sudo()  # What follows is ours to write, whoever reads it.
        system = as_system(self)
        return system.with_company(system.company_id[:1])  # Not in that of OdooBot.

    def _follow_document(self, document):
        """Bring the remedy to what ``document`` says now."""
        self.ensure_one()
        remedy = self._for_department()
        if remedy.result_ref != document:
            return  # Another one has taken its place.
        own_hand(remedy).write(remedy._prepare_document_vals(document))
        state = document._get_complaint_state()
        if state == "made" and remedy._is_given_otherwise(document):
            return
        if state == "done":
            if remedy.document_state in ("made", "undone"):
                remedy._document_done()
            else:
                remedy._weigh_again(document)
        elif remedy.document_state in ("short", "done") or (
            state == "undone" and remedy.document_state == "made"
        ):
            remedy._document_undone(
                self.env._(
                    "%(document)s: %(state)s.",
                    document=document._get_complaint_name(),
                    state=document._get_complaint_state_words(),
                )
            )
        if state == "made" and remedy.document_state == "undone":
            remedy._take_document_up_again(document)

    def _is_given_otherwise(self, document):
        """Was the rest of a short document given by hand, and does that one stand?

        What is on its way besides, a draft say, takes nothing back of it.
        """
        by_hand = self.state == "delivered" and self.document_state == "short"
        return by_hand and document._is_complaint_standing()

    def _document_done(self):
        """The document is done: deliver the remedy, keep its promise, tell people.

        Raises a UserError where it is about more than was approved: then whoever works
        on it hears the way out, and nothing is done.
        """
        for remedy in self._for_department():
            remedy._lock_tickets()
            document = remedy._get_document()
            if document:
                remedy._ensure_document_of_customer(document)
                remedy._ensure_rate_of_approval(document)
            short = document and remedy._weigh_document(document)
            own_hand(remedy).document_state = "short" if short else "done"
            remedy.document_task_id._finish()
            if short:
                remedy._tell_short(document)
                continue
            if remedy.state == "accepted":
                remedy._deliver()
                remedy._tell_document_done()
        return True

    def _weigh_again(self, document):
        """Owe again what ``document`` gives less since, or deliver what it gives again.

        Raises a UserError where it gives more than was approved.
        """
        was = self.document_state
        if (short := self._weigh_document(document)) == (was == "short"):
            return
        if not short:
            self._document_done()
            return
        self._lock_tickets()
        own_hand(self).document_state = "short"
        if self.state == "delivered":
            self._owe_again()
        self._tell_short(document)

    def _document_undone(self, reason, gone=False):
        """The document is undone: the remedy is owed again, its promise runs again.

        ``reason`` is told to the owner. With ``gone`` there is no document any more.
        """
        for remedy in self._for_department():
            remedy._lock_tickets()
            was = remedy.document_state
            own_hand(remedy).document_state = "undone"
            if gone:
                own_hand(remedy).result_ref = False
            remedy.document_task_id._cancel()
            if remedy.state == "delivered" and was in ("short", "done"):
                remedy._owe_again()
            remedy._tell_document_undone(reason)
        return True

    def _owe_again(self):
        """Take the delivery back: the promise runs again, the complaint with it."""
        self._move("accepted", delivered_at=False)
        ticket = self.ticket_id
        if ticket.complaint_phase != "withdrawn":
            ticket._complaint_after_undelivered()
        if not ticket.complaint_closed_at:
            self._promise_again()

    def _promise_again(self):
        """Let the promise run again; where it was cancelled, there is a new one."""
        promise = self.deadline_id
        if promise.state == "done":
            promise._run_again()
        elif promise.state not in ("running", "paused"):
            promised_at = self._get_delivery()
            own_hand(self).promised_at = promised_at  # It follows from the rules.
            self.ticket_id._complaint_promise(
                self._told().display_name,  # Whoever works on it may not see it.
                promised_at,
                remedy_ids=[fields.Command.link(self.id)],
            )

    def _take_document_up_again(self, document):
        """What was done or cancelled is worked on again, by somebody in time."""
        own_hand(self).document_state = "made"
        maker, ended = self._get_maker(), self.ticket_id.complaint_closed_at
        if maker and self.state == "accepted" and not ended:
            self._open_document_task(maker, document)

    # What is weighed

    def _get_amount_in(self, currency):
        """Return what was approved in ``currency``, at the rate of the request."""
        self.ensure_one()
        if currency == self.currency_id:
            return self.amount
        company = self.company_id
        if currency == company.currency_id:
            return self.company_amount
        day = self.requested_at or self.create_date or fields.Datetime.now()
        return company.currency_id._convert(
            self.company_amount, currency, company, day.date()
        )

    def _get_document_entities(self):
        """Return the customers, as commercial entities, who may get it. Extend."""
        return self.ticket_id.partner_id.commercial_partner_id

    def _ensure_document_of_customer(self, document):
        """Raise a UserError where somebody else would get what was approved."""
        entities = self._get_document_entities()
        for part in document._get_complaint_given():
            partners, company = part._get_complaint_parties()
            # One that is for nobody could be for anybody a moment later.
            told = partners is not None and (partners or entities)
            foreign = told and not (
                partners and partners.commercial_partner_id <= entities
            )
            if foreign or (company and company != self.company_id):
                self._refuse_document_of_others(part)

    def _weigh_document(self, document):
        """Return whether it is about less than was promised.

        Raises a UserError where it is about more than was approved.
        """
        worth = document._get_complaint_worth()
        if not worth:
            return False
        amount, currency = worth
        approved = self._get_amount_in(currency)
        difference = currency.compare_amounts(amount, approved)
        if abs(amount - approved) <= document._get_complaint_tolerance():
            difference = 0
        if difference > 0:
            self._refuse_dearer_document(document, currency, amount)
        return difference < 0

    def _ensure_rate_of_approval(self, document):
        """Raise a UserError where what was approved is far more at today's rate."""
        worth = document._get_complaint_worth()
        if not worth:
            return
        company, currency = self.company_id, worth[1]
        today = fields.Date.context_today(self)
        amount = self._get_amount_in(currency)
        now = currency._convert(amount, company.currency_id, company, today)
        if now > self.company_amount * (1 + RATE_DRIFT):
            raise UserError(
                self.env._(
                    "%(amount)s was approved when it was %(then)s, and today it is "
                    "%(now)s. Have it approved anew.",
                    amount=currency.format(amount),
                    then=company.currency_id.format(self.company_amount),
                    now=company.currency_id.format(now),
                )
            )

    def _get_cost(self):
        """Return what it costs us: as its document says, else what was approved."""
        self.ensure_one()
        known = self.document_state in STANDING
        return self.document_cost if known else self.company_amount

    # Who is told

    def _get_done_words(self):
        """Return what the customer is told, in the language of the context.

        Extend to say what the document means to them.
        """
        self.ensure_one()
        return self.env._(
            "What we promised you is done: %s.",
            self._get_told_name(),
        )

    def _get_told_document(self):
        """Return what the customer may know of the document, "" for nothing.

        It stands on their page beside the delivery, in the language of the context.
        """
        self.ensure_one()
        return ""

    def _tell_customer(self, words, attachments=None):
        """Write ``words`` to the customer as the owner; return whether one could."""
        ticket = self.ticket_id
        if not (ticket.partner_id.email or ticket.partner_email):
            return False
        # The owner writes, not whoever works on the document.
        owner = ticket.user_id or self.env.user
        # What is written follows from the document.
        writer = ticket.with_user(owner).sudo()
        words = plaintext2html(words)
        writer._complaint_write_by("mail_template_word", None, attachments, words)
        return True

    def _tell_document_done(self):
        """Tell the customer, and the owner what was told."""
        lang = self.ticket_id._complaint_lang()
        told = self._tell_customer(self.with_context(lang=lang)._get_done_words())
        self.ticket_id._complaint_tell(
            self.ticket_id.user_id,
            lambda local: (
                local.env._("%s. The customer was told.", self._told_in(local))
                if told
                else local.env._(
                    "%s. The customer has no e-mail address: call them.",
                    self._told_in(local),
                )
            ),
        )

    def _tell_short(self, document):
        amount, currency = document._get_complaint_worth()
        self.ticket_id._complaint_tell(
            self.ticket_id.user_id,
            lambda local: local.env._(
                "%(document)s. It is about %(amount)s, and %(promised)s was promised: "
                "give the rest in another way, then say “Delivered”.",
                document=self._told_in(local),
                amount=currency.format(amount),
                promised=currency.format(self._get_amount_in(currency)),
            ),
        )

    def _tell_document_undone(self, reason):
        ticket = self.ticket_id
        words = self.env._(
            "%(remedy)s is owed again. %(reason)s",
            remedy=self.display_name,
            reason=reason,
        )
        ticket._complaint_log(body=words)
        ticket._complaint_tell(
            ticket.user_id,
            lambda local: local.env._(
                "%(remedy)s is owed again: its document is undone. %(reason)s Tell the "
                "customer a new date.",
                remedy=self.with_env(local.env).display_name,
                reason=reason,
            ),
        )

    def _told_in(self, local):
        """Return remedy and document in the language of ``local``."""
        remedy = self.with_env(local.env)._told()
        return f"{remedy.display_name}: {remedy.document_label}"

    def _leave_documents(self):
        """The complaint has ended: what was made and is not done is needed no more."""
        for remedy in self.filtered(lambda r: r.document_state == "made"):
            document = remedy._get_document()
            if not document or remedy.state != "accepted":
                continue
            number = remedy._get_number_for_others()
            words = (
                self.env._("%s has ended: this is not needed any more.", number)
                if number
                else self.env._("This is not needed any more.")
            )
            user = remedy.document_task_id.user_id
            document.message_notify(
                partner_ids=(user or remedy.ticket_id.user_id).partner_id.ids,
                body=words,
                subject=document._get_complaint_name(),
            )
