"""What follows a mail that opens a complaint: right after it, and once."""

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tools import mute_logger

from .common.customer_mail import CustomerMailCase
from .common.mail import follow_mails

JOB = "complaint_recovery.ir_cron_after_mail"


class AfterMailCase(CustomerMailCase):
    def setUp(self):
        super().setUp()
        self.job = self.env.ref(JOB)

    def _store(self, sender="Nora New <nora@new.example>", **kwargs):
        """Let a mail in, and nothing else happen."""
        raw = self._write_mail(sender, **kwargs)
        ticket_id = self.env["mail.thread"].message_process(None, raw)
        self.env.flush_all()
        return self.env["helpdesk.ticket"].browse(ticket_id)

    def _told(self, user, ticket):
        """Return what ``user`` was told of ``ticket``."""
        return self.env["mail.message"].search(
            [
                ("model", "=", ticket._name),
                ("res_id", "=", ticket.id),
                ("message_type", "=", "user_notification"),
                ("partner_ids", "in", user.partner_id.ids),
            ]
        )

    def _acknowledged(self, ticket):
        domain = [("model", "=", ticket._name), ("res_id", "=", ticket.id)]
        mails = self.env["mail.mail"].search(domain)
        return mails.filtered("email_to")


class TestStored(AfterMailCase):
    def test_the_complaint_is_there_with_owner_and_words(self):
        ticket = self._store(body="It leaks.")
        self.assertTrue(ticket.is_complaint)
        self.assertEqual(ticket.user_id, self.leader)
        self.assertEqual(ticket.complaint_stage_id, self.stage_received)
        self.assertEqual(ticket.complaint_interaction_ids.summary, "It leaks.")

    def test_and_nothing_else_yet(self):
        ticket = self._store()
        self.assertFalse(ticket.complaint_deadline_ids)
        self.assertFalse(self._acknowledged(ticket))
        self.assertFalse(self._told(self.leader, ticket))

    def test_whoever_opens_it_is_told_what_is_to_follow(self):
        ticket = self._store()
        mine = ticket.with_user(self.leader)
        self.assertIn("follow in a moment", mine.complaint_status)
        follow_mails(self.env)
        mine.invalidate_recordset()
        self.assertNotIn("follow in a moment", mine.complaint_status)

    def test_the_job_is_woken_once_a_transaction(self):
        triggers = self.env["ir.cron.trigger"]
        before = triggers.search_count([("cron_id", "=", self.job.id)])
        self._store()
        after = triggers.search_count([("cron_id", "=", self.job.id)])
        self.assertEqual(after - before, 1)

    def test_what_is_waited_for_is_found_through_its_index(self):
        self._store()
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute(
            "EXPLAIN SELECT id FROM helpdesk_ticket"
            " WHERE complaint_after_mail IS NOT NULL ORDER BY id LIMIT 1"
        )
        plan = "\n".join(row[0] for row in self.env.cr.fetchall())
        self.assertIn("complaint_after_mail_idx", plan)

    def test_a_person_who_files_one_waits_for_all_of_it(self):
        ticket = self._create_complaint()
        self.assertFalse(ticket.sudo().complaint_after_mail)
        self.assertTrue(ticket.sudo().complaint_deadline_ids)
        self.assertTrue(self._newest(ticket))


class TestFollowed(AfterMailCase):
    def test_the_job_does_it_once(self):
        ticket = self._store()
        with self.enter_registry_test_mode():
            self.job.method_direct_trigger()
            self.job.method_direct_trigger()
        kinds = ticket.complaint_deadline_ids.mapped("kind")
        self.assertEqual(sorted(kinds), ["first_contact", "progress", "resolution"])
        self.assertEqual(len(self._acknowledged(ticket)), 1)
        self.assertEqual(len(self._told(self.leader, ticket)), 1)
        self.assertFalse(ticket.complaint_after_mail)
        self.assertFalse(self.job.failure_count)

    def test_many_follow_in_one_run(self):
        tickets = [self._store(f"n{number}@new.example") for number in range(3)]
        with self.enter_registry_test_mode():
            self.job.method_direct_trigger()
        for ticket in tickets:
            self.assertTrue(ticket.complaint_deadline_ids)
            self.assertTrue(self._acknowledged(ticket))

    def test_the_clock_runs_from_the_arrival(self):
        arrived = fields.Datetime.now().replace(microsecond=0)
        with freeze_time(arrived):
            ticket = self._store()
        with freeze_time(arrived + timedelta(hours=30)):
            follow_mails(self.env)
        deadlines = ticket.complaint_deadline_ids
        self.assertEqual(set(deadlines.mapped("start_at")), {arrived})
        first = deadlines.filtered(lambda d: d.kind == "first_contact")
        clock = ticket._complaint_clock()
        due = ticket._complaint_plan("first_contact", clock, arrived)[0]
        self.assertEqual(first.due_at, due)

    def test_no_time_is_promised_that_has_passed(self):
        arrived = fields.Datetime.now().replace(microsecond=0)
        ticket = self._store()
        with freeze_time(arrived + timedelta(days=20)):
            follow_mails(self.env)
        body = self._acknowledged(ticket).body_html
        self.assertIn(ticket.number, body)
        self.assertNotIn("hear from us in person", body)

    def test_nobody_is_answered_who_should_not_be(self):
        ticket = self._store("no-reply@shop.example")
        follow_mails(self.env)
        self.assertFalse(self._acknowledged(ticket))
        self.assertTrue(ticket.complaint_deadline_ids)

    def test_where_the_job_is_switched_off_all_is_done_at_once(self):
        self.job.active = False
        ticket = self._store()
        self.assertTrue(ticket.complaint_deadline_ids)
        self.assertTrue(self._acknowledged(ticket))
        self.assertTrue(self._told(self.leader, ticket))

    def test_the_queue_of_mails_is_woken(self):
        self._store()
        queue = self.env.ref("mail.ir_cron_mail_scheduler_action")
        domain = [("cron_id", "=", queue.id)]
        before = self.env["ir.cron.trigger"].search_count(domain)
        with self.enter_registry_test_mode():
            self.job.method_direct_trigger()
        after = self.env["ir.cron.trigger"].search_count(domain)
        self.assertEqual(after - before, 1)


