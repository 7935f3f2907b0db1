from odoo.tests import freeze_time

from .common.portal_steps import StepsCommon


@freeze_time("2026-03-02 09:00:00")
class TestPortalOffers(StepsCommon):
    """The customer chooses among offers, or wants none of them."""

    def test_chosen_option_is_accepted_and_the_others_lapse(self):
        refund, other = self._offer(20, 30)
        answer = self.ticket._portal_accept_offer(refund.id)
        self.assertTrue(answer.done)
        self.assertEqual((refund.state, other.state), ("accepted", "declined"))
        promise = self.ticket._complaint_running("promise")
        self.assertEqual(promise.remedy_ids, refund)

    def test_what_was_chosen_is_on_record_with_the_name(self):
        refund = self._offer(20)
        self.ticket._portal_accept_offer(refund.id, self.portal.partner_id)
        said = self._said()
        self.assertEqual(
            (said.direction, said.purpose, said.state), ("in", "offer", "done")
        )
        self.assertEqual(said.author_id, self.portal.partner_id)
        self.assertEqual(said.user_id, self.handler)
        self.assertIn("Portal", said.summary)
        self.assertIn("Refund", said.summary)

    def test_owner_is_told_what_was_chosen_and_the_customer_not(self):
        self.ticket._portal_accept_offer(self._offer(20).id)
        told = self.ticket.message_ids.filtered(
            lambda m: self.handler.partner_id in m.notified_partner_ids
        )[:1]
        self.assertIn("chose", told.body)
        self.assertTrue(told.subtype_id.internal)

    def test_choosing_twice_changes_nothing(self):
        refund, other = self._offer(20, 30)
        self.ticket._portal_accept_offer(refund.id)
        before = self._snapshot()
        for remedy in (refund, other):
            answer = self.ticket._portal_accept_offer(remedy.id)
            self._assert_polite(answer, before)
            self.assertIn("Refund", answer.text)

    def test_offer_that_was_taken_back_is_not_chosen(self):
        refund = self._offer(20)
        refund.with_user(self.handler).action_cancel()
        before = self._snapshot()
        answer = self.ticket._portal_accept_offer(refund.id)
        self._assert_polite(answer, before)

    def test_what_was_never_offered_or_is_another_s_is_not_chosen(self):
        draft = self._create_remedy(self.complaint)
        theirs = self._offer(20, ticket=self._create_mild())
        before = self._snapshot()
        for remedy_id in (draft.id, theirs.id, 0, theirs.id + 1000):
            answer = self.ticket._portal_accept_offer(remedy_id)
            self._assert_polite(answer, before)
            self.assertNotIn("40", answer.text)
        self.assertEqual(theirs.state, "offered")

    def test_offers_of_a_closed_complaint_are_not_chosen(self):
        refund = self._offer(20)
        self.complaint.action_withdraw("She is fine")
        before = self._snapshot()
        self._assert_polite(self.ticket._portal_accept_offer(refund.id), before)
        answer = self.ticket._portal_decline_offer(refund.offer_number, "No")
        self._assert_polite(answer, before)

    def test_declined_offer_keeps_the_reason_and_gives_the_owner_work(self):
        remedies = self._offer(20, 30)
        self.ticket._portal_decline_offer(remedies[0].offer_number, "Too little")
        self.assertEqual(set(remedies.mapped("state")), {"declined"})
        self.assertEqual(set(remedies.mapped("reason")), {"Too little"})
        self.assertIn("Too little", self._said().summary)
        todo = self.env.ref("mail.mail_activity_data_todo")
        work = self.ticket.activity_ids.filtered(lambda a: a.activity_type_id == todo)
        self.assertEqual(work.user_id, self.handler)
        self.assertIn("Too little", work.note)

    def test_declining_needs_a_reason_and_is_done_once(self):
        number = self._offer(20).offer_number
        before = self._snapshot()
        for blank in (None, " \n", "\x00"):
            answer = self.ticket._portal_decline_offer(number, blank)
            self._assert_polite(answer, before)
        self.ticket._portal_decline_offer(number, "Too little")
        before = self._snapshot()
        for other in (number, 0, 99):
            answer = self.ticket._portal_decline_offer(other, "Too little")
            self._assert_polite(answer, before)

    def test_words_that_cannot_be_kept_do_no_harm(self):
        number = self._offer(20).offer_number
        answer = self.ticket._portal_decline_offer(number, "No\x00 " + "x" * 20_000)
        self.assertTrue(answer.done)
        self.assertLess(len(self._said().summary), 11_000)

    def test_words_to_us_are_in_the_owner_s_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        customer_reads = self.ticket.with_context(lang="zh_CN")
        customer_reads._portal_accept_offer(self._offer(20).id)
        self.assertIn("chose", self._said().summary)

    def test_customer_never_reads_what_a_remedy_costs_us(self):
        self._offer(20, type_id=self.replacement.id)
        told = self.ticket._complaint_portal_steps()
        self.assertNotIn("20", str(told["offers"][0]["options"][0]["title"]))
        self._offer(30)
        newest = self.ticket._complaint_portal_steps()["offers"][0]
        self.assertIn("30", newest["options"][0]["title"], "paid back, it is theirs")


