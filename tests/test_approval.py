from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import freeze_time

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common import ComplaintCommon
from .common.remedies import RemedyCommon


class ApprovalCommon(ComplaintCommon):
    """Handler 50, team leader 250, manager 1000, executive contact without limit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-03-02 09:00:00"))
        # A manager before ours.
        managers = cls.env.ref("helpdesk_mgmt.group_helpdesk_manager")
        cls.env.ref("base.user_admin").group_ids -= managers
        cls.ticket = cls._create_complaint(complaint_severity_id=cls.normal.id)

    def _request(self, amount=200, user=None):
        remedy = self._create_remedy(self.ticket, user, amount=amount)
        remedy.action_request()
        return remedy

    def _asked(self, remedy):
        self.env.invalidate_all()
        return remedy.sudo().deadline_id.user_id

    def _leave(self, user, deputy, until="2026-03-05"):
        user.with_user(user).write(
            {"complaint_deputy_id": deputy.id, "complaint_away_until": until}
        )


class TestSeen(ApprovalCommon):
    def test_draft_a_colleague_has_just_changed_is_looked_at_first(self):
        """Else one decides on an amount that one has not read."""
        remedy = self._create_remedy(self.ticket, amount=200)
        self._change(remedy, "10 seconds")
        with self.assertRaisesRegex(UserError, "has just changed"):
            remedy.with_user(self.leader).action_offer()
        self._change(remedy, "2 minutes")
        remedy.with_user(self.leader).action_offer()
        self.assertEqual(remedy.state, "offered")

    def _change(self, remedy, before):
        """Let the handler have changed ``remedy``, so long ago."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            UPDATE complaint_remedy
               SET write_date = now() AT TIME ZONE 'UTC' - %s::interval
             WHERE id = %s
            """,
            [before, remedy.id],
        )
        self.env.invalidate_all()


class TestAsked(ApprovalCommon):
    def test_owner_with_the_limit_is_asked_by_a_colleague(self):
        self.ticket.sudo().user_id = self.leader
        remedy = self._request(200, self.agent_all)
        self.assertEqual(self._asked(remedy), self.leader)

    def test_whoever_asks_is_not_asked(self):
        self.company.complaint_director_id = False
        rows = self.env["complaint.authority"]
        rows.search([("role", "in", ("manager", "director"))]).unlink()
        remedy = self._request(500, self.leader)
        self.assertEqual(self._asked(remedy), self.manager)

    def test_whoever_is_named_with_the_limit_is_asked_after_the_superiors(self):
        rows = self.env["complaint.authority"]
        rows.search([("role", "=", "director")]).unlink()
        rows.create({"name": "Big", "user_ids": self.agent_all.ids, "amount": 9000})
        self.assertEqual(self._asked(self._request(900)), self.manager)
        self.assertEqual(self._asked(self._request(5000)), self.agent_all)

    def test_where_nobody_s_limit_suffices_a_manager_is_asked_and_it_is_said(self):
        self.env["complaint.authority"].search([("role", "=", "director")]).unlink()
        remedy = self._request(5000)
        self.assertEqual(self._asked(remedy), self.manager)
        note = self.ticket.sudo().message_ids[0]
        self.assertIn("Nobody's limit suffices", note.body.unescape())
        self.assertTrue(note.is_internal)
        with self.assertRaises(UserError):
            remedy.with_user(self.manager).action_approve()

    def test_without_limits_managers_decide(self):
        self.env["complaint.authority"].search([]).unlink()
        self.assertEqual(self._asked(self._request(10)), self.manager)

    def test_approval_is_due_within_a_working_day_with_an_activity(self):
        deadline = self._request().sudo().deadline_id
        self.assertEqual(str(deadline.due_at), "2026-03-03 09:00:00")
        self.assertEqual(deadline.activity_id.user_id, self.leader)
        self.assertEqual(deadline.activity_id.res_id, self.ticket.id)

    def test_list_of_approvals_shows_what_is_asked_of_me_and_decides_in_one_click(self):
        remedy = self._request()
        action = self.env.ref("complaint_recovery.complaint_remedy_action_approvals")
        mine = [
            ("state", "=", "to_approve"),
            ("deadline_id.user_id", "=", self.leader.id),
        ]
        self.assertIn("to_approve", action.domain)
        found = remedy.with_user(self.leader).search(mine)
        self.assertEqual(found, remedy)
        found.action_approve()
        self.assertEqual(remedy.state, "approved")
        self.assertFalse(remedy.sudo().deadline_id.activity_id.active)


class TestAskedNext(ApprovalCommon):
    """A request never waits for somebody who does not answer any more."""

    def test_archived_approver_passes_it_on(self):
        remedy = self._request()
        self.leader.active = False
        self.assertEqual(self._asked(remedy), self.manager)
        activity = remedy.sudo().deadline_id.activity_id
        self.assertEqual((activity.user_id, activity.active), (self.manager, True))

    def test_approver_who_is_away_passes_it_on_to_the_deputy(self):
        remedy = self._request()
        self._leave(self.leader, self.agent_all)
        self.assertEqual(self._asked(remedy), self.agent_all)
        remedy.with_user(self.agent_all).action_approve()

    def test_approver_who_is_away_without_a_deputy_for_it_passes_it_on(self):
        remedy = self._request()
        self._leave(self.leader, self.handler)
        self.assertEqual(self._asked(remedy), self.manager)

    def test_approver_who_is_back_gets_it_back(self):
        remedy = self._request()
        self._leave(self.leader, self.agent_all)
        self._leave(self.leader, self.leader.browse(), until=False)
        self.assertEqual(self._asked(remedy), self.leader)

    def test_approver_who_left_the_group_passes_it_on(self):
        remedy = self._request()
        self.leader.group_ids = self.env.ref("base.group_user")
        self.assertEqual(self._asked(remedy), self.manager)

    def test_colleague_it_is_about_passes_it_on_to_whoever_may_decide(self):
        remedy = self._request(500)
        self.ticket.complaint_about_user_id = self.manager
        self.assertEqual(self._asked(remedy), self.director)

    def test_consent_is_passed_on_as_well(self):
        self.ticket.write(
            {"complaint_decision": "not_upheld", "complaint_explanation": "<p>No</p>"}
        )
        self.ticket.complaint_basis = "facts"
        self.ticket.action_request_consent()
        asked = self.ticket.sudo()._complaint_consent_asked()
        self.assertEqual(asked.user_id, self.leader)
        self.leader.active = False
        self.assertEqual(asked.user_id, self.manager)

    def test_what_is_decided_stays_where_it_was(self):
        remedy = self._request()
        remedy.with_user(self.leader).action_approve()
        self.leader.active = False
        self.assertEqual(self._asked(remedy), self.leader)


class TestRefused(ApprovalCommon):
    def test_refusal_is_on_the_list_of_whoever_asked_with_the_reason(self):
        remedy = self._request()
        remedy.with_user(self.leader).action_refuse("Too much for a scratch")
        todo = self.ticket.sudo().activity_ids.filtered(lambda a: not a.automated)
        self.assertEqual(todo.user_id, self.handler)
        self.assertIn("Too much for a scratch", todo.note)
        self.assertIn("Refused", todo.summary)

    def test_own_refusal_is_no_news(self):
        remedy = self._request(500, self.leader)
        remedy.with_user(self.director).action_refuse("No")
        self.assertEqual(
            len(
                self.ticket.sudo().activity_ids.filtered(
                    lambda a: a.user_id == self.leader
                )
            ),
            1,
        )

    def test_refused_remedy_is_followed_by_a_cheaper_one(self):
        remedy = self._request()
        remedy.with_user(self.leader).action_refuse("Too much")
        cheaper = self._create_remedy(self.ticket, amount=50)
        cheaper.action_offer()
        self.assertEqual((remedy.state, cheaper.state), ("refused", "offered"))


@freeze_time("2026-03-02 09:00:00")
class TestWhoIsAsked(RemedyCommon):
    def test_new_team_leader_is_asked_about_what_waits(self):
        deadline = self._request().sudo().deadline_id
        self.assertEqual(deadline.user_id, self.leader)
        self.team.write({"user_id": self.agent_all.id})
        self.assertEqual(deadline.user_id, self.agent_all)
        self.assertEqual(deadline.activity_id.user_id, self.agent_all)

    def test_cards_of_a_phone_have_the_buttons_of_the_list(self):
        buttons = {}
        for view in ("list", "kanban"):
            arch = self.env.ref(
                f"complaint_recovery.complaint_remedy_view_{view}_ticket"
            ).arch
            buttons[view] = {
                (button.get("name"), button.get("context"), button.get("invisible"))
                for button in etree.fromstring(arch).iter("button")
            }
        self.assertEqual(buttons["kanban"], buttons["list"])


@freeze_time("2026-03-02 09:00:00")
class TestClosed(RemedyCommon):
    def test_nothing_is_asked_for_approved_or_offered_once_closed(self):
        self.ticket.action_withdraw("Found the parcel")
        for state, user, step in (
            ("draft", self.handler, "action_request"),
            ("to_approve", self.manager, "action_approve"),
            ("approved", self.handler, "action_offer"),
        ):
            remedy = self._create_remedy(self.ticket).sudo()
            own_hand(remedy).state = state  # As other code may have left it.
            with self.subTest(step), self.assertRaises(UserError):
                getattr(remedy.with_user(user), step)()
            self.assertEqual(remedy.state, state)
