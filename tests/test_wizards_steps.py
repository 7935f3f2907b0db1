from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form
from odoo.tools.safe_eval import safe_eval

from .common.wizards import LATER, NOW, WizardCommon


@freeze_time(NOW)
class TestHandoverAndReason(WizardCommon):
    def test_handover_moves_owner_and_work_with_the_reason(self):
        ticket = self._create_complaint()
        self._contact(ticket)
        action = ticket.action_hand_over()
        self._from_action(action, user_id=self.leader.id, reason="Leave").action_apply()
        self.assertEqual(ticket.user_id, self.leader)
        self.assertEqual(ticket.sudo()._complaint_running().user_id, self.leader)
        self.assertIn("Leave", ticket.sudo().message_ids[:3].mapped("body").__str__())

    def test_whoever_handed_it_out_of_sight_comes_to_the_own_list(self):
        ticket = self._create_complaint()
        action = ticket.action_hand_over()
        wizard = self._from_action(action, user_id=self.leader.id, reason="Leave")
        # Followers may read on; without that the form could not be shown any more.
        ticket.message_unsubscribe(self.handler.partner_id.ids)
        result = wizard.action_apply()
        self.assertEqual(result["res_model"], "helpdesk.ticket")

    def test_new_owner_is_chosen_among_helpdesk_people(self):
        ticket = self._create_complaint(complaint_about_user_id=self.agent_all.id)
        wizard = self._wizard(
            "handover", ticket_id=ticket.id, user_id=self.leader.id, reason="x"
        )
        names = ("about_user_id", "owner_id", "company_id")
        context = {name: wizard[name].id for name in names}
        domain = safe_eval(wizard._domain_user_id(), context)
        users = self.env["res.users"].search(domain)
        self.assertIn(self.leader, users)
        self.assertFalse(users & (self.handler + self.agent_all + self.employee))

    def test_handover_does_not_tell_whom_a_complaint_is_about(self):
        ticket = self._create_complaint(
            user=self.manager,
            user_id=self.leader.id,
            complaint_about_user_id=self.handler.id,
        )
        vals = {"ticket_id": ticket.id, "user_id": self.leader.id, "reason": "x"}
        with self.assertRaises(AccessError):
            self._wizard("handover", **vals)
        # Or it was handed over meanwhile.
        wizard = self.env["complaint.handover"].with_user(self.handler).sudo()
        wizard = wizard.create(vals).sudo(False)
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self.assertFalse(wizard.about_user_id.name)

    def test_withdrawing_keeps_the_reason(self):
        ticket = self._create_complaint()
        self._wizard(
            "reason", ticket_id=ticket.id, purpose="withdraw", reason="A mistake"
        ).action_apply()
        self.assertEqual(ticket.complaint_stage_id, self.stage_withdrawn)
        self.assertEqual(ticket.complaint_end_reason, "A mistake")

    def test_unsettled_is_for_managers(self):
        ticket = self._create_complaint()
        vals = {"ticket_id": ticket.id, "purpose": "unsettled", "reason": "Final"}
        with self.assertRaises(AccessError):
            self._wizard("reason", **vals).action_apply()
        ticket.write(
            {"complaint_decision": "upheld", "complaint_explanation": "<p>So.</p>"}
        )
        self._contact(ticket)
        ticket.action_send_decision()
        self._wizard("reason", user=self.manager, **vals).action_apply()
        self.assertEqual(ticket.complaint_outcome, "unsettled")

    def test_refusing_a_remedy_keeps_the_reason(self):
        remedy = self._create_remedy(self._create_complaint(), amount=200)
        remedy.action_offer()
        self._wizard(
            "reason",
            user=self.leader,
            purpose="refuse",
            remedy_id=remedy.id,
            reason="Too much",
        ).action_apply()
        self.assertEqual((remedy.state, remedy.reason), ("refused", "Too much"))

    def test_nothing_chosen_is_no_success(self):
        with self.assertRaisesRegex(UserError, "Nothing was chosen"):
            self._wizard("reason", purpose="refuse", reason="x").action_apply()


