"""A form of the website makes contacts of anybody's address."""

from odoo.http import Request
from odoo.tests import HttpCase

from .common.mail import MailCase


class TestContactOfAForm(MailCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # As website_sale has it.
        cls.env["ir.model"]._get("res.partner").website_form_access = True
        names = ["name", "email", "phone"]
        cls.env["ir.model.fields"].formbuilder_whitelist("res.partner", names)

    def test_who_filled_in_a_form_is_not_whoever_has_the_address(self):
        """The name and phone number are the stranger's who filled it in."""
        self.env.flush_all()
        page = self.url_open("/website/form/res.partner", data=self._form()).json()
        contact = self.env["res.partner"].browse(page["id"])
        self.assertEqual(contact.email, "vera@victim.example")
        self.assertFalse(contact._complaint_is_vouched())
        ticket = self._receive(self._write_mail("Vera <vera@victim.example>"))
        self.assertNotEqual(ticket.partner_id, contact)

    def test_nor_the_customer_of_a_complaint_that_has_none_yet(self):
        ticket = self._receive(self._write_mail("Vera <vera@victim.example>"))
        self.assertFalse(ticket.partner_id)
        self.env.flush_all()
        self.url_open("/website/form/res.partner", data=self._form())
        self.env.invalidate_all()
        self.assertFalse(ticket.partner_id)

    def test_saved_by_one_of_us_it_is_the_customer(self):
        page = self.url_open("/website/form/res.partner", data=self._form()).json()
        contact = self.env["res.partner"].browse(page["id"])
        group = self.env.ref("base.group_partner_manager")
        self.handler.group_ids += group
        contact.with_user(self.handler).email = "vera@victim.example"
        ticket = self._receive(self._write_mail("Vera <vera@victim.example>"))
        self.assertEqual(ticket.partner_id, contact)

    def _form(self):
        self.authenticate(None, None)
        form = {"name": "Mallory", "email": "vera@victim.example"}
        return {**form, "phone": "+1555", "csrf_token": Request.csrf_token(self)}
