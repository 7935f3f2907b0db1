from importlib import import_module

from odoo.exceptions import UserError
from odoo.tools import SQL, mute_logger

from .common import ComplaintCommon

#: The parent's own compute, one customer at a time.
PARENT = import_module("odoo.addons.helpdesk_mgmt.models.res_partner").ResPartner
COUNTERS = (
    *("helpdesk_ticket_count", "helpdesk_ticket_active_count"),
    "helpdesk_ticket_count_string",
)


class TestPartnerDeleted(ComplaintCommon):
    """Whoever complained stays on record; all others are deleted as before."""

    def test_customer_of_a_complaint_is_not_deleted_by_anybody(self):
        partner = self.env["res.partner"].create({"name": "Complained"})
        ticket = self._create_complaint(self.agent_all, partner_id=partner.id)
        ticket.sudo().action_withdraw("A mistake")
        with self.assertRaisesRegex(UserError, "Archive it"):
            partner.unlink()

    @mute_logger("odoo.models.unlink")
    def test_customer_of_plain_tickets_is_deleted_and_the_ticket_stays(self):
        partner = self.env["res.partner"].create({"name": "Asked something"})
        ticket = self._create_ticket(partner_id=partner.id)
        partner.unlink()
        self.assertTrue(ticket.exists())
        self.assertFalse(ticket.sudo().partner_id)


class TestTicketCounter(ComplaintCommon):
    """The parent's ticket counters: the same numbers, for all at once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"]
        cls.branch = partners.create(
            {
                "name": "Branch",
                "is_company": True,
                "parent_id": cls.customer_company.id,
            }
        )
        cls.clerk = partners.create({"name": "Clerk", "parent_id": cls.branch.id})
        cls.gone = partners.create(
            {"name": "Gone", "parent_id": cls.branch.id, "active": False}
        )
        cls.family = cls.customer_company | cls.customer | cls.branch
        cls.family |= cls.clerk | cls.gone | cls.stranger
        done = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        for partner in cls.family:
            cls._create_ticket(partner_id=partner.id)
            cls._create_ticket(partner_id=partner.id, stage_id=done.id)
            cls._create_complaint(cls.agent_all, partner_id=partner.id)
            cls._create_ticket(partner_id=partner.id, active=False)
            cls._create_ticket(cls.agent_all, partner_id=partner.id, stage_id=False)
        cls._create_ticket(
            cls.agent_all, partner_id=cls.clerk.id, user_id=cls.agent_all.id
        )

    def _numbers(self, user):
        self.env.flush_all()
        self.env.invalidate_all()
        return [
            tuple(p[name] for name in COUNTERS) for p in self.family.with_user(user)
        ]

    def _numbers_of_the_parent(self, user):
        self.env.flush_all()
        self.env.invalidate_all()
        family = self.family.with_user(user)
        with self.env.protecting([family._fields[name] for name in COUNTERS], family):
            PARENT._compute_helpdesk_ticket_count(family)
        return [tuple(partner[name] for name in COUNTERS) for partner in family]

    def test_numbers_are_the_parents_for_every_role(self):
        users = (self.handler, self.leader, self.agent_all, self.manager)
        for user in (*users, self.employee, self.sales):
            with self.subTest(user.name):
                own, parents = self._numbers(user), self._numbers_of_the_parent(user)
                self.assertEqual(own, parents)
        self.assertGreater(self._numbers(self.agent_all)[0][0], 15)
        self.assertNotEqual(
            self._numbers(self.handler)[0], self._numbers(self.agent_all)[0]
        )

    def test_80_customers_cost_as_few_queries_as_one(self):
        partners = self.env["res.partner"]
        page = partners.create([{"name": f"No. {n}"} for n in range(80)])
        for partner in page[:20]:
            self._create_ticket(partner_id=partner.id)
        counts = []
        for records in (page[:1], page):
            self.env.flush_all()
            self.env.invalidate_all()
            records = records.with_user(self.agent_all)
            records.mapped("name")
            before = self.cr.sql_log_count
            records.mapped("helpdesk_ticket_count_string")
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], 4)

    def test_what_the_parent_looks_up_is_found_through_an_index(self):
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        for name, index in (
            ("partner_id", "helpdesk_ticket_partner_idx"),
            ("commercial_partner_id", "helpdesk_ticket_commercial_partner_idx"),
            ("duplicate_id", "helpdesk_ticket_duplicate_idx"),
        ):
            tickets = self.env["helpdesk.ticket"].sudo()
            query = tickets._search([(name, "in", self.customer.ids)])
            rows = self.env.execute_query(SQL("EXPLAIN %s", query.select()))
            with self.subTest(name):
                self.assertIn(index, str(rows))

    def test_new_customer_has_no_tickets(self):
        partner = self.env["res.partner"].with_user(self.handler).new({"name": "New"})
        self.assertEqual(partner.helpdesk_ticket_count_string, "0 / 0")
