from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.watchlist import CANARY, WatchlistCommon

#: Words of ours that nobody meets where they are not shown on purpose.
WORDS = (CANARY, "atchlist", "Key customer", "ompensation-seeking", "Frequent")


class TestWatchlistOnCustomer(WatchlistCommon):
    """Seen before the first word, with the reader's own rights."""

    def _as(self, user, partner=None):
        self.env.invalidate_all()
        return (partner or self.customer).with_user(user)

    def test_contact_and_company_show_kind_guidance_and_contact(self):
        self._create_active()
        for user in (self.handler, self.manager, self.sales, self.sales_all):
            for partner in (self.customer, self.customer_company):
                seen = self._as(user, partner)
                self.assertTrue(seen.complaint_watchlist)
                self.assertEqual(seen.complaint_watch_kinds, "Key customer")
                note = seen.complaint_watch_note
                self.assertIn(f"{CANARY} guidance", note)
                self.assertIn("Leader", note)
                self.assertNotIn(f"{CANARY} reason", note)

    def test_salesperson_reads_what_was_given_to_frequent_and_claimant_alone(self):
        ticket = self._create_complaint()
        remedy = self._create_remedy(ticket)
        own_hand(remedy).write({"state": "accepted", "company_amount": 40})
        for kind, told in (("key_customer", 0), ("frequent", 1), ("claimant", 1)):
            entry = self._create_active(kind=kind)
            note = self._as(self.sales).complaint_watch_note
            with self.subTest(kind):
                self.assertEqual(note.count("Given within twelve months"), told)
                self.assertEqual(note.count("40.00"), told)
            entry.action_end("Over")

    def test_who_is_not_listed_shows_nothing(self):
        self._create_entry()
        seen = self._as(self.manager)
        self.assertFalse(seen.complaint_watchlist)
        self.assertFalse(seen.complaint_watch_kinds)
        self.assertFalse(seen.complaint_watch_note)

    def test_foreign_salesperson_finds_nothing(self):
        self._create_active()
        foreign = new_test_user(
            self.env, "foreign_user", groups="sales_team.group_sale_salesman"
        )
        seen = self._as(foreign)
        self.assertFalse(seen.complaint_watchlist or seen.complaint_watch_kinds)
        self.assertFalse(seen.complaint_watch_note)
        for path in (
            "complaint_watchlist",
            "commercial_partner_id.complaint_watchlist",
        ):
            self.assertFalse(seen.search([(path, "=", True)]))
        self.assertIn(self.customer, seen.search([("complaint_watchlist", "=", False)]))

    def test_search_finds_company_and_contacts_with_own_rights(self):
        self._create_active()
        for user in (self.handler, self.sales):
            found = self._as(user).search([("complaint_watchlist", "=", True)])
            self.assertLessEqual(self.customer | self.customer_company, found)
            self.assertNotIn(self.stranger, found)
            others = self._as(user).search([("complaint_watchlist", "!=", True)])
            self.assertFalse(found & others)
            self.assertIn(self.stranger, others)

    def test_nothing_is_sorted_or_grouped_by_it(self):
        self._create_active()
        partners = self._as(self.handler)
        for name in (
            "complaint_watchlist",
            "complaint_watch_kinds",
            "complaint_watch_note",
        ):
            with self.subTest(name), self.assertRaises(ValueError):
                partners.search([], order=name)
            with self.subTest(name), self.assertRaises(ValueError):
                partners.formatted_read_group([], [name], ["__count"])

    def test_another_company_shows_its_own(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.handler.company_ids |= other
        self._create_active().sudo().company_id = other
        seen = self._as(self.handler)
        own = seen.with_context(allowed_company_ids=self.company.ids)
        self.assertFalse(own.complaint_watchlist)
        both = seen.with_context(allowed_company_ids=(self.company | other).ids)
        self.assertTrue(both.complaint_watchlist)

    def test_end_takes_it_away_at_once(self):
        entry = self._create_active()
        seen = self.customer.with_user(self.handler)
        self.assertTrue(seen.complaint_watchlist)
        entry.action_end("Over")
        self.assertFalse(seen.complaint_watchlist or seen.complaint_watch_kinds)

    def test_80_customers_cost_one_query(self):
        partners = self.env["res.partner"].create(
            [{"name": f"Customer {number}"} for number in range(80)]
        )
        for partner in partners[:10]:
            self._create_active(partner_id=partner.id)
        seen = partners.with_user(self.handler)
        self.env.flush_all()
        self.env.invalidate_all()
        seen.mapped("commercial_partner_id.name")
        self.env["complaint.watchlist.entry"].with_user(self.handler).search(
            [], limit=1
        )
        with self.assertQueryCount(1):
            shown = seen.mapped("complaint_watch_kinds")
        self.assertEqual(shown.count("Key customer"), 10)


class TestWatchlistOnComplaint(WatchlistCommon):
    def test_badge_and_guidance_on_the_complaint(self):
        ticket = self._create_complaint()
        self._create_active()
        self.assertEqual(ticket.complaint_watch_kinds, "Key customer")
        self.assertIn(f"{CANARY} guidance", ticket.complaint_watch_note)
        self.assertIn(f"{CANARY} guidance", ticket._complaint_case_file_guidance())

    def test_copy_of_the_case_file_that_is_kept_tells_nothing(self):
        ticket = self._create_complaint()
        self._create_active()
        self.assertFalse(ticket.sudo()._complaint_case_file_guidance())

    def test_plain_ticket_shows_nothing_and_asks_nothing(self):
        ticket = self._create_ticket()
        self._create_active()
        self.env.invalidate_all()
        ticket.mapped("commercial_partner_id.id")
        ticket.mapped("is_complaint")
        self.env.companies.mapped("name")
        with self.assertQueryCount(0):
            self.assertFalse(ticket.complaint_watch_kinds)

    def test_list_of_complaints_costs_one_query(self):
        tickets = self.env["helpdesk.ticket"]
        for _each in range(5):
            tickets |= self._create_complaint().sudo()
        self._create_active()
        tickets = tickets.with_user(self.handler)
        self.env.invalidate_all()
        tickets.mapped("name")
        tickets.env["complaint.watchlist.entry"].search([], limit=1)
        with self.assertQueryCount(1):
            kinds = tickets.mapped("complaint_watch_kinds")
        self.assertEqual(kinds, ["Key customer"] * 5)

    def test_frequent_and_claimant_tell_what_was_given_so_far(self):
        ticket = self._create_complaint(complaint_claim_amount=900)
        remedy = self._create_remedy(ticket)
        own_hand(remedy).write({"state": "accepted", "company_amount": 40})
        key = self._create_active()
        self.assertNotIn("given", ticket.complaint_watch_note)
        key.action_end("Over")
        for kind in ("frequent", "claimant"):
            entry = self._create_active(kind=kind)
            note = ticket.complaint_watch_note
            self.assertIn("900", note)
            self.assertIn("40", note)
            entry.action_end("Over")

    def test_quick_entry_shows_it_before_the_first_word(self):
        self._create_active()
        form = Form(self.env["complaint.quick.entry"].with_user(self.handler))
        self.assertFalse(form.watch_note)
        form.partner_id = self.customer
        self.assertIn(f"{CANARY} guidance", form.watch_note)
        self.assertIn("Leader", form.watch_note)


class TestWatchlistNowhereElse(WatchlistCommon):
    """Not with the customer, not in mails, notes or to-dos of others."""

    def test_conversation_of_the_customer_tells_nothing(self):
        entry = self._create_active()
        self._create_complaint(self.agent_all)
        entry.guidance = "Other"
        entry.action_suspend("Objects")
        partners = self.customer | self.customer_company
        said = partners.message_ids.mapped("body") + partners.message_ids.mapped(
            "tracking_value_ids.new_value_char"
        )
        self._assert_silent(said)

    def test_complaint_of_a_key_customer_tells_it_in_no_note_mail_or_todo(self):
        self._create_active()
        before = self.env["mail.mail"].search([])
        ticket = self._create_complaint(self.agent_all).sudo()
        self.env["complaint.escalation"]._send_pending()
        mails = self.env["mail.mail"].search([]) - before
        escalations = ticket.complaint_escalation_ids
        self.assertTrue(escalations)
        messages = self.env["mail.message"].search(
            [("model", "in", ("helpdesk.ticket", "res.partner", "res.users"))]
        )
        self._assert_silent(
            [f"{mail.subject} {mail.body_html}" for mail in mails]
            + [f"{m.subject} {m.body}" for m in messages]
            + [f"{a.summary} {a.note}" for a in ticket.activity_ids]
            + [f"{e.display_name} {e.reason} {e.detour}" for e in escalations]
        )

    def test_salesperson_gets_no_word_of_it_by_mail(self):
        self._create_active()
        ticket = self._create_complaint(self.agent_all).sudo()
        ticket._complaint_tell_salesperson("opening")
        told = self.env["mail.message"].search(
            [("notified_partner_ids", "in", self.sales.partner_id.ids)]
        )
        self.assertTrue(told)
        self._assert_silent(told.mapped("body") + told.mapped("subject"))

    def test_portal_customer_reads_nothing_on_the_own_ticket(self):
        self._create_active()
        ticket = self._create_complaint().sudo()
        own = ticket.with_user(self.portal)
        own.invalidate_recordset()
        self._assert_silent([str(own.read(["name", "complaint_desired_outcome"]))])
        self._assert_silent([str(own.fields_get())])
        for name in ("complaint_watch_kinds", "complaint_watch_note"):
            with self.assertRaises(AccessError):
                own.read([name])

    def _assert_silent(self, texts):
        said = " ".join(map(str, texts))
        for word in WORDS:
            self.assertNotIn(word, said)
