from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from odoo.addons.complaint_recovery.exceptions import ComplaintRequirementError

from .common.scheduled_pass import MONDAY, PassCommon

FIRST = MONDAY + timedelta(days=14)


class CareCommon(PassCommon):
    """Unsettled on MONDAY: calls after 14, 45 and 90 days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(MONDAY - timedelta(days=3)):
            cls.ticket = cls._decided()
            cls.other = cls._decided(name="Lid does not close")
        with freeze_time(MONDAY):
            cls._close_unsettled(cls.ticket)

    @classmethod
    def _decided(cls, **vals):
        vals = {"complaint_severity_id": cls.normal.id, **vals}
        ticket = cls._create_complaint(**vals)
        cls._contact(ticket)
        ticket.write(
            {"complaint_decision": "upheld", "complaint_explanation": "<p>Sorry</p>"}
        )
        ticket.action_send_decision()
        return ticket

    @classmethod
    def _close_unsettled(cls, ticket):
        ticket.with_user(cls.manager).action_close_unsettled("Declines everything")

    def _calls(self, ticket=None):
        running = (ticket or self.ticket)._complaint_running("care")
        return running.with_user(self.handler).sorted("due_at")

    def _days(self, ticket=None):
        return [(call.due_at - MONDAY).days for call in self._calls(ticket)]

    def _call(self, days, satisfaction="neutral", **vals):
        with freeze_time(MONDAY + timedelta(days=days)):
            return self._follow_up(self.ticket, satisfaction, **vals)


@freeze_time(MONDAY)
class TestCare(CareCommon):
    def test_rhythm_is_14_45_and_90_days(self):
        self.assertEqual(self._days(), [14, 45, 90])

    def test_recorded_call_finishes_it(self):
        first = self._calls()[0]
        self._call(14)
        self.assertEqual((first.state, first.verdict), ("done", "kept"))
        self.assertEqual(self._days(), [45, 90])
        self.assertEqual(self.ticket.complaint_satisfaction, "neutral")
        self.assertEqual(self.ticket.complaint_outcome, "unsettled")

    def test_call_is_recorded_not_ticked_off(self):
        action = self._calls()[0].action_done()
        self.assertEqual(action["res_model"], "complaint.interaction.result")
        self.assertEqual(action["context"]["default_purpose"], "follow_up")
        activity = self._calls()[0].activity_id.with_user(self.handler)
        with self.assertRaises(ComplaintRequirementError):
            activity.action_feedback("Called")

    def test_customer_who_was_not_reached_stays_on_the_list(self):
        self._call(14, False, reached=False)
        self.assertEqual(self._days(), [14, 45, 90])

    def test_unhappy_as_before_raises_nothing(self):
        self._call(14, "dissatisfied")
        self.assertEqual(self.ticket.complaint_stage_id, self.stage_closed)
        self.assertFalse(self._escalations(self.ticket))

    def test_late_call_moves_the_next_one_away(self):
        calls = self._calls()
        self._call(30)
        self.assertEqual(self._days(), [45, 90])
        self._call(80)
        self.assertEqual([call.state for call in calls], ["done"] * 3)

    def test_calls_stay_two_weeks_apart_after_a_late_one(self):
        first, second, _third = self._calls()
        with freeze_time(MONDAY + timedelta(days=1)):
            second.action_reschedule(MONDAY + timedelta(days=28), "Holidays then")
        self._call(14)
        self.assertEqual(self._days(), [28, 90])
        self.assertEqual(first.state, "done")

    def test_other_word_to_the_customer_finishes_no_care_call(self):
        self._create_interaction(self.ticket, summary="Sent the invoice again")
        self.assertEqual(self._days(), [14, 45, 90])

    def test_stopped_when_the_customer_asks_with_the_reason(self):
        action = self.ticket.action_stop_care()
        self.assertEqual(action["res_model"], "complaint.reason")
        wizard = self.env["complaint.reason"].with_user(self.handler)
        wizard = wizard.with_context(**action["context"])
        calls = self._calls()
        wizard.create({"reason": "Leave me alone"}).action_apply()
        self.assertEqual(set(calls.mapped("state")), {"cancelled"})
        self.assertFalse(calls.activity_id)
        self.assertIn("Leave me alone", self.ticket.message_ids[0].body)

    def test_nothing_to_stop_is_said(self):
        self.ticket.action_stop_care("Asked")
        self.assertFalse(self.ticket.complaint_care_planned)
        with self.assertRaises(UserError):
            self.ticket.action_stop_care("Asked again")

    def test_strangers_stop_nothing(self):
        for user in (self.employee, self.portal, self.sales):
            with self.subTest(user.name), self.assertRaises(AccessError):
                self.ticket.with_user(user).action_stop_care("Asked")

    def test_new_date_keeps_two_weeks_from_the_next_call(self):
        first = self._calls()[0]
        with self.assertRaisesRegex(UserError, "two weeks apart"):
            first.action_reschedule(MONDAY + timedelta(days=40), "Holidays")
        first.action_reschedule(MONDAY + timedelta(days=31), "Holidays")
        self.assertEqual(self._days(), [31, 45, 90])

    def test_new_date_keeps_two_weeks_from_the_last_contact(self):
        with self.assertRaisesRegex(UserError, "there was contact on 02/27/2026"):
            self._calls()[0].action_reschedule(MONDAY + timedelta(days=4), "Asked")

    def test_call_warns_of_contact_just_before(self):
        with freeze_time(FIRST - timedelta(days=2)):
            self._create_interaction(self.other)
        call = self._calls()[0]
        self.assertIn("there was contact on 03/14/2026", call.care_warning)
        with freeze_time(FIRST):
            warning = self._dialog().care_warning
        self.assertIn("there was contact on 03/14/2026", warning)

    def test_call_at_its_time_warns_of_nothing(self):
        with freeze_time(FIRST):
            self.assertFalse(self._calls()[0].care_warning)
            self.assertFalse(self._dialog().care_warning)

    def _dialog(self):
        context = self._calls()[0].action_done()["context"]
        wizard = self.env["complaint.interaction.result"].with_user(self.handler)
        return wizard.with_context(**context).create({})


@freeze_time(MONDAY)
class TestCareOfSeveralComplaints(CareCommon):
    """A customer with several unsettled complaints is called as one customer."""

    def _close_other(self, days):
        with freeze_time(MONDAY + timedelta(days=days)):
            self._close_unsettled(self.other)

    def test_call_planned_for_the_first_counts_for_the_second(self):
        self._close_other(3)
        self.assertFalse(self._calls(self.other))
        bodies = " ".join(self.other.message_ids.mapped("body"))
        self.assertIn(f"The care call for {self.ticket.number} counts", bodies)

    def test_what_lies_apart_is_planned_for_both(self):
        self._close_other(16)  # After 30, 61 and 106 days.
        self.assertEqual(self._days(self.other), [30, 61, 106])

    def test_no_two_calls_of_the_customer_lie_near_each_other(self):
        self._close_other(20)
        days = sorted(self._days() + self._days(self.other))
        gaps = [later - day for day, later in zip(days, days[1:], strict=False)]
        self.assertTrue(all(gap >= 14 for gap in gaps), days)

    def test_one_call_is_made_for_both(self):
        self._close_other(16)
        self._call(20)
        self.assertEqual((self._days(), self._days(self.other)), ([45, 90], [61, 106]))

    def test_customer_who_asks_for_peace_gets_it_for_both(self):
        self._close_other(16)
        self.ticket.action_stop_care("Asked")
        self.assertFalse(self._calls() + self._calls(self.other))

    def test_colleague_of_the_customer_is_asked_on(self):
        self.other.with_user(self.manager).partner_id = self.customer_company
        self._close_other(16)
        self.ticket.action_stop_care("Asked")
        self.assertTrue(self._calls(self.other))

    def test_another_customer_is_called_at_the_own_rhythm(self):
        self.other.with_user(self.manager).partner_id = self.stranger
        self._close_other(0)
        self.assertEqual(self._days(self.other), [14, 45, 90])
