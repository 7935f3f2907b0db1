from freezegun import freeze_time

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.account import AccountCommon
from .common.documents import MONDAY


@freeze_time(MONDAY)
class TestInvoiceOfAnonymised(AccountCommon):
    """An invoice names who bought: an anonymised complaint does not lead there."""

    def test_neither_complaint_nor_remedy_lead_to_it(self):
        self._name_invoice()
        remedy = self._accept().sudo()
        remedy.credit_line_ids = self.invoice.invoice_line_ids[:1]
        remedy.with_user(self.handler).action_make_document()
        ticket = self.ticket.sudo()
        self.assertTrue(ticket.complaint_invoice_id and remedy.credit_line_ids)
        credit = remedy.result_ref
        self.assertEqual(credit.complaint_number, ticket.number)
        own_hand(ticket).write(
            {"complaint_closed_at": MONDAY, "complaint_outcome": "satisfied"}
        )
        self.ticket.with_user(self.manager)._complaint_anonymise()
        self.assertFalse(ticket.complaint_invoice_id)
        self.assertFalse(remedy.credit_line_ids)
        self.assertFalse(remedy.result_ref)
        self.assertEqual(self.invoice.partner_id, self.customer)
        self.assertFalse(credit.complaint_number, "nor does it lead back")
