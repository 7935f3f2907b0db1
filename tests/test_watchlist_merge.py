from datetime import date

from freezegun import freeze_time

from .common.watchlist import WatchlistCommon


@freeze_time("2030-01-02 09:00:00")
class TestWatchlistMerge(WatchlistCommon):
    """Entries follow customers who are merged or moved, without duplicates."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.twin = cls.env["res.partner"].create(
            {"name": "Azure Interiors", "is_company": True}
        )

    def _merge(self, *partners, into):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        merged = self.env["res.partner"].union(*partners, into)
        wizard._merge(merged.ids, into)
        self.env.invalidate_all()

    def test_entry_follows_the_customer_it_is_merged_into(self):
        entry = self._create_active(partner_id=self.twin.id)
        self._merge(self.twin, into=self.customer_company)
        self.assertEqual(entry.partner_id, self.customer_company)
        self.assertEqual(entry.state, "active")

    def test_of_two_alike_one_is_left_with_all_the_evidence(self):
        tickets = [
            self._create_complaint().sudo().id,
            self._create_complaint().sudo().id,
        ]
        kept = self._create_active(ticket_ids=tickets[:1])
        gone = self._create_active(partner_id=self.twin.id, ticket_ids=tickets[1:])
        self._merge(self.twin, into=self.customer_company)
        self.assertEqual(sorted(kept.ticket_ids.ids), tickets)
        self.assertEqual({kept.state, gone.state}, {"active", "ended"})
        self.assertEqual((kept | gone).partner_id, self.customer_company)

    def test_of_two_unlike_both_are_kept(self):
        key = self._create_active()
        other = self._create_active(partner_id=self.twin.id, kind="frequent")
        self._merge(self.twin, into=self.customer_company)
        self.assertEqual({key.state, other.state}, {"active"})
        self.assertEqual((key | other).partner_id, self.customer_company)

    def test_an_objection_survives_the_merge(self):
        for first, second in (
            (self.twin, self.customer_company),
            (self.customer_company, self.stranger),
        ):
            active = self._create_active(partner_id=second.id)
            objected = self._create_active(partner_id=first.id)
            objected.action_suspend("Objects")
            self._merge(first, into=second)
            self.assertEqual((active.state, objected.state), ("ended", "suspended"))
            objected.action_end("Over")

    def test_active_wins_over_a_suggestion(self):
        suggestion = self._create_entry()
        active = self._create_active(partner_id=self.twin.id)
        self._merge(self.twin, into=self.customer_company)
        self.assertEqual((active.state, suggestion.state), ("active", "rejected"))

    def test_three_merged_at_once_leave_one(self):
        entries = self._create_active()
        for partner in (self.twin, self.stranger):
            entries |= self._create_active(partner_id=partner.id)
        self._merge(self.twin, self.stranger, into=self.customer_company)
        self.assertEqual(sorted(entries.mapped("state")), ["active", "ended", "ended"])

    def test_merged_into_a_contact_it_goes_to_the_company(self):
        entry = self._create_active(partner_id=self.stranger.id)
        self._merge(self.stranger, into=self.customer)
        self.assertEqual(entry.partner_id, self.customer_company)

    def test_ended_entries_follow_as_well(self):
        entry = self._create_active(partner_id=self.twin.id)
        entry.action_end("Over")
        self._merge(self.twin, into=self.customer_company)
        self.assertEqual(entry.partner_id, self.customer_company)

    def test_new_parent_takes_the_entry_over_and_it_is_reviewed(self):
        entry = self._create_active(partner_id=self.stranger.id)
        self.stranger.parent_id = self.twin
        self.assertEqual(entry.partner_id, self.twin)
        self.assertEqual(entry.review_date, date(2030, 1, 2))

    def test_new_parent_with_one_alike_keeps_one(self):
        kept = self._create_active()
        gone = self._create_active(partner_id=self.stranger.id)
        self.stranger.parent_id = self.customer_company
        self.assertEqual({kept.state, gone.state}, {"active", "ended"})

    def test_who_is_no_company_any_more_gives_it_to_the_parent(self):
        branch = self.env["res.partner"].create(
            {"name": "Branch", "is_company": True, "parent_id": self.twin.id}
        )
        entry = self._create_active(partner_id=branch.id)
        self.assertEqual(entry.partner_id, branch)
        branch.is_company = False
        self.assertEqual(entry.partner_id, self.twin)

    def test_linked_from_the_company_it_moves_as_well(self):
        entry = self._create_active(partner_id=self.stranger.id)
        self.twin.write({"child_ids": [(4, self.stranger.id)]})
        self.assertEqual(entry.partner_id, self.twin)

    def test_contact_who_leaves_takes_nothing_along(self):
        entry = self._create_active()
        self.customer.parent_id = False
        self.assertEqual(entry.partner_id, self.customer_company)

    def test_who_moves_customers_needs_no_right_on_the_list(self):
        entry = self._create_active(partner_id=self.stranger.id)
        self.employee.group_ids += self.env.ref("base.group_partner_manager")
        self.stranger.with_user(self.employee).parent_id = self.twin
        self.assertEqual(entry.partner_id, self.twin)

    def test_moving_many_costs_no_search_each(self):
        partners = self.env["res.partner"].create(
            [{"name": f"Person {number}"} for number in range(20)]
        )
        self.env.flush_all()
        partners.mapped("commercial_partner_id.name")
        with self.assertQueryCount(1):
            partners._complaint_follow_parents()
