from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.tests import freeze_time
from odoo.tools import mute_logger

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.scheduled_pass import MONDAY
from .test_escalation_rule import RuleCommon


@freeze_time(MONDAY)
class TestEvents(RuleCommon):
    """What happens to a complaint raises it at once, without waiting for the pass."""

    def _occurrences(self, ticket=None):
        return self._escalations(ticket or self.ticket).mapped("occurrence")

    def test_each_reopening_is_one_event(self):
        self._rule(trigger="reopened")
        for count in (1, 2):
            own_hand(self.ticket).complaint_reopen_count = count
            own_hand(self.ticket).complaint_reopen_count = count
        self.assertEqual(self._occurrences(), ["reopened:1", "reopened:2"])

    def test_dissatisfied_customer_reopens_and_fires_the_rule_of_reopening(self):
        self._rule(trigger="reopened")
        self._play_to_follow_up(self.ticket)
        self._follow_up(self.ticket, "dissatisfied")
        self.assertEqual(self._occurrences(), ["reopened:1"])

    def test_same_customer_and_cause_again_is_an_event(self):
        self._rule(trigger="repeat")
        self.ticket.complaint_cause_id = self.cause
        self.assertFalse(self._occurrences())
        with freeze_time(MONDAY + timedelta(days=89)):
            again = self._create_complaint(complaint_cause_id=self.cause.id)
        self.assertEqual(self._occurrences(again), [f"repeat:{self.ticket.id}"])

    def test_colleague_of_the_same_customer_counts(self):
        self._rule(trigger="repeat")
        self.ticket.complaint_cause_id = self.cause
        again = self._create_complaint(partner_id=self.customer_company.id)
        self.assertFalse(self._occurrences(again))
        again.complaint_cause_id = self.cause
        self.assertEqual(self._occurrences(again), [f"repeat:{self.ticket.id}"])

    def test_after_90_days_or_of_another_cause_it_is_no_repeat(self):
        self._rule(trigger="repeat")
        self.ticket.complaint_cause_id = self.cause
        with freeze_time(MONDAY + timedelta(days=91)):
            later = self._create_complaint(complaint_cause_id=self.cause.id)
        other = self._create_complaint(
            complaint_cause_id=self.env["complaint.cause"].create({"name": "Else"}).id
        )
        self.assertFalse(self._occurrences(later) + self._occurrences(other))

    def test_each_severity_it_gets_is_one_event(self):
        self._rule(trigger="severity", severity_ids=self.critical.ids)
        for severity in (self.major, self.critical, self.major, self.critical):
            self.ticket.sudo().complaint_severity_id = severity
        self.assertEqual(self._occurrences(), [f"severity:{self.critical.id}"])

    def test_severity_given_at_opening_is_an_event(self):
        self._rule(trigger="severity", severity_ids=self.critical.ids)
        ticket = self._create_complaint(complaint_severity_id=self.critical.id)
        self.assertEqual(len(self._occurrences(ticket)), 1)

    def test_exposure_is_an_event_and_its_absence_none(self):
        self._rule(trigger="exposure")
        self.ticket.complaint_exposure = "none"
        self.assertFalse(self._occurrences())
        self.ticket.complaint_exposure = "media"
        self.assertEqual(self._occurrences(), ["exposure:media"])

    def test_amount_claimed_is_an_event_from_where_the_condition_says(self):
        self._rule(trigger="amount", domain='[("complaint_claim_amount", ">", 500)]')
        self.ticket.complaint_claim_amount = 400
        self.assertFalse(self._occurrences())
        self.ticket.complaint_claim_amount = 600
        self.assertEqual(self._occurrences(), ["amount:600.0"])

    def test_asked_for_by_the_customer_is_an_event(self):
        self._rule(trigger="requested", level=2)
        self.ticket._complaint_fire_trigger("requested", "requested:1")
        self.ticket._complaint_fire_trigger("requested", "requested:1")
        self.assertEqual(self._occurrences(), ["requested:1"])

    def test_plain_ticket_raises_nothing(self):
        self._rule(trigger="severity")
        ticket = self._create_ticket()
        ticket.sudo()._complaint_fire_triggers({"partner_id": 1, "is_complaint": True})
        self.assertFalse(self._escalations(ticket))

    def test_rule_that_fails_stops_nobody_s_work(self):
        self._rule(trigger="exposure")
        failing = patch.object(
            type(self.rules),
            "_filter",
            lambda rule, tickets: rule.env.cr.execute("SELECT 1 / 0"),
        )
        with failing, mute_logger("odoo.sql_db", self._logger):
            self.ticket.complaint_exposure = "legal"
        self.assertEqual(self.ticket.complaint_exposure, "legal")
        self.assertFalse(self._occurrences())
        body = self.ticket.sudo().message_ids[0].body
        self.assertIn("A rule could not be applied", body)

    _logger = "odoo.addons.complaint_recovery.models.escalation.triggers"


@freeze_time(MONDAY)
class TestShippedEvents(RuleCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shipped.active = True

    def _names(self, ticket=None):
        return self._escalations(ticket or self.ticket).rule_id.get_external_id()

    def _shipped(self, name):
        return self.env.ref(f"complaint_recovery.complaint_escalation_rule_{name}")

    def _of(self, name, ticket=None):
        rule = self._shipped(name)
        escalations = self._escalations(ticket or self.ticket)
        return escalations.filtered(lambda e: e.rule_id == rule)

    def test_first_reopening_raises_nothing_the_second_one_level(self):
        own_hand(self.ticket).complaint_reopen_count = 1
        self.assertFalse(self._of("reopened"))
        own_hand(self.ticket).complaint_reopen_count = 2
        self.assertEqual(self._of("reopened").level, 1)

    def test_repeat_raises_by_one_level(self):
        self.ticket.complaint_cause_id = self.cause
        again = self._create_complaint(complaint_cause_id=self.cause.id)
        self.assertEqual(self._of("repeat", again).to_user_ids, self.leader)

    def test_dissatisfied_customer_is_called_by_the_leader_within_a_day(self):
        self._play_to_follow_up(self.ticket)
        self._follow_up(self.ticket, "dissatisfied")
        escalation = self._of("dissatisfied")
        self.assertEqual(escalation.to_user_ids, self.leader)
        promise = escalation.deadline_ids
        self.assertEqual((promise.kind, promise.user_id), ("promise", self.leader))
        self.assertEqual(promise.due_at, datetime(2026, 3, 3, 9))
        self.assertEqual(self.ticket.complaint_level, 2)

    def test_each_dissatisfied_word_is_one_event(self):
        self._play_to_follow_up(self.ticket)
        self._follow_up(self.ticket, "dissatisfied")
        self._follow_up(self.ticket, "dissatisfied")
        self.assertEqual(len(self._of("dissatisfied")), 2)
