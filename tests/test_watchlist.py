from datetime import date

import psycopg2
from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.watchlist import WatchlistCommon


@freeze_time("2030-01-02 09:00:00")
class TestWatchlistCourse(WatchlistCommon):
    """An entry comes, stays and goes by a person, with a reason, on record."""

    def test_entry_is_about_the_customer_as_a_whole(self):
        self.assertEqual(self._create_entry().partner_id, self.customer_company)

    def test_manager_puts_on_the_list_for_half_a_year_and_a_year(self):
        entry = self._create_active()
        self.assertEqual(entry.state, "active")
        self.assertEqual(entry.user_id, self.manager)
        self.assertEqual(entry.date_start, date(2030, 1, 2))
        self.assertEqual(entry.review_date, date(2030, 7, 2))
        self.assertEqual(entry.date_end, date(2031, 1, 2))

    def test_company_sets_how_long_it_holds(self):
        self.company.complaint_watch_review_months = 2
        self.company.complaint_watch_end_months = 3
        entry = self._create_active()
        self.assertEqual(entry.review_date, date(2030, 3, 2))
        self.assertEqual(entry.date_end, date(2030, 4, 2))

    def test_dates_given_by_hand_are_kept(self):
        entry = self._create_active(review_date="2030-02-01", date_end="2030-03-01")
        self.assertEqual(entry.review_date, date(2030, 2, 1))
        self.assertEqual(entry.date_end, date(2030, 3, 1))

    def test_no_program_decides(self):
        entry = self._create_entry().with_user(self.env.ref("base.user_root"))
        for decide in (entry.action_activate, entry.action_reject):
            with self.assertRaisesRegex(UserError, "person"):
                decide()

    def test_database_refuses_an_active_entry_without_a_person(self):
        entry = self._create_active()
        with self.assertRaises(psycopg2.IntegrityError), mute_logger("odoo.sql_db"):
            with self.env.cr.savepoint():
                own_hand(entry).user_id = False
                self.env.flush_all()

    def test_nobody_but_a_manager_decides(self):
        active, other = self._create_active(), self._create_entry(kind="frequent")
        for user in (self.handler, self.leader, self.agent_all, self.sales_all):
            for entry in (active, other):
                for decide in ("action_activate", "action_reject"):
                    with self.subTest(user.name), self.assertRaises(AccessError):
                        getattr(entry.with_user(user), decide)()
                for decide in ("action_suspend", "action_end", "action_keep"):
                    with self.subTest(user.name), self.assertRaises(AccessError):
                        getattr(entry.with_user(user), decide)("Because")

    def test_every_step_asks_for_a_reason(self):
        entry = self._create_active()
        for decide in (entry.action_suspend, entry.action_end, entry.action_keep):
            for reason in ("", "  "):
                with self.assertRaisesRegex(UserError, "reason"):
                    decide(reason)
        entry.action_suspend("Complains no more")
        with self.assertRaisesRegex(UserError, "reason"):
            entry.action_activate()

    def test_every_step_is_on_record_with_the_name(self):
        entry = self._create_active()
        entry.action_suspend("Asked us to")
        entry.action_activate("Agreed with them")
        entry.action_end("All is well")
        notes = entry.message_ids.filtered("body")
        self.assertEqual(set(notes.author_id), {self.manager.partner_id})
        said = " ".join(notes.mapped("body"))
        for reason in ("Asked us to", "Agreed with them", "All is well"):
            self.assertIn(reason, said)

    def test_what_has_ended_or_was_rejected_does_not_come_back(self):
        ended, rejected = self._create_active(), self._create_entry(kind="frequent")
        ended.action_end("Over")
        rejected.action_reject("No")
        for entry in (ended, rejected):
            with self.assertRaises(UserError):
                entry.action_activate("Again")
            with self.assertRaises(UserError):
                entry.guidance = "Other"

    def test_no_state_is_written_directly(self):
        entry = self._create_entry()
        for vals in (
            {"state": "active"},
            {"user_id": self.manager.id},
            {"date_start": "2029-01-01"},
            {"objection": True},
        ):
            with self.subTest(vals), self.assertRaises(AccessError):
                entry.write(vals)
            with self.subTest(vals), self.assertRaises(AccessError):
                self._create_entry(kind="claimant", **vals)

    def test_no_default_of_the_context_makes_it_active(self):
        entries = self.env["complaint.watchlist.entry"].with_user(self.manager)
        entry = entries.with_context(default_state="active").create(
            {"partner_id": self.stranger.id, "kind": "frequent", "reason": "Often"}
        )
        self.assertEqual(entry.state, "suggested")

    def test_once_decided_it_stays_about_the_same(self):
        entry = self._create_active()
        for vals in ({"kind": "frequent"}, {"partner_id": self.stranger.id}):
            with self.subTest(vals), self.assertRaises(UserError):
                entry.write(vals)
        entry.guidance = "Call before noon"

    def test_one_live_entry_a_kind(self):
        self._create_active()
        self._create_entry(kind="frequent")
        with self.assertRaises(psycopg2.IntegrityError), mute_logger("odoo.sql_db"):
            with self.env.cr.savepoint():
                self._create_entry()

    def test_after_the_end_a_new_one_may_begin(self):
        self._create_active().action_end("Over")
        self.assertEqual(self._create_active().state, "active")

    def test_review_keeps_it_for_another_half_year_but_no_longer_than_its_end(self):
        entry = self._create_active(review_date="2030-01-02")
        own_hand(entry).review_asked = True
        entry.action_keep("Still so")
        self.assertEqual(entry.review_date, date(2030, 7, 2))
        self.assertFalse(entry.review_asked)
        with freeze_time("2030-10-02"):
            entry.sudo().review_date = "2030-10-02"
            entry.action_keep("Still so")
        self.assertEqual(entry.review_date, date(2031, 1, 2))

    def test_dialog_asks_for_the_reason_of_each_step(self):
        entry = self._create_active()
        for purpose, state in (("watch_suspend", "suspended"), ("watch_end", "ended")):
            dialogs = self.env["complaint.reason"].with_user(self.manager)
            dialogs.create(
                {"purpose": purpose, "watch_id": entry.id, "reason": "Because"}
            ).action_apply()
            self.assertEqual(entry.state, state)

    def test_what_cannot_be_deleted_anyhow_tells_of_no_complaint(self):
        """The first error would tell whether there is one, and nothing be deleted."""
        users = self.handler.partner_id
        said = []
        for customer in (self.stranger, self.customer):
            if customer == self.customer:
                self._create_active(partner_id=customer.id)
            with self.assertRaises(UserError) as error, self.cr.savepoint():
                (customer | users).with_user(self.manager).sudo().unlink()
            said.append(str(error.exception))
        self.assertEqual(*said)

    def test_customer_with_an_entry_is_not_deleted(self):
        self._create_active(partner_id=self.stranger.id)
        with self.assertRaises(UserError) as error:
            self.stranger.unlink()
        self.assertNotIn("atchlist", str(error.exception))

    def test_who_may_not_know_hears_that_something_needs_the_contact(self):
        """A deletion that fails, in whatever write, would tell who complained."""
        self._create_complaint(self.manager, complaint_confidential=True)
        self.env.ref("base.group_partner_manager").sudo().user_ids |= self.employee
        with self.assertRaises(UserError) as error:
            self.customer.with_user(self.employee).unlink()
        self.assertNotIn("omplain", str(error.exception))


