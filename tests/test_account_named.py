from freezegun import freeze_time
from lxml import html

from odoo.exceptions import UserError, ValidationError

from .common.account import AccountCommon
from .common.documents import MONDAY
from .common.door import DoorCase
from .common.portal import PortalCase


@freeze_time(MONDAY)
class TestNamedAtTheCall(AccountCommon):
    """The number a customer reads out is found while they are on the phone."""

    def _call(self, user=None, **vals):
        calls = self.env["complaint.quick.entry"].with_user(user or self.handler)
        call = {"partner_id": self.customer.id, "description": "The lid is missing."}
        return calls.create({**call, **vals})

    def _report(self, **vals):
        reports = self.env["complaint.sales.entry"].with_user(self.sales)
        report = {"partner_id": self.customer.id, "description": "The lid is missing."}
        return reports.create({**report, **vals})

    def _newest(self):
        tickets = self.env["helpdesk.ticket"].sudo()
        return tickets.search([("is_complaint", "=", True)], order="id desc", limit=1)

    def test_handler_without_rights_on_invoices_names_it(self):
        call = self._call(reference=f"№ {self.invoice.name.lower()}")
        self.assertEqual(call.reference_note, f"Found: {self.invoice.name}")
        call.action_save()
        self.assertEqual(self._newest().complaint_invoice_id, self.invoice)

    def test_of_somebody_else_it_is_kept_as_it_was_said(self):
        foreign = self._create_invoice(partner_id=self.stranger.id)
        call = self._call(reference=foreign.name)
        self.assertIn("Not found", call.reference_note)
        call.action_save()
        ticket = self._newest()
        self.assertFalse(ticket.complaint_invoice_id)
        self.assertEqual(ticket.complaint_reference, foreign.name)

    def test_call_about_an_earlier_complaint_names_it_there_once(self):
        other = self._create_invoice()
        for invoice in (self.invoice, other):
            call = self._call(reference=invoice.name, continued_id=self.ticket.id)
            call.action_continue_earlier()
            found = self.ticket.sudo().complaint_invoice_id
            self.assertEqual(found, self.invoice, "what is known stays")

    def test_salesperson_names_an_invoice_of_their_own(self):
        report = self._report(reference=self.invoice.name)
        self.assertEqual(report.reference_note, f"Found: {self.invoice.name}")
        report.action_report()
        self.assertEqual(self._newest().complaint_invoice_id, self.invoice)

    def test_of_what_one_may_not_read_one_is_not_told_whether_it_is_there(self):
        self.invoice.invoice_user_id = self.sales_all
        self.env.flush_all()
        self.assertFalse(self.invoice.with_user(self.sales).has_access("read"))
        answers = {
            self._report(reference=number).reference_note
            for number in (self.invoice.name, "INV/2099/00001", "S00001", "%")
        }
        self.assertEqual(answers, {"It is looked for when the complaint is opened."})
        report = self._report(reference=self.invoice.name)
        report.action_report()
        self.assertEqual(self._newest().complaint_invoice_id, self.invoice)

    def test_what_was_chosen_goes_before_what_was_named(self):
        self.sales.group_ids += self.env.ref("account.group_account_invoice")
        chosen = self._create_invoice()
        self._report(invoice_id=chosen.id, reference=self.invoice.name).action_report()
        self.assertEqual(self._newest().complaint_invoice_id, chosen)

    def test_of_a_customer_one_may_not_see_nothing_is_told(self):
        other = self.env["res.company"].create({"name": "Other"})
        hidden = self.env["res.partner"].create({"name": "Hidden"})
        number = self._create_invoice(partner_id=hidden.id).name
        vals = {"partner_id": hidden.id, "company_id": self.company.id}
        self.sales.group_ids += self.env.ref("account.group_account_readonly")
        for dialog in (self._call, self._report):
            asked = dialog().new({**vals, "reference": number})
            self.assertEqual(asked.reference_note, f"Found: {number}")
        hidden.company_id = other
        self.env.flush_all()
        for dialog in (self._call, self._report):
            asked = dialog().new({**vals, "reference": number})
            self.assertNotIn("Found", asked.reference_note)

    def test_customer_and_number_are_corrected_in_one_save(self):
        self._name_invoice()
        foreign = self._create_invoice(partner_id=self.stranger.id)
        ticket = self.ticket.with_user(self.manager)
        vals = {"partner_id": self.stranger.id, "complaint_invoice_number": "INV/none"}
        with self.assertRaisesRegex(UserError, "has no invoice"), self.cr.savepoint():
            ticket.write(vals)
        with self.assertRaises(ValidationError), self.cr.savepoint():
            ticket.partner_id = self.stranger
        self.env.invalidate_all()
        ticket.write({**vals, "complaint_invoice_number": foreign.name})
        self.assertEqual(self.ticket.sudo().complaint_invoice_id, foreign)


class TestNamedAtTheDoor(AccountCommon, DoorCase):
    """Without an account: found once the address has answered."""

    def test_invoice_is_found_once_the_address_has_answered(self):
        self._send(email=self.customer.email, reference=self.invoice.name)
        ticket = self._found()
        self.assertFalse(ticket.partner_id or ticket.complaint_invoice_id)
        self._confirm(ticket, address=self.customer.email)
        self.assertEqual(ticket.partner_id, self.customer)
        self.assertEqual(ticket.complaint_invoice_id, self.invoice)


class TestNamedOnThePortal(AccountCommon, PortalCase):
    """From the page of an invoice its customer complains about it."""

    def test_page_of_the_invoice_leads_to_the_form_and_it_is_linked(self):
        mine = self._create_invoice(partner_id=self.portal.partner_id.id)
        page = self._get(f"/my/invoices/{mine.id}", self.portal)
        (link,) = html.fromstring(page.text).xpath("//a[@name='complaint']")
        self.assertIn("Something is wrong with this invoice", link.text)
        form = html.fromstring(self.url_open(link.get("href")).text)
        field = form.xpath("//*[@name='reference']")[0]
        self.assertEqual(field.get("value"), mine.name)
        self._file(reference=mine.name)
        self.assertEqual(self._filed().sudo().complaint_invoice_id, mine)

    def test_invoice_of_another_customer_is_no_match(self):
        self._login(self.portal)
        self._file(reference=self._create_invoice(partner_id=self.stranger.id).name)
        self.assertFalse(self._filed().sudo().complaint_invoice_id)