class TestMeanwhile(AfterMailCase):
    """Somebody was faster than the job."""

    def _answer(self, ticket):
        with freeze_time(fields.Datetime.now() + timedelta(minutes=1)):
            self._create_interaction(
                ticket, user=self.leader, purpose="first_contact", reached=True
            )

    def test_no_first_contact_is_asked_for_after_one(self):
        ticket = self._store()
        self._answer(ticket)
        follow_mails(self.env)
        kinds = ticket.complaint_deadline_ids.mapped("kind")
        self.assertEqual(sorted(kinds), ["progress", "resolution"])

    def test_the_time_of_silence_runs_from_the_word(self):
        ticket = self._store()
        self._answer(ticket)
        follow_mails(self.env)
        progress = ticket._complaint_running("progress")
        self.assertEqual(progress.start_at, ticket.complaint_last_outbound_at)

    def test_whoever_was_answered_gets_no_acknowledgement(self):
        ticket = self._store()
        self._answer(ticket)
        follow_mails(self.env)
        self.assertFalse(self._acknowledged(ticket))

    def test_what_has_ended_is_left_alone(self):
        ticket = self._store()
        ticket.action_withdraw(reason="It works again.")
        self._newest(ticket).unlink()
        follow_mails(self.env)
        self.assertFalse(ticket.complaint_deadline_ids)
        self.assertFalse(self._acknowledged(ticket))

    def test_a_new_owner_hears_of_it_once(self):
        ticket = self._store()
        ticket.user_id = self.handler
        follow_mails(self.env)
        self.assertEqual(len(self._told(self.handler, ticket)), 1)
        self.assertFalse(self._told(self.leader, ticket))

    def test_what_is_no_complaint_after_all_waits_for_nothing(self):
        ticket = self._store()
        ticket.action_unmark_complaint()
        follow_mails(self.env)
        self.assertFalse(self._acknowledged(ticket))
        self.assertFalse(ticket.complaint_after_mail)


class TestFailing(AfterMailCase):
    @mute_logger("odoo.addons.complaint_recovery.models.ticket.after_mail")
    def test_a_part_that_fails_is_told_and_stops_no_other(self):
        ticket = self._store()
        failing = patch.object(
            type(ticket), "_complaint_acknowledge", side_effect=ValueError("no words")
        )
        with failing:
            follow_mails(self.env)
        self.assertTrue(ticket.complaint_deadline_ids)
        self.assertTrue(self._told(self.leader, ticket))
        notes = ticket.message_ids.mapped("body")
        self.assertTrue([note for note in notes if "no words" in note])

    @mute_logger("odoo.addons.complaint_recovery.models.ticket.after_mail")
    def test_nothing_is_told_to_be_done_that_was_undone(self):
        """The mark goes with what it stands for: a crash brings both back."""
        ticket = self._store()
        with (
            self.assertRaises(KeyboardInterrupt),
            self.env.cr.savepoint(),
            patch.object(
                type(ticket), "_complaint_tell_opened", side_effect=KeyboardInterrupt
            ),
        ):
            follow_mails(self.env)
        self.env.invalidate_all()
        self.assertTrue(ticket.complaint_after_mail)
        self.assertFalse(self._acknowledged(ticket))
        follow_mails(self.env)
        self.assertEqual(len(self._acknowledged(ticket)), 1)
