"""The customer's own words come back to them, with a date and a mail for each step."""

from odoo.exceptions import UserError
from odoo.tests import freeze_time

from .common.portal import PNG
from .common.portal_steps import PageCommon, StepsCommon

WORDS = "No: I want a kettle that does not leak."


class ConversationCommon(StepsCommon):
    """What the page shows."""

    def _values(self, ticket=None):
        ticket = ticket or self.ticket
        return ticket.with_context(tz="UTC")._complaint_portal_values()

    def _words(self, ticket=None):
        return [line["words"] for line in self._values(ticket)["timeline"]]

    def _promise(self, ticket=None):
        ticket = ticket or self.ticket
        return ticket._complaint_running("promise").filtered("kept_by_word")


@freeze_time("2026-03-02 09:00:00")
class TestPortalConversation(ConversationCommon):
    """One conversation, in which nothing the customer said is missing."""

    def test_reasons_and_wishes_are_shown_word_by_word(self):
        remedy = self._offer(10)
        self.ticket._portal_decline_offer(remedy.offer_number, WORDS)
        self.ticket._portal_ask_superior("Nobody calls me back")
        words = self._words()
        self.assertIn(WORDS, words)
        self.assertIn("Nobody calls me back", words)

    def test_comment_and_words_of_reopening_are_shown(self):
        ticket = self._create_mild().with_user(1)
        self._play_to_follow_up(ticket.with_user(self.handler))
        ticket._portal_feedback(satisfaction="satisfied", comment="Slow, but fair")
        ticket._portal_reopen("It leaks again")
        words = self._words(ticket)
        self.assertIn("Slow, but fair", words)
        self.assertIn("It leaks again", words)

    def test_messages_are_shown_and_what_colleagues_note_is_not(self):
        self.ticket._portal_write("May I bring it?")
        self._create_interaction(
            self.complaint, direction="in", summary="INTERNAL: she shouts"
        )
        self._create_interaction(self.complaint, summary="INTERNAL: calm her")
        self.assertIn("May I bring it?", self._words())
        self.assertNotIn("INTERNAL", str(self._values()))

    def test_nobody_writes_the_words_but_the_customer(self):
        self.ticket._portal_ask_superior(WORDS)
        said = self._said()[:1]
        with self.assertRaises(UserError):
            said.with_user(self.manager).customer_words = "All is well"

    def test_every_offer_is_shown_with_what_became_of_it(self):
        first = self._offer(10)
        self.ticket._portal_decline_offer(first.offer_number, WORDS)
        second = self._offer(20, 30)
        self.ticket._portal_accept_offer(second[0].id)
        fates = [option["fate"] for option in self._values()["offered"]]
        self.assertEqual(
            fates, ["You chose it", "You did not choose it", "You did not choose it"]
        )
        self._create_remedy(self.complaint, amount=77)  # A draft is ours.
        self.assertEqual(len(self._values()["offered"]), 3)

    def test_claim_zone_and_progress_are_shown(self):
        self.ticket.complaint_claim_amount = 760
        values = self._values()
        self.assertIn("760.00", values["claim"])
        self.assertEqual(values["zone"], "UTC")
        here = [step["here"] for step in values["progress"]]
        self.assertEqual(here, [True, False, False, False])
        self._offer(10)
        here = [step["here"] for step in self._values()["progress"]]
        self.assertEqual(here, [False, False, True, False])


@freeze_time("2026-03-02 09:00:00")
class TestPortalTurns(ConversationCommon):
    """How often it was closed and taken up again stays in the story."""

    @classmethod
    def default_env_context(cls):
        return {}  # Tracked, as outside of tests.

    def _track(self):
        self.env.flush_all()
        self.env.cr.precommit.run()

    def test_each_closing_and_reopening_is_told(self):
        ticket = self._create_mild().with_user(1)
        self._play_to_follow_up(ticket.with_user(self.handler))
        self._track()
        ticket._portal_feedback(satisfaction="satisfied")
        self._track()
        with freeze_time("2026-03-03 09:00:00"):
            ticket._portal_reopen("It leaks again")
            self._track()
        texts = [line["text"] for line in self._values(ticket)["timeline"]]
        self.assertIn("We closed your complaint.", texts)
        self.assertEqual(texts[-1], "We took it up again.")


