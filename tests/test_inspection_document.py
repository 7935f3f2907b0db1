from datetime import datetime

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common import ComplaintCommon

MONDAY = datetime(2026, 3, 2, 9)
TUESDAY = datetime(2026, 3, 3, 9)
GROUP = "complaint_recovery_inspection.group_inspector"


class DocumentCommon(ComplaintCommon):
    """A remedy that the report of tests/addons/complaint_recovery_inspection proves.

    The inspector may work on reports, and sees no complaint.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.inspector = new_test_user(
            cls.env,
            "inspector_user",
            groups=f"base.group_user,{GROUP}",
            name="Inspector",
            email="inspector@company.example",
        )
        cls.inspection = cls.env["complaint.remedy.type"].create(
            {"name": "Inspection without charge", "kind": "inspection"}
        )
        with freeze_time(MONDAY):
            cls.ticket = cls._create_complaint(complaint_severity_id=cls.minor.id)
            cls._contact(cls.ticket)
            cls._apologise(cls.ticket)

    @classmethod
    def _apologise(cls, ticket):
        apology = cls._create_apology(ticket)
        apology.action_send()

    def _accept(self, ticket=None, **vals):
        vals = {"type_id": self.inspection.id, **vals}
        remedy = self._create_remedy(ticket or self.ticket, **vals)
        remedy.action_offer()
        remedy.action_accept()
        return remedy

    def _make(self, **vals):
        remedy = self._accept(**vals)
        remedy.action_make_document()
        return remedy

    def _report(self, remedy):
        """Return the report as the inspector sees it."""
        return remedy.sudo().result_ref.with_user(self.inspector)

    def _customer_mails(self, ticket=None):
        messages = (ticket or self.ticket).sudo().message_ids
        return messages.filtered(lambda m: self.customer in m.partner_ids)

    def _told(self, user, record=None):
        """Return what ``user`` found in the inbox on ``record`` (the complaint)."""
        record = record or self.ticket
        messages = self.env["mail.message"].sudo()
        return messages.search(
            [
                ("partner_ids", "in", user.partner_id.ids),
                ("model", "=", record._name),
                ("res_id", "=", record.id),
                ("message_type", "=", "user_notification"),
            ]
        )


@freeze_time(MONDAY)
class TestMaking(DocumentCommon):
    """One remedy, one document, made by whoever handles it and done by a department."""

    def test_is_made_once_accepted(self):
        remedy = self._create_remedy(self.ticket, type_id=self.inspection.id)
        with self.assertRaisesRegex(UserError, "once the customer has accepted"):
            remedy.action_make_document()
        remedy.action_offer()
        remedy.action_accept()
        self.assertTrue(remedy.can_make_document)
        remedy.action_make_document()
        report = remedy.sudo().result_ref
        self.assertEqual((report.amount, report.state), (40, "draft"))
        self.assertEqual(remedy.state, "accepted")
        self.assertEqual(remedy.document_state, "made")

    def test_second_click_makes_nothing(self):
        remedy = self._make()
        with self.assertRaisesRegex(UserError, "has its document already: INS/"):
            remedy.action_make_document()
        self.assertEqual(self.env["inspection.report"].search_count([]), 1)

    def test_stale_cache_makes_nothing(self):
        remedy = self._accept()
        self.assertTrue(remedy.can_make_document)
        self.env.flush_all()
        self.cr.execute(
            "UPDATE complaint_remedy SET document_state = 'made' WHERE id = %s",
            remedy.ids,
        )
        self.assertFalse(remedy.document_state, "the cache is stale")
        with self.assertRaises(UserError):
            remedy.action_make_document()

    def test_document_belongs_to_one_remedy(self):
        remedy = self._make()
        other = self._accept(amount=5)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            with self.cr.savepoint():
                own_hand(other).result_ref = remedy.sudo().result_ref
                self.env.flush_all()

    def test_department_has_a_task_until_the_day_that_was_promised(self):
        remedy = self._make()
        task = remedy.sudo().document_task_id
        self.assertEqual((task.kind, task.user_id), ("task", self.inspector))
        self.assertEqual(task.due_at, remedy.promised_at)
        self.assertIn("Inspect the goods", task.name)
        self.assertIn("INS/", task.note)
        mine = task.with_user(self.inspector)
        with self.assertRaisesRegex(UserError, "is done when its document is"):
            mine.action_done()
        with self.assertRaisesRegex(UserError, "is done when its document is"):
            mine.action_cancel()

    def test_owner_who_may_do_it_has_no_second_task(self):
        self.handler.group_ids += self.env.ref(GROUP)
        remedy = self._make()
        self.assertFalse(remedy.sudo().document_task_id)

    def test_handler_reads_number_and_state_and_nothing_else(self):
        remedy = self._make()
        report = remedy.sudo().result_ref
        self.assertEqual(remedy.document_label, f"{report.name} · Draft")
        with self.assertRaises(AccessError):
            report.with_user(self.handler).read(["amount"])
        action = remedy.action_open_document()
        self.assertEqual(action["tag"], "display_notification")
        self.assertIn(report.name, action["params"]["message"])

    def test_inspector_opens_the_task_and_not_the_complaint(self):
        remedy = self._make()
        report = self._report(remedy)
        self.assertEqual(report.complaint_number, self.ticket.number)
        action = report.action_open_complaint()
        self.assertEqual(action["res_model"], "complaint.deadline")
        with self.assertRaises(AccessError):
            self.ticket.with_user(self.inspector).read(["name"])

    def test_link_is_nobodys_to_write(self):
        remedy, other = self._make(), self._accept(amount=5)
        reports = self.env["inspection.report"].with_user(self.inspector)
        link = {"complaint_remedy_id": other.id}
        with self.assertRaisesRegex(AccessError, "Make the document"):
            self._report(remedy).write(link)
        with self.assertRaisesRegex(AccessError, "Make the document"):
            self._report(remedy).copy(link)
        values = self._report(remedy).copy_data()[0]
        with self.assertRaises(AccessError):
            reports.with_context(default_complaint_remedy_id=other.id).create(values)
        reports = reports.sudo().with_context(default_complaint_remedy_id=other.id)
        self.assertFalse(reports.create(values).complaint_remedy_id)
        self.assertFalse(self._report(remedy).copy().complaint_remedy_id)

    def test_type_may_say_that_it_is_delivered_by_hand(self):
        remedy = self._accept()
        with self.assertRaisesRegex(UserError, "delivered when its document is done"):
            remedy.action_deliver()
        self.inspection.by_document = False
        with self.assertRaisesRegex(UserError, "delivered by hand"):
            remedy.action_make_document()
        remedy.action_deliver()
        self.assertEqual(remedy.state, "delivered")

    def test_one_button_of_the_complaint_does_what_is_next(self):
        remedy = self._accept()
        self.assertEqual(self.ticket.complaint_delivery_by, "making")
        self.ticket.action_deliver_remedies()
        self.assertEqual(remedy.document_state, "made")
        self.assertEqual(self.ticket.complaint_delivery_by, "waiting")
        action = self.ticket.action_deliver_remedies()
        self.assertEqual(action["tag"], "display_notification")
        self.assertIn("INS/", str(self.ticket.complaint_desk["notes"]))
        self.assertIn("Inspector", str(self.ticket.complaint_desk["notes"]))


@freeze_time(MONDAY)
class TestDone(DocumentCommon):
    """The document says that it is done: all else follows from that."""

    def _finish(self, remedy):
        with freeze_time(TUESDAY):
            self._report(remedy).state = "done"

    def test_chosen_made_done_told_and_followed_up(self):
        remedy = self._make()
        before = self._customer_mails()
        self._finish(remedy)
        self.assertEqual(remedy.state, "delivered")
        self.assertEqual(remedy.delivered_at, TUESDAY)
        self.assertEqual(remedy.document_state, "done")
        promise, task = remedy.sudo().deadline_id, remedy.sudo().document_task_id
        self.assertEqual((promise.verdict, task.verdict), ("kept", "kept"))
        mail = self._customer_mails() - before
        self.assertIn("What we promised you is done", mail[0].body)
        self.assertNotIn("40", mail[0].body)
        self.assertEqual(mail[0].author_id, self.handler.partner_id)
        self.assertIn("The customer was told", self._told(self.handler)[0].body)
        self.assertEqual(self.ticket.complaint_phase, "follow_up")
        self.assertTrue(self.ticket._complaint_running("follow_up"))

    def test_customer_without_address_is_to_be_called(self):
        self.customer.email = False
        remedy = self._make()
        self._finish(remedy)
        self.assertIn("call them", self._told(self.handler)[0].body)

    def test_done_twice_is_done_once(self):
        remedy = self._make()
        self._finish(remedy)
        told = self._customer_mails()
        self._finish(remedy)
        self.assertEqual(self._customer_mails(), told)

    def test_customers_page_names_it_without_what_it_costs(self):
        remedy = self._make()
        self._finish(remedy)
        lines = self.ticket._complaint_portal_values()["timeline"]
        self.assertIn("Delivered: Inspection without charge", str(lines))
        self.assertNotIn("40", str(lines))


@freeze_time(MONDAY)
class TestUndone(DocumentCommon):
    """A document that is cancelled or deleted: the remedy is owed again."""

    def _finished(self):
        remedy = self._make()
        self._report(remedy).state = "done"
        return remedy

    def _assert_owed_again(self, remedy, reason):
        self.assertEqual((remedy.state, remedy.delivered_at), ("accepted", False))
        self.assertEqual(remedy.sudo().deadline_id.state, "running")
        self.assertFalse(self.ticket._complaint_running("follow_up"))
        self.assertEqual(self.ticket.complaint_phase, "recovery")
        self.assertIn(reason, self._told(self.handler)[0].body)

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

    def test_another_one_takes_its_place_and_the_first_says_nothing_more(self):
        remedy = self._make()
        first = self._report(remedy)
        first.state = "cancel"
        remedy.action_make_document()
        self.assertNotEqual(self._report(remedy), first)
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
class TestWorth(DocumentCommon):
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
