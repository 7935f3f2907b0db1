from odoo.exceptions import AccessError, UserError

from odoo.addons.complaint_recovery.exceptions import ComplaintRequirementError

from .common.ways_round import WaysRoundCommon


class TestWaysRound(WaysRoundCommon):
    """Each way to move, hide or unmake a grave complaint."""

    def test_dragging_on_either_board(self):
        for vals in (
            {"complaint_stage_id": self.stage_closed.id},
            {"complaint_stage_id": self.stage_withdrawn.id},
            {"complaint_stage_id": self.stage_recovering.id},
            {"stage_id": self.done.id},
            {"stage_id": self.done.id, "complaint_stage_id": self.stage_closed.id},
        ):
            self._try_as_each_role(
                lambda t, v=vals: t.write(v), ComplaintRequirementError
            )

    def test_buttons(self):
        for method in ("action_close", "action_resolve", "action_close_unreachable"):
            self._try_as_each_role(lambda t, m=method: getattr(t, m)())

    def test_stage_of_the_ticket_beside_an_open_one_of_the_complaint(self):
        vals = {
            "stage_id": self.done.id,
            "complaint_stage_id": self.stage_investigating.id,
        }
        self.ticket.write(vals)
        self._assert_open()

    def test_no_stage_at_all(self):
        for vals in (
            {"complaint_stage_id": False},
            {"complaint_stage_id": False, "stage_id": self.done.id},
        ):
            self._try_as_each_role(lambda t, v=vals: t.write(v))

    def test_team_whose_stages_are_all_closed(self):
        stages = self.env["helpdesk.ticket.stage"].search([("closed", "=", False)])
        stages.team_ids = self.team
        self.plain_team.user_ids += self.leader
        for user in self.roles:
            with self.subTest(user.name):
                self.ticket.with_user(user).team_id = self.plain_team
                self._assert_open()
                self.ticket.with_user(user).team_id = self.team

    def test_team_and_closed_stage_in_one_write(self):
        vals = {"team_id": self.plain_team.id, "stage_id": self.done.id}
        self._try_as_each_role(lambda t: t.write(vals), ComplaintRequirementError)

    def test_creating_it_in_a_closed_stage_of_the_ticket(self):
        for vals in ({}, {"is_complaint": True, "team_id": self.plain_team.id}):
            ticket = self._create_complaint(stage_id=self.done.id, **vals)
            with self.subTest(vals):
                self._assert_open(ticket)

    def test_creating_it_in_a_closed_stage_of_the_complaint(self):
        for stage in (self.stage_closed, self.stage_withdrawn):
            for user in self.roles:
                with self.subTest(stage.name, role=user.name):
                    with self.assertRaises(ComplaintRequirementError):
                        self._create_complaint(user, complaint_stage_id=stage.id)

    def test_default_stage_of_the_context(self):
        tickets = self.env["helpdesk.ticket"].with_user(self.handler)
        vals = {"name": "x", "description": "x", "team_id": self.team.id}
        for stage in self.stage_closed, self.stage_withdrawn:
            closing = tickets.with_context(default_complaint_stage_id=stage.id)
            with self.subTest(stage.name):
                with self.assertRaises(ComplaintRequirementError):
                    closing.create(vals)
        ticket = tickets.with_context(default_stage_id=self.done.id).create(vals)
        self._assert_open(ticket)

    def test_stored_default_stage(self):
        defaults = self.env["ir.default"].with_user(self.handler)
        for name, value in (
            ("complaint_stage_id", self.stage_closed.id),
            ("stage_id", self.done.id),
        ):
            defaults.set("helpdesk.ticket", name, value, user_id=True)
        self._assert_open(self._create_complaint())

    def test_keys_of_the_context_open_nothing(self):
        for key in (
            "tracking_disable",
            "mail_notrack",
            "mail_create_nolog",
            "install_mode",
            "force_write",
            "complaint_unrecorded",
            "complaint_force",
            "bin_size",
        ):
            ticket = self.ticket.with_context(**{key: True})
            for name, stage in (
                ("complaint_stage_id", self.stage_closed),
                ("stage_id", self.done),
            ):
                with self.subTest(key, name=name):
                    self._assert_refused(
                        lambda t=ticket, n=name, s=stage: t.write({n: s.id})
                    )

    def test_key_of_an_import_leaves_it_open(self):
        self.ticket.with_context(import_file=True).stage_id = self.done
        self._assert_open()

    def test_batch_write(self):
        other = self._create_complaint(complaint_severity_id=self.major.id)
        both = self.ticket | other
        both.write({"stage_id": self.done.id})
        self._assert_open()
        self._assert_open(other)
        self._assert_refused(
            lambda: both.write({"complaint_stage_id": self.stage_closed.id})
        )
        plain = self._create_ticket()
        self._assert_refused(
            lambda: (plain | self.ticket).write(
                {"complaint_stage_id": self.stage_closed.id}
            )
        )

    def test_import_of_a_change(self):
        for column, value in (
            ("complaint_stage_id/.id", str(self.stage_closed.id)),
            ("complaint_outcome", "Satisfied"),
            ("complaint_closed_at", "2026-03-02 09:00:00"),
        ):
            row = [str(self.ticket.id), value]
            result = self.ticket.load([".id", column], [row])
            with self.subTest(column):
                self.assertFalse(result["ids"])
                self._assert_open()
        self.ticket.load(
            [".id", "stage_id/.id"], [[str(self.ticket.id), str(self.done.id)]]
        )
        self._assert_open()

    def test_import_of_history_is_for_managers(self):
        for user in self.roles - self.manager:
            with self.subTest(user.name), self.assertRaises(AccessError):
                self._create_complaint(
                    user,
                    complaint_imported=True,
                    complaint_stage_id=self.stage_closed.id,
                )
        with self.assertRaises(AccessError):
            self.ticket.with_user(self.manager).complaint_imported = True

    def test_copying_a_closed_one(self):
        closed = self._create_complaint()
        closed.action_withdraw("Found it")
        self._assert_open(closed.copy())
        self._assert_refused(
            lambda: closed.copy({"complaint_stage_id": self.stage_closed.id})
        )

    def test_portal_button_and_auto_close_of_other_addons(self):
        # Both write as superuser; the parent's controller on behalf of the customer.
        for user in (self.portal, self.handler, self.env.ref("base.user_root")):
            self.ticket.with_user(user).sudo().stage_id = self.done
            with self.subTest(user.name):
                self._assert_open()

    def test_superuser_code_owes_the_requirements_as_well(self):
        for stage in (self.stage_closed, self.stage_withdrawn):
            self._assert_refused(
                lambda s=stage: self.ticket.sudo().write({"complaint_stage_id": s.id}),
                ComplaintRequirementError,
            )

    def test_duplicate_only_links(self):
        other = self._create_complaint(complaint_severity_id=self.minor.id)
        wizard = (
            self.env["helpdesk.ticket.duplicate.wizard"]
            .with_user(self.agent_all)
            .create(
                {
                    "ticket_id": self.ticket.id,
                    "duplicate_of_id": other.id,
                    "target_stage_id": self.done.id,
                }
            )
        )
        wizard.action_confirm()
        self.assertEqual(self.ticket.duplicate_id, other)
        self._assert_open()

    def test_unmarking_closing_and_marking_again(self):
        self._contact(self.ticket)
        self._try_as_each_role(lambda t: t.action_unmark_complaint())
        self._try_as_each_role(lambda t: t.write({"is_complaint": False}))

    def test_unmarking_voids_a_consent(self):
        vals = {"complaint_decision": "not_upheld", "complaint_basis": "law"}
        self.ticket.write({**vals, "complaint_explanation": "<p>Polite</p>"})
        self.ticket.with_user(self.leader).action_give_consent()
        self.ticket.action_unmark_complaint()
        self.ticket.complaint_explanation = "<p>Rude</p>"
        self.ticket.action_mark_complaint()
        with self.assertRaises(UserError):
            self.ticket.action_send_decision()

    def test_plain_ticket_prepared_for_it(self):
        plain = self._create_ticket()
        for vals in (
            {"complaint_stage_id": self.stage_closed.id},
            {"complaint_decision_final": True},
            {"complaint_outcome": "satisfied"},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                plain.write(vals)
        with self.assertRaises(AccessError):
            self._create_ticket(complaint_decision_final=True)
        tickets = self.env["helpdesk.ticket"].with_user(self.handler)
        ticket = tickets.with_context(default_complaint_decision_final=True).create(
            {"name": "x", "description": "x", "team_id": self.team.id}
        )
        self.assertFalse(ticket.complaint_decision_final)

    def test_archiving(self):
        for value in (False, 0, None):
            self._try_as_each_role(lambda t, v=value: t.write({"active": v}))
        self._try_as_each_role(lambda t: t.action_archive())

    def test_deleting(self):
        self._contact(self.ticket)
        self._try_as_each_role(lambda t: t.unlink())

    def test_changing_the_customer_or_the_company(self):
        self._contact(self.ticket)  # Before that a slip is put right by a handler.
        other = self.env["res.company"].create({"name": "Other"})
        self.roles.company_ids += other
        for user in self.roles - self.manager:
            ticket = self.ticket.with_user(user)
            for vals in (
                {"partner_id": self.stranger.id},
                {"partner_id": False},
                {"company_id": other.id},
            ):
                with self.subTest(user.name, vals=vals):
                    self._assert_refused(
                        lambda t=ticket, v=vals: t.write(v), AccessError
                    )

    def test_manager_changes_the_customer_on_record(self):
        self.ticket.with_user(self.manager).partner_id = self.stranger
        self.assertIn("Competitor", self.ticket.message_ids[0].body)

    def test_stage_of_the_own_company_goes_to_no_other(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.manager.company_ids += other
        stage = self.stage_investigating.copy({"company_id": self.company.id})
        self.ticket.complaint_stage_id = stage
        ticket = self.ticket.with_user(self.manager)
        self._assert_refused(lambda: ticket.write({"company_id": other.id}))

    def test_emptied_severity(self):
        self._try_as_each_role(lambda t: t.write({"complaint_severity_id": False}))
        self.assertIn(
            "require_finding",
            self.stage_recovering._get_required(
                self.env["complaint.severity"], self.company
            ),
        )

    def test_stage_that_changes_its_meaning(self):
        stage = self.stage_investigating.with_user(self.manager).copy()
        self.ticket.complaint_stage_id = stage
        self._assert_refused(lambda: stage.write({"phase": "closed"}))

    def test_colleague_it_is_about(self):
        self.ticket.complaint_about_user_id = self.handler
        for way in (
            lambda t: t.write({"complaint_about_user_id": False}),
            lambda t: t.action_close(),
            lambda t: t.action_withdraw("Nonsense"),
            lambda t: t.action_unmark_complaint(),
            lambda t: t.action_hand_over(self.handler.id, "Mine"),
        ):
            self._assert_refused(lambda w=way: w(self.ticket), AccessError)

    def test_portal_customer_and_employee_write_nothing(self):
        for user in (self.portal, self.employee, self.sales):
            for vals in (
                {"complaint_stage_id": self.stage_closed.id},
                {"stage_id": self.done.id},
                {"complaint_confidential": True},
                {"is_complaint": False},
            ):
                ticket = self.ticket.with_user(user)
                with self.subTest(user.name):
                    self._assert_refused(
                        lambda t=ticket, v=vals: t.write(v), AccessError
                    )