class TestWatchlistSuggested(WatchlistCommon):
    """Anybody of the helpdesk suggests; a manager decides."""

    def _dialog(self, user, **vals):
        dialogs = self.env["complaint.watchlist.suggest"].with_user(user)
        vals = {"kind": "frequent", "reason": "Third call", **vals}
        return dialogs.create({"partner_id": self.customer.id, **vals})

    def test_handler_suggests_with_the_evidence_in_view(self):
        ticket = self._create_complaint()
        self._create_complaint(self.manager, complaint_about_user_id=self.handler.id)
        self._dialog(self.handler).action_suggest()
        entry = self._entries(partner_id=self.customer_company.id)
        self.assertEqual((entry.state, entry.reason), ("suggested", "Third call"))
        self.assertEqual(entry.ticket_ids, ticket)
        self.assertIn(
            entry.activity_ids.user_id, self.env["res.users"]._complaint_managers()
        )

    def test_handler_does_not_learn_what_there_is_already(self):
        self._create_entry(kind="frequent")
        answer = self._dialog(self.handler).action_suggest()
        self.assertEqual(answer["tag"], "display_notification")
        self.assertEqual(len(self._entries(kind="frequent")), 1)

    def test_handler_does_not_decide_by_the_dialog(self):
        with self.assertRaises(AccessError):
            self._dialog(self.handler).action_put_on()

    def test_manager_puts_on_the_list_at_once(self):
        self._dialog(self.manager).action_put_on()
        entry = self._entries(kind="frequent")
        self.assertEqual((entry.state, entry.user_id), ("active", self.manager))

    def test_manager_accepts_a_suggestion_by_the_dialog(self):
        entry = self._create_entry(kind="frequent")
        self._dialog(self.manager, guidance="Stay calm").action_put_on()
        self.assertEqual((entry.state, entry.guidance), ("active", "Stay calm"))

    def test_action_of_the_customer_opens_it_for_the_helpdesk_alone(self):
        action = self.customer.with_user(self.handler).action_watchlist_suggest()
        entity = self.customer_company.id
        self.assertEqual(action["context"], {"default_partner_id": entity})
        for user in (self.employee, self.sales):
            with self.assertRaises(AccessError):
                self.customer.with_user(user).action_watchlist_suggest()


