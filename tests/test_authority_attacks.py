from odoo.exceptions import AccessError, UserError

from .common.attacks import STEPS, AttackCommon

#: What somebody would want to write, to have what nobody allowed.
FORGED = {
    "state": "accepted",
    "approved_by_id": 2,
    "requested_by_id": 2,
    "company_amount": 1,
    "offer_number": 1,
}


class TestAttackSteps(AttackCommon):
    """The public methods, called in any order by whoever may write the complaint."""

    def test_draft_goes_no_way_but_the_request(self):
        remedy = self._draft()
        for method in set(STEPS) - {"action_offer"}:
            for user in (self.handler, self.manager):
                with self.subTest(method, user=user.name):
                    self._assert_refused(UserError, user, remedy, method)
        self.assertEqual((remedy.state, self._given()), ("draft", 0))

    def test_draft_above_the_limit_is_asked_for_and_not_offered(self):
        remedy = self._draft()
        self._rpc(self.handler, remedy, "action_offer")
        self.assertEqual((remedy.state, self._given()), ("to_approve", 0))

    def test_waiting_remedy_is_brought_on_by_nobody_below_its_amount(self):
        remedy = self._request()
        for method in (*STEPS, "action_request", "action_refuse"):
            args = ["No"] if method == "action_refuse" else []
            with self.subTest(method):
                if method == "action_offer":  # It tells that it waits.
                    self._rpc(self.handler, remedy, method)
                else:
                    self._assert_refused(UserError, self.handler, remedy, method, *args)
                self.assertEqual(remedy.state, "to_approve")

    def test_requested_again_it_keeps_who_asked(self):
        remedy = self._request()
        self._assert_refused(UserError, self.manager, remedy, "action_request")
        self.assertEqual(remedy.requested_by_id, self.handler)

    def test_options_approved_together_are_not_taken_one_by_one(self):
        remedies = [self._request(40) for _index in range(3)]
        self._assert_refused(UserError, self.handler, remedies[0], "action_offer")
        remedies[1].action_cancel()
        remedies[2].action_cancel()
        self._rpc(self.handler, remedies[0], "action_offer")
        self._rpc(self.handler, remedies[0], "action_accept")
        for _index in range(2):
            self.assertEqual(self._request(40).state, "to_approve")
        self.assertEqual(self._given(), 40)

    def test_option_told_first_is_not_followed_by_its_siblings(self):
        first, *others = (self._request(40) for _index in range(3))
        (first | others[0] | others[1]).action_offer()
        first.action_accept()
        for other in others:
            for method in ("action_accept", "action_offer", "action_request"):
                with self.subTest(method):
                    self._assert_refused(UserError, self.handler, other, method)
        self.assertEqual(self._given(), 40)

    def test_three_of_40_in_one_call_are_one_offer_and_never_three(self):
        remedies = self._draft(40) | self._draft(40) | self._draft(40)
        self._rpc(self.handler, remedies, "action_request")
        self.assertEqual(set(remedies.mapped("state")), {"approved"})
        self.assertEqual(self._given(), 40)
        self._assert_refused(UserError, self.handler, remedies[0], "action_offer")
        self._rpc(self.handler, remedies, "action_offer")
        self._assert_refused(UserError, self.handler, remedies, "action_accept")
        self.assertEqual(self._given(), 40)

    def test_in_one_call_what_was_approved_before_counts(self):
        self._draft(30).action_offer()
        remedies = self._draft(20) | self._draft(40) | self._draft(10)
        self._rpc(self.handler, remedies, "action_request")
        self.assertEqual(
            remedies.mapped("state"), ["approved", "to_approve", "approved"]
        )

    def test_many_waiting_are_approved_within_the_limit_or_not_at_all(self):
        self._request(100, self.manager).action_offer()
        remedies = self._request(140) | self._request(200)
        self._assert_refused(UserError, self.leader, remedies, "action_approve")
        self.assertEqual(set(remedies.mapped("state")), {"to_approve"})
        self._rpc(self.leader, remedies[0], "action_approve")

    def test_what_was_asked_for_does_not_change_while_it_waits(self):
        remedy = self._request(60)
        for vals in (
            {"amount": 900},
            {"type_id": 1},
            {"ticket_id": 1},
            {"kind": "gift"},
        ):
            for user in (self.handler, self.leader, self.manager):
                with self.subTest(vals, user=user.name):
                    self._assert_refused(UserError, user, remedy, "write", vals)
        self._rpc(self.leader, remedy, "action_approve")
        self.assertEqual((remedy.amount, remedy.company_amount), (60, 60))

    def test_what_was_approved_does_not_change_afterwards(self):
        remedy = self._request(40)
        chf = self.env.ref("base.CHF").id
        for vals in (
            {"amount": 900},
            {"currency_id": chf},
            {"type_id": self.refund.copy().id},
            {"promised_at": "2030-01-01"},
            {"company_id": self.env["res.company"].create({"name": "B"}).id},
            {"description": "And a car"},
        ):
            with self.subTest(vals):
                self._assert_refused(UserError, self.handler, remedy, "write", vals)
                self._assert_refused(UserError, self.manager, remedy, "write", vals)

    def test_customer_of_what_was_approved_is_not_exchanged(self):
        self._request(40)
        vals = {"partner_id": self.stranger.id}
        self._assert_refused(AccessError, self.handler, self.ticket, "write", vals)

    def test_severity_and_cause_raise_no_limit(self):
        remedy = self._request(200)
        self.ticket.write({"complaint_cause_id": self.cause.id})
        self.ticket.write({"complaint_severity_id": self.minor.id})
        self._assert_refused(UserError, self.handler, remedy, "action_approve")
        self.assertEqual(self._request(200).state, "to_approve")


