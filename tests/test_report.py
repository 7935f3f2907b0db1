import ast

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tools.safe_eval import safe_eval

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common import ComplaintCommon


class ReportCommon(ComplaintCommon):
    def _report(self, user=None):
        self.env.flush_all()
        return self.env["complaint.report"].with_user(user or self.manager)

    def _row(self, ticket):
        return self._report().browse(ticket.id)

    def _figure(self, tickets, spec, user=None):
        ((value,),) = self._report(user)._read_group(
            [("ticket_id", "in", tickets.ids)], [], [spec]
        )
        return value


class TestReport(ReportCommon):
    """A complaint in figures: real hours, company currency, ratios of sums (D25)."""

    def _create_stamped(self, **stamps):
        ticket = self._create_complaint(
            complaint_received_at="2026-01-01 10:00", complaint_cause_id=self.cause.id
        )
        own_hand(ticket).write({f"complaint_{name}": at for name, at in stamps.items()})
        return ticket

    def test_hours_run_from_receiving_it_nights_included(self):
        ticket = self._create_stamped(
            first_contact_at="2026-01-01 12:30",
            apologised_at="2026-01-02 10:00",
            resolved_at="2026-01-03 11:00",
        )
        row = self._row(ticket)
        self.assertEqual(row.first_contact_hours, 2.5)
        self.assertEqual(row.apology_hours, 24)
        self.assertEqual(row.resolution_hours, 49)

    def test_target_is_what_the_ledger_asked_for_of_what_was_done(self):
        with freeze_time("2026-01-01 10:00:00"):
            ticket = self._create_complaint()
            due = ticket._complaint_running("first_contact").due_at
            self.assertFalse(self._row(ticket).first_contact_target_hours)
            self._contact(ticket)
        received = ticket.complaint_received_at
        hours = (due - received).total_seconds() / 3600
        row = self._row(ticket)
        row.invalidate_recordset()
        self.assertAlmostEqual(row.first_contact_target_hours, hours)
        self.assertFalse(row.resolution_target_hours, "not solved yet")

    def test_what_did_not_happen_yet_is_no_zero_in_an_average(self):
        tickets = self._create_stamped(resolved_at="2026-01-01 14:00")
        tickets |= self._create_stamped()
        self.assertEqual(self._figure(tickets, "resolution_hours:avg"), 4)

    def test_promises_kept_is_a_ratio_of_sums_not_of_ratios(self):
        many, one = self._create_stamped(), self._create_stamped()
        for ticket, kept in ((many, [True, True, True]), (one, [False])):
            for each in kept:
                deadline = ticket._complaint_promise("Call", "2026-02-01 10:00")
                own_hand(deadline).write(
                    {"state": "done", "kept": each, "done_at": "2026-01-05 10:00"}
                )
        rate = self._figure(many | one, "promises_kept_rate:avg")
        self.assertEqual(rate, 0.75)

    def test_running_promises_are_neither_kept_nor_broken(self):
        ticket = self._create_stamped()
        ticket._complaint_promise("Call", "2026-02-01 10:00")
        self.assertEqual(self._row(ticket).promises_total, 0)
        self.assertFalse(self._figure(ticket, "promises_kept_rate:avg"))

    def test_satisfied_counts_among_those_who_were_asked(self):
        tickets = self.env["helpdesk.ticket"]
        for said in ("satisfied", "dissatisfied", "neutral", False):
            ticket = self._create_stamped()
            own_hand(ticket).complaint_satisfaction = said
            tickets |= ticket
        self.assertAlmostEqual(self._figure(tickets, "satisfied:avg"), 1 / 3)

    def test_in_time_is_whether_the_solution_was(self):
        tickets = self.env["helpdesk.ticket"]
        for kept in (True, False):
            ticket = self._create_stamped()
            solution = ticket.complaint_deadline_ids.filtered(
                lambda d: d.kind == "resolution"
            )
            own_hand(solution).write(
                {"state": "done", "kept": kept, "done_at": "2026-01-05 10:00"}
            )
            tickets |= ticket
        self.assertEqual(self._figure(tickets, "in_time:avg"), 0.5)

    def test_same_customer_and_cause_within_the_span_is_a_repeat(self):
        first = self._create_stamped()
        second = self._create_complaint(
            complaint_received_at="2026-03-01 10:00", complaint_cause_id=self.cause.id
        )
        late = self._create_complaint(
            complaint_received_at="2026-09-01 10:00", complaint_cause_id=self.cause.id
        )
        found = [self._row(t).repeated for t in (first, second, late)]
        self.assertEqual(found, [0, 1, 0])

    def test_claimed_and_given_are_sums_of_their_own(self):
        ticket = self._create_stamped()
        ticket.complaint_claim_amount = 100
        for amount in (30, 20):
            remedy = self._create_remedy(ticket, amount=amount)
            own_hand(remedy).write({"state": "delivered", "company_amount": amount})
        self.assertEqual(self._figure(ticket, "claim_amount:sum"), 100)
        self.assertEqual(self._figure(ticket, "remedy_amount:sum"), 50)

    def test_money_of_each_company_is_told_in_its_own_currency(self):
        rupees = self.env.ref("base.INR")
        rupees.active = True
        other = self.env["res.company"].create({"name": "O", "currency_id": rupees.id})
        own, foreign = self._create_stamped(), self._create_stamped()
        self.manager.company_ids |= other
        foreign.sudo().write(
            {"team_id": False, "company_id": other.id, "user_id": self.manager.id}
        )
        for ticket in own | foreign:
            ticket.sudo().complaint_claim_amount = 100
        rows = self._report(self.env.user)._read_group(
            [("ticket_id", "in", (own | foreign).ids)],
            ["currency_id"],
            ["claim_amount:sum"],
        )
        self.assertEqual(
            {currency: amount for currency, amount in rows},
            {self.company.currency_id: 100, rupees: 100},
        )

    def test_row_opens_the_complaint_itself(self):
        ticket = self._create_stamped()
        action = self._report(self.handler).browse(ticket.id).action_open_complaint()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("helpdesk.ticket", ticket.id)
        )
        arch = self.env.ref("complaint_recovery.complaint_report_view_list").arch
        self.assertIn('action="action_open_complaint"', arch)

    def test_everybody_analyses_the_complaints_they_may_read(self):
        own = self._create_complaint()
        other = self._create_complaint(user=self.manager, user_id=self.manager.id)
        about = self._create_complaint(complaint_about_user_id=self.manager.id)
        for user, seen in (
            (self.handler, own | about),
            (self.manager, own | other),
            (self.agent_all, own | other | about),
        ):
            with self.subTest(user.name):
                found = self._report(user).search(
                    [("ticket_id", "in", (own | other | about).ids)]
                )
                self.assertEqual(set(found.ids), set(seen.ids))
        for user in (self.employee, self.sales_all, self.portal):
            with self.subTest(user.name), self.assertRaises(AccessError):
                self._report(user).search([("id", "=", own.id)])


