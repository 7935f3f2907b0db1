"""An address that a customer wrote on the portal makes nobody the complainant."""

from odoo import http
from odoo.exceptions import UserError

from .common.doors import DoorsCase
from .common.mail import MailCase

LEE = "Lee <lee@known.example>"


class AddressCase(DoorsCase, MailCase):
    def _submit(self, user, **data):
        """Send the form of the address book, as ``user``."""
        self._log_in(user)
        values = {
            "name": "Lee",
            "phone": "1",
            "street": "1 Road",
            "city": "Town",
            "zip": "1000",
            "country_id": str(self.env.ref("base.be").id),
            "address_type": "billing",
            "use_delivery_as_billing": "false",
            "csrf_token": http.Request.csrf_token(self),
            **data,
        }
        answer = self.url_open("/my/address/submit", data=values)
        self.assertEqual(answer.status_code, 200)
        self.env.invalidate_all()

    def _complain(self, sender=LEE, **kwargs):
        return self._receive(self._write_mail(sender, **kwargs)).sudo()

    def _reads(self, user, ticket):
        self.env.invalidate_all()
        return ticket.with_user(user).has_access("read")


class TestWrittenAddress(AddressCase):
    def _assert_not_theirs(self, ticket):
        """Neither the complaint nor what is said on it comes to the other customer."""
        self.assertTrue(ticket.is_complaint)
        self._answer(ticket)
        self.assertFalse(self._reads(self.other, ticket))
        theirs = self.other_company | self.other.partner_id
        theirs |= self.env["res.partner"].search([("id", "child_of", theirs.ids)])
        self.assertFalse(theirs & ticket.message_partner_ids)
        self.assertFalse(theirs & ticket.message_ids.partner_ids)
        self.assertFalse(theirs & ticket.message_ids.author_id)
        self.assertTrue(self._mails_to("lee@known.example"))

    def _answer(self, ticket):
        """Answer in each way: what the chatter proposes, and a template."""
        ticket.user_id = self.handler
        handled = ticket.with_user(self.handler)
        recipients = handled._message_get_suggested_recipients(
            reply_discussion=True, no_create=False
        )
        partners = [r["partner_id"] for r in recipients if r["partner_id"]]
        self.assertTrue(partners)
        handled.message_post(
            body="Hello", partner_ids=partners, subtype_xmlid="mail.mt_comment"
        )
        handled._complaint_mail_customer("We come.", "Your kettle")

    def test_hole_without_us_odoo_takes_who_wrote_it_for_the_sender(self):
        self._submit(self.other, email="lee@known.example")
        found = self.env["mail.thread"]._partner_find_from_emails_single([LEE])
        self.assertEqual(found.commercial_partner_id, self.other_company)
        self.assertEqual(found.sudo().complaint_email_user_id, self.other)

    def test_a_new_address_in_the_book_before_the_complaint(self):
        self._submit(self.other, email="lee@known.example")
        self._assert_not_theirs(self._complain())

    def test_a_new_address_in_the_book_after_the_complaint(self):
        ticket = self._complain()
        self._submit(self.other, email="lee@known.example")
        word = ticket.message_ids[0]
        self._receive(self._answer_to(word, LEE, body="Still?"))
        self.assertIn("Still?", ticket.complaint_interaction_ids.mapped("summary"))
        self._assert_not_theirs(ticket)

    def test_the_own_address_changed_to_that_of_a_contact(self):
        lee = self.env["res.partner"].create(
            {"name": "Lee", "email": "lee@known.example"}
        )
        self._submit(
            self.other,
            partner_id=str(self.other.partner_id.id),
            email="lee@known.example",
        )
        ticket = self._complain()
        self.assertEqual(ticket.partner_id, lee)
        self._assert_not_theirs(ticket)

    def test_a_colleague_who_saves_the_address_vouches_for_it(self):
        self._submit(self.other, email="lee@known.example")
        contact = self.env["res.partner"].search([("name", "=", "Lee")])
        contact.with_user(self.env.ref("base.user_admin")).email = "lee@known.example"
        self.assertEqual(self._complain().partner_id, contact)

    def test_who_changed_the_own_address_writes_on_the_own_complaint(self):
        ticket = self._complain(self.jane.partner_id.email)
        self._submit(
            self.jane,
            partner_id=str(self.jane.partner_id.id),
            email="new@client.example",
        )
        self.assertEqual(self.jane.partner_id.email, "new@client.example")
        word = ticket.message_ids.filtered("email_from")[-1:]
        self._receive(self._answer_to(word, "new@client.example", body="It is me"))
        self.assertIn("It is me", ticket.complaint_interaction_ids.mapped("summary"))


class TestRedirectedContact(AddressCase):
    """A colleague of the complainant changes the address of the complainant."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ina = cls.env["res.partner"].create(
            {
                "name": "Ina",
                "type": "invoice",
                "email": "ina@azure.example",
                "parent_id": cls.customer_company.id,
            }
        )
        cls.ticket = cls._create_complaint(partner_id=cls.ina.id).sudo()
        cls.key = cls.ticket._portal_ensure_token()

    def _redirect(self):
        self._submit(
            self.colleague, partner_id=str(self.ina.id), email="spy@client.example"
        )
        self.assertEqual(self.ina.email, "spy@client.example")

    def test_the_key_is_renewed_and_goes_to_no_such_address(self):
        self._redirect()
        self.assertNotEqual(self.ticket.access_token, self.key)
        self.ticket.with_user(self.handler)._complaint_mail_customer("We come.", "Hi")
        for mail in self._mails_to("spy@client.example"):
            for email in mail._prepare_outgoing_list():
                self.assertNotIn("access_token", email["body"])

    def test_the_owner_hears_of_it(self):
        self._redirect()
        told = self.env["mail.message"].search(
            [("partner_ids", "=", self.handler.partner_id.id)], limit=1
        )
        self.assertIn("spy@client.example", told.body)
        self.assertIn("spy@client.example", self.ticket.message_ids[0].body)

    def test_what_is_confidential_is_not_written_there(self):
        self.ticket.complaint_confidential = True
        self._redirect()
        handled = self.ticket.with_user(self.handler)
        with self.assertRaisesRegex(UserError, "spy@client.example"):
            handled._complaint_mail_customer("We come.", "Hi")
        with self.assertRaisesRegex(UserError, "spy@client.example"):
            handled.message_post(
                body="Hello",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                partner_ids=self.ina.ids,
            )
        self.ina.email = "spy@client.example"  # A colleague knows it is right.
        handled._complaint_mail_customer("We come.", "Hi")

    def test_a_changed_company_renews_the_key(self):
        self.ina.parent_id = self.other_company
        self.assertNotEqual(self.ticket.access_token, self.key)
        key = self.ticket.access_token
        self.ina.write({"email": self.ina.email, "parent_id": self.other_company.id})
        self.assertEqual(self.ticket.access_token, key)
