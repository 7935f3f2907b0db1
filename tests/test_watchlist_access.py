from odoo.exceptions import AccessError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.watchlist import CANARY, WatchlistCommon

#: What only managers read of an entry.
SECRET = {"reason", "ticket_ids", "user_id", "decision_reason", "objection"}
SECRET |= {"decided_on", "date_start", "review_date", "date_end", "review_asked"}
SECRET |= {"create_uid", "write_uid", "message_follower_ids", "message_partner_ids"}
OUTSIDERS = ("portal", "employee")


class TestWatchlistReading(WatchlistCommon):
    """Colleagues read what to do, of what holds now; managers read why."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.entry = cls._create_active(kind="claimant")

    def _as(self, user):
        self.env.invalidate_all()
        return self.entry.with_user(user)

    def test_handler_and_salesperson_read_kind_guidance_and_contact(self):
        for user in (self.handler, self.agent_all, self.sales, self.sales_all):
            told = self._as(user).read(["kind", "guidance", "preferred_user_id"])[0]
            self.assertEqual(told["guidance"], f"{CANARY} guidance")
            self.assertEqual(told["preferred_user_id"][0], self.leader.id)

    def test_nobody_but_a_manager_reads_why_and_who(self):
        for user in (self.handler, self.agent_all, self.sales, self.sales_all):
            for name in SECRET:
                with self.subTest(user.name, name=name):
                    with self.assertRaises(AccessError):
                        self._as(user).read([name])
        self.assertTrue(self._as(self.manager).read(sorted(SECRET)))

    def test_reading_all_fields_tells_no_secret(self):
        for user in (self.handler, self.sales):
            told = self._as(user).read()[0]
            self.assertFalse(SECRET & told.keys())
            self.assertNotIn(f"{CANARY} reason", str(told))

    def test_no_secret_is_told_by_searching_sorting_or_grouping(self):
        for user in (self.handler, self.sales):
            entries = self._as(user).browse()
            for name in ("reason", "user_id", "review_date", "ticket_ids"):
                with self.subTest(user.name, name=name):
                    with self.assertRaises(AccessError):
                        entries.search([(name, "!=", False)])
                    with self.assertRaises(AccessError):
                        entries.formatted_read_group([], [name], ["__count"])
                    if name != "ticket_ids":
                        with self.assertRaises(AccessError):
                            entries.search([], order=name)

    def test_what_does_not_hold_is_read_by_managers_alone(self):
        for state in ("suggested", "suspended", "ended", "rejected"):
            own_hand(self.entry).state = state
            for user in (self.handler, self.agent_all, self.sales, self.sales_all):
                with self.subTest(user.name, state=state):
                    self.assertFalse(self._as(user).search([]))
                    self.assertFalse(self._as(user).has_access("read"))
            self.assertTrue(self._as(self.manager).has_access("read"))

    def test_conversation_of_an_entry_is_the_managers(self):
        self.entry.message_post(body=f"{CANARY} chat")
        self.entry.guidance = "Other"
        messages = self.env["mail.message"]
        mine = [("model", "=", self.entry._name), ("res_id", "=", self.entry.id)]
        self.assertTrue(messages.with_user(self.manager).search(mine))
        for user in (self.handler, self.agent_all, self.sales, self.sales_all):
            with self.subTest(user.name):
                self.assertFalse(messages.with_user(user).search(mine))
                with self.assertRaises(AccessError):
                    self._as(user).search([("message_ids.body", "ilike", CANARY)])
                with self.assertRaises(AccessError):
                    self.entry.message_ids.with_user(user).read(["body"])

    def test_todo_on_an_entry_is_seen_by_who_has_it_and_managers(self):
        self.entry._ask_manager("Review due")
        mine = [("res_model", "=", self.entry._name)]
        for user in (self.handler, self.agent_all, self.sales, self.sales_all):
            with self.subTest(user.name):
                activities = self.env["mail.activity"].with_user(user)
                self.assertFalse(activities.search(mine))

    def test_only_managers_follow_an_entry(self):
        people = self.handler | self.sales | self.employee | self.portal
        self.entry.sudo().message_subscribe(people.partner_id.ids)
        self.assertFalse(self.entry.message_partner_ids & people.partner_id)
        message = self.entry.sudo().message_post(
            body="Look", partner_ids=self.handler.partner_id.ids
        )
        self.assertFalse(message.notified_partner_ids)

    def test_salesperson_of_the_contact_counts_where_the_company_has_none(self):
        other = new_test_user(
            self.env, "seller_user", groups="sales_team.group_sale_salesman"
        )
        self.customer.user_id = other
        self.assertFalse(self._as(other).has_access("read"))
        self.customer_company.user_id = False
        self.customer.user_id = other
        self.assertTrue(self._as(other).has_access("read"))

    def test_salesperson_of_anybody_below_counts_where_the_company_has_none(self):
        """As in the history: at any level, archived or not, but in no other company."""
        other = new_test_user(
            self.env, "seller_user", groups="sales_team.group_sale_salesman"
        )
        self.customer_company.user_id = False
        person = self.env["res.partner"].create(
            {"name": "Below", "parent_id": self.customer.id, "user_id": other.id}
        )
        self.assertTrue(self._as(other).has_access("read"))
        person.active = False
        self.assertTrue(self._as(other).search_count([]))
        person.write({"is_company": True})  # A customer of its own from now on.
        person.flush_recordset()
        self.env.invalidate_all()
        self.assertFalse(self._as(other).has_access("read"))
        self.assertFalse(self._as(other).search_count([]))

    def test_change_of_salesperson_moves_the_view_at_once(self):
        other = new_test_user(
            self.env, "seller_user", groups="sales_team.group_sale_salesman"
        )
        self.customer_company.user_id = other
        self.assertTrue(self._as(other).has_access("read"))
        self.assertFalse(self._as(self.sales).has_access("read"))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_customers_and_employees_learn_nothing(self):
        for role in OUTSIDERS:
            user = getattr(self, role)
            with self.subTest(role), self.assertRaises(AccessError):
                self._as(user).search([])
            partner = self.customer_company.with_user(user)
            for name in ("complaint_watchlist", "complaint_watch_note"):
                with self.subTest(role, name=name):
                    with self.assertRaises(AccessError):
                        partner.read([name])
                    with self.assertRaises(AccessError):
                        partner.search([(name, "!=", False)])