@freeze_time(NOW)
class TestProactive(WizardCommon):
    def _open(self, user=None, partners=None):
        partners = partners or self.customer + self.stranger
        wizards = self.env["complaint.proactive"].with_user(user or self.handler)
        wizard = wizards.with_context(
            active_model="res.partner", active_ids=partners.ids
        ).create({"name": "Loose seal", "description": "Batch 7"})
        return self.env["helpdesk.ticket"].search(wizard.action_apply()["domain"])

    def test_one_complaint_each_found_by_ourselves(self):
        tickets = self._open()
        self.assertEqual(tickets.partner_id, self.customer + self.stranger)
        self.assertEqual(len(tickets), 2)
        self.assertEqual(set(tickets.mapped("complaint_source")), {"internal"})
        self.assertEqual(tickets.team_id, self.team)

    def test_nobody_is_told_by_an_acknowledgement(self):
        before = self.env["mail.mail"].search([])
        tickets = self._open()
        mails = self.env["mail.mail"].search([]) - before
        customers = tickets.partner_id
        self.assertFalse(mails.recipient_ids & customers)
        self.assertFalse(tickets.message_ids.notified_partner_ids & customers)

    def test_first_thing_due_is_to_tell_the_customer(self):
        for ticket in self._open():
            first = ticket.complaint_deadline_ids.sorted("due_at")[0]
            self.assertEqual(first.name, "Tell the customer what we found")


class TestScreens(WizardCommon):
    def test_requirement_previews_who_would_fail_before_it_is_saved(self):
        ticket = self._create_complaint()
        stages = self.stage_received.with_user(self.manager)
        before = stages.failing_count
        with Form(stages) as form:
            form.require_decision_sent = True
            self.assertGreater(form.failing_count, before)
            self.assertIn(ticket, form.failing_ticket_ids)
            form.require_decision_sent = False
            self.assertEqual(form.failing_count, before)

    def test_approvals_show_what_is_needed_to_decide(self):
        ticket = self._create_complaint(complaint_claim_amount=900)
        ticket.write(
            {
                "complaint_finding": "<p>Seal missing</p>",
                "complaint_attribution": "ours",
            }
        )
        remedy = self._create_remedy(ticket, amount=200)
        remedy.action_offer()
        row = remedy.with_user(self.leader)
        self.assertEqual(row.finding, "Seal missing, Ours")
        self.assertEqual(row.claim_amount, 900)
        self.assertTrue(row.due_at)
        row.action_approve()
        self.assertEqual(remedy.state, "approved")

    def test_remedy_is_offered_from_its_dialog(self):
        ticket = self._create_complaint()
        option = {"type_id": self.refund.id, "amount": 20}
        vals = {"line_ids": [Command.create(option)]}
        self._wizard("offer", ticket_id=ticket.id, **vals).action_offer()
        remedy = ticket.complaint_remedy_ids
        self.assertEqual((remedy.amount, remedy.state), (20, "offered"))


@freeze_time(NOW)
class TestDialogAccess(WizardCommon):
    """Ids come from the client: a dialog on somebody else's complaint does nothing."""

    def _dialogs(self, ticket):
        deadline = ticket._complaint_promise("Call back", LATER)
        remedy = self._create_remedy(ticket, self.manager, amount=2000)
        mine = {"ticket_id": ticket.id}
        return [
            ("on.spot", {**mine, "finding": "x", "cause_id": self.cause.id}),
            (
                "offer",
                {
                    **mine,
                    "line_ids": [
                        Command.create(
                            {"type_id": self.refund.id, "remedy_id": remedy.id}
                        )
                    ],
                },
            ),
            ("missing", {**mine, "stage_id": self.stage_closed.id}),
            ("interaction.result", mine),
            (
                "reschedule",
                {"deadline_id": deadline.id, "due_at": "2030-02-01", "reason": "x"},
            ),
            ("handover", {**mine, "user_id": self.leader.id, "reason": "x"}),
            ("reason", {**mine, "purpose": "withdraw", "reason": "x"}),
            ("reason", {"remedy_id": remedy.id, "purpose": "cancel", "reason": "x"}),
            ("quick.entry", {"description": "x", "continued_id": ticket.id}),
        ]

    def _press(self, name, vals, user):
        wizard = self._wizard(name, user=user, **vals)
        if name == "quick.entry":
            return wizard.action_continue_earlier()
        if name == "offer":
            return wizard.action_offer()
        return wizard.action_apply()

    def test_handler_cannot_act_on_a_complaint_of_others(self):
        ticket = self._create_complaint(user=self.manager, user_id=self.leader.id)
        for name, vals in self._dialogs(ticket):
            with self.subTest(name), self.assertRaises(AccessError):
                self._press(name, vals, self.handler)

    def test_others_open_no_dialogs_at_all(self):
        ticket = self._create_complaint()
        for user in (self.employee, self.portal, self.sales):
            for name, vals in self._dialogs(ticket):
                with self.subTest(name, user=user.name):
                    self.assertRaises(AccessError, self._press, name, vals, user)

    def test_dialogs_of_others_are_nobody_elses(self):
        ticket = self._create_complaint()
        for name, vals in self._dialogs(ticket):
            wizard = self._wizard(name, **vals).with_user(self.manager)
            wizard.invalidate_recordset()
            with self.subTest(name), self.assertRaises(AccessError):
                wizard.read(["create_date"])
