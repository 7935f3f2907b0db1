from datetime import datetime

from odoo.tests import freeze_time
from odoo.tools.safe_eval import safe_eval

from .common.stages import StagesCommon

MONDAY = datetime(2026, 3, 2, 9)


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
        offers = self._buttons("complaint_now != 'offer'")
        for prepared in (True, False):
            values = {"complaint_remedy_prepared": prepared}
            values["complaint_now"] = "offer"
            (shown,) = [b for b in offers if not safe_eval(b.get("invisible"), values)]
            self.assertEqual(shown.get("name") == "action_offer_remedies", prepared)