@freeze_time("2026-03-02 09:00:00")
class TestPortalDates(ConversationCommon):
    """A date follows each step, and stands in the ledger."""

    def test_who_declines_is_told_a_date_that_is_promised(self):
        remedy = self._offer(10)
        answer = self.ticket._portal_decline_offer(remedy.offer_number, WORDS)
        promise = self._promise()
        when = self.ticket.with_context(tz=None)._complaint_portal_time(promise.due_at)
        self.assertIn(when, answer.text)
        self.assertEqual(promise.user_id, self.handler)
        self.assertEqual(promise.kind, "promise")
        self.assertIn("You will hear from", self._values()["promises"][-1]["what"])

    def test_who_reopens_is_told_a_date_that_is_promised(self):
        ticket = self._create_mild().with_user(1)
        self._play_to_follow_up(ticket.with_user(self.handler))
        ticket._portal_feedback(satisfaction="satisfied")
        answer = ticket._portal_reopen("It leaks again")
        promise = self._promise(ticket)
        self.assertEqual(len(promise), 1)
        when = ticket.with_context(tz=None)._complaint_portal_time(promise.due_at)
        self.assertIn(when, answer.text)

    def test_one_word_is_promised_at_a_time_and_the_next_word_keeps_it(self):
        for amount in (10, 20):
            remedy = self._offer(amount)
            self.ticket._portal_decline_offer(remedy.offer_number, WORDS)
        promise = self._promise()
        self.assertEqual(len(promise), 1)
        with freeze_time("2026-03-02 10:00:00"):
            self._create_interaction(self.complaint, direction="in", channel="email")
            self._create_interaction(self.complaint, reached=False)
            self.assertEqual(promise.state, "running")
            self._create_interaction(self.complaint)
        self.assertEqual(promise.state, "done")
        self.assertTrue(promise.kept)

    def test_who_is_satisfied_waits_for_no_word(self):
        ticket = self._create_mild().with_user(1)
        self._play_to_follow_up(ticket.with_user(self.handler))
        ticket._portal_promise_word()
        self.assertTrue(ticket._portal_feedback(satisfaction="satisfied").done)
        self.assertEqual(ticket.complaint_phase, "closed")

    def test_final_answer_says_what_can_still_be_done(self):
        text = self.ticket._portal_final_text()
        self.assertIn("write to us here", text)
        self.assertIn("Where else you can turn", text)
        self.assertIn("The ombudsman of kettles", text)


class TestPortalStepMails(PageCommon):
    """A mail confirms what was said on the page, once, in the words of the answer."""

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)
        self.ticket.partner_id.email = "jane@azure.example"

    def _mails(self):
        return self.env["mail.mail"].search(
            [
                ("res_id", "=", self.ticket.id),
                ("subject", "like", "have your answer"),
            ]
        )

    def test_choosing_and_declining_are_confirmed(self):
        first = self._offer(10)
        self._post("decline", self.token, offer_number=first.offer_number, reason=WORDS)
        mail = self._mails()
        self.assertEqual(len(mail), 1)
        self.assertIn("does not leak", mail.body_html)
        self.assertIn("you will hear from", mail.body_html)
        self.assertEqual(mail.recipient_ids, self.customer)
        second = self._offer(20)
        self._post("accept", self.token, remedy_id=second.id)
        self.assertIn("You chose", self._mails()[0].body_html)
        # Once more changes nothing, and is not mailed.
        self._post("accept", self.token, remedy_id=second.id)
        self.assertEqual(len(self._mails()), 2)

    def test_what_is_refused_is_not_confirmed(self):
        self._post("superior", self.token, reason=" ")
        self._post("write", self.token, body="Hello")
        self.assertFalse(self._mails())

    def test_page_shows_pictures_as_pictures(self):
        files = [("files", ("leak.png", PNG, "image/png"))]
        page = self._open(self.token)
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        data = {"csrf_token": token, "access_token": self.token, "body": "Look"}
        page = self.url_open(self._url("write"), data=data, files=files)
        self.assertIn('alt="leak.png"', page.text)
        self.assertIn("Look", page.text)
        self.assertIn('aria-current="step"', page.text)