@freeze_time("2026-03-02 09:00:00")
class TestPortalSuperior(StepsCommon):
    """Who asks for a superior is answered, yes or no, with a reason."""

    def _ask(self):
        return self.ticket._portal_ask_superior("Nobody calls me back")

    def _wish(self):
        return self.ticket.complaint_escalation_ids

    def test_wish_goes_to_the_next_superior_with_the_words(self):
        answer = self._ask()
        wish = self._wish()
        self.assertTrue(answer.done and wish.requested)
        self.assertEqual(wish.to_user_ids, self.leader)
        self.assertIn("Nobody calls me back", wish.reason)
        self.assertFalse(wish.from_user_id, "the customer, not one of us")
        self.assertEqual(self.ticket.complaint_level, 1)

    def test_customer_waits_for_no_case_file_and_who_takes_it_over_gets_one(self):
        self._ask()
        wish = self._wish().with_user(self.leader)
        self.assertFalse(wish.sudo().attachment_id)
        self.assertIn("case_file", str(wish.action_open_case_file()))
        wish.action_take()
        self.assertTrue(wish.sudo().attachment_id)

    def test_customer_hears_who_answers_and_by_when(self):
        answer = self._ask()
        self.assertIn("Leader", answer.text)
        self.assertIn("Mar 3, 2026, 9:00", answer.text)
        self.assertEqual(self.ticket._complaint_running("promise").user_id, self.leader)
        self.assertEqual(self._said().purpose, "other")

    def test_of_several_superiors_the_page_names_who_promised_to_call(self):
        first = self.manager.copy({"login": "first", "name": "Aaron First"})
        wish = self.ticket._complaint_escalate(
            "Nobody calls", users=self.manager | first, requested=True, from_user_id=0
        )
        self.env.flush_all()
        self.env.invalidate_all()  # By name, Aaron comes first.
        promise = wish.deadline_ids.filtered(lambda d: d.kind == "promise")
        told = self.ticket._complaint_portal_steps()["superior"]["text"]
        self.assertIn(promise.user_id.name, told)
        self.assertEqual(promise.user_id, self.manager)

    def test_rule_that_waits_for_it_says_who(self):
        self.env["complaint.escalation.rule"].create(
            {
                "name": "Wanted",
                "trigger": "requested",
                "recipient": "managers",
                "level": 3,
            }
        )
        self._ask()
        self.assertIn(self.manager, self._wish().to_user_ids)
        self.assertEqual(len(self._wish()), 1)

    def test_asking_twice_changes_nothing(self):
        self._ask()
        before = self._snapshot()
        answer = self._ask()
        self._assert_polite(answer, before)
        self.assertIn("Leader", answer.text)

    def test_asked_by_phone_before_it_is_the_same_wish(self):
        self.complaint._complaint_escalate("She asked by phone", requested=True)
        before = self._snapshot()
        self._assert_polite(self._ask(), before)

    def test_briefing_beforehand_is_no_wish_of_the_customer(self):
        self.complaint._complaint_escalate("Briefed", heads_up=True)
        self.assertTrue(self._ask().done)

    def test_no_is_shown_with_its_reason_and_where_else_to_turn(self):
        self._ask()
        self._wish().with_user(self.leader).action_decline("We all decided it")
        shown = self.ticket._complaint_portal_steps()
        self.assertEqual(shown["superior"]["state"], "declined")
        self.assertIn("We all decided it", shown["superior"]["text"])
        self.assertIn("ombudsman", shown["superior"]["text"])
        self.assertFalse(shown["can_ask_superior"])

    def test_no_is_mailed_with_where_else_to_turn(self):
        self._ask()
        self._wish().with_user(self.leader).action_decline("We all decided it")
        mail = self.ticket.message_ids.filtered(
            lambda m: self.customer in m.partner_ids
        )[:1]
        self.assertIn("We all decided it", mail.body)
        self.assertIn("ombudsman", mail.body)

    def test_where_else_to_turn_is_told_in_the_customer_s_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.company.with_context(lang="fr_FR").complaint_redress = "Le médiateur"
        self.customer.lang = "fr_FR"
        self._ask()
        self._wish().with_user(self.leader).action_decline("No")
        mail = self.ticket.message_ids.filtered(
            lambda m: self.customer in m.partner_ids
        )[:1]
        self.assertIn("Le médiateur", mail.body)

    def test_no_stands_until_the_complaint_is_taken_up_again(self):
        self._ask()
        self._wish().with_user(self.leader).action_decline("We all decided it")
        before = self._snapshot()
        answer = self._ask()
        self._assert_polite(answer, before)
        self.assertIn("We all decided it", answer.text)
        with freeze_time("2026-03-09 09:00"):
            self.complaint.action_withdraw("She is fine")
            self.complaint.action_reopen()
        with freeze_time("2026-03-10 09:00"):
            self.assertTrue(self._ask().done)

    def test_yes_is_shown(self):
        self._ask()
        self._wish().with_user(self.leader).action_take()
        shown = self.ticket._complaint_portal_steps()
        self.assertEqual(shown["superior"]["state"], "taken")
        self.assertIn("Leader has taken it up", shown["superior"]["text"])

    def test_once_it_was_dealt_with_it_may_be_asked_again(self):
        self._ask()
        self._wish().with_user(self.leader).action_done()
        self.assertTrue(self._ask().done)
        self.assertEqual(len(self._wish()), 2)

    def test_nothing_is_asked_of_superiors_on_a_closed_complaint(self):
        self.complaint.action_withdraw("She is fine")
        before = self._snapshot()
        self._assert_polite(self._ask(), before)

    def test_wish_says_what_it_is_about(self):
        before = self._snapshot()
        self._assert_polite(self.ticket._portal_ask_superior(" "), before)
