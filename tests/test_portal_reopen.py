from odoo.tests import freeze_time

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.portal_steps import StepsCommon

IN_TIME, LATE = "2026-03-20 09:00:00", "2026-05-20 09:00:00"


@freeze_time("2026-03-02 09:00:00")
class TestPortalReopen(StepsCommon):
    """The customer is still unhappy after the end."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._play_to_follow_up(cls.complaint)
        cls._follow_up(cls.complaint)

    def _reopen(self, ticket=None):
        return (ticket or self.ticket)._portal_reopen("It leaks again")

    def _later(self):
        return self.ticket._complaint_continuation()

    @freeze_time(IN_TIME)
    def test_within_the_time_it_is_taken_up_again_with_the_words(self):
        answer = self._reopen()
        self.assertTrue(answer.done)
        self.assertFalse(self.ticket.complaint_closed_at)
        self.assertEqual(self.ticket.complaint_reopen_count, 1)
        self.assertIn("It leaks again", self._said().summary)
        work = self.ticket.activity_ids.filtered(
            lambda a: a.summary == "Reopened by the customer"
        )
        self.assertEqual(work.user_id, self.handler)
        self.assertIn("It leaks again", work.note)

    @freeze_time(IN_TIME)
    def test_clock_runs_again_as_if_we_had_reopened_it(self):
        self._reopen()
        running = self.ticket._complaint_running("progress", "resolution")
        self.assertEqual(len(running), 2)

    @freeze_time(IN_TIME)
    def test_reopening_twice_changes_nothing(self):
        self._reopen()
        before = self._snapshot()
        self._assert_polite(self._reopen(), before)

    @freeze_time(IN_TIME)
    def test_who_has_left_takes_nothing_up_again(self):
        self.handler.sudo().active = False
        answer = self._reopen()
        self.assertEqual(self.ticket.user_id, self.leader)
        self.assertIn("Leader", answer.text)

    @freeze_time(LATE)
    def test_later_a_new_complaint_continues_it_in_the_customer_s_words(self):
        answer = self._reopen()
        later = self._later()
        self.assertEqual(answer.ticket, later)
        self.assertTrue(later.is_complaint)
        self.assertEqual(later.complaint_origin_id, self.ticket)
        self.assertIn("It leaks again", later.description)
        self.assertEqual(later.partner_id, self.customer)
        self.assertTrue(self.ticket.complaint_closed_at)
        self.assertIn(later.number, answer.text)

    @freeze_time(LATE)
    def test_later_and_twice_there_is_one_new_complaint(self):
        self._reopen()
        before = self._snapshot()
        answer = self._reopen()
        self._assert_polite(answer, before)
        self.assertEqual(answer.ticket, self._later())

    @freeze_time(LATE)
    def test_new_complaint_is_as_confidential_as_the_old_one(self):
        self.ticket.complaint_confidential = True
        self._reopen()
        self.assertTrue(self._later().complaint_confidential)

    @freeze_time(LATE)
    def test_typed_markup_is_text_in_the_new_complaint(self):
        self.ticket._portal_reopen("<script>alert(1)</script>")
        self.assertNotIn("<script", self._later().description)

    @freeze_time(IN_TIME)
    def test_it_says_what_is_still_wrong(self):
        before = self._snapshot()
        self._assert_polite(self.ticket._portal_reopen(" "), before)

    @freeze_time(IN_TIME)
    def test_withdrawn_one_is_taken_up_again_as_well(self):
        ticket = self._create_complaint()
        ticket.action_withdraw("She is fine")
        self.assertTrue(self._reopen(ticket.with_user(1)).done)
        self.assertFalse(ticket.sudo().complaint_closed_at)


@freeze_time("2026-03-02 09:00:00")
class TestPortalFinal(StepsCommon):
    """Our final answer stands, politely, and says where else to turn."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        own_hand(cls.ticket).complaint_decision_sent_at = "2026-03-02 09:00:00"
        cls._contact(cls.complaint)
        cls.complaint.with_user(cls.manager).action_close_unsettled("Our last word")

    def _assert_final(self, moment):
        with freeze_time(moment):
            before = self._snapshot()
            answer = self.ticket._portal_reopen("It leaks again")
            self._assert_polite(answer, before)
            self.assertIn("ombudsman", answer.text)

    def test_final_answer_is_not_reopened_in_time_or_later(self):
        self._assert_final(IN_TIME)
        self._assert_final(LATE)

    def test_page_says_so_and_offers_no_reopening(self):
        shown = self.ticket._complaint_portal_steps()
        self.assertIn("ombudsman", shown["final"])
        self.assertFalse(shown["can_reopen"] or shown["can_continue"])

    def test_how_it_went_is_still_heard(self):
        with freeze_time(IN_TIME):
            answer = self.ticket._portal_feedback(satisfaction="dissatisfied")
        self.assertTrue(answer.done)
        self.assertIn("ombudsman", answer.text)
        self.assertEqual(self.ticket.complaint_outcome, "unsettled")

    def test_without_an_address_to_turn_to_nothing_is_made_up(self):
        self.company.complaint_redress = False
        answer = self.ticket._portal_reopen("It leaks again")
        self.assertTrue(answer.text.endswith("."))
