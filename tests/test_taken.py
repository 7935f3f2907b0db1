"""Whoever makes themselves the salesperson of a customer does it on record."""

from odoo.fields import Domain
from odoo.tests import new_test_user

from .common.complaint import ROLES
from .test_salesperson import SalesCase


class TestTaken(SalesCase):
    """Whoever makes themselves the salesperson of who complained: on record."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.taker = new_test_user(
            cls.env, "taker", groups=f"{ROLES['sales']},base.group_partner_manager"
        )
        cls.words = "made themselves the salesperson"

    def _told(self, user):
        return self.env["mail.message"].search(
            Domain("notified_partner_ids", "in", user.partner_id.ids)
            & Domain("body", "like", self.words)
        )

    def _noted(self, ticket):
        return ticket.sudo().message_ids.filtered(lambda m: self.words in m.body)

    def _take(self, customer=None, user=None, shape=int):
        customer = customer or self.customer_company
        user = user or self.taker
        customer.with_user(user).write({"user_id": shape(user.id)})

    def test_it_is_on_record_and_the_former_one_hears(self):
        ticket = self._create_complaint()
        self._take()
        self.assertEqual(len(self._noted(ticket)), 1)
        told = self._told(self.sales)
        self.assertEqual(len(told), 1)
        self.assertFalse(told.res_id)
        self.assertFalse(self._noted(ticket).with_user(self.taker).has_access("read"))
        self.assertFalse(self._told(self.taker))
        self.assertFalse(told.with_user(self.taker).has_access("read"))
        self.env.invalidate_all()
        self._take()
        self.assertEqual(len(self._noted(ticket)), 1, "nothing is taken twice")

    def test_of_many_customers_each_hears_of_the_own_in_one_word(self):
        other = self.env["res.partner"].create(
            {"name": "Gemini", "user_id": self.sales_all.id}
        )
        ticket = self._create_complaint(partner_id=other.id)
        self._create_complaint()
        self._take(self.customer_company | other)
        self.assertTrue(self._noted(ticket))
        mine, theirs = self._told(self.sales), self._told(self.sales_all)
        self.assertIn("Azure Interior", mine.body)
        self.assertNotIn("Gemini", mine.body)
        self.assertIn("Gemini", theirs.body)

    def test_of_the_contact_where_the_entity_has_none(self):
        self.customer_company.user_id = False
        ticket = self._create_complaint()
        self._take(self.customer)
        self.assertTrue(self._noted(ticket))

    def test_who_reads_nothing_by_it_is_told_nothing_by_it(self):
        """Else it would tell of complaints that are the salesperson's of the entity."""
        ticket = self._create_complaint()
        self._take(self.customer)
        self.assertFalse(self._noted(ticket))
        self.assertFalse(self._told(self.sales))

    def test_who_makes_the_contact_of_a_complaint_does_it_on_record(self):
        """The address of somebody unknown, and the salesperson, are theirs to write."""
        ticket = self._create_complaint(
            partner_id=False, partner_email="nick@new.example", partner_name="Nick"
        )
        group = self.env.ref("base.group_partner_manager")
        self.taker.group_ids += group
        vals = {"name": "Nick", "email": "nick@new.example"}
        partners = self.env["res.partner"].with_user(self.taker)
        with self.cr.savepoint() as savepoint:
            partners.create(vals)
            self.assertFalse(self._noted(ticket), "they read nothing by it")
            savepoint.rollback()
        partners.create({**vals, "user_id": self.taker.id})
        self.assertTrue(ticket.partner_id)
        self.assertTrue(self._noted(ticket))

    def test_who_moves_a_contact_to_their_own_customer_does_it_on_record(self):
        ticket = self._create_complaint(partner_id=self.stranger.id)
        own = self.env["res.partner"].create(
            {"name": "Own", "is_company": True, "user_id": self.taker.id}
        )
        self.taker.group_ids += self.env.ref("base.group_partner_manager")
        self.stranger.with_user(self.taker).parent_id = own
        heard = self.env["complaint.history"].with_user(self.taker).browse(ticket.id)
        self.assertEqual(bool(self._noted(ticket)), heard.has_access("read"))

    def test_without_a_former_one_the_sales_managers_hear(self):
        self.customer_company.user_id = self.customer.user_id = False
        boss = new_test_user(
            self.env, "sales_boss", groups="sales_team.group_sale_manager"
        )
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        foreign = new_test_user(
            self.env,
            "boss_elsewhere",
            groups="sales_team.group_sale_manager",
            company_id=elsewhere.id,
            company_ids=elsewhere.ids,
        )
        self._create_complaint()
        self._take()
        self.assertTrue(self._told(boss))
        self.assertFalse(self._told(foreign), "it is no complaint of theirs")

    def test_of_a_complaint_about_them_nobody_hears(self):
        for about in (self.taker, self.sales):
            with self.subTest(about.name), self.cr.savepoint() as savepoint:
                about.group_ids += self.env.ref(ROLES["handler"])
                ticket = self._create_complaint(complaint_about_user_id=about.id)
                self._take()
                self.assertEqual(bool(self._noted(ticket)), about == self.sales)
                self.assertFalse(self._told(self.sales))
                savepoint.rollback()

    def test_who_reads_it_anyway_and_who_is_in_charge_of_sales_takes_it_silently(self):
        ticket = self._create_complaint()
        self.sales_all.group_ids += self.env.ref("base.group_partner_manager")
        self._take(user=self.sales_all)
        self.assertFalse(self._noted(ticket))
        self.taker.group_ids += self.env.ref("sales_team.group_sale_manager")
        self._take()
        self.assertFalse(self._noted(ticket))

    def test_of_strangers_it_costs_one_query_and_of_others_none(self):
        stranger = self.env["res.partner"].create({"name": "Quiet"})
        self.env.flush_all()
        partner = stranger.with_user(self.taker)

        def count(vals):
            partner.user_id = False
            self.env.flush_all()
            self.assertFalse(partner.user_id)
            before = self.cr.sql_log_count
            partner.write(vals)
            return self.cr.sql_log_count - before

        count({"user_id": self.sales.id})
        other = count({"user_id": self.sales.id})
        self.assertLessEqual(count({"user_id": self.taker.id}), other + 2)
