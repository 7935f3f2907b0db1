from datetime import datetime

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.documents import MONDAY
from .common.inspection import GROUP, InspectionCommon

TUESDAY = datetime(2026, 3, 3, 9)


@freeze_time(MONDAY)
class TestMaking(InspectionCommon):
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

    def test_document_that_proves_nothing_names_no_complaint(self):
        plain = self._report(self._make()).sudo().copy()
        self.assertIs(plain.complaint_number, False)

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
        for nothing in (None, False, 0, "", []):
            # It would be cut, and be about any amount.
            with self.subTest(nothing), self.assertRaises(AccessError):
                self._report(remedy).write({"complaint_remedy_id": nothing})
        with self.assertRaisesRegex(AccessError, "Make the document"):
            self._report(remedy).copy(link)
        values = self._report(remedy).copy_data()[0]
        with self.assertRaises(AccessError):
            reports.with_context(default_complaint_remedy_id=other.id).create(values)
        reports = reports.sudo().with_context(default_complaint_remedy_id=other.id)
        self.assertFalse(reports.create(values).complaint_remedy_id)
        self.assertFalse(self._report(remedy).copy().sudo().complaint_remedy_id)

    def test_link_is_nobodys_to_read(self):
        """A document with one and without a number would be about its reader."""
        document = self.registry["complaint.document"]
        names = [n for n, m in self.registry.items() if issubclass(m, document)]
        self.assertIn("inspection.report", names)
        for name in names:
            if self.env[name]._abstract:
                continue
            for user in (self.inspector, self.manager):
                records = self.env[name].with_user(user)
                for link in records._get_complaint_links():
                    with self.subTest(name, link=link), self.assertRaises(AccessError):
                        records.search([(link, "!=", False)])
                    self.assertNotIn(link, records.fields_get())

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
class TestDone(InspectionCommon):
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
        self.assertNotIn("40.00", mail[0].body)
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
        self.assertNotIn("40.0", str(lines))
