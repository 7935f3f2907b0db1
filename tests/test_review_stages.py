from datetime import datetime, timedelta

from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import freeze_time
from odoo.tools.safe_eval import safe_eval

from .common import ComplaintCommon

MONDAY = datetime(2026, 3, 2, 9)
FORM = "complaint_recovery.complaint_view_form"


@freeze_time(MONDAY)
class StagesCommon(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(MONDAY):
            cls.ticket = cls._create_complaint(complaint_severity_id=cls.normal.id)
            cls._contact(cls.ticket)

    def _running(self, *kinds):
        return self.ticket._complaint_running(*kinds)

    def _assert_running(self, *kinds):
        self.assertCountEqual(self._running().mapped("kind"), kinds)

    def _visit(self):
        return self._create_interaction(
            self.ticket,
            channel="visit",
            state="planned",
            date=MONDAY + timedelta(days=1),
        )

    def _buttons(self, condition):
        """Return the buttons of the form's header whose ``invisible`` holds it."""
        tickets = self.env["helpdesk.ticket"].with_user(self.handler)
        arch = tickets.get_view(self.env.ref(FORM).id, "form")["arch"]
        buttons = etree.fromstring(arch).findall("./header/button")
        return [b for b in buttons if condition in b.get("invisible")]

    def _decide(self, **vals):
        self.ticket.write({"complaint_explanation": "<p>Why</p>", **vals})
        self.ticket.action_send_decision()

    def _close_unsettled(self):
        self._decide(complaint_decision="upheld")
        self.ticket.with_user(self.manager).action_close_unsettled("Declines all")


@freeze_time(MONDAY)
class TestUnreachable(StagesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(MONDAY):
            cls.ticket.action_resolve()

    def _try(self, *moments):
        for moment in moments:
            with freeze_time(moment):
                self._create_interaction(
                    self.ticket, purpose="follow_up", reached=False
                )

    def _may_close(self):
        self.ticket.invalidate_recordset(["complaint_can_close_unreachable"])
        return self.ticket.complaint_can_close_unreachable

    def test_three_tries_on_one_day_leave_the_next_one_due(self):
        self._try("2026-03-04 09:00", "2026-03-04 10:00", "2026-03-04 11:00")
        due = self._running("follow_up")
        self.assertEqual(due.due_at, datetime(2026, 3, 6, 11))
        self.assertEqual(due.display_name, "Ask whether the customer is satisfied")
        self.assertFalse(self._may_close())

    def test_after_enough_tries_closing_is_due_the_next_working_day(self):
        self._try("2026-03-04 09:00", "2026-03-05 09:00", "2026-03-06 09:00")
        due = self._running("follow_up")
        self.assertEqual(due.due_at, datetime(2026, 3, 9, 9))
        self.assertEqual(due.display_name, "Close as unreachable, or try again")
        self.assertEqual(due.activity_id.summary, due.display_name)
        self.assertIn(due.display_name, self.ticket.complaint_status)

    def test_another_try_in_vain_keeps_closing_due(self):
        self._try(*(datetime(2026, 3, day, 9) for day in (3, 4, 5, 6)))
        due = self._running("follow_up")
        self.assertEqual(due.display_name, "Close as unreachable, or try again")

    def test_days_count_where_the_customer_is(self):
        self.customer.tz = "Asia/Shanghai"  # 07:00 and 09:00 of the same morning.
        self._try("2026-03-03 23:00", "2026-03-04 01:00", "2026-03-05 01:00")
        self.assertFalse(self._may_close())
        self._try("2026-03-05 23:00")
        self.assertTrue(self._may_close())

    def test_button_closes_after_enough_tries_and_keeps_the_last_date(self):
        self._try("2026-03-04 09:00", "2026-03-05 09:00", "2026-03-06 09:00")
        due = self._running("follow_up")
        self.assertTrue(self._may_close())
        with freeze_time("2026-03-06 10:00"):
            self.ticket.action_close_unreachable()
        self.assertEqual(self.ticket.complaint_stage_id, self.stage_closed)
        self.assertEqual(due.verdict, "kept")
        self.assertFalse(self._may_close())

    def test_form_shows_the_button_only_when_it_may_be_closed_so(self):
        (button,) = self._buttons("not complaint_can_close_unreachable")
        self.assertEqual(button.get("name"), "action_close_unreachable")
        for may in (True, False):
            values = {"complaint_can_close_unreachable": may}
            hidden = safe_eval(button.get("invisible"), values)
            self.assertEqual(hidden, not may)


@freeze_time(MONDAY)
class TestBackAndAnew(StagesCommon):
    def test_moving_back_from_the_follow_up_starts_the_clock_again(self):
        self.ticket.action_resolve()
        with freeze_time("2026-03-03 09:00"):
            self.ticket.complaint_stage_id = self.stage_recovering
            self._assert_running("progress", "resolution")
        for name in ("resolved_at", "outcome", "satisfaction", "reopen_count"):
            self.assertFalse(self.ticket[f"complaint_{name}"], name)

    def test_moving_back_asks_for_the_follow_up_once_more(self):
        self.ticket.action_resolve()
        self.ticket._complaint_promise("Call back", MONDAY + timedelta(days=1))
        self._follow_up(self.ticket)
        with freeze_time("2026-03-03 09:00"):
            self.ticket.complaint_stage_id = self.stage_investigating
            self.ticket.action_resolve()
        self._assert_running("follow_up", "promise")
        self.assertFalse(self.ticket.complaint_outcome)

    def test_reopened_before_any_contact_first_contact_is_due_again(self):
        self.ticket = self._create_complaint(complaint_severity_id=self.normal.id)
        self.ticket.action_withdraw("They found it")
        self.ticket.action_reopen()
        self._assert_running("first_contact", "progress", "resolution")

    def test_reopened_while_the_loss_goes_on_it_is_to_be_stopped(self):
        self.ticket.complaint_loss_ongoing = True
        self.ticket.action_withdraw("They found it")
        self.ticket.action_reopen()
        self._assert_running("containment", "progress", "resolution")

    def test_loss_that_began_during_the_follow_up_is_due_once(self):
        self.ticket.action_resolve()
        self.ticket.complaint_loss_ongoing = True
        self.ticket.complaint_stage_id = self.stage_recovering
        self._assert_running("containment", "progress", "resolution")

    def test_archived_complaint_is_back_in_the_lists_when_reopened(self):
        self.ticket.action_withdraw("They found it")
        self.ticket.active = False
        self.ticket.action_reopen()
        self.assertTrue(self.ticket.active)

    def test_what_was_closed_as_unsettled_is_not_reopened_by_an_unhappy_word(self):
        self._close_unsettled()
        self._follow_up(self.ticket, "dissatisfied")
        self.assertEqual(self.ticket.complaint_stage_id, self.stage_closed)
        self.assertEqual(self.ticket.complaint_outcome, "unsettled")
        self.assertEqual(self.ticket.complaint_satisfaction, "dissatisfied")

    def test_word_before_resolving_is_no_outcome(self):
        self._follow_up(self.ticket)
        self.assertEqual(self.ticket.complaint_satisfaction, "satisfied")
        self.assertFalse(self.ticket.complaint_outcome)

    def test_only_an_ended_complaint_is_continued(self):
        with self.assertRaisesRegex(UserError, "is not closed"):
            self.ticket.action_continue()


@freeze_time(MONDAY)
class TestNothingStaysOpen(StagesCommon):
    def _remedies(self):
        """Return remedies that are a draft, waiting, approved and offered."""
        draft, waiting, approved, offered = (
            self._create_remedy(self.ticket, amount=amount)
            for amount in (10, 200, 10, 10)
        )
        (waiting | approved).action_request()
        offered.action_offer()
        remedies = draft | waiting | approved | offered
        states = ["draft", "to_approve", "approved", "offered"]
        self.assertEqual(remedies.mapped("state"), states)
        return remedies

    def _assert_cancelled(self, remedies):
        self.assertEqual(set(remedies.mapped("state")), {"cancelled"})
        self.assertEqual(set(remedies.mapped("reason")), {"The complaint has ended."})
        self.assertFalse(self._running("approval"))

    def test_withdrawing_takes_back_what_was_only_proposed(self):
        remedies = self._remedies()
        self.ticket.action_withdraw("They found it")
        self._assert_cancelled(remedies)

    def test_closing_takes_back_what_was_only_proposed(self):
        remedies = self._remedies()
        self._close_unsettled()
        self._assert_cancelled(remedies)

    def test_what_the_customer_has_or_was_promised_stays_theirs(self):
        given, promised = (self._create_remedy(self.ticket, amount=5) for _i in "ab")
        for remedy in (given, promised):
            remedy.action_offer()
            remedy.action_accept()
        given.action_deliver()
        self.ticket.action_withdraw("They found it")
        self.assertEqual(given.state, "delivered")
        self.assertEqual(promised.state, "accepted")

    def test_withdrawing_cancels_the_visit_and_its_promise(self):
        visit = self._visit()
        promise = visit.deadline_id
        self.ticket.action_withdraw("They found it")
        self.assertFalse(visit.exists())
        self.assertEqual(promise.state, "cancelled")

    def test_nothing_is_approved_on_an_ended_complaint(self):
        remedy = self._remedies().filtered(lambda r: r.state == "to_approve")
        self.ticket.action_withdraw("They found it")
        with self.assertRaisesRegex(UserError, "is closed"):
            remedy.with_user(self.leader).action_approve()


@freeze_time(MONDAY)
class TestNextStep(StagesCommon):
    def _assert_next(self, step, resolve):
        self.ticket.invalidate_recordset()
        self.assertEqual(self.ticket.complaint_next_step, step)
        self.assertEqual(self.ticket.complaint_can_resolve, resolve)

    def test_where_nothing_is_missing_it_may_be_resolved_without_an_offer(self):
        self._assert_next("offer", True)
        self.ticket.action_resolve()
        self._assert_next("follow_up", False)

    def test_what_is_missing_for_resolving_hides_the_button(self):
        self.ticket.complaint_severity_id = self.major
        self._assert_next("find", False)

    def test_nothing_is_offered_where_an_explanation_is_enough(self):
        for attribution in ("customer", "misunderstanding"):
            self.ticket.complaint_attribution = attribution
            self._assert_next("resolve", True)
        self.ticket.complaint_attribution = "ours"
        self._assert_next("offer", True)

    def test_nothing_is_offered_where_it_is_not_upheld(self):
        vals = {"complaint_decision": "not_upheld", "complaint_basis": "facts"}
        self.ticket.write({"complaint_explanation": "<p>Why</p>", **vals})
        self.ticket.with_user(self.leader).action_give_consent()
        self.ticket.action_send_decision()
        self._assert_next("resolve", True)

    def test_prepared_remedy_is_offered_not_made_once_more(self):
        remedy = self._create_remedy(self.ticket)
        self._assert_next("offer", True)
        self.assertTrue(self.ticket.complaint_remedy_prepared)
        self.ticket.action_offer_remedies()
        self.assertEqual(remedy.state, "offered")
        self._assert_next("choose", True)
        self.assertFalse(self.ticket.complaint_remedy_prepared)

    def test_remedy_above_the_limit_waits_until_it_is_approved(self):
        remedy = self._create_remedy(self.ticket, amount=200)
        remedy.action_request()
        self._assert_next("approve", True)
        remedy.with_user(self.leader).action_approve()
        self._assert_next("offer", True)
        self.assertTrue(self.ticket.complaint_remedy_prepared)

    def test_offer_button_does_what_the_state_of_the_remedies_asks_for(self):
        offers = self._buttons("complaint_next_step != 'offer'")
        for prepared in (True, False):
            values = {"complaint_remedy_prepared": prepared}
            values["complaint_next_step"] = "offer"
            (shown,) = [b for b in offers if not safe_eval(b.get("invisible"), values)]
            self.assertEqual(shown.get("name") == "action_offer_remedies", prepared)
