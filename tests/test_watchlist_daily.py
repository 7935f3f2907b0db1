from datetime import date

import psycopg2
from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.watchlist import WatchlistCommon

OWN = "odoo.addons.complaint_recovery.models"


@freeze_time("2030-01-02 09:00:00")
class TestWatchlistSuggestions(WatchlistCommon):
    """Once a day, where switched on, with the evidence; a manager decides."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._suggest_by_itself()

    def _complain(self, number, **vals):
        made = self.env["helpdesk.ticket"]
        for _each in range(number):
            made |= self._create_complaint(**vals).sudo()
        return made

    def _pay(self, ticket, **vals):
        remedy = self._create_remedy(ticket, self.manager, **vals)
        own_hand(remedy).write({"state": "accepted", "company_amount": remedy.amount})
        return remedy

    def test_three_complaints_are_suggested_with_their_evidence(self):
        tickets = self._complain(3)
        self._daily()
        entry = self._entries(partner_id=self.customer_company.id)
        self.assertEqual((entry.state, entry.kind), ("suggested", "frequent"))
        self.assertEqual(entry.ticket_ids, tickets)

    def test_two_complaints_are_not(self):
        self._complain(2)
        self._daily()
        self.assertFalse(self._entries())

    def test_nothing_is_suggested_where_it_is_off(self):
        self.company.complaint_watch_suggest = False
        self._complain(3)
        self._daily()
        self.assertFalse(self._entries())

    def test_two_remedies_in_money_are_suggested(self):
        first, second = self._complain(2)
        self._pay(first)
        self._pay(second)
        self._daily()
        entry = self._entries()
        self.assertEqual((entry.kind, entry.ticket_ids), ("claimant", first | second))

    def test_remedies_without_money_or_not_accepted_do_not_count(self):
        first, second = self._complain(2)
        self._pay(first, amount=0)
        self._create_remedy(second, self.manager)
        self._pay(second)
        self._daily()
        self.assertFalse(self._entries())

    def test_what_is_longer_ago_does_not_count(self):
        with freeze_time("2028-12-01"):
            self._complain(1)
        self._complain(2)
        self._daily()
        self.assertFalse(self._entries())

    def test_what_we_found_ourselves_nobody_complained_about(self):
        self._complain(3).complaint_source = "internal"
        self._daily()
        self.assertFalse(self._entries())

    def test_twice_a_day_suggests_once(self):
        self._complain(3)
        self._daily()
        self._daily()
        self.assertEqual(len(self._entries()), 1)

    def test_rejected_does_not_come_back_for_the_same_evidence(self):
        self._complain(3)
        self._daily()
        self._entries().with_user(self.manager).action_reject("Was our fault")
        self._daily()
        self.assertEqual(self._entries().mapped("state"), ["rejected"])

    def test_rejected_comes_back_with_new_evidence(self):
        self._complain(3)
        self._daily()
        self._entries().with_user(self.manager).action_reject("Was our fault")
        self._complain(1)
        self._daily()
        self.assertEqual(self._entries().mapped("state"), ["rejected", "suggested"])

    def test_who_is_listed_is_not_suggested_again(self):
        self._create_active(kind="frequent").action_suspend("Objects")
        self._complain(3)
        self._daily()
        self.assertEqual(self._entries().mapped("state"), ["suspended"])

    def test_suggestion_is_a_todo_of_one_manager_and_no_mail(self):
        self._complain(3)
        mails = self.env["mail.mail"].search([])
        self._daily()
        activity = self._entries().activity_ids
        self.assertEqual(len(activity), 1)
        managers = self.env["res.users"]._complaint_managers(self.company)
        self.assertIn(activity.user_id, managers)
        self.assertEqual(self.env["mail.mail"].search([]), mails)

    def test_number_of_queries_does_not_depend_on_the_complaints(self):
        self._complain(3)
        find = self.env["complaint.watchlist.entry"]._find_evidence
        self.env.flush_all()
        find(self.company)
        with self.assertQueryCount(2):
            found = find(self.company)
        self.assertEqual(len(found["frequent"]), 1)
        self._complain(4, partner_id=self.stranger.id)
        self.env.flush_all()
        with self.assertQueryCount(2):
            found = find(self.company)
        self.assertEqual(len(found["frequent"]), 2)


@freeze_time("2030-01-02 09:00:00")
class TestWatchlistTerm(WatchlistCommon):
    """Review, end and erasure come by themselves, each once."""

    def test_expired_ends_by_itself_the_day_after(self):
        entry = self._create_active(date_end="2030-03-01")
        with freeze_time("2030-03-01"):
            self._daily()
            self.assertEqual(entry.state, "active")
        with freeze_time("2030-03-02"):
            self._daily()
        self.assertEqual(entry.state, "ended")
        self.assertEqual(entry.user_id, self.manager)

    def test_suspended_expires_as_well(self):
        entry = self._create_active(date_end="2030-03-01")
        entry.action_suspend("Objects")
        with freeze_time("2030-03-02"):
            self._daily()
        self.assertEqual(entry.state, "ended")

    def test_review_is_one_todo_for_who_decided(self):
        entry = self._create_active(review_date="2030-02-01")
        with freeze_time("2030-01-31"):
            self._daily()
            self.assertFalse(entry.activity_ids)
        for day in ("2030-02-01", "2030-02-01", "2030-02-05"):
            with freeze_time(day):
                self._daily()
        self.assertEqual(entry.activity_ids.user_id, self.manager)
        self.assertEqual(len(entry.activity_ids), 1)

    def test_review_done_is_not_asked_again_until_the_next_date(self):
        entry = self._create_active(review_date="2030-02-01")
        with freeze_time("2030-02-01"):
            self._daily()
            entry.action_keep("Still so")
            self._daily()
        self.assertFalse(entry.activity_ids)
        with freeze_time("2030-08-01"):
            self._daily()
        self.assertEqual(len(entry.activity_ids), 1)

    def test_review_goes_to_another_manager_where_the_first_has_left(self):
        entry = self._create_active(review_date="2030-02-01")
        group = self.env.ref("helpdesk_mgmt.group_helpdesk_manager")
        self.manager.group_ids -= group
        with freeze_time("2030-02-01"):
            self._daily()
        user = entry.sudo().activity_ids.user_id
        self.assertNotEqual(user, self.manager)
        self.assertIn(user, self.env["res.users"]._complaint_managers(self.company))

    def test_todo_tells_nothing_and_is_no_mail(self):
        entry = self._create_active(review_date="2030-02-01")
        mails = self.env["mail.mail"].search([])
        with freeze_time("2030-02-01"):
            self._daily()
        said = f"{entry.activity_ids.summary} {entry.activity_ids.note}"
        for word in ("atchlist", "Azure", "ey customer", "Zaffre"):
            self.assertNotIn(word, said)
        self.assertEqual(self.env["mail.mail"].search([]), mails)

    def test_ended_is_erased_after_the_time_set(self):
        self.company.complaint_watch_erase_months = 3
        entry = self._create_active()
        entry.action_end("Over")
        with freeze_time("2030-04-02"):
            self._daily()
            self.assertTrue(entry.exists())
        with freeze_time("2030-04-03"):
            self._daily()
        self.assertFalse(entry.exists())

    def test_rejected_is_kept_as_long_as_its_evidence_counts(self):
        self.company.complaint_watch_erase_months = 3
        entry = self._create_entry()
        entry.action_reject("No")
        with freeze_time("2030-12-31"):
            self._daily()
            self.assertTrue(entry.exists())
        with freeze_time("2031-01-03"):
            self._daily()
        self.assertFalse(entry.exists())

    def test_what_is_live_is_never_erased(self):
        self.company.complaint_watch_erase_months = 0
        entry, waiting = self._create_active(), self._create_entry(kind="frequent")
        with freeze_time("2030-12-31"):
            self._daily()
        self.assertEqual((entry | waiting).exists(), entry | waiting)


class TestWatchlistPass(WatchlistCommon):
    """Safe twice, in two workers; one bad record never stops the others."""

    @mute_logger(f"{OWN}.complaint_watchlist_daily")
    def test_a_bad_entry_stops_no_other(self):
        bad, good = self._create_active(), self._create_active(kind="frequent")
        (bad | good).sudo().write({"date_end": "2020-01-01"})
        set_state = type(bad)._set_state

        def fail(entry, *args, **vals):
            if entry == bad:
                raise UserError(self.env._("Broken"))
            return set_state(entry, *args, **vals)

        self.patch(type(bad), "_set_state", fail)
        self._daily()
        self.assertEqual((bad.state, good.state), ("active", "ended"))

    def test_what_another_worker_suggested_meanwhile_stops_nothing(self):
        entries = self.env["complaint.watchlist.entry"]
        self._create_entry(kind="frequent")
        tickets = self._create_complaint().sudo()
        self.patch(type(entries), "_order", "id")
        with mute_logger("odoo.sql_db"):
            entries._alone(
                lambda: entries._suggest(
                    self.customer, "frequent", self.company, "Often", tickets
                )
            )
        self.assertEqual(len(self._entries(kind="frequent")), 1)

    def test_a_lost_race_is_for_the_next_try_and_no_failure(self):
        entries = self.env["complaint.watchlist.entry"]

        def lose():
            raise psycopg2.extensions.TransactionRollbackError

        with self.assertRaises(psycopg2.extensions.TransactionRollbackError):
            entries._alone(lose)

    def test_scheduled_action_runs_daily_and_ends_what_has_expired(self):
        cron = self.env.ref("complaint_recovery.ir_cron_daily")
        self.assertEqual((cron.interval_number, cron.interval_type), (1, "days"))
        entry = self._create_active()
        entry.sudo().date_end = date(2020, 1, 1)
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertEqual(entry.state, "ended")

    @mute_logger(f"{OWN}.ticket_daily")
    def test_a_step_that_fails_stops_no_other_step(self):
        entry, tickets = self._create_active(), self.env["helpdesk.ticket"]
        entry.sudo().date_end = date(2020, 1, 1)

        def fail(entries):
            raise ValueError("Broken")

        self.patch(type(entry), "_daily_expire", fail)
        entry.sudo().review_date = date(2020, 1, 1)
        for step in tickets._complaint_daily_steps():
            tickets._complaint_daily_step(step)
        self.assertEqual((entry.state, len(entry.activity_ids)), ("active", 1))

    def test_daily_steps_hold_watchlist_and_groups(self):
        steps = self.env["helpdesk.ticket"]._complaint_daily_steps()
        models = {step.__self__._name for step in steps}
        self.assertEqual(
            models,
            # Companies propose what to archive.
            {
                "complaint.watchlist.entry",
                "complaint.group",
                "res.users",
                "res.company",
            },
        )
