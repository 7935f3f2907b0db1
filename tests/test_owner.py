from datetime import datetime, timedelta

from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, new_test_user

from odoo.addons.complaint_recovery.exceptions import ComplaintRequirementError

from .common import ComplaintCommon

MONDAY = datetime(2026, 3, 2, 9)


@freeze_time(MONDAY)
class TestOwner(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = new_test_user(
            cls.env,
            "colleague_user",
            groups="helpdesk_mgmt.group_helpdesk_user_own",
            name="Colleague",
        )
        cls.team.user_ids += cls.colleague
        with freeze_time(MONDAY):
            cls.ticket = cls._create_complaint()

    def _assert_owner(self, user, ticket=None):
        self.assertEqual((ticket or self.ticket).sudo().user_id, user)

    def test_complaint_without_owner_goes_to_the_team_leader(self):
        self._assert_owner(self.leader, self._create_complaint(user_id=False))

    def test_complaint_of_odoobot_goes_to_the_team_leader(self):
        ticket = self._create_complaint(self.agent_all, user_id=SUPERUSER_ID)
        self._assert_owner(self.leader, ticket)

    def test_complaint_of_a_colleague_without_helpdesk_goes_to_the_leader(self):
        ticket = self._create_complaint(self.agent_all, user_id=self.employee.id)
        self._assert_owner(self.leader, ticket)

    def test_without_a_leader_a_manager_owns_it(self):
        self.team.user_id = False
        ticket = self._create_complaint(user_id=False)
        manager = self.env.ref("helpdesk_mgmt.group_helpdesk_manager")
        self.assertIn(manager, ticket.sudo().user_id.all_group_ids)

    def test_without_anybody_the_complaint_is_refused(self):
        self.team.user_id = False
        self.company.complaint_director_id = False
        group = self.env.ref("helpdesk_mgmt.group_helpdesk_manager")
        managers = self.env["res.users"].search([("all_group_ids", "in", group.ids)])
        managers.group_ids -= group
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self._create_complaint(user_id=False)

    def test_emptied_owner_is_replaced(self):
        self.ticket.with_user(self.agent_all).user_id = False
        self._assert_owner(self.leader)

    def test_odoobot_does_not_own_a_complaint(self):
        self.ticket.sudo().user_id = SUPERUSER_ID
        self._assert_owner(self.leader)

    def test_colleague_without_helpdesk_does_not_own_a_complaint(self):
        with self.assertRaises(ValidationError):
            self.ticket.user_id = self.employee

    def test_team_change_keeps_an_owner(self):
        team = self.plain_team.copy({"user_ids": [(6, 0, self.leader.ids)]})
        team.user_id = self.leader
        self.ticket.with_user(self.agent_all).team_id = team
        self._assert_owner(self.leader)

    def test_archived_owner_leaves_the_complaint_to_the_leader(self):
        for value in (False, 0):
            ticket = self._create_complaint(self.agent_all, user_id=self.colleague.id)
            self.colleague.write({"active": value})
            with self.subTest(value):
                self._assert_owner(self.leader, ticket)
            self.colleague.active = True

    def test_archived_owner_keeps_what_is_closed(self):
        ticket = self._create_complaint(self.colleague, user_id=self.colleague.id)
        ticket.action_withdraw("Found it")
        self.colleague.active = False
        self._assert_owner(self.colleague, ticket)

    def test_owner_of_open_complaints_is_not_deleted(self):
        self._create_complaint(self.colleague, user_id=self.colleague.id)
        with self.assertRaises(UserError):
            self.colleague.unlink()

    def test_complaint_of_an_absent_owner_goes_to_the_deputy(self):
        self.handler.write(
            {
                "complaint_deputy_id": self.colleague.id,
                "complaint_away_until": "2026-03-04",
            }
        )
        self._assert_owner(self.colleague, self._create_complaint())
        with freeze_time("2026-03-05 09:00"):
            self._assert_owner(self.handler, self._create_complaint())

    def test_complaint_of_an_absent_owner_goes_to_the_leader_without_deputy(self):
        self.handler.complaint_away_until = "2026-03-04"
        self._assert_owner(self.leader, self._create_complaint())

    def test_absent_deputy_is_left_out(self):
        self.handler.complaint_deputy_id = self.colleague
        (self.handler | self.colleague).complaint_away_until = "2026-03-04"
        self._assert_owner(self.leader, self._create_complaint())

    def test_colleague_it_is_about_does_not_own_it_from_the_start(self):
        ticket = self._create_complaint(
            self.agent_all, complaint_about_user_id=self.handler.id
        )
        self._assert_owner(self.leader, ticket)

    def test_colleague_it_is_about_loses_it_at_once(self):
        self.ticket.with_user(self.agent_all).complaint_about_user_id = self.handler
        self._assert_owner(self.leader)

    def test_owner_who_says_it_is_about_him_passes_it_on(self):
        self.ticket.complaint_about_user_id = self.handler
        self._assert_owner(self.leader)
        self.assertFalse(self.ticket.has_access("read"))

    def test_colleague_it_is_about_is_not_given_it(self):
        self.ticket.complaint_about_user_id = self.colleague
        with self.assertRaises(ValidationError):
            self.ticket.action_hand_over(self.colleague.id, "Knows the customer")

    def test_colleague_it_is_about_sees_and_changes_nothing(self):
        self.ticket.complaint_about_user_id = self.leader
        ticket = self.ticket.with_user(self.leader)
        for vals in (
            {"complaint_about_user_id": False},
            {"complaint_confidential": True},
            {"user_id": self.leader.id},
        ):
            with self.subTest(vals), self.assertRaises(AccessError):
                ticket.write(vals)
        found = ticket.search([("id", "=", ticket.id)])
        self.assertFalse(found)

    def test_colleague_it_is_about_is_no_superior_of_it(self):
        self.ticket.complaint_about_user_id = self.leader
        self.assertNotIn(self.leader, self.ticket._complaint_superiors())

    def test_chain_of_superiors_starts_with_the_leader(self):
        chain = self.ticket._complaint_superiors()
        self.assertEqual(chain[0], self.leader)
        self.assertEqual(chain[-1], self.director)
        self.assertIn(self.manager, chain)
        self.assertNotIn(self.handler, chain)

    def test_owner_is_no_own_superior(self):
        ticket = self._create_complaint(self.leader, user_id=self.leader.id)
        self.assertNotIn(self.leader, ticket._complaint_superiors())

    def test_before_the_first_contact_work_is_distributed_freely(self):
        self.ticket.user_id = self.colleague
        self._assert_owner(self.colleague)

    def test_after_the_first_contact_a_handover_asks_for_the_reason(self):
        self._contact(self.ticket)
        with self.assertRaises(ComplaintRequirementError) as caught:
            self.ticket.user_id = self.colleague
        action = caught.exception.context["action"]
        self.assertEqual(action["res_model"], "complaint.handover")

    def test_after_intake_a_handover_asks_for_the_reason(self):
        self.ticket.complaint_stage_id = self.stage_investigating
        for user in (self.handler, self.manager):
            with self.subTest(user.name):
                with self.assertRaises(ComplaintRequirementError):
                    self.ticket.with_user(user).user_id = self.colleague

    def test_assign_to_me_asks_for_the_reason_as_well(self):
        self._contact(self.ticket)
        with self.assertRaises(ComplaintRequirementError):
            self.ticket.with_user(self.leader).assign_to_me()

    def test_handover_with_reason_is_on_record(self):
        self._contact(self.ticket)
        for reason in (False, " "):
            with self.assertRaises(UserError):
                self.ticket.action_hand_over(self.colleague.id, reason)
        self.ticket.action_hand_over(self.colleague.id, "Speaks Chinese")
        self._assert_owner(self.colleague)
        bodies = "".join(self.ticket.sudo().message_ids.mapped("body"))
        self.assertIn("Speaks Chinese", bodies)

    def test_handover_without_arguments_asks(self):
        action = self.ticket.action_hand_over()
        self.assertEqual(action["res_model"], "complaint.handover")

    def test_running_work_goes_with_the_complaint(self):
        later = MONDAY + timedelta(days=1)
        mine = self.ticket._complaint_promise("Call back", later)
        theirs = self.ticket._complaint_promise("Visit", later, self.leader)
        task = self.ticket._complaint_open_deadline(
            "task", "Check the machine", later, user=self.employee
        )
        self.ticket.action_hand_over(self.colleague.id, "Speaks Chinese")
        self.assertEqual(mine.user_id, self.colleague)
        self.assertEqual(mine.activity_id.user_id, self.colleague)
        self.assertEqual(theirs.user_id, self.leader)
        self.assertEqual(task.user_id, self.employee)

    def test_handover_of_a_closed_complaint_is_refused(self):
        self.ticket.action_withdraw("Found it")
        with self.assertRaises(UserError):
            self.ticket.action_hand_over(self.colleague.id, "Holiday")

    def test_salesperson_is_told_but_is_no_follower(self):
        news = self.env["mail.message"].search(
            [("partner_ids", "in", self.sales.partner_id.ids)]
        )
        self.assertTrue(news)
        self.assertNotIn(self.sales.partner_id, self.ticket.message_partner_ids)
        self.assertFalse(self.ticket.with_user(self.sales).has_access("read"))

    def test_salesperson_gets_a_to_do_for_grave_complaints_only(self):
        activities = self.env["mail.activity"]
        domain = [("user_id", "=", self.sales.id)]
        self.assertFalse(activities.search_count(domain))
        ticket = self._create_complaint(complaint_severity_id=self.major.id)
        activity = activities.search(domain)
        self.assertEqual(activity.res_model, "res.partner")
        self.assertEqual(activity.res_id, ticket.partner_id.id)

    def test_salesperson_it_is_about_is_not_told(self):
        messages = self.env["mail.message"]
        domain = [("partner_ids", "in", self.sales.partner_id.ids)]
        before = messages.search_count(domain)
        self._create_complaint(complaint_about_user_id=self.sales.id)
        self.assertEqual(messages.search_count(domain), before)
