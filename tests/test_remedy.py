from datetime import datetime, timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common import ComplaintCommon

MONDAY = datetime(2026, 3, 2, 9)
#: Method → the state it leads to. ``action_offer`` goes through the ones before.
STEPS = {
    "action_approve": "approved",
    "action_refuse": "refused",
    "action_accept": "accepted",
    "action_decline": "declined",
    "action_deliver": "delivered",
    "action_cancel": "cancelled",
}


@freeze_time(MONDAY)
class TestRemedy(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(MONDAY):
            cls.ticket = cls._create_complaint(complaint_severity_id=cls.normal.id)

    def _offer(self, *amounts):
        remedies = self.env["complaint.remedy"].with_user(self.handler)
        for amount in amounts or (40,):
            remedies |= self._create_remedy(self.ticket, amount=amount)
        remedies.action_offer()
        return remedies

    def test_offer_within_the_limit_takes_one_step(self):
        remedy = self._offer()
        self.assertEqual((remedy.state, remedy.offer_number), ("offered", 1))
        self.assertEqual(remedy.requested_by_id, self.handler)
        self.assertEqual(remedy.approved_by_id, self.handler)

    def test_choice_is_kept_and_promised(self):
        remedy = self._offer()
        remedy.action_accept()
        promise = remedy.sudo().deadline_id
        self.assertEqual((promise.kind, promise.state), ("promise", "running"))
        self.assertEqual(promise.due_at, remedy.promised_at)
        with freeze_time("2026-03-03 09:00"):
            remedy.action_deliver()
        self.assertEqual(remedy.delivered_at, datetime(2026, 3, 3, 9))
        self.assertTrue(promise.kept)

    def test_promised_day_of_delivery_may_be_given(self):
        day = MONDAY + timedelta(days=1)
        remedy = self._create_remedy(self.ticket, promised_at=day)
        remedy.action_offer()
        remedy.action_accept()
        self.assertEqual(remedy.sudo().deadline_id.due_at, day)

    def test_promised_day_is_not_changed_silently(self):
        remedy = self._offer()
        remedy.action_accept()
        with self.assertRaises(UserError):
            remedy.promised_at = MONDAY + timedelta(days=30)
        promise = remedy.sudo().deadline_id.with_user(self.handler)
        promise.action_reschedule("2026-03-20 09:00:00", "Part is late")
        self.assertEqual(remedy.promised_at, datetime(2026, 3, 20, 9))

    def test_accepting_one_option_declines_its_siblings(self):
        remedies = self._offer(10, 20, 30)
        remedies[1].action_accept()
        states = remedies.mapped("state")
        self.assertEqual(states, ["declined", "accepted", "declined"])

    def test_accepting_leaves_other_offers_alone(self):
        other = self._offer(10)
        self._offer(20).action_accept()
        self.assertEqual(other.state, "offered")

    def test_two_options_of_one_offer_are_not_both_accepted(self):
        remedies = self._offer(10, 20)
        with self.assertRaises(UserError):
            remedies.action_accept()

    def test_delivery_happens_once(self):
        remedy = self._offer()
        remedy.action_accept()
        remedy.action_deliver()
        with self.assertRaises(UserError):
            remedy.action_deliver()

    def test_only_the_steps_of_the_table_are_taken(self):
        for state, following in self.env["complaint.remedy"]._get_transitions().items():
            for method, target in STEPS.items():
                if target in following:
                    continue
                remedy = self._create_remedy(self.ticket).with_user(self.manager)
                own_hand(remedy).state = state
                args = ["Because"] if method == "action_refuse" else []
                with self.subTest(f"{state} → {target}"):
                    with self.assertRaises(UserError), self.env.cr.savepoint():
                        getattr(remedy, method)(*args)

    def test_draft_is_not_approved_without_being_asked_for(self):
        remedy = self._create_remedy(self.ticket)
        remedy.action_request()
        with self.assertRaises(UserError):
            remedy.action_request()

    def test_requested_remedy_is_fixed(self):
        remedy = self._create_remedy(self.ticket, amount=400)
        remedy.action_request()
        for vals in (
            {"amount": 1},
            {"description": "More"},
            {"type_id": self.refund.copy().id},
            {"goodwill": True},
            {"currency_id": self.env.ref("base.CHF").id},
        ):
            for user in (self.handler, self.manager):
                with self.subTest(vals), self.assertRaises(UserError):
                    remedy.with_user(user).write(vals)

    def test_requested_remedy_is_not_deleted(self):
        remedy = self._create_remedy(self.ticket)
        remedy.action_request()
        with self.assertRaises(UserError):
            remedy.with_user(self.manager).unlink()
        self._create_remedy(self.ticket).unlink()

    def test_refusing_asks_for_a_reason(self):
        remedy = self._create_remedy(self.ticket, amount=200)
        remedy.action_request()
        boss = remedy.with_user(self.leader)
        with self.assertRaises(UserError):
            boss.action_refuse(" ")
        boss.action_refuse("Too much")
        self.assertEqual((remedy.state, remedy.reason), ("refused", "Too much"))
        self.assertEqual(remedy.sudo().deadline_id.state, "done")

    def test_taken_back_request_waits_for_nobody(self):
        remedy = self._create_remedy(self.ticket, amount=200)
        remedy.action_request()
        remedy.action_cancel()
        self.assertEqual(remedy.sudo().deadline_id.state, "cancelled")

    def test_accepted_remedy_is_owed(self):
        remedy = self._offer()
        remedy.action_accept()
        for method in ("action_cancel", "action_decline"):
            with self.subTest(method), self.assertRaises(UserError):
                getattr(remedy, method)()

    def test_no_offer_before_a_finding_where_it_is_grave(self):
        for severity in (self.major, self.critical):
            self.ticket.complaint_severity_id = severity
            remedy = self._create_remedy(self.ticket)
            for method in ("action_request", "action_offer"):
                with self.subTest(severity.name), self.assertRaises(UserError):
                    getattr(remedy, method)()
        self.ticket.write(
            {"complaint_finding": "<p>Seal</p>", "complaint_attribution": "ours"}
        )
        remedy.action_offer()
        self.assertEqual(remedy.state, "offered")

    def test_what_became_grave_after_approval_is_not_offered_before_a_finding(self):
        remedy = self._create_remedy(self.ticket)
        remedy.action_request()
        self.ticket.complaint_severity_id = self.major
        with self.assertRaises(UserError):
            remedy.action_offer()
        self.assertEqual(remedy.state, "approved")

    def test_closed_complaint_and_plain_ticket_get_no_offer(self):
        closed = self._create_complaint()
        closed.action_withdraw("Found it")
        for ticket in (closed, self._create_ticket()):
            with self.assertRaises(UserError):
                self._create_remedy(ticket).action_offer()

    def test_offer_is_not_accepted_after_closing(self):
        remedy = self._offer()
        self.ticket.action_withdraw("Found it")
        with self.assertRaises(UserError):
            remedy.action_accept()

    def test_remedy_costs_nothing_less_than_nothing(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._create_remedy(self.ticket, amount=-1)
            self.env.flush_all()

    def test_type_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self.refund.copy({"company_id": other.id})
        with self.assertRaises(ValidationError):
            self._create_remedy(self.ticket.sudo(), self.env.user, type_id=foreign.id)

    def test_salesperson_hears_of_the_choice(self):
        domain = [("partner_ids", "in", self.sales.partner_id.ids)]
        before = self.env["mail.message"].search_count(domain)
        self._offer().action_accept()
        messages = self.env["mail.message"].search(domain, order="id desc")
        self.assertEqual(len(messages), before + 1)
        self.assertIn("chose a solution", messages[0].subject)

    def test_employee_and_customer_do_nothing_with_remedies(self):
        remedy = self._offer()
        for user in (self.employee, self.sales, self.portal):
            for method in ("action_accept", "action_cancel", "action_deliver"):
                with self.subTest(user.name), self.assertRaises(AccessError):
                    getattr(remedy.with_user(user), method)()

    def test_every_kind_can_be_delivered(self):
        types = self.env["complaint.remedy.type"]
        for kind in types._fields["kind"].get_values(self.env):
            kind_type = types.create({"name": kind, "kind": kind})
            remedy = self._create_remedy(self.ticket, type_id=kind_type.id, amount=1)
            remedy.action_offer()
            remedy.action_accept()
            remedy.action_deliver()
            with self.subTest(kind):
                self.assertEqual(remedy.state, "delivered")
