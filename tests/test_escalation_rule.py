from datetime import datetime

from odoo.exceptions import ValidationError
from odoo.tests import Form, freeze_time
from odoo.tools import mute_logger

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.scheduled_pass import MONDAY, PassCommon

DUE = datetime(2026, 3, 3, 9)


class RuleCommon(PassCommon):
    """No rule but those of the test; first contact is due on Tuesday at 9."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules = cls.env["complaint.escalation.rule"]
        cls.shipped = cls.rules.search([])
        with freeze_time(MONDAY):
            cls.shipped.active = False
            cls.ticket = cls._create_complaint(complaint_severity_id=cls.normal.id)
        cls.deadline = cls._only(cls, cls.ticket, "first_contact")

    def _rule(self, when=MONDAY, **vals):
        with freeze_time(when):
            return self.rules.with_user(self.manager).create({"name": "Rule", **vals})

    def _fired(self, ticket=None):
        return self._escalations(ticket or self.ticket).mapped("rule_id.name")


class TestDeadlineRule(RuleCommon):
    def _assert_fires_at(self, when, before):
        self._pass(before)
        self.assertFalse(self._fired())
        self._pass(when)
        self.assertEqual(self._fired(), ["Rule"])

    def test_half_of_the_time_is_counted_in_working_hours(self):
        self._rule(percent=50)
        self._assert_fires_at(datetime(2026, 3, 2, 14), datetime(2026, 3, 2, 13, 59))

    def test_all_of_the_time_is_the_due_time(self):
        self._rule(percent=100)
        self._assert_fires_at(DUE, datetime(2026, 3, 3, 8, 59))

    def test_hours_after_it_was_due_are_working_hours(self):
        self._rule(at="after", hours=8)
        self._assert_fires_at(datetime(2026, 3, 4, 9), datetime(2026, 3, 4, 8, 59))

    def test_where_every_hour_counts_it_does_for_the_rule(self):
        self._rule(at="after", hours=8)
        own_hand(self.deadline).real_time = True
        self._assert_fires_at(datetime(2026, 3, 3, 17), datetime(2026, 3, 3, 16, 59))

    def test_rule_of_another_kind_does_not_look(self):
        self._rule(deadline_kind="promise")
        self._pass(datetime(2026, 3, 5, 9))
        self.assertFalse(self._fired())

    def test_reason_says_what_is_due_and_when(self):
        self._rule(percent=50)
        self._rule(percent=100)
        self._pass(datetime(2026, 3, 4, 9))
        first, second = self._escalations(self.ticket).mapped("reason")
        self.assertRegex(first, "Contact the customer.* is due")
        self.assertRegex(second, "Contact the customer.* was due")

    def test_two_rules_of_one_moment_fire_both_the_lower_level_first(self):
        self._rule(name="High", level=3, recipient="managers")
        self._rule(name="Low", level=2, sequence=99)
        self._pass(DUE)
        self.assertEqual(self._fired(), ["Low", "High"])
        self.assertEqual(self.ticket.complaint_level, 3)

    def test_rule_of_another_company_team_or_severity_does_not_fire(self):
        other = self.env["res.company"].create({"name": "Other"})
        with freeze_time(MONDAY):
            self.rules.create({"name": "Company", "company_id": other.id})
        self._rule(name="Team", team_ids=self.plain_team.ids)
        self._rule(name="Severity", severity_ids=self.major.ids)
        self._rule(name="Mine", team_ids=self.team.ids, severity_ids=self.normal.ids)
        self._pass(DUE)
        self.assertEqual(self._fired(), ["Mine"])

    def test_recipient_becomes_the_owner_where_the_rule_says_so(self):
        self._rule(level=2, reassign=True)
        self._pass(DUE)
        self.assertEqual(self.ticket.user_id, self.leader)
        self.assertEqual(self.deadline.user_id, self.leader)
        bodies = self.ticket.sudo().message_ids.mapped("body")
        self.assertTrue([b for b in bodies if "Leader takes the place of Handler" in b])

    def test_recipient_contacts_the_customer_where_the_rule_says_so(self):
        self._rule(level=2, contact_hours=4)
        self._pass(DUE)
        promise = self.ticket.sudo()._complaint_running("promise")
        self.assertEqual(promise.user_id, self.leader)
        self.assertEqual(promise.due_at, datetime(2026, 3, 3, 14))

    def test_activity_is_of_the_rule_s_type_and_leads_to_the_complaint(self):
        call = self.env.ref("mail.mail_activity_data_call")
        self._rule(level=2, activity_type_id=call.id)
        self._pass(DUE)
        activity = self._escalations(self.ticket).activity_ids
        self.assertEqual(activity.activity_type_id, call)
        self.assertEqual(activity.user_id, self.leader)
        self.assertEqual((activity.res_model, activity.res_id), self._ref())

    def _ref(self):
        return "helpdesk.ticket", self.ticket.id


class TestRuleTakesEffect(RuleCommon):
    def test_switched_on_later_it_leaves_the_past_alone(self):
        rule = self._rule(active=False)
        with freeze_time(datetime(2026, 3, 3, 10)):
            rule.active = True
        self._pass(datetime(2026, 3, 3, 10, 5))
        self.assertFalse(self._fired())

    def test_moved_to_a_moment_to_come_it_fires_then(self):
        rule = self._rule(at="after", hours=40)
        self._pass(DUE)
        with freeze_time(datetime(2026, 3, 3, 10)):
            rule.hours = 8
        self._pass(datetime(2026, 3, 4, 8, 59))
        self.assertFalse(self._fired())
        self._pass(datetime(2026, 3, 4, 9))
        self.assertEqual(self._fired(), ["Rule"])

    def test_another_name_or_mail_does_not_begin_anew(self):
        rule = self._rule()
        since = rule.since
        with freeze_time(datetime(2026, 3, 3, 10)):
            rule.write({"name": "Another", "send_mail": True, "sequence": 3})
        self.assertEqual(rule.since, since)
        self._pass(datetime(2026, 3, 3, 10, 5))
        self.assertEqual(self._fired(), ["Another"])

    def test_archived_rule_does_not_fire(self):
        self._rule().active = False
        self._pass(DUE)
        self.assertFalse(self._fired())

    def test_saved_rule_looks_at_its_kind_alone(self):
        self._rule()
        self._pass(datetime(2026, 3, 2, 10))
        planned = self.deadline.next_check_at
        when = datetime(2026, 3, 2, 11)
        self._rule(when, deadline_kind="promise")
        self.assertEqual(self.deadline.next_check_at, planned)
        self._rule(when, deadline_kind="first_contact")
        self.assertEqual(self.deadline.next_check_at, when)


class TestCondition(RuleCommon):
    ANGRY = '[("complaint_sentiment", "=", "angry")]'

    def test_condition_that_holds_at_the_moment_fires(self):
        self._rule(domain=self.ANGRY)
        self.ticket.complaint_sentiment = "angry"
        self._pass(DUE)
        self.assertEqual(self._fired(), ["Rule"])

    def test_condition_that_comes_true_later_does_not_fire_what_was_missed(self):
        self._rule(domain=self.ANGRY)
        self._pass(DUE)
        with freeze_time(datetime(2026, 3, 3, 10)):
            self.ticket.complaint_sentiment = "angry"
        self._pass(datetime(2026, 3, 10, 9))
        self.assertFalse(self._fired())

    def test_condition_that_came_true_stays_missed_when_all_is_planned_anew(self):
        self._rule(domain=self.ANGRY)
        self._pass(DUE)
        with freeze_time(datetime(2026, 3, 3, 10)):
            self.ticket.complaint_sentiment = "angry"
            self.ticket.sudo()._complaint_replan()
        self._pass(datetime(2026, 3, 3, 10, 5))
        self.assertFalse(self._fired())

    def test_condition_that_is_no_longer_true_does_not_fire(self):
        self._rule(domain=self.ANGRY)
        self.ticket.complaint_sentiment = "angry"
        self._pass(datetime(2026, 3, 2, 16))
        self.ticket.complaint_sentiment = "calm"
        self._pass(DUE)
        self.assertFalse(self._fired())

    def test_condition_asks_what_is_for_colleagues_alone(self):
        # Judged by the rule, with nobody's rights; levels are of colleagues alone.
        rule = self._rule(domain='[("complaint_level", ">=", 0)]')
        self.assertTrue(rule)

    def test_condition_nobody_can_judge_is_refused_with_the_reason(self):
        for domain, reason in (
            ('[("colour", "=", "red")]', "colour"),
            ('[("name", "=", "x"', "closed|EOF"),
            ('[("name", "=", open("/etc/passwd"))]', "malformed"),
            ('[("name", "likes", "x")]', "likes"),
            ('[("complaint_status", "=", "x")]', "complaint_status"),
            ("name", "malformed"),
        ):
            with (
                self.subTest(domain),
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(ValidationError, f"cannot be judged.*{reason}"),
            ):
                self._rule(domain=domain)


class TestShippedRules(RuleCommon):
    """The rules that come with it tell whom, and when (D17, D19, D33)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(MONDAY):
            cls.shipped.active = True
            cls.ticket.sudo().complaint_severity_id = cls.major

    def test_four_levels_at_their_hours(self):
        moments = (
            (1, datetime(2026, 3, 2, 12)),  # 75 % of 4 working hours
            (2, datetime(2026, 3, 2, 14)),
            (3, datetime(2026, 3, 3, 14)),
            (4, datetime(2026, 3, 5, 14)),
        )
        for level, when in moments:
            self._pass(when)
            with self.subTest(level):
                self.assertEqual(self._levels(self.ticket), list(range(1, level + 1)))

    def test_each_level_has_its_people(self):
        self._pass(datetime(2026, 3, 9, 14))
        told = [e.to_user_ids for e in self._escalations(self.ticket)]
        self.assertEqual(told[0], self.handler)
        self.assertEqual(told[1], self.leader)
        self.assertIn(self.manager, told[2])
        self.assertEqual(told[3], self.director)

    def test_all_of_it_is_editable_by_managers(self):
        rules = self.shipped.with_user(self.manager)
        rules.write({"percent": 60, "send_mail": False})
        for rule in rules:
            with Form(rule) as form:
                form.name = f"{rule.name}, changed"
        rules.unlink()  # Which archives: whether one had fired is told to nobody.
        self.assertFalse(self.shipped.filtered("active"))

    def test_handlers_read_rules_and_change_none(self):
        rules = self.shipped.with_user(self.handler)
        self.assertTrue(rules.mapped("name"))
        self.assertFalse(rules.has_access("write"))