class TestWatchlistObjection(WatchlistCommon):
    """Who does not want to be listed is off the list at once."""

    def _object(self, user, reason="Wants it off"):
        dialogs = self.env["complaint.reason"].with_user(user)
        action = self.customer.with_user(user).action_complaint_object()
        return (
            dialogs.with_context(**action["context"])
            .create({"reason": reason})
            .action_apply()
        )

    def test_handler_who_takes_the_call_suspends_at_once(self):
        entry, other = self._create_active(), self._create_active(kind="frequent")
        self._object(self.handler)
        self.assertEqual({entry.state, other.state}, {"suspended"})
        self.assertTrue(entry.objection)
        self.assertFalse(self.customer.with_user(self.handler).complaint_watchlist)

    def test_complaint_and_customer_have_a_button_for_it_beside_the_guidance(self):
        ticket = self._create_complaint(self.handler).with_user(self.handler)
        customer = self.customer_company.with_user(self.handler)
        views = {ticket: "complaint_recovery.complaint_view_form"}
        views[customer] = "base.view_partner_form"
        self._create_active()
        for record, view in views.items():
            arch = record.get_view(self.env.ref(view).id, "form")["arch"]
            button = "//div[@name='complaint_watch']//button[@name='%s']"
            name = "action_complaint_object"
            self.assertTrue(etree.fromstring(arch).xpath(button % name))
            context = getattr(record, name)()["context"]
            self.assertEqual(context["default_partner_id"], customer.id)

    def test_objection_is_on_record_and_the_manager_decides(self):
        entry = self._create_active()
        self._object(self.handler)
        note = entry.message_ids.filtered(lambda m: "Wants it off" in (m.body or ""))
        self.assertEqual(note.author_id, self.handler.partner_id)
        self.assertEqual(entry.activity_ids.user_id, self.manager)
        entry.action_activate("Agreed with them")
        self.assertFalse(entry.objection)
        self.assertFalse(entry.activity_ids)

    def test_objection_needs_a_reason_and_an_entry(self):
        with self.assertRaisesRegex(UserError, "not on the watchlist"):
            self._object(self.handler)
        self._create_active()
        with self.assertRaisesRegex(UserError, "reason"):
            self._object(self.handler, reason=" ")

    def test_sales_and_employees_take_nobody_off(self):
        entry = self._create_active()
        for user in (self.employee, self.sales):
            with self.subTest(user.name), self.assertRaises(AccessError):
                self.customer.with_user(user).action_complaint_object()
            with self.subTest(user.name), self.assertRaises(AccessError):
                self.customer.with_user(user)._complaint_object("No")
        self.assertEqual(entry.state, "active")


class TestWatchlistSettings(WatchlistCommon):
    def test_defaults_are_those_of_the_domain_and_suggestions_off(self):
        company = self.env["res.company"].create({"name": "New"})
        self.assertFalse(company.complaint_watch_suggest)
        self.assertEqual(company.complaint_watch_complaints, 3)
        self.assertEqual(company.complaint_watch_remedies, 2)
        self.assertEqual(company.complaint_watch_months, 12)
        self.assertEqual(company.complaint_watch_review_months, 6)
        self.assertEqual(company.complaint_watch_end_months, 12)

    def test_manager_sets_them(self):
        settings = self.env["complaint.settings"].with_user(self.manager).create({})
        settings.complaint_watch_suggest = True
        settings.complaint_watch_complaints = 5
        settings.action_apply()
        self.assertTrue(self.company.complaint_watch_suggest)
        self.assertEqual(self.company.complaint_watch_complaints, 5)

    def test_figures_are_greater_than_zero(self):
        with self.assertRaises(psycopg2.IntegrityError), mute_logger("odoo.sql_db"):
            with self.env.cr.savepoint():
                self.company.complaint_watch_complaints = 0
                self.env.flush_all()
