from datetime import datetime

from odoo.exceptions import ValidationError
from odoo.tests import freeze_time

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.scheduled_pass import MONDAY
from .test_escalation_rule import RuleCommon


@freeze_time(MONDAY)
class RecipientCommon(RuleCommon):
    def setUp(self):
        super().setUp()
        # One manager and no more, whoever else the database has.
        self.others = self.env["res.users"]._complaint_managers() - self.manager
        self.others.active = False

    def _tell(self, ticket=None, **vals):
        """Return the escalation a rule with ``vals`` brings."""
        ticket = ticket or self.ticket
        rule = self._rule(trigger="requested", **vals)
        return ticket._complaint_escalate("requested:1", rule=rule)

    def _assert_told(self, user, passed_over, **vals):
        escalation = self._tell(**vals)
        self.assertEqual(escalation.to_user_ids, user)
        self.assertEqual(escalation.detour or "", passed_over)


class TestRecipient(RecipientCommon):
    def test_everybody_is_told_in_the_own_role(self):
        for recipient, user in (
            ("handler", self.handler),
            ("team_leader", self.leader),
            ("managers", self.manager),
            ("director", self.director),
        ):
            with self.subTest(recipient):
                self._assert_told(user, "", recipient=recipient, level=2)

    def test_one_person_is_told(self):
        self._assert_told(self.agent_all, "", recipient="user", **self._person())

    def _person(self, **vals):
        return {"user_id": self.agent_all.id, "level": 2, **vals}

    def test_person_without_helpdesk_rights_is_refused(self):
        for user in (self.employee, self.portal, self.env["res.users"]):
            with self.subTest(user.name), self.assertRaises(ValidationError):
                self._rule(recipient="user", user_id=user.id)

    def test_one_level_up_tells_whom_the_level_reached_tells(self):
        for level, user in (
            (0, self.leader),
            (1, self.leader),
            (2, self.manager),
            (3, self.director),
            (4, self.director),
        ):
            own_hand(self.ticket).complaint_level = level
            with self.subTest(level):
                escalation = self._tell(level=0)
                self.assertEqual(escalation.to_user_ids, user)

    def test_one_level_up_is_one_above_the_present_level_and_four_at_most(self):
        own_hand(self.ticket).complaint_level = 2
        for level in (3, 4, 4):
            escalation = self._tell(level=0)
            with self.subTest(level):
                self.assertEqual(escalation.level, level)
                self.assertEqual(self.ticket.complaint_level, level)


