from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, new_test_user

from .common import ComplaintCommon
from .common.mail import MailCase

MANAGER = "helpdesk_mgmt.group_helpdesk_manager"


class OwnerCase(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env["res.company"].create({"name": "Other"})
        cls.elsewhere = new_test_user(
            cls.env,
            "elsewhere_user",
            groups="helpdesk_mgmt.group_helpdesk_user",
            name="Elsewhere",
            company_id=cls.other_company.id,
            company_ids=[(6, 0, cls.other_company.ids)],
        )

    def _take_managers(self):
        """Nobody of the company is left to answer for a complaint."""
        self.company.complaint_director_id = False
        group = self.env.ref(MANAGER)
        managers = self.env["res.users"].search([("all_group_ids", "in", group.ids)])
        managers.group_ids -= group


class TestWhoMay(OwnerCase):
    def test_a_colleague_of_another_company_owns_nothing_here(self):
        ticket = self._create_complaint()
        with self.assertRaises(ValidationError):
            ticket.action_hand_over(self.elsewhere.id, "Knows the customer")

    def test_the_handover_offers_colleagues_of_the_company_alone(self):
        ticket = self._create_complaint()
        wizards = self.env["complaint.handover"].with_user(self.handler)
        form = Form(wizards.with_context(default_ticket_id=ticket.id))
        self.assertEqual(form.company_id, self.company)
        domain = wizards._domain_user_id()
        self.assertIn("('company_ids', 'in', company_id)", domain)

    def test_a_move_to_another_company_finds_an_owner_there(self):
        ticket = self._create_complaint()
        manager = new_test_user(
            self.env,
            "manager_there",
            groups=MANAGER,
            company_id=self.other_company.id,
            company_ids=[(6, 0, self.other_company.ids)],
        )
        ticket.sudo().write({"company_id": self.other_company.id, "team_id": False})
        self.assertEqual(ticket.sudo().user_id, manager)

    def test_a_leader_who_sees_only_the_own_tickets_is_not_asked_to_consent(self):
        self.leader.group_ids = self.env.ref("helpdesk_mgmt.group_helpdesk_user_own")
        ticket = self._create_complaint()
        ticket.write(
            {"complaint_decision": "not_upheld", "complaint_explanation": "<p>No</p>"}
        )
        ticket.action_request_consent()
        asked = ticket._complaint_consent_asked().user_id
        self.assertNotEqual(asked, self.leader)
        self.assertTrue(ticket.with_user(asked).has_access("write"))

    def test_a_leader_who_sees_only_the_own_tickets_approves_nothing(self):
        self.leader.group_ids = self.env.ref("helpdesk_mgmt.group_helpdesk_user_own")
        ticket = self._create_complaint()
        remedy = self._create_remedy(ticket, amount=200)
        remedy.action_offer()
        approver = remedy.sudo().deadline_id.user_id
        self.assertNotIn(approver, self.leader | self.handler)

    def test_a_follow_up_is_given_to_nobody_who_cannot_open_it(self):
        colleague = new_test_user(
            self.env, "own_user", "helpdesk_mgmt.group_helpdesk_user_own"
        )
        self.company.complaint_followup_user_id = colleague
        ticket = self._create_complaint()
        self._play_to_follow_up(ticket)
        self.assertEqual(ticket._complaint_running("follow_up").user_id, self.handler)


class TestNobody(OwnerCase, MailCase):
    def test_a_team_nobody_could_answer_for_takes_no_complaints(self):
        self.plain_team.user_id = self.employee
        self._take_managers()
        with self.assertRaises(ValidationError):
            self.plain_team.complaint_default = True
        self.plain_team.user_id = self.leader
        self.plain_team.complaint_default = True

    def test_a_category_nobody_could_answer_for_takes_no_complaints(self):
        self._take_managers()
        with self.assertRaises(ValidationError):
            self.env["helpdesk.ticket.category"].create(
                {"name": "Late", "complaint_default": True}
            )

    def test_mail_nobody_here_can_own_goes_to_a_manager_elsewhere(self):
        self.team.user_id = False
        self._take_managers()
        self.elsewhere.group_ids += self.env.ref(MANAGER)
        ticket = self._receive(self._write_mail(self.customer.email))
        self.assertTrue(ticket.is_complaint)
        self.assertEqual(ticket.user_id, self.elsewhere)
        notes = "".join(ticket.message_ids.mapped("body"))
        self.assertIn("can own this complaint", notes)

    def test_mail_nobody_at_all_can_own_is_not_lost(self):
        self.team.user_id = False
        self._take_managers()
        ticket = self._receive(self._write_mail(self.customer.email))
        self.assertTrue(ticket.is_complaint)
        self.assertFalse(ticket.user_id)

    def test_a_portal_user_is_not_turned_away(self):
        self.team.user_id = False
        self._take_managers()
        tickets = self.env["helpdesk.ticket"].with_user(self.portal).sudo()
        ticket = tickets.create(
            {"name": "Leaks", "description": "x", "team_id": self.team.id}
        )
        self.assertTrue(ticket.is_complaint)


class TestFollowersAndActivities(OwnerCase):
    def test_the_old_sender_hears_nothing_after_the_address_was_corrected(self):
        ticket = self._create_complaint(
            partner_id=False, partner_email=self.stranger.email
        )
        ticket.message_subscribe(self.stranger.ids)
        self.assertIn(self.stranger, ticket.message_partner_ids)
        ticket.partner_email = "right@client.example"
        self.assertNotIn(self.stranger, ticket.message_partner_ids)

    def test_a_colleague_who_left_does_not_follow(self):
        ticket = self._create_complaint()
        partner = self.sales_all.partner_id
        self.assertTrue(ticket._complaint_allows_follower(partner))
        self.sales_all.active = False
        self.assertFalse(ticket._complaint_allows_follower(partner))

    def test_a_colleague_it_is_about_who_left_does_not_follow(self):
        ticket = self._create_complaint(complaint_about_user_id=self.sales_all.id)
        self.sales_all.partner_id.parent_id = self.customer_company
        self.sales_all.active = False
        self.assertFalse(ticket._complaint_allows_follower(self.sales_all.partner_id))

    def test_the_activity_of_a_running_deadline_is_not_deleted(self):
        ticket = self._create_complaint()
        later = fields.Datetime.now() + timedelta(days=1)
        promise = ticket._complaint_promise("Call back", later)
        activity = promise.activity_id.with_user(self.handler)
        with self.assertRaises(UserError):
            activity.unlink()
        promise.with_user(self.handler).action_cancel()
        self.assertFalse(activity.exists())

    def test_a_plain_activity_is_deleted(self):
        activity = self._create_complaint().activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.handler.id
        )
        activity.with_user(self.handler).unlink()
        self.assertFalse(activity.exists())
