from datetime import timedelta

from odoo.tests import Form, freeze_time

from .common.scheduled_pass import MONDAY
from .test_escalation_rule import RuleCommon

SHIPPED = "complaint_recovery.complaint_escalation_rule_repeat"


@freeze_time(MONDAY)
class TestRepeat(RuleCommon):
    """The same customer with the same cause again: said at once, one level higher."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(MONDAY))
        cls.rule = cls.env.ref(SHIPPED)
        cls.rule.active = True
        cls.first = cls._create_complaint(complaint_cause_id=cls.cause.id)

    def _again(self, days=5, **vals):
        with freeze_time(MONDAY + timedelta(days=days)):
            return self._create_complaint(
                **{"complaint_cause_id": self.cause.id, **vals}
            )

    def _repeats(self, ticket):
        return self._escalations(ticket).filtered(lambda e: e.rule_id == self.rule)

    def test_it_names_the_earlier_one_with_a_link(self):
        note = self._again().complaint_repeat_note
        self.assertIn(self.first.number, note)
        self.assertIn(f"/odoo/helpdesk.ticket/{self.first.id}", note)

    def test_it_starts_one_level_higher(self):
        again = self._again()
        self.assertEqual(len(self._repeats(again)), 1)
        self.assertEqual(again.sudo().complaint_level, 1)
        self.assertEqual(self.first.sudo().complaint_level, 0)

    def test_a_cause_set_later_counts_as_well_and_once(self):
        again = self._again(complaint_cause_id=False)
        self.assertFalse(again.complaint_repeat_note)
        for cause in (self.cause, self.cause.create({"name": "Else"}), self.cause):
            again.complaint_cause_id = cause
        self.assertEqual(len(self._repeats(again)), 1)
        self.assertEqual(again.sudo().complaint_level, 1)

    def test_the_later_one_is_the_repeat_whichever_gets_its_cause_last(self):
        self.first.complaint_cause_id = False
        again = self._again()
        self.first.complaint_cause_id = self.cause
        self.env.invalidate_all()
        self.assertFalse(self.first.complaint_repeat_note)
        self.assertFalse(self._repeats(self.first))
        self.assertIn(self.first.number, again.complaint_repeat_note)

    def test_after_90_days_or_of_another_cause_nothing_is_said(self):
        self.assertFalse(self._again(days=91).complaint_repeat_note)
        other = self.cause.create({"name": "Else"})
        self.assertFalse(self._again(complaint_cause_id=other.id).complaint_repeat_note)

    def test_the_company_s_days_count(self):
        self.company.complaint_repeat_days = 4
        again = self._again(days=5)
        self.assertFalse(again.complaint_repeat_note)
        self.assertFalse(self._repeats(again))

    def test_who_may_not_read_the_earlier_one_gets_its_number_alone(self):
        self.first.sudo().write({"user_id": self.agent_all.id, "name": "Secret"})
        self.first.sudo().message_unsubscribe(self.handler.partner_id.ids)
        self.env.invalidate_all()
        note = self._again().with_user(self.handler).complaint_repeat_note
        self.assertIn(self.first.number, note)
        self.assertNotIn("Secret", note)
        self.assertNotIn("href", note)

    def test_whom_the_earlier_one_is_about_is_not_told_that_there_is_one(self):
        self.first.sudo().complaint_about_user_id = self.handler
        again = self._again()
        self.assertFalse(again.with_user(self.handler).complaint_repeat_note)
        self.assertTrue(again.with_user(self.manager).complaint_repeat_note)
        self.assertEqual(len(self._repeats(again)), 1)  # For the rules it is one.

    def test_of_a_confidential_one_out_of_sight_the_number_is_not_told(self):
        self.first.sudo().write(
            {"user_id": self.agent_all.id, "complaint_confidential": True}
        )
        self.first.sudo().message_unsubscribe(self.handler.partner_id.ids)
        self.env.invalidate_all()
        note = self._again().with_user(self.handler).complaint_repeat_note
        self.assertTrue(note)
        self.assertNotIn(self.first.number, note)

    def test_lists_hold_what_may_be_read_and_the_link_leads_there(self):
        """Also while the ticket is not saved: nobody is asked about such records."""
        self._assert_listed(self._again(), True)
        self.first.sudo().write({"user_id": self.agent_all.id, "name": "Secret"})
        self.first.sudo().message_unsubscribe(self.handler.partner_id.ids)
        self._assert_listed(self._again(), False)

    def _assert_listed(self, again, listed):
        values = {"partner_id": self.customer.id, "complaint_cause_id": self.cause.id}
        self.env.invalidate_all()
        again = again.with_user(self.handler)
        for ticket in (again, again.new({**values, "team_id": self.team.id})):
            with self.subTest(ticket):
                for name in ("complaint_alike_ids", "complaint_recent_ids"):
                    self.assertEqual(self.first in ticket[name]._origin, listed)
                    if ticket == again:
                        [read] = ticket.read([name])
                        self.assertEqual(self.first.id in read[name], listed)
                note, link = ticket.complaint_repeat_note, f'ticket/{self.first.id}"'
                self.assertNotIn("Secret", note)
                self.assertEqual(link in note, listed)

    def test_quick_entry_says_so_as_soon_as_customer_and_cause_are_known(self):
        with Form(self.env["complaint.quick.entry"].with_user(self.handler)) as form:
            form.partner_id = self.customer
            self.assertFalse(form.repeat_note)
            form.cause_id = self.cause
            self.assertIn(self.first.number, form.repeat_note)
            form.description = "Late again"

    def test_of_many_looked_up_at_once_each_has_its_own_90_days(self):
        late = self._again(days=95)
        tickets = self._again(days=5) | late
        self.env.flush_all()
        self.env.invalidate_all()
        alike = {t: t.complaint_alike_ids for t in tickets.sudo()}
        self.assertNotIn(self.first, alike[late.sudo()])
        self.assertIn(self.first, alike[tickets.sudo() - late.sudo()])

    def test_the_same_in_another_company_is_no_repeat(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.manager.company_ids |= other
        ticket = self.first.sudo()
        ticket.with_context(allowed_company_ids=[other.id, self.company.id]).write(
            {"company_id": other.id, "team_id": False, "user_id": self.manager.id}
        )
        again = self._again()
        self.assertFalse(again.complaint_repeat_note)
        self.assertFalse(self._repeats(again))

    def test_many_are_looked_up_in_one_search(self):
        tickets = self.first.browse()
        for _number in range(6):
            tickets += self._again()
        self.env.flush_all()
        self.env.invalidate_all()
        tickets.sudo().mapped("complaint_cause_id")
        with self.assertQueryCount(12):
            tickets.sudo().mapped("complaint_alike_ids")