class TestNobodyThere(RecipientCommon):
    """The next one up is told, the complaint says so, nothing ends nowhere."""

    LEADER = "Nobody there: Team leader."

    def test_team_without_a_leader(self):
        self.team.user_id = False
        self._assert_told(self.manager, self.LEADER, level=2)

    def test_complaint_without_a_team(self):
        ticket = self._create_complaint(team_id=False, is_complaint=True)
        escalation = self._tell(ticket, level=2)
        self.assertEqual(escalation.to_user_ids, self.manager)

    def test_archived_leader(self):
        self.leader.active = False
        self._assert_told(self.manager, self.LEADER, level=2)

    def test_leader_without_helpdesk_rights(self):
        self.team.user_id = self.employee
        self._assert_told(self.manager, self.LEADER, level=2)

    def test_leader_whom_the_complaint_is_about(self):
        self.ticket.sudo().complaint_about_user_id = self.leader
        self._assert_told(self.manager, self.LEADER, level=2)

    def test_leader_who_owns_it(self):
        ticket = self._create_complaint(user=self.leader, user_id=self.leader.id)
        escalation = self._tell(ticket, level=2)
        self.assertEqual(escalation.to_user_ids, self.manager)
        self.assertEqual(escalation.detour, self.LEADER)

    def test_leader_who_is_away(self):
        self.leader.sudo().complaint_away_until = "2026-03-09"
        self._assert_told(self.manager, self.LEADER, level=2)

    def test_leader_who_is_away_has_a_deputy(self):
        self._send_away(self.leader, self.agent_all)
        self._assert_told(self.agent_all, "", level=2)

    def test_leader_and_deputy_are_away(self):
        self._send_away(self.leader, self.agent_all)
        self._send_away(self.agent_all)
        self._assert_told(self.manager, self.LEADER, level=2)

    def test_deputy_who_has_lost_the_rights_is_passed_over(self):
        self._send_away(self.leader, self.agent_all)
        # Past Odoo, which wants an administrator to be left whenever rights change.
        self.env.cr.execute(
            "DELETE FROM res_groups_users_rel WHERE uid = %s", [self.agent_all.id]
        )
        self.env.invalidate_all()
        self.env.registry.clear_all_caches()
        self._assert_told(self.manager, self.LEADER, level=2)

    def _send_away(self, user, deputy=None):
        user.sudo().write(
            {
                "complaint_away_until": "2026-03-09",
                "complaint_deputy_id": deputy.id if deputy else False,
            }
        )

    def test_person_who_left(self):
        rule = self._rule(
            trigger="requested", recipient="user", user_id=self.agent_all.id, level=2
        )
        self.agent_all.active = False
        escalation = self.ticket._complaint_escalate("requested:1", rule=rule)
        self.assertEqual(escalation.to_user_ids, self.leader)
        self.assertEqual(escalation.detour, "Nobody there: One person.")

    def test_several_are_passed_over_in_their_order(self):
        self.team.user_id = False
        self.manager.active = False
        passed_over = "Nobody there: Team leader and Helpdesk managers."
        self._assert_told(self.director, passed_over, level=2)

    def test_company_without_executive_contact_falls_back_to_who_is_there(self):
        self.company.complaint_director_id = False
        escalation = self._tell(level=4, recipient="director")
        self.assertEqual(escalation.to_user_ids, self.leader | self.manager)
        self.assertEqual(escalation.detour, "Nobody there: Executive contact.")

    def test_whoever_is_away_is_told_before_nobody_is(self):
        self.company.complaint_director_id = False
        self.manager.active = False
        self._send_away(self.leader)
        self._assert_told(
            self.leader,
            "Nobody there: Team leader, Helpdesk managers, and Executive contact.",
            level=2,
        )

    def test_in_the_end_the_owner_hears_of_it(self):
        self.company.complaint_director_id = False
        (self.manager + self.leader).active = False
        escalation = self._tell(level=2)
        self.assertEqual(escalation.to_user_ids, self.handler)
        self.assertTrue(escalation.detour)

    def test_colleague_complained_about_is_never_told_as_manager_or_director(self):
        second = self.others[:1]
        second.active = True
        self.ticket.sudo().complaint_about_user_id = self.manager
        escalation = self._tell(level=3, recipient="managers")
        self.assertEqual(escalation.to_user_ids, second)
        self.company.complaint_director_id = self.manager
        escalation = self._tell(level=4, recipient="director")
        self.assertNotIn(self.manager, escalation.to_user_ids)
        self.assertTrue(escalation.to_user_ids)

    def test_owner_in_the_chain_is_not_the_superior_of_the_own_work(self):
        ticket = self._create_complaint(user=self.manager, user_id=self.manager.id)
        escalation = self._tell(ticket, level=3, recipient="managers")
        self.assertEqual(escalation.to_user_ids, self.director)

    def test_the_pass_says_so_as_well(self):
        self.team.user_id = False
        self._rule(level=2)
        self._pass(datetime(2026, 3, 3, 9))
        escalation = self._escalations(self.ticket)
        self.assertEqual(escalation.to_user_ids, self.manager)
        self.assertEqual(escalation.detour, self.LEADER)


class TestOwnRecipients(RecipientCommon):
    def test_another_addon_tells_whom_it_wants(self):
        model = type(self.env["complaint.escalation.rule"])
        self.patch(model, "_get_recipients", lambda rule, ticket: self.manager)
        self.assertEqual(self._tell(level=2).to_user_ids, self.manager)

    def test_another_addon_that_finds_nobody_leaves_it_to_the_chain(self):
        model = type(self.env["complaint.escalation.rule"])
        self.patch(model, "_get_recipients", lambda rule, ticket: ticket.user_id[:0])
        self.assertEqual(self._tell(level=2).to_user_ids, self.leader)
