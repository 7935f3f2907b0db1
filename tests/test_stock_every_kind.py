"""What holds of each kind of remedy that a document of another app delivers."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from .common.documents import MONDAY
from .common.every_kind import EveryKindCommon


@freeze_time(MONDAY)
class TestPlayed(EveryKindCommon):
    """Chosen → document → done → customer told → follow-up planned."""

    def _play(self, kind):
        remedy = self._make_kind(kind)
        document = self._document(remedy, self.kinds[kind][1]).sudo()
        self.assertEqual((remedy.state, remedy.document_state), ("accepted", "made"))
        self._finish_kind(kind, remedy)
        told = document.code if kind == "voucher" else document.name
        if kind == "correction":
            told = document.sudo().complaint_corrected_ids.name
        self._assert_delivered_and_told(remedy, told)
        return remedy

    def test_every_kind_with_a_document_is_played(self):
        makers = set(self.env["complaint.remedy"]._get_makers())
        # A discount is made as a voucher is, the other by an addon of the tests.
        self.assertEqual(makers - {"discount", "inspection"}, set(self.kinds))

    def test_refund(self):
        self._play("refund")

    def test_correction(self):
        self._play("correction")

    def test_voucher(self):
        self._play("voucher")

    def test_replacement(self):
        self._play("replacement")

    def test_return(self):
        self._play("return")

    def test_repair(self):
        self._play("repair")


@freeze_time(MONDAY)
class TestRights(EveryKindCommon):
    """Who asks for a document, who finishes it, and who reads what of it."""

    def test_task_is_the_departments_and_due_with_the_promise(self):
        for _kind, remedy, user in self._each_kind():
            remedy.action_make_document()
            task = remedy.sudo().document_task_id
            if user == self.handler:  # The promise itself is the task.
                self.assertFalse(task)
                continue
            self.assertEqual((task.user_id, task.due_at), (user, remedy.promised_at))

    def test_made_it_is_not_posted_confirmed_or_sent(self):
        for _kind, remedy, _user in self._each_kind():
            remedy.action_make_document()
            document = remedy.sudo().result_ref
            self.assertEqual(document._get_complaint_state(), "made")
            self.assertFalse(self._customer_mails() & self._mails_with(document))

    def _mails_with(self, document):
        name = document._get_complaint_name()
        return self.env["mail.message"].sudo().search([("body", "like", name)])

    def test_handler_without_rights_there_reads_number_and_state_alone(self):
        for _kind, remedy, _user in self._each_kind():
            remedy.action_make_document()
            document = self._document(remedy, self.handler)
            with self.assertRaises(AccessError):
                document.read(["display_name"])
            with self.assertRaises(AccessError):
                document.write({"complaint_remedy_id": False})
            name = document.sudo()._get_complaint_name()
            self.assertTrue(remedy.document_label.startswith(f"{name} · "))
            action = remedy.action_open_document()
            self.assertEqual(action["tag"], "display_notification")

    def test_department_makes_no_document_and_opens_no_complaint(self):
        for _kind, remedy, user in self._each_kind():
            if user == self.handler:
                continue
            with self.assertRaises(AccessError):
                remedy.with_user(user).action_make_document()
            remedy.action_make_document()
            document = self._document(remedy, user)
            self.assertEqual(document.complaint_number, self.ticket.number)
            with self.assertRaises(AccessError):
                document.complaint_remedy_id.read(["amount"])
            with self.assertRaises(AccessError):
                self.ticket.with_user(user).read(["description"])
            opened = document.action_open_complaint()
            self.assertEqual(opened["res_model"], "complaint.deadline")

    def test_the_number_stands_in_no_field_of_another_app(self):
        """Odoo quotes and copies them: into names of moves, notes of what reverses."""
        for kind, remedy, _user in self._each_kind():
            remedy.action_make_document()
            self._finish_kind(kind, remedy)
            if kind != "voucher":  # Odoo copies none: its code is one of a kind.
                remedy.sudo().result_ref.copy()
            self.env.flush_all()
            self.assertFalse(self._where_told(self.ticket.number))

    def test_number_is_told_to_who_may_know_of_the_complaint(self):
        secrets = {
            "complaint_about_user_id": self.agent_all.id,
            "complaint_confidential": True,
        }
        for _kind, remedy, user in self._each_kind():
            if user == self.handler:
                continue
            remedy.action_make_document()
            document = self._document(remedy, user)
            self.assertEqual(document.complaint_number, self.ticket.number)
            for name, value in secrets.items():
                savepoint = self.cr.savepoint()
                self.ticket.with_user(self.manager).write({name: value})
                self.env.invalidate_all()
                self.assertFalse(document.complaint_number)
                shown = document.with_user(self.manager).sudo()
                with self.subTest(secret=name):
                    self.assertEqual(shown.complaint_number, self.ticket.number)
                savepoint.close(rollback=True)
                self.env.invalidate_all()

    def _where_told(self, number):
        """Return table.column of the other apps wherever ``number`` stands."""
        self.cr.execute(
            """
            SELECT c.table_name, c.column_name
              FROM information_schema.columns c
              JOIN information_schema.tables t USING (table_schema, table_name)
             WHERE t.table_type = 'BASE TABLE' AND c.table_schema = current_schema()
               AND c.data_type IN ('text', 'character varying', 'jsonb')
               AND c.table_name ~ '^(stock|account|repair|loyalty|mail_tracking)_'
            """
        )
        found = []
        for table, column in self.cr.fetchall():
            self.cr.execute(
                f'SELECT 1 FROM "{table}" WHERE "{column}"::text LIKE %s LIMIT 1',
                [f"%{number}%"],
            )
            if self.cr.fetchall():
                found.append(f"{table}.{column}")
        return found

    def test_standing_it_is_neither_declined_nor_made_twice(self):
        for _kind, remedy, _user in self._each_kind():
            remedy.action_make_document()
            for step in (remedy.action_cancel, remedy.action_make_document):
                with self.assertRaises(UserError), self.cr.savepoint():
                    step()
            self.assertEqual(remedy.state, "accepted")


@freeze_time(MONDAY)
class TestTold(EveryKindCommon):
    """Where the document of a remedy is named, and what it costs."""

    def test_customer_and_salesperson_read_it_in_plain_words(self):
        for kind, remedy, _user in self._each_kind():
            remedy.action_make_document()
            self._finish_kind(kind, remedy)
            document = remedy.sudo().result_ref
            number = document.code if kind == "voucher" else document.name
            told = str(self.ticket._complaint_portal_values()["timeline"])
            self.assertIn(number, told)
            self.env.flush_all()
            row = self.env["complaint.history"].with_user(self.sales)
            row = row.browse(self.ticket.id)
            row.invalidate_recordset()
            self.assertIn(document._get_complaint_name(), row.remedies)

    def test_full_cost_and_reports_know_what_each_cost(self):
        self.invoice.button_draft()
        self.invoice.invoice_line_ids.tax_ids = False
        self.invoice.action_post()
        # Of goods what they cost us, and not what was approved.
        costs = dict.fromkeys(self.kinds, 15) | {"replacement": 12}
        for kind, remedy, _user in self._each_kind():
            remedy.action_make_document()
            self._finish_kind(kind, remedy)
            self.assertAlmostEqual(remedy.document_cost, costs[kind])
            self.assertAlmostEqual(self.ticket.complaint_cost_amount, costs[kind])
            self.env.flush_all()
            row = self.env["complaint.report"].with_user(self.manager)
            row = row.browse(self.ticket.id)
            row.invalidate_recordset()
            self.assertAlmostEqual(row.cost_amount, costs[kind])


@freeze_time(MONDAY)
class TestWaysBack(EveryKindCommon):
    """Each way in which a document is undone: the remedy is owed again."""

    def test_what_came_back_is_sent_to_the_customer_again(self):
        remedy = self._make_kind("return")
        self._finish_kind("return", remedy)
        receipt = self._document(remedy, self.storekeeper)
        self._send_back(receipt)
        self._assert_owed_again(remedy)
        self.assertTrue(remedy.can_make_document)

    def test_receipt_of_a_return_is_cancelled_or_deleted(self):
        for step in ("action_cancel", "unlink"):
            with self.subTest(step):
                remedy = self._make_kind("return", amount=5)
                receipt = self._document(remedy, self.storekeeper)
                getattr(receipt.sudo(), step)()
                self.assertEqual(remedy.document_state, "undone")
                self.assertIn("owed again", self._told(self.handler)[0].body)

    def test_corrected_invoice_is_cancelled_after_it_was_posted(self):
        remedy = self._make_kind("correction", amount=10)
        self._finish_kind("correction", remedy)
        credit = self._document(remedy, self.accountant)
        self.assertEqual(remedy.state, "delivered")
        corrected = credit.sudo().complaint_corrected_ids.with_user(self.accountant)
        corrected.button_draft()
        self._assert_owed_again(remedy)
        corrected.action_post()
        self.assertEqual(remedy.state, "delivered")

    def test_credit_note_of_a_correction_is_reversed(self):
        remedy = self._make_kind("correction", amount=10)
        self._finish_kind("correction", remedy)
        credit = self._document(remedy, self.accountant)
        credit._reverse_moves([{"date": MONDAY.date()}]).action_post()
        self._assert_owed_again(remedy)
        self.assertEqual(remedy.document_state, "undone")
