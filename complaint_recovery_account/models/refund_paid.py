from odoo import api, fields, models

from odoo.addons.complaint_recovery.tools.own_hand import own_hand


class ComplaintRemedy(models.Model):
    """A refund, of which the customer is told when it is paid out to them."""

    _inherit = "complaint.remedy"

    refund_paid_at = fields.Datetime(
        string="Paid on", copy=False, readonly=True, help="The customer was told."
    )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"refund_paid_at"}

    def _prepare_anew_vals(self):
        return {**super()._prepare_anew_vals(), "refund_paid_at": False}

    def _get_told_document(self):
        document = self._get_document()
        if not document or document._name != "account.move":
            return super()._get_told_document()
        if self.refund_paid_at:
            return self.env._("Credit note %s, paid", document.name)
        return self.env._("Credit note %s", document.name)

    def _follow_payment(self, credit):
        """Tell the customer that ``credit`` was paid out to them, as long as it is.

        That it was set off against what they owe, they read when it was booked.
        """
        self.ensure_one()
        remedy, paid = self._for_department(), credit._is_complaint_paid()
        if remedy.refund_paid_at and not paid:
            remedy._take_paid_back(credit)
        elif paid and not remedy.refund_paid_at:
            if remedy.document_state in ("done", "short"):
                remedy._tell_paid(credit)

    def _tell_paid(self, credit):
        # When they were told is a stamp of ours.
        own_hand(self).refund_paid_at = fields.Datetime.now()
        local = self.with_context(lang=self.ticket_id._complaint_lang())
        paid = credit._get_complaint_paid()
        self._tell_customer(
            local.env._(
                "Your refund of %(amount)s is paid. It may take your bank a few days.",
                amount=credit.currency_id.format(paid),
            )
        )

    def _take_paid_back(self, credit):
        """Tell the owner that ``credit`` is paid no more, and the customer was told."""
        own_hand(self).refund_paid_at = False  # As above: a stamp of ours.
        ticket, note = self.ticket_id, credit._get_complaint_name()

        def words(local):
            return local.env._(
                "%(remedy)s: the customer was told that %(note)s is paid, and it is "
                "not any more. Tell them when it will be.",
                remedy=self.with_env(local.env)._told().display_name,
                note=note,
            )

        ticket._complaint_log(body=words(ticket))
        ticket._complaint_tell(ticket.user_id, words)
