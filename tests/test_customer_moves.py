import base64
import json

from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from .common import ComplaintCommon


class TestCustomerMoves(ComplaintCommon):
    """The customer turns out to be another one, becomes a contact, changes employer."""

    @classmethod
    def default_env_context(cls):
        return {}  # Mail is on.

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deco = cls.env["res.partner"].create(
            {"name": "Deco Addict", "is_company": True, "email": "info@deco.example"}
        )
        cls.deco_user = new_test_user(
            cls.env, "deco_colleague", groups="base.group_portal", name="Deco Colleague"
        )
        cls.deco_user.partner_id.parent_id = cls.deco

    def _unknown(self, address="ann@x.example"):
        tickets = self.env["helpdesk.ticket"].sudo()
        return tickets.create(
            {
                "name": "Kettle",
                "description": "My account is DE00 1234.",
                "partner_name": "Ann Onym",
                "partner_email": address,
                "team_id": self.team.id,
            }
        )

    def _ann(self, user=None, **vals):
        partners = self.env["res.partner"].with_user(user or self.env.user)
        return partners.create({"name": "Ann", "email": "Ann@X.example", **vals})

    def _waiting(self, ticket):
        mails = self.env["mail.mail"].sudo()
        return mails.search(
            [
                ("model", "=", "helpdesk.ticket"),
                ("res_id", "=", ticket.id),
                ("state", "=", "outgoing"),
            ]
        )

    # Unknown senders

    def test_who_becomes_a_contact_is_linked_and_keeps_the_key(self):
        ticket = self._unknown()
        key = ticket._portal_ensure_token()
        ann = self._ann()
        self.assertEqual(ticket.partner_id, ann)
        self.assertEqual(ticket.access_token, key)

    def test_letters_that_have_no_small_one_everywhere_hinder_no_contact(self):
        theirs, other = self._unknown("İ@X.example"), self._unknown("É@x.example")
        for address in ("i@x.example", "İ@x.example", "É@X.example"):
            self._ann(email=address)
        self.assertEqual(theirs.partner_id.email, "İ@x.example")
        self.assertEqual(other.partner_id.email, "É@X.example")

    def test_who_signs_up_under_a_foreign_address_is_not_linked(self):
        ticket = self._unknown()
        public = self.env.ref("base.public_user")
        partner = self.env["res.partner"].with_user(public).sudo()
        partner.create({"name": "Eve", "email": "ann@x.example"})
        self.assertFalse(ticket.partner_id)

    def test_export_and_anonymise_find_them_by_address(self):
        ann = self._ann()
        ticket = self._unknown()
        ticket.partner_id = False
        other = self._unknown("joann@x.example")
        wizard = self.env["complaint.data.export"].with_user(self.manager)
        wizard = wizard.create({"partner_id": ann.id})
        wizard.action_export()
        told = json.loads(base64.b64decode(wizard.json_file))["complaints"]
        self.assertEqual([each["number"] for each in told], [ticket.number])
        ticket.with_user(self.manager).action_withdraw("Found it")
        wizard = self.env["complaint.anonymise"].with_user(self.manager)
        wizard.create({"partner_id": ann.id, "confirmed": True}).action_anonymise()
        self.assertNotIn("DE00", ticket.description or "")
        self.assertNotIn("ann@x", ticket.partner_email or "")
        self.assertIn("DE00", other.description)

    # Another customer

    def test_a_wrong_customer_is_corrected_before_anything_was_sent(self):
        ticket = self._create_complaint()
        key = ticket.sudo()._portal_ensure_token()
        self.assertIn(self.customer, self._waiting(ticket).recipient_ids)
        ticket.partner_id = self.stranger
        self.assertNotEqual(ticket.sudo().access_token, key)
        waiting = self._waiting(ticket)
        self.assertEqual(waiting.recipient_ids, self.stranger)
        self.assertNotIn(self.customer, ticket.sudo().message_partner_ids)

    def test_once_something_was_sent_a_manager_corrects_it(self):
        ticket = self._create_complaint()
        self._contact(ticket)
        with self.assertRaises(AccessError):
            ticket.partner_id = self.stranger
        before = self._waiting(ticket)
        ticket.with_user(self.manager).partner_id = self.stranger
        self.assertFalse(
            self._waiting(ticket).filtered(lambda m: self.customer in m.recipient_ids)
        )
        self.assertLessEqual(len(self._waiting(ticket)), len(before))

    # Another employer

    def test_what_was_complained_of_for_the_company_stays_with_it(self):
        ticket = self._create_complaint()
        theirs = ticket.with_user(self.portal)
        self.assertTrue(theirs.has_access("read"))
        self.customer.parent_id = self.deco
        self.assertEqual(ticket.sudo().partner_id, self.customer_company)
        self.assertTrue(theirs.has_access("read"))
        self.assertFalse(ticket.with_user(self.deco_user).has_access("read"))
        self.assertNotIn(self.customer, ticket.sudo().message_partner_ids)
        self.assertIn("stays with", ticket.message_ids[0].body)

    def test_what_was_confidential_is_not_the_company_s_afterwards(self):
        company_user = new_test_user(
            self.env, "company_user", groups="base.group_portal", name="Company"
        )
        company_user.partner_id = self.customer_company
        ticket = self._create_complaint(complaint_confidential=True)
        self.customer.parent_id = self.deco
        self.assertEqual(ticket.sudo().partner_id, self.customer)
        self.assertTrue(ticket.sudo().complaint_confidential)
        for user in (company_user, self.portal, self.deco_user):
            with self.subTest(user.name):
                self.assertFalse(ticket.with_user(user).has_access("read"))

    def test_what_was_private_goes_along_and_stays_private(self):
        ticket = self._create_complaint(partner_id=self.stranger.id)
        self.stranger.parent_id = self.deco
        self.assertEqual(ticket.sudo().partner_id, self.stranger)
        self.assertFalse(ticket.with_user(self.deco_user).has_access("read"))
        self.assertTrue(ticket.sudo().complaint_confidential)

    def test_within_one_company_nothing_changes(self):
        office = self.env["res.partner"].create(
            {"name": "Office", "parent_id": self.customer_company.id}
        )
        ticket = self._create_complaint()
        self.customer.parent_id = office
        self.assertEqual(ticket.sudo().partner_id, self.customer)
        self.assertFalse(ticket.complaint_confidential)