class TestQuestions(ReportCommon):
    """The questions people have are saved filters, in their own language."""

    def test_each_question_is_answered(self):
        with freeze_time("2026-03-02 09:00"):
            self._create_complaint(complaint_cause_id=self.cause.id)
        filters = self.env["ir.filters"].search([("model_id", "=", "complaint.report")])
        self.assertGreaterEqual(len(filters), 9)
        for question in filters:
            with self.subTest(question.name):
                context = ast.literal_eval(question.context)
                fields = self.env["complaint.report"].fields_get()
                specs = [
                    f"{name}:{fields[name]['aggregator']}"
                    for name in context["pivot_measures"]
                    if name != "__count"
                ]
                rows = self._report().formatted_read_group(
                    safe_eval(question.domain), context["group_by"], specs
                )
                self.assertIsInstance(rows, list)
                self.assertIn(context["graph_measure"], {"__count", *fields})

    def test_a_question_reads_in_the_language_of_who_asks(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.manager.lang = "zh_CN"
        action = self.env.ref("complaint_recovery.complaint_report_action")
        names = {
            question["name"]
            for question in self.env["ir.filters"]
            .with_user(self.manager)
            .get_filters("complaint.report", action.id)
        }
        shipped = self.env["ir.filters"]._complaint_questions()
        shipped = [key for key in shipped if key.startswith("complaint_report_")]
        self.assertEqual(len(names), len(shipped))
