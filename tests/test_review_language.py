from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .common.wizards import LATER, NOW, WizardCommon


@freeze_time(NOW)
class TestReadersLanguage(WizardCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["ir.module.module"].search(
            [("name", "=", "complaint_recovery")]
        )._update_translations(["zh_CN"], overwrite=True)
        cls.customer.lang = "zh_CN"
        cls.refund.with_context(lang="zh_CN").write(
            {"name": "退款", "description": "我们退回货款。"}
        )
        cls.refund.with_context(lang="en_US").write(
            {"name": "Refund", "description": "We give the money back."}
        )
        cls.ticket = cls._create_complaint()

    def _name(self, deadline, lang):
        return deadline.with_context(lang=lang).display_name

    def _accepted(self):
        self._contact(self.ticket)
        remedy = self._create_remedy(self.ticket)
        remedy.action_offer()
        remedy.action_accept()
        return remedy

    def test_remedy_is_described_in_the_customers_language(self):
        remedies = self.env["complaint.remedy"].with_user(self.handler)
        form = Form(remedies.with_context(default_ticket_id=self.ticket.id))
        form.type_id = self.refund
        self.assertEqual(form.description, "我们退回货款。")

    def test_remedy_given_on_the_spot_is_described_in_the_customers_language(self):
        action = self.ticket.action_solve_on_spot()
        self._from_action(
            action,
            finding="Late",
            cause_id=self.cause.id,
            remedy_type_id=self.refund.id,
            amount=5,
        ).action_apply()
        self.assertEqual(self.ticket.complaint_remedy_ids.description, "我们退回货款。")

    def test_promise_of_a_remedy_is_named_in_the_readers_language(self):
        promise = self._accepted().deadline_id
        self.assertTrue(self._name(promise, "zh_CN").startswith("退款"))
        self.assertTrue(self._name(promise, "en_US").startswith("Refund"))

    def test_promise_of_a_remedy_is_on_the_owners_list_in_the_owners_language(self):
        self.handler.lang = "zh_CN"
        summary = self._accepted().deadline_id.activity_id.summary
        self.assertTrue(summary.startswith("退款"), summary)

    def test_promise_of_a_visit_is_named_in_the_readers_language(self):
        visit = self._create_interaction(
            self.ticket, state="planned", date=LATER, channel="visit", place="Shop"
        )
        promise = visit.deadline_id
        self.assertEqual(self._name(promise, "en_US"), "Visit: Shop")
        self.assertEqual(self._name(promise, "zh_CN"), "上门: Shop")

    def test_call_back_is_named_in_the_readers_language(self):
        entries = self.env["complaint.quick.entry"].with_user(self.handler)
        self.customer.phone = "+32 470 12 34 56"
        entry = entries.create(
            {
                "description": "Leaks",
                "partner_id": self.customer.id,
                "partner_phone": self.customer.phone,
            }
        )
        promise = entry._save()._complaint_running("promise")
        number = self.customer.phone
        self.assertEqual(self._name(promise, "en_US"), f"Call back: {number}")
        self.assertEqual(self._name(promise, "zh_CN"), f"回电：{number}")

    def test_promise_takes_no_remedy_to_stand_behind_it(self):
        remedy = self._accepted()
        promise = remedy.deadline_id
        deadlines = self.env["complaint.deadline"].with_user(self.handler)
        vals = {"ticket_id": self.ticket.id, "name": "Mine", "due_at": LATER}
        link = {"remedy_ids": [(4, remedy.id)]}
        with self.assertRaises(AccessError):
            deadlines.create({**vals, **link})
        sent = deadlines.with_context(default_remedy_ids=link["remedy_ids"])
        self.assertEqual(sent.create(vals).display_name, "Mine")
        self.assertEqual(remedy.deadline_id, promise)

    def test_promise_in_own_words_keeps_them(self):
        promise = self.ticket._complaint_promise("Send a photo", LATER)
        self.assertEqual(self._name(promise, "zh_CN"), "Send a photo")

    def test_approval_names_the_remedy_in_the_readers_language(self):
        remedy = self._create_remedy(self.ticket, amount=60)
        remedy.action_request()
        approval = remedy.deadline_id
        self.assertIn("退款", self._name(approval, "zh_CN"))
        self.assertTrue(self._name(approval, "en_US").startswith("Approve Refund"))

    def test_approval_that_was_given_is_never_called_a_consent(self):
        remedy = self._create_remedy(self.ticket, amount=60)
        remedy.action_request()
        approval = remedy.deadline_id
        self._contact(self.ticket)
        remedy.with_user(self.manager).action_approve()
        remedy.action_offer()
        remedy.action_accept()
        self.assertNotEqual(remedy.deadline_id, approval)
        self.assertIn("Approve", self._name(approval, "en_US"))

    def test_care_and_consent_are_named_in_the_readers_language(self):
        for kind in ("care", "approval"):
            deadline = self.ticket._complaint_open_deadline(kind, "x", LATER)
            told = self._name(deadline, "zh_CN")
            self.assertNotIn(told, ("x", self._name(deadline, "en_US")))

    def test_late_mail_speaks_the_customers_language_and_names_no_cost(self):
        promise = self._accepted().deadline_id
        action = promise.with_user(self.handler).action_running_late()
        self._from_action(action, reason="Bank").action_apply()
        mail = self.ticket.message_ids.filtered(lambda m: m.partner_ids)[:1]
        self.assertIn("退款", mail.body)
        self.assertNotRegex(mail.body, r"\b40\b")

    def test_salesperson_reads_what_is_next_in_the_own_language(self):
        self._accepted()
        told = self.ticket.sudo().with_context(lang="zh_CN")
        told._complaint_running("first_contact", "follow_up")._cancel()
        self.assertIn("退款", told._complaint_news_next())


@freeze_time(NOW)
class TestDates(WizardCommon):
    def _offered(self, **vals):
        ticket = self._create_complaint()
        self._contact(ticket)
        remedy = self._create_remedy(ticket, **vals)
        remedy.action_offer()
        return remedy

    def test_date_for_a_remedy_that_is_to_come_is_kept(self):
        remedy = self._offered(promised_at=LATER)
        remedy.action_accept()
        self.assertEqual(remedy.deadline_id.due_at, LATER)

    def test_remedy_accepted_after_its_date_gets_a_new_one(self):
        remedy = self._offered(promised_at=LATER)
        with freeze_time("2030-01-03 09:00:00"):
            remedy.action_accept()
            self.assertGreater(remedy.promised_at, datetime(2030, 1, 3, 9))
            self.assertEqual(remedy.deadline_id.verdict, "running")

    def test_date_of_what_was_offered_is_no_more_to_be_edited(self):
        remedy = self._offered(promised_at=LATER)
        with self.assertRaisesRegex(AssertionError, "promised_at"):
            Form(remedy).promised_at = "2030-02-01"

    def test_word_during_the_pause_is_not_counted_twice(self):
        ticket = self._create_complaint()
        progress = ticket._complaint_running("progress")
        ticket._complaint_pause()
        with freeze_time("2030-01-03 09:00:00"):
            ticket._complaint_restart_progress(datetime(2030, 1, 3, 9))
            planned = progress.due_at
            ticket._complaint_resume()
        self.assertEqual(progress.due_at, planned)

    def test_without_working_time_every_hour_counts(self):
        ticket = self._create_complaint()
        self.calendar.attendance_ids = False
        now = datetime(2030, 1, 2, 9)
        self.assertEqual(
            ticket._complaint_after(now, hours=8), datetime(2030, 1, 2, 17)
        )
        self.assertEqual(ticket._complaint_after(now, days=2), datetime(2030, 1, 4, 9))

    def test_without_working_time_work_goes_on(self):
        ticket = self._create_complaint(complaint_decision="not_upheld")
        ticket.complaint_explanation = "<p>No.</p>"
        self._contact(ticket)
        self.calendar.attendance_ids = False
        ticket.action_request_consent()
        self._create_remedy(ticket, amount=60).action_request()
        remedy = self._create_remedy(ticket, amount=5)
        remedy.action_offer()
        remedy.action_accept()
        dues = ticket._complaint_running("approval", "promise").mapped("due_at")
        self.assertEqual(len(dues), 3)


class TestUsedConfiguration(WizardCommon):
    def test_severity_in_use_is_archived_not_deleted(self):
        ticket = self._create_complaint()
        with self.assertRaisesRegex(UserError, f"Normal.*{ticket.number}.*rchive"):
            self.normal.with_user(self.manager).unlink()
        self.normal.with_user(self.manager).active = False
        self.assertEqual(ticket.complaint_severity_id, self.normal)

    def test_cause_in_use_is_archived_not_deleted(self):
        ticket = self._create_complaint(complaint_cause_id=self.cause.id)
        ticket.action_withdraw("Found it")
        ticket.sudo().active = False
        with self.assertRaisesRegex(UserError, f"{self.cause.name}.*{ticket.number}"):
            self.cause.with_user(self.manager).unlink()

    def test_unused_ones_are_deleted(self):
        severity = self.normal.copy({"name": "Tiny"}).with_user(self.manager)
        cause = self.cause.copy({"name": "Dust"}).with_user(self.manager)
        (severity.unlink(), cause.unlink())
        self.assertFalse(severity.exists() or cause.exists())