class TestAttackWays(AttackCommon):
    """Every way in but the buttons."""

    def test_forged_values_are_not_created(self):
        base = {"ticket_id": self.ticket.id, "type_id": self.refund.id, "amount": 900}
        for name, value in FORGED.items():
            for user in (self.handler, self.manager):
                with self.subTest(name, user=user.name):
                    self._assert_refused(
                        AccessError,
                        user,
                        self._draft(),
                        "create",
                        [{**base, name: value}],
                    )

    def test_forged_values_are_not_written_at_any_state(self):
        for remedy in (self._draft(), self._request(40), self._request(200)):
            for name, value in FORGED.items():
                with self.subTest(name, state=remedy.state):
                    self._assert_refused(
                        UserError, self.handler, remedy, "write", {name: value}
                    )
                    self._assert_refused(
                        UserError, self.manager, remedy, "web_save", {name: value}, {}
                    )

    def test_forged_values_are_not_written_through_other_records(self):
        remedy = self._request()
        deadline = remedy.sudo().deadline_id
        for record, name in (
            (self.ticket, "complaint_remedy_ids"),
            (deadline, "remedy_ids"),
        ):
            for command in ([1, remedy.id, {"state": "approved"}], [2, remedy.id, 0]):
                vals = {name: [command]}
                with self.subTest(name, command=command):
                    self._assert_refused(UserError, self.handler, record, "write", vals)
        self.assertEqual(remedy.state, "to_approve")

    def test_customer_s_record_is_no_way_to_a_remedy(self):
        remedy = self._request()
        change = [1, self.ticket.id, {"complaint_remedy_ids": [[2, remedy.id, 0]]}]
        vals = {"helpdesk_ticket_ids": [change]}
        self._assert_refused(UserError, self.handler, self.customer, "write", vals)

    def test_remedy_of_another_complaint_is_not_taken_along(self):
        remedy = self._request(40)
        other = self._create_complaint(complaint_severity_id=self.normal.id)
        for command in ([4, remedy.id, 0], [6, 0, remedy.ids]):
            vals = {"complaint_remedy_ids": [command]}
            self._assert_refused(UserError, self.handler, other, "write", vals)
        draft = self._draft()
        vals = {"ticket_id": other.id}
        self._assert_refused(AccessError, self.handler, draft, "write", vals)

    def test_import_brings_no_forged_values(self):
        base = [str(self.ticket.id), str(self.refund.id), "900"]
        for name, value in FORGED.items():
            column = f"{name}/.id" if name.endswith("_id") else name
            columns = ["ticket_id/.id", "type_id/.id", "amount", column]
            result = self._rpc(
                self.handler, self._draft(), "load", columns, [[*base, str(value)]]
            )
            with self.subTest(name):
                self.assertFalse(result["ids"])

    def test_import_of_a_change_leaves_what_waits(self):
        remedy = self._request()
        for column, value in (("amount", "1"), ("state", "approved")):
            result = self._rpc(
                self.handler, remedy, "load", [".id", column], [[str(remedy.id), value]]
            )
            with self.subTest(column):
                self.assertFalse(result["ids"])
                self.assertEqual((remedy.state, remedy.amount), ("to_approve", 200))

    def test_copy_is_a_draft_that_nobody_approved(self):
        remedy = self._request(200)
        self._rpc(self.leader, remedy, "action_approve")
        copy = remedy.browse(self._rpc(self.handler, remedy, "copy"))
        self.assertEqual((copy.state, copy.company_amount), ("draft", 0))
        self.assertFalse(copy.approved_by_id | copy.requested_by_id)
        for name, value in FORGED.items():
            with self.subTest(name):
                self._assert_refused(
                    AccessError, self.handler, remedy, "copy", {name: value}
                )

    def test_copy_of_the_complaint_takes_no_remedy_along(self):
        self._request(200)
        ids = self._rpc(self.handler, self.ticket, "copy")
        self.assertFalse(self.ticket.browse(ids).complaint_remedy_ids)

    def test_keys_of_the_context_approve_nothing(self):
        context = {f"default_{name}": value for name, value in FORGED.items()}
        context |= {"tracking_disable": True, "mail_notrack": True, "su": True}
        context |= {"import_file": True, "install_mode": True, "uid": 1}
        context |= {"active_test": False, "allowed_company_ids": self.company.ids}
        remedy = self._draft().with_context(**context)
        vals = {"ticket_id": self.ticket.id, "type_id": self.refund.id, "amount": 900}
        made = remedy.with_user(self.handler).create(vals)
        self.assertEqual((made.state, made.company_amount), ("draft", 0))
        made.action_request()
        self.assertEqual(made.state, "to_approve")
        with self.assertRaises(UserError):
            made.action_approve()

    def test_stored_default_approves_nothing(self):
        defaults = self.env["ir.default"].with_user(self.handler)
        for name, value in FORGED.items():
            defaults.set("complaint.remedy", name, value, user_id=True)
        remedy = self._draft()
        self.assertEqual((remedy.state, remedy.company_amount), ("draft", 0))
        self.assertFalse(remedy.approved_by_id | remedy.requested_by_id)

    def test_solved_on_the_spot_is_within_the_limit(self):
        self.ticket.complaint_severity_id = self.minor
        wizard = self.env["complaint.on.spot"].with_user(self.handler)
        wizard = wizard.create(
            {
                "ticket_id": self.ticket.id,
                "cause_id": self.cause.id,
                "finding": "Late",
                "attribution": "ours",
                "remedy_type_id": self.refund.id,
                "amount": 500,
            }
        )
        self._assert_refused(UserError, self.handler, wizard, "action_apply")
        self.assertEqual(self._given(), 0)
