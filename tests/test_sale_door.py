"""An order or invoice number that a customer writes, with an account or without."""

from lxml import html

from odoo.fields import Command

from .common.door import DoorCase
from .common.portal import PortalCase
from .common.sale import SaleCommon


class TestSaleDoor(SaleCommon, DoorCase):
    """It is matched where it and the address agree, and tells nobody else a word."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._create_order()

    def test_order_is_matched_once_the_address_has_answered(self):
        self._send(email=self.customer.email, reference=f" #{self.order.name.lower()}")
        ticket = self._found()
        self.assertFalse(ticket.partner_id or ticket.complaint_order_id)
        self._confirm(ticket, address=self.customer.email)
        self.assertEqual(ticket.partner_id, self.customer)
        self.assertEqual(ticket.complaint_order_id, self.order)

    def test_order_of_another_address_is_no_match(self):
        self._send(reference=self.order.name)
        ticket = self._found()
        self._confirm(ticket)
        self.assertFalse(ticket.partner_id or ticket.complaint_order_id)
        self.assertEqual(ticket.complaint_reference, self.order.name)

    def test_answer_is_the_same_whether_the_number_exists(self):
        texts = []
        for reference in (self.order.name, "S99999", "%", "S_____"):
            self.authenticate(None, None)
            page = self._send(reference=reference, email="a@quick.example")
            number = self._found()[-1].number
            texts.append(self._text(page).replace(number, "HT"))
        self.assertEqual(texts[0], texts[1])
        self.assertEqual(len(self._found()), 3)

    def test_address_of_two_customers_goes_by_the_order(self):
        twin = self.env["res.partner"].create(
            {"name": "A twin", "email": self.customer.email}
        )
        order = self._create_order(partner_id=twin.id)
        for found in (self.order, order):
            words = f"The kettle of {found.name} leaks."
            self._send(
                email=self.customer.email, reference=found.name, description=words
            )
            ticket = self._found()[-1]
            values = ticket._door_match_reference(self.customer.email)
            self.assertEqual(values["complaint_order_id"], found.id)
            self.assertEqual(values["partner_id"], found.partner_id.id)

    def test_invoice_leads_to_its_order(self):
        line = self.order.order_line
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Kettle",
                            "price_unit": 100,
                            "sale_line_ids": line.ids,
                            "tax_ids": False,
                        }
                    )
                ],
            }
        )
        invoice.action_post()
        found = self.env["helpdesk.ticket"]._complaint_find_named(
            invoice.name, self.customer, self.company
        )
        self.assertEqual(found["complaint_order_id"], self.order.id)
        self.assertEqual(found["complaint_invoice_id"], invoice.id)


class TestSalePortal(SaleCommon, PortalCase):
    """From the page of an order its customer complains about it."""

    def test_page_of_the_order_leads_to_the_form_and_it_is_linked(self):
        order = self._create_order(partner_id=self.portal.partner_id.id)
        order.message_subscribe(self.portal.partner_id.ids)
        page = self._get(f"/my/orders/{order.id}", self.portal)
        (link,) = html.fromstring(page.text).xpath("//a[@name='complaint']")
        self.assertIn("Something is wrong with this order", link.text)
        page = self.url_open(link.get("href"))
        form = html.fromstring(page.text)
        self.assertEqual(
            form.xpath("//*[@name='reference']")[0].get("value"), order.name
        )
        self._file(reference=order.name)
        self.assertEqual(self._filed().sudo().complaint_order_id, order)

    def test_order_of_another_customer_is_no_match(self):
        order = self._create_order(partner_id=self.stranger.id)
        self._login(self.portal)
        self._file(reference=order.name)
        self.assertFalse(self._filed().sudo().complaint_order_id)
