from datetime import datetime

from freezegun import freeze_time

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.watchlist import WatchlistCommon

KINDS = ("first_contact", "resolution", "progress")


@freeze_time("2030-01-02 09:00:00")
class TestKeyCustomer(WatchlistCommon):
    """The shorter clock, a senior told, a visit proposed; nothing slower for others."""

    def _due(self, ticket):
        ticket = ticket.sudo()
        ticket.invalidate_recordset()
        running = ticket._complaint_running(*KINDS)
        return {deadline.kind: deadline.due_at for deadline in running}

    def _complain(self, severity, user=None):
        return self._create_complaint(user, complaint_severity_id=severity.id)

    def test_key_customer_gets_the_times_of_a_major_complaint(self):
        expected = self._due(self._complain(self.major))
        self._create_active()
        self.assertEqual(self._due(self._complain(self.minor)), expected)

    def test_key_customer_keeps_the_own_times_where_these_are_shorter(self):
        expected = self._due(self._complain(self.critical))
        self._create_active()
        self.assertEqual(self._due(self._complain(self.critical)), expected)

    def test_each_time_is_the_shorter_of_both(self):
        self.minor.progress_days = 0.5
        shorter = self._due(self._complain(self.minor))["progress"]
        contact = self._due(self._complain(self.major))["first_contact"]
        self._create_active()
        due = self._due(self._complain(self.minor))
        self.assertEqual((due["progress"], due["first_contact"]), (shorter, contact))

    def test_frequent_and_claimant_wait_no_longer_and_no_shorter(self):
        expected = self._due(self._complain(self.normal))
        for kind in ("frequent", "claimant"):
            self._create_active(kind=kind)
            with self.subTest(kind):
                self.assertEqual(self._due(self._complain(self.normal)), expected)

    def test_suggested_or_ended_changes_nothing(self):
        expected = self._due(self._complain(self.minor))
        entry = self._create_entry()
        self.assertEqual(self._due(self._complain(self.minor)), expected)
        entry.action_activate()
        entry.action_end("Over")
        self.assertEqual(self._due(self._complain(self.minor)), expected)

    def test_whoever_files_it_the_clock_is_the_same(self):
        self._create_active()
        expected = self._due(self._complain(self.minor))
        self.customer_company.user_id = False  # Sales would not read the entry.
        self.env.invalidate_all()
        self.assertEqual(
            self._due(self._complain(self.minor, self.agent_all)), expected
        )

    def test_entry_of_another_company_is_no_reason(self):
        expected = self._due(self._complain(self.minor))
        other = self.env["res.company"].create({"name": "Other"})
        self._create_active().sudo().company_id = other
        self.assertEqual(self._due(self._complain(self.minor)), expected)

    def test_open_complaints_are_planned_anew_when_it_begins(self):
        expected = self._due(self._complain(self.major))
        ticket = self._complain(self.minor)
        self._create_active()
        self.assertEqual(self._due(ticket), expected)

    def test_what_can_no_longer_be_kept_stays_as_it_was(self):
        ticket = self._complain(self.minor)
        before = self._due(ticket)
        with freeze_time("2030-01-02 16:30:00"):
            self._create_active()
            due = self._due(ticket)
        self.assertEqual(due["first_contact"], before["first_contact"])
        self.assertLess(due["resolution"], before["resolution"])

    def test_what_was_to_come_sooner_is_not_put_off_by_the_entry(self):
        ticket = self._complain(self.minor)
        soon = datetime(2030, 1, 2, 10)
        self.env.invalidate_all()
        running = ticket.sudo()._complaint_running("resolution")
        own_hand(running).write({"due_at": soon})
        self._create_active()
        self.assertEqual(self._due(ticket)["resolution"], soon)

    def test_end_of_the_entry_makes_nothing_later(self):
        ticket = self._complain(self.minor)
        entry = self._create_active()
        before = self._due(ticket)
        entry.action_end("Over")
        self.assertEqual(self._due(ticket), before)

    def test_senior_is_told_once_at_opening(self):
        self._create_active()
        ticket = self._complain(self.minor).sudo()
        self.assertEqual(ticket.complaint_escalation_ids.to_user_ids, self.leader)
        ticket._complaint_fire_trigger("watchlist")
        self.assertEqual(len(ticket.complaint_escalation_ids), 1)

    def test_senior_is_told_of_what_is_open_when_it_begins(self):
        ticket = self._complain(self.minor).sudo()
        self.assertFalse(ticket.complaint_escalation_ids)
        self._create_active()
        self.assertEqual(ticket.complaint_escalation_ids.to_user_ids, self.leader)

    def test_senior_is_told_of_key_customers_alone(self):
        self._create_active(kind="frequent")
        self._create_active(kind="claimant")
        ticket = self._complain(self.minor).sudo()
        self.assertFalse(ticket.complaint_escalation_ids)

    def test_own_rule_may_wait_for_every_kind(self):
        rule = self.env.ref("complaint_recovery.complaint_escalation_rule_watchlist")
        rule.domain = False
        self._create_active(kind="frequent")
        ticket = self._complain(self.minor).sudo()
        self.assertEqual(ticket.complaint_escalation_ids.to_user_ids, self.leader)

    def test_visit_is_proposed_to_the_handler_after_the_handling(self):
        ticket = self._complain(self.minor)
        self._play_to_follow_up(ticket)
        proposes = self.env["complaint.apology"]._proposes_visit
        self.assertFalse(proposes(ticket))
        entry = self._create_active()
        ticket.invalidate_recordset()
        self.assertTrue(proposes(ticket))
        self.assertIn("visit", ticket.complaint_status)
        entry.action_end("Over")
        self._create_active(kind="claimant")
        self.assertFalse(proposes(ticket))

    def test_no_remedy_is_refused_because_of_the_list(self):
        for kind in ("frequent", "claimant"):
            self._create_active(kind=kind)
        ticket = self._complain(self.normal)
        self._contact(ticket)
        remedy = self._create_remedy(ticket)
        remedy.action_offer()
        remedy.action_accept()
        self.assertEqual(remedy.state, "accepted")

    def test_search_finds_complaints_of_key_customers(self):
        ticket = self._complain(self.minor)
        tickets = self.env["helpdesk.ticket"].with_user(self.handler)
        of_key = [("complaint_key_customer", "=", True)]
        self.assertNotIn(ticket, tickets.search(of_key))
        self._create_active()
        self.assertIn(ticket, tickets.search(of_key))
