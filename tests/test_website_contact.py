"""A form of the website makes contacts of anybody's address."""

from odoo.tests import HttpCase

from .common.mail import MailCase


class TestContactOfAForm(MailCase, HttpCase):
    def test_who_filled_in_a_form_is_not_whoever_has_the_address(self):
        """The name and phone number are the stranger's who filled it in."""
        self.env.flush_all()
        page = self.url_open("/website/form/res.partner", data=self._form()).json()
        contact = self.env["res.partner"].browse(page["id"])
        self.assertEqual(contact.email, "vera@victim.example")
        self.assertFalse(contact._complaint_is_vouched())
        ticket = self._receive(self._write_mail("Vera <vera@victim.example>"))
        self.assertNotEqual(ticket.partner_id, contact)

    def test_saved_by_one_of_us_it_is_the_customer(self):
        page = self.url_open("/website/form/res.partner", data=self._form()).json()
        contact = self.env["res.partner"].browse(page["id"])
        group = self.env.ref("base.group_partner_manager")
        self.handler.group_ids += group
        contact.with_user(self.handler).email = "vera@victim.example"
        ticket = self._receive(self._write_mail("Vera <vera@victim.example>"))
        self.assertEqual(ticket.partner_id, contact)

    def _form(self):
        form = {"name": "Mallory", "email": "vera@victim.example"}
        return {**form, "phone": "+15550199", "csrf_token": self._csrf()}

    def _csrf(self):
        self.authenticate(None, None)
        page = self.url_open("/contactus").text
        return page.partition('csrf_token: "')[2].partition('"')[0]
