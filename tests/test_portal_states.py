"""Every step of the customer, in whatever state the complaint is by then."""

from datetime import timedelta

from odoo import fields
from odoo.tests import freeze_time

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.portal_steps import PageCommon

NOW = "2026-03-02 09:00:00"
LATE = "2026-05-02 09:00:00"


class TestEveryStepInEveryState(PageCommon):
    """Answered in words, never with an error; done twice, it is done once."""

    @classmethod
    def setUpClass(cls):
        cls.startClassPatcher(freeze_time(NOW))
        super().setUpClass()
        cls._play_to_follow_up(cls.complaint)

    def _forms(self):
        remedies = self.ticket.complaint_remedy_ids
        return {
            "accept": {"remedy_id": remedies[:1].id},
            "decline": {"offer_number": remedies[:1].offer_number, "reason": "No"},
            "superior": {"reason": "Nobody calls"},
            "write": {"body": "Any news?"},
            "feedback": {"satisfaction": "neutral"},
            "reopen": {"reason": "It leaks again"},
        }

    def _assert_polite_steps(self, *steps):
        """Each of ``steps`` is answered and changes nothing."""
        for step, values in self._forms().items():
            if step in steps:
                with self.subTest(step):
                    before = self._snapshot()
                    page = self._post(step, self.token, **values)
                    self.assertEqual(page.status_code, 200)
                    self.assertIn("alert-warning", page.text)
                    self.assertEqual(self._snapshot(), before)

    def _assert_done_once(self, step):
        page = self._post(step, self.token, **self._forms()[step])
        self.assertIn("alert-success", page.text)
        self._assert_polite_steps(step)

    def test_closed(self):
        self._follow_up(self.complaint)
        self._assert_polite_steps("accept", "decline", "superior")
        self._assert_done_once("feedback")
        self._assert_done_once("write")
        self._assert_done_once("reopen")

    def test_closed_and_late(self):
        self._follow_up(self.complaint)
        with freeze_time(LATE):
            self._assert_polite_steps("accept", "decline", "superior")
            page = self._post("reopen", self.token, reason="It leaks")
            later = self.ticket.search([("complaint_origin_id", "=", self.ticket.id)])
            self.assertIn(later.number, page.text)
            self._post("reopen", self.token, reason="It leaks")
            self._assert_polite_steps("accept", "decline", "superior", "reopen")

    def test_unsettled(self):
        own_hand(self.ticket).complaint_decision_sent_at = fields.Datetime.now()
        self.ticket.with_user(self.manager).action_close_unsettled("They want more")
        self._assert_polite_steps("accept", "decline", "superior", "reopen")
        self._assert_done_once("feedback")

    def test_withdrawn(self):
        self.complaint.action_withdraw("They found it")
        self._assert_polite_steps("accept", "decline", "superior", "feedback")
        self._assert_done_once("reopen")

    def test_archived(self):
        self._follow_up(self.complaint)
        self.ticket.active = False
        self._assert_polite_steps("accept", "decline", "superior")
        self._assert_done_once("reopen")
        self.assertTrue(self.ticket.active, "it is worked on again")

    def test_duplicate_of_another(self):
        other = self._create_mild().sudo()
        self.ticket.with_user(self.manager).duplicate_id = other
        self._assert_done_once("superior")
        self._assert_done_once("write")

    def test_option_that_was_deleted(self):
        gone = self._create_remedy(self._create_mild())
        values = {"remedy_id": gone.id, "offer_number": 99, "reason": "No"}
        gone.unlink()
        for step in ("accept", "decline"):
            before = self._snapshot()
            page = self._post(step, self.token, **values)
            self.assertIn("alert-warning", page.text)
            self.assertEqual(self._snapshot(), before)

    def test_no_longer_a_complaint(self):
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET is_complaint = FALSE WHERE id = %s",
            [self.ticket.id],
        )
        self.ticket.invalidate_recordset()
        self.authenticate("jane_user", "jane_user")
        before = self._snapshot()
        for step, values in self._forms().items():
            csrf = self._csrf_of_home()
            page = self._post(step, csrf=False, csrf_token=csrf, **values)
            self.assertLess(page.status_code, 500)
            self.assertEqual(self._snapshot(), before)

    def _csrf_of_home(self):
        page = self.url_open("/my/complaint/new").text
        return page.split('name="csrf_token" value="')[1].split('"')[0]

    def test_an_old_offer_is_taken_at_the_time_counted_from_the_choice(self):
        ticket = self._create_mild()
        remedies = self._offer(10, ticket=ticket)
        with freeze_time("2026-03-20 09:00:00"):
            ticket.with_user(self.ticket.env.user)._portal_accept_offer(remedies.id)
            promised = remedies.promised_at
            self.assertGreater(promised, fields.Datetime.now() + timedelta(hours=1))
