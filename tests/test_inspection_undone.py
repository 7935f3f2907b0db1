from freezegun import freeze_time

from odoo.exceptions import UserError

from .common.documents import MONDAY
from .common.inspection import InspectionCommon

TUESDAY = "2026-03-03 09:00:00"


@freeze_time(MONDAY)
class TestUndone(InspectionCommon):
    """A document that is cancelled or deleted: the remedy is owed again."""

    def _finished(self):
        remedy = self._make()
        self._report(remedy).state = "done"
        return remedy

    def _assert_owed_again(self, remedy, reason):
        result = super()._assert_owed_again(remedy)
        self.assertEqual(self.ticket.complaint_phase, "recovery")
        self.assertIn(reason, self._told(self.handler)[0].body)
        return result

    def test_cancelled(self):
        remedy = self._finished()
        self._report(remedy).state = "cancel"
        self._assert_owed_again(remedy, "Cancelled")
        self.assertTrue(remedy.can_make_document)

    def test_deleted(self):
        remedy = self._finished()
        name = self._report(remedy).name
        self._report(remedy).unlink()
        self._assert_owed_again(remedy, f"{name} was deleted")
        remedy.action_make_document()
        self.assertEqual(remedy.document_state, "made")

    def test_worked_on_again(self):
        remedy = self._finished()
        self._report(remedy).state = "draft"
        self._assert_owed_again(remedy, "Draft")
        self.assertEqual(remedy.document_state, "made")
        task = remedy.sudo().document_task_id
        self.assertEqual((task.state, task.user_id), ("running", self.inspector))
        self._report(remedy).state = "done"
        self.assertEqual((remedy.state, task.state), ("delivered", "done"))

    def test_draft_that_is_cancelled_leaves_no_task(self):
        remedy = self._make()
        task = remedy.sudo().document_task_id
        self._report(remedy).state = "cancel"
        self.assertEqual((remedy.document_state, task.state), ("undone", "cancelled"))
        self.assertEqual(remedy.state, "accepted")
        self.assertIn("owed again", self._told(self.handler)[0].body)

    def test_another_one_takes_its_place_and_the_first_stays_undone(self):
        remedy = self._make()
        first = self._report(remedy)
        first.state = "cancel"
        remedy.action_make_document()
        self.assertNotEqual(self._report(remedy), first)
        with self.assertRaisesRegex(UserError, "took the place of"):
            with self.cr.savepoint():
                first.state = "done"
        self.assertEqual((remedy.state, remedy.document_state), ("accepted", "made"))

    def test_closed_complaint_is_taken_up_again(self):
        remedy = self._finished()
        self._close()
        self._report(remedy).state = "cancel"
        self._assert_owed_again(remedy, "Cancelled")
        self.assertFalse(self.ticket.complaint_closed_at)

    def test_after_the_time_for_reopening_the_owner_sees_to_it(self):
        remedy = self._finished()
        self._close()
        with freeze_time("2026-06-01 09:00:00"):
            self._report(remedy).state = "cancel"
        self.assertTrue(self.ticket.complaint_closed_at)
        todo = self.ticket.sudo().activity_ids.filtered("active")
        self.assertEqual(todo.user_id, self.handler)
        self.assertIn("Owed again", todo.summary)

    def _close(self):
        self.ticket._complaint_record_exchange(
            channel="phone", purpose="follow_up", satisfaction="satisfied"
        )
        if not self.ticket.complaint_closed_at:
            self.ticket.action_close()

    def test_nothing_made_is_declined_in_silence(self):
        remedy = self._make()
        table = {**remedy._transitions, "accepted": {"delivered", "declined"}}
        self.patch(self.env.registry["complaint.remedy"], "_transitions", table)
        with self.assertRaisesRegex(UserError, "has a document: INS/"):
            remedy.action_decline("Wants money")
        self._report(remedy).state = "cancel"
        remedy.action_decline("Wants money")
        self.assertEqual(remedy.state, "declined")

    def test_delivered_remedy_is_not_accepted_again_by_hand(self):
        remedy = self._finished()
        with self.assertRaisesRegex(UserError, "accepted and delivered already"):
            remedy.action_accept()

    def test_department_hears_that_it_is_not_needed_any_more(self):
        remedy = self._make()
        self.ticket.action_withdraw("Found it again")
        report = remedy.sudo().result_ref
        note = self._told(self.inspector, report)
        self.assertIn("not needed any more", note.body)


@freeze_time(MONDAY)
class TestWorth(InspectionCommon):
    """What a document is worth is weighed against what was approved."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreign = cls.env["res.currency"].create(
            {
                "name": "FOR",
                "symbol": "F",
                "rate_ids": [(0, 0, {"name": "2026-01-01", "rate": 10})],
            }
        )

    def test_more_than_was_approved_is_refused(self):
        remedy = self._make()
        report = self._report(remedy)
        report.amount = 41
        with self.assertRaisesRegex(UserError, "change it to that"):
            report.state = "done"

    def test_less_than_was_promised_delivers_nothing(self):
        remedy = self._make()
        self._report(remedy).amount = 30
        self._report(remedy).state = "done"
        self.assertEqual((remedy.state, remedy.document_state), ("accepted", "short"))
        self.assertIn("give the rest", self._told(self.handler)[0].body)
        remedy.action_deliver()
        self.assertEqual(remedy.state, "delivered")

    def test_other_currency_counts_at_the_rate_of_the_request(self):
        remedy = self._make()
        report = self._report(remedy)
        self.env["res.currency.rate"].create(
            {"name": "2026-03-03", "rate": 20, "currency_id": self.foreign.id}
        )
        with freeze_time(TUESDAY):
            report.write({"currency_id": self.foreign.id, "amount": 401})
            with self.assertRaises(UserError), self.cr.savepoint():
                report.state = "done"
            report.amount = 400
            report.state = "done"
        self.assertEqual(remedy.state, "delivered")

    def test_full_cost_is_what_the_document_costs(self):
        remedy = self._make()
        self.assertEqual(self.ticket.complaint_given_amount, 40)
        self.assertEqual(self.ticket.complaint_cost_amount, 20)
        self.env.flush_all()
        rows = self.env["complaint.report"].with_user(self.manager)
        row = rows.search([("ticket_id", "=", self.ticket.id)])
        self.assertEqual((row.remedy_amount, row.cost_amount), (40, 20))
        self._report(remedy).state = "cancel"
        self.assertEqual(self.ticket.complaint_cost_amount, 40)

    def test_complaint_stays_where_its_document_is(self):
        self._make()
        other = self.env["res.company"].create({"name": "Other"})
        self.manager.company_ids += other
        with self.assertRaisesRegex(UserError, "it has a document there"):
            self.ticket.with_user(self.manager).company_id = other
