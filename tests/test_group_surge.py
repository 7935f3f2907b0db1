from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError

from .common import ComplaintCommon
from .common.scheduled_pass import MONDAY


@freeze_time(MONDAY)
class TestSurge(ComplaintCommon):
    """Three customers, one cause, seven days: one group is proposed to a person."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(MONDAY))
        cls.groups = cls.env["complaint.group"]
        cls.first_manager = cls.env["res.users"]._complaint_managers(cls.company)[0]
        cls.partners = cls.env["res.partner"].create(
            [{"name": f"Customer {number}"} for number in range(6)]
        )

    def _complain(self, partners, **vals):
        return self.env["helpdesk.ticket"].union(
            *(
                self._create_complaint(
                    partner_id=partner.id,
                    **{"complaint_cause_id": self.cause.id, **vals},
                )
                for partner in partners
            )
        )

    def _propose(self):
        before = self.groups.search([])
        self.groups._run_daily()
        return self.groups.search([]) - before

    def test_three_customers_make_a_proposal_for_the_leader(self):
        tickets = self._complain(self.partners[:3])
        group = self._propose()
        self.assertEqual(group.state, "proposed")
        self.assertEqual(group.proposed_ticket_ids, tickets)
        self.assertEqual(group.cause_id, self.cause)
        self.assertEqual(group.activity_ids.user_id, self.leader)
        self.assertFalse(tickets.complaint_group_id)

    def test_no_proposal_tells_of_one_about_who_reads_it(self):
        suspect = self.agent_all
        self._complain(self.partners[:2])
        hidden = self._complain(self.partners[2])
        group = self._propose().with_user(suspect)
        self.assertTrue(group.has_access("read"))
        hidden.sudo().complaint_about_user_id = suspect
        self.env.invalidate_all()
        self.assertFalse(group.has_access("read"))
        self.assertNotIn(group, group.search([]))
        self.assertTrue(group.with_user(self.leader).has_access("write"))

    def test_two_customers_or_two_causes_are_no_surge(self):
        self._complain(self.partners[:2])
        self._complain(self.partners[1])  # Again, and still two.
        other = self.env["complaint.cause"].create({"name": "Else"})
        self._complain(self.partners[2], complaint_cause_id=other.id)
        self.assertFalse(self._propose())

    def test_what_came_earlier_than_seven_days_does_not_count(self):
        for days, expected in ((8, 0), (6, 1)):
            with freeze_time(MONDAY - timedelta(days=days)):
                self._complain(self.partners[:1])
            self._complain(self.partners[1:3])
            self.assertEqual(len(self._propose()), expected)

    def test_a_second_run_proposes_nothing(self):
        self._complain(self.partners[:3])
        self._propose()
        self._complain(self.partners[3:])
        self.assertFalse(self._propose())

    def test_not_while_a_group_of_the_cause_is_open(self):
        self._complain(self.partners[:3])
        self._propose().with_user(self.leader).action_accept()
        self._complain(self.partners[3:])
        self.assertFalse(self._propose())

    def test_what_was_dismissed_is_not_proposed_again(self):
        self._complain(self.partners[:3])
        group = self._propose().with_user(self.leader)
        group.action_dismiss()
        self.assertFalse(group.sudo().activity_ids)
        self._complain(self.partners[3:5])
        self.assertFalse(self._propose())
        self._complain(self.partners[5])
        self.assertTrue(self._propose())

    def test_accepted_its_complaints_join(self):
        tickets = self._complain(self.partners[:3])
        group = self._propose()
        with self.assertRaises(AccessError):
            group.with_user(self.handler).action_accept()
        group.with_user(self.leader).action_accept()
        self.assertEqual(group.ticket_ids, tickets)
        self.assertFalse(group.activity_ids)

    def test_a_leader_without_access_is_passed_over(self):
        for user in (self.sales, self.leader):
            self.team.user_id = user
            if user == self.leader:
                self.team.user_ids -= self.leader  # Reads none of its complaints.
            self._complain(self.partners[:3])
            group = self._propose()
            self.assertEqual(group.activity_ids.user_id, self.first_manager)
            self.assertNotIn(user.partner_id, group.message_partner_ids)
            group.sudo().unlink()

    def test_whom_a_complaint_is_about_is_not_asked(self):
        tickets = self._complain(self.partners[:3])
        tickets[0].sudo().complaint_about_user_id = self.leader
        self.assertEqual(self._propose().activity_ids.user_id, self.first_manager)

    def test_the_company_sets_customers_and_days(self):
        self.company.complaint_surge_customers = 2
        self._complain(self.partners[:2])
        self.assertTrue(self._propose())
        self.company.complaint_surge_customers = 0
        self._complain(
            self.partners, complaint_cause_id=self.cause.create({"name": "E"}).id
        )
        self.assertFalse(self._propose())

    def test_companies_are_not_counted_together(self):
        self._complain(self.partners[:2])
        other = self.env["res.company"].create({"name": "Other company"})
        self.env["helpdesk.ticket"].create(
            {
                "name": "Late",
                "description": "Late",
                "is_complaint": True,
                "company_id": other.id,
                "partner_id": self.partners[2].id,
                "complaint_cause_id": self.cause.id,
            }
        )
        self.assertFalse(self._propose())
