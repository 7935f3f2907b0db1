"""Whoever writes somebody's address for themselves does not become that person."""

from contextlib import nullcontext
from types import SimpleNamespace
from unittest.mock import patch

from odoo.tests import new_test_user

from odoo.addons.complaint_recovery.models.contact import res_partner

from .common.mail import ConversationCase


class TestOwnAddress(ConversationCase):
    """A colleague's own preferences × the ways a mail finds its author."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.word = cls.ticket.sudo().message_post(
            body="We look into it.",
            author_id=cls.handler.partner_id.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    def _take(self, user, email):
        """Have ``user`` write ``email`` into their own preferences."""
        user.with_user(user).write({"email": email})
        self.assertEqual(user.email, email)
        self.env.flush_all()

    def test_customer_stays_the_complainant_of_new_ones(self):
        self._take(self.employee, self.customer.email)
        ticket = self._receive(self._write_mail(self.customer.email))
        self.assertEqual(ticket.partner_id, self.customer)
        self.assertNotEqual(ticket.user_id, self.employee)
        self.assertNotEqual(ticket.create_uid, self.employee)
        self.assertFalse(ticket.with_user(self.employee).has_access("read"))

    def test_customer_stays_the_author_of_what_they_answer(self):
        self._take(self.agent_all, self.customer.email)
        subject = f"Re: {self.ticket.number}"
        for raw in (
            self._answer_to(self.word, self.customer.email),
            self._write_mail(self.customer.email, subject=subject),
        ):
            before = self.ticket.message_ids
            self._receive(raw)
            said = (self.ticket.message_ids - before).filtered(
                lambda m: m.message_type == "email"
            )
            self.assertEqual(said.author_id, self.customer)
        exchanges = self.ticket.complaint_interaction_ids
        spoken = exchanges.message_id.filtered(lambda m: m.author_id == self.customer)
        self.assertEqual(len(spoken), 2, "both are the customer's words")

    def test_somebody_nobody_knows_is_no_colleague(self):
        self._take(self.employee, "kim@new.example")
        ticket = self._receive(self._write_mail("kim@new.example"))
        self.assertFalse(ticket.partner_id)
        self.assertFalse(ticket.with_user(self.employee).has_access("read"))

    def test_an_address_of_ours_is_the_colleagues_own(self):
        self._take(self.leader, "leader.new@example.com")
        self._receive(self._answer_to(self.word, "leader.new@example.com"))
        said = self.ticket.message_ids.filtered(lambda m: m.message_type == "email")
        self.assertEqual(said.author_id, self.leader.partner_id)

    def test_what_somebody_else_of_us_has_saved_counts(self):
        self._take(self.leader, "leader@home.example")
        groups = "base.group_erp_manager,base.group_partner_manager"
        boss = new_test_user(self.env, "boss", groups)
        self.leader.with_user(boss).write({"email": "leader@home.example"})
        self._receive(self._answer_to(self.word, "leader@home.example"))
        said = self.ticket.message_ids.filtered(lambda m: m.message_type == "email")
        self.assertEqual(said.author_id, self.leader.partner_id)

    def test_who_wrote_the_same_address_since_takes_it_from_nobody(self):
        self._take(self.leader, "leader.new@example.com")
        written = self.env["res.partner"].create(
            {"name": "Mallory", "email": "leader.new@example.com"}
        )
        written.complaint_email_user_id = self.portal
        self.assertTrue(self.leader.partner_id._complaint_is_vouched())

    def test_where_else_a_colleague_writes_from_is_no_customers_address(self):
        self.handler.partner_id.complaint_other_emails = "kim@new.example"
        ticket = self._receive(self._write_mail("kim@new.example"))
        self.assertFalse(ticket.partner_id)

    def test_a_number_tells_nothing_to_an_address_of_ones_own(self):
        """It is nobody's whom we know, and no colleague's either."""
        self._take(self.employee, "me@home.example")
        subject = f"About {self.ticket.number} please"
        opened = self._receive(self._write_mail("me@home.example", subject=subject))
        self.assertEqual(len(opened), 1)
        self.assertNotIn("me@home.example", self.ticket.email_cc or "")

    def test_a_contact_with_it_is_the_customer_of_no_complaint_without_one(self):
        ticket = self._create_complaint(
            partner_id=False, partner_email="nick@new.example", partner_name="Nick"
        )
        self.env["res.partner"].with_user(self.portal).sudo().create(
            {"name": "Mallory", "email": "nick@new.example"}
        )
        self.assertFalse(ticket.partner_id)

    def test_nobody_is_the_complainant_by_a_contact_below_ones_own(self):
        """The portal and the shop make them for every employee, and a form does."""
        keeper = new_test_user(
            self.env, "keeper", "base.group_user,base.group_partner_manager"
        )
        house = self.env["res.partner"].create({"name": "Mill", "is_company": True})
        self.employee.partner_id.parent_id = house
        own = {user: user.partner_id for user in (keeper, self.employee)}
        for number, (user, parent, as_page) in enumerate(
            (
                (self.employee, own[self.employee], True),
                (self.employee, house, True),
                (keeper, own[keeper], False),
            )
        ):
            email = f"vic{number}@victim.example"
            vals = {"name": "Mallory", "email": email, "parent_id": parent.id}
            contacts = self.env["res.partner"].with_user(user)
            with self._page_of(user) if as_page else nullcontext():
                contacts.sudo(as_page).create(vals)
            with self.subTest(number):
                ticket = self._receive(self._write_mail(email))
                self.assertFalse(ticket.partner_id)
                self.assertNotIn(house, ticket.commercial_partner_id)

    def _page_of(self, user):
        """Let a request of ``user``'s be at hand."""
        asked = SimpleNamespace(env=self.env(user=user))
        return patch.object(res_partner, "request", asked)

    def test_contacts_that_colleagues_make_for_others_are_theirs(self):
        keeper = new_test_user(
            self.env, "keeper", "base.group_user,base.group_partner_manager"
        )
        contact = self.env["res.partner"].with_user(keeper)
        contact = contact.create({"name": "Kim", "email": "kim@new.example"})
        ticket = self._receive(self._write_mail("kim@new.example"))
        self.assertEqual(ticket.partner_id, contact)
