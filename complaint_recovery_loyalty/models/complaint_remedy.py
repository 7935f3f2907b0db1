from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.complaint_recovery.models.remedy.makers import Maker
from odoo.addons.complaint_recovery.tools.own_hand import own_hand


class ComplaintRemedy(models.Model):
    """Vouchers and discounts are delivered when their code has been sent."""

    _inherit = "complaint.remedy"

    voucher_valid_until = fields.Date(
        string="Coupon valid until",
        copy=False,
        help="Empty: as long as the remedy type says.",
    )
    voucher_sent_at = fields.Datetime(string="Code sent on", copy=False, readonly=True)

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"voucher_sent_at"}

    @api.model
    def _get_makers(self):
        coupon = Maker(
            model="loyalty.card",
            label=self.env._("Coupon"),
            make="_make_voucher",
            task=self.env._("Send the code"),
            applies="_has_voucher_program",
            send="_send_voucher",
        )
        return {**super()._get_makers(), "voucher": coupon, "discount": coupon}

    def _has_voucher_program(self):
        # Whose program it is does not depend on who may see it.
        program = self.type_id.sudo().voucher_program_id
        if not program or program.is_nominative:
            return False
        return program.company_id in (
            program.company_id.browse(),
            self.company_id,
        )

    def _prepare_anew_vals(self):
        return {**super()._prepare_anew_vals(), "voucher_sent_at": False}

    def _get_voucher_day(self):
        """Return until when it is valid, or False: never longer than its program is."""
        last, until = self.type_id.voucher_program_id.date_to, self.voucher_valid_until
        if until and last and until > last:
            raise UserError(
                self.env._(
                    "%(program)s ends on %(day)s, before the coupon of %(remedy)s "
                    "would. Have the program last longer, or choose another one on "
                    "the remedy type.",
                    program=self.type_id.voucher_program_id.name,
                    day=format_date(self.env, last),
                    remedy=self.display_name,
                )
            )
        if until or not self.type_id.voucher_days:
            return until or last
        days = timedelta(days=self.type_id.voucher_days)
        day = fields.Date.context_today(self) + days
        return min(day, last or day)

    def _make_voucher(self):
        """Return the coupon, not sent. It runs as superuser, once (``making.py``)."""
        program = self.type_id.voucher_program_id
        if not (program._complaint_takes_codes() and program._complaint_rate()):
            raise UserError(
                self.env._(
                    "%s gives nothing at the moment. Choose another program on the "
                    "remedy type.",
                    program.name,
                )
            )
        until = self._get_voucher_day()
        if until and until < fields.Date.context_today(self):
            raise UserError(
                self.env._(
                    "%s: the coupon would have ended before it begins.",
                    self.display_name,
                )
            )
        points = self._get_amount_in(program.currency_id) / program._complaint_rate()
        # Its code is told by our mail, once, when somebody sends it.
        cards = self.env["loyalty.card"].with_context(
            action_no_send_mail=True, loyalty_no_mail=True
        )
        card = cards.create(
            {
                "program_id": program.id,
                "points": points,
                "expiration_date": until,
            }
        )
        self.env["loyalty.history"].create(
            {
                "card_id": card.id,
                "description": self.type_id.name,
                "issued": points,
            }
        )
        return card.with_context(loyalty_no_mail=False, action_no_send_mail=False)

    def _send_voucher(self):
        """Tell the code to the customer: it delivers the remedy.

        Raises a UserError where the coupon holds less than was promised.
        """
        ticket, card = self.ticket_id, self._get_document()
        ticket._complaint_ensure_mail_address()
        # Until then the customer's own pages do not show it.
        card.partner_id = card.partner_id or ticket.partner_id
        self._ensure_document_of_customer(card)
        # What it was given must not be more, and what it still holds not less.
        short, currency = self._weigh_document(card), card.program_id.currency_id
        amount = card._complaint_value(card.points)
        due = self._get_amount_in(currency) - card._get_complaint_tolerance()
        if short or currency.compare_amounts(amount, due) < 0:
            raise UserError(
                self.env._(
                    "%(coupon)s holds %(amount)s, and %(promised)s was promised. Have "
                    "it filled up before you send its code.",
                    coupon=card._get_complaint_name(),
                    amount=currency.format(amount),
                    promised=currency.format(self._get_amount_in(currency)),
                )
            )
        if not card._complaint_is_taken():
            raise UserError(
                self.env._(
                    "%(program)s does not take the code of %(coupon)s at the moment, "
                    "or ends before the coupon does. Change the program first, or "
                    "archive the coupon and make another one.",
                    program=card.program_id.name,
                    coupon=card._get_complaint_name(),
                )
            )
        # When it was sent is a stamp of ours.
        own_hand(self).voucher_sent_at = fields.Datetime.now()
        card._complaint_follow()

    def _get_voucher(self):
        """Return the coupon of this remedy, or nothing."""
        document = self._get_document()
        cards = self.env["loyalty.card"]
        return document if document and document._name == cards._name else cards

    def _describe_voucher(self, card):
        """Return code, value and end in the language of the context."""
        values = {
            "code": card.code,
            "amount": card.program_id.currency_id.format(card._complaint_value()),
        }
        if not card.expiration_date:
            return self.env._("%(code)s, worth %(amount)s", **values)
        return self.env._(
            "%(code)s, worth %(amount)s, valid until %(day)s",
            day=format_date(self.env, card.expiration_date),
            **values,
        )

    def _get_done_words(self):
        if card := self._get_voucher():
            return self.env._(
                "Here is what we promised you. Your code: %s.",
                self._describe_voucher(card),
            )
        return super()._get_done_words()

    def _get_told_document(self):
        card = self._get_voucher()
        if not card or not self.voucher_sent_at:
            return super()._get_told_document()
        if used := card._complaint_used_on():
            return self.env._("Used on %s", used)
        return self.env._("Your code: %s", self._describe_voucher(card))
