from datetime import datetime, timedelta

from markupsafe import Markup

from odoo.exceptions import UserError
from odoo.tests import freeze_time

from .common import ComplaintCommon
from .common.customer_mail import CustomerMailCase


@freeze_time("2026-03-02 09:00:00")
class TestInbox(ComplaintCommon):
    """Whoever asked hears the answer, once, and never what they did themselves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls._create_complaint(complaint_severity_id=cls.normal.id)
        for user in cls.handler + cls.leader:
            user.notification_type = "inbox"

    def _heard(self, user):
        """Return what came into the inbox of ``user`` about the complaint."""
        notes = self.env["mail.message"].search(
            [
                ("model", "=", "helpdesk.ticket"),
                ("res_id", "=", self.complaint.id),
                ("message_type", "=", "user_notification"),
                ("partner_ids", "in", user.partner_id.ids),
            ]
        )
        return [str(note.body) for note in notes]

    def _asked(self):
        remedy = self._create_remedy(self.complaint, amount=200)
        remedy.action_request()
        return remedy.with_user(self.leader)

    def _escalated(self):
        escalations = self.complaint._complaint_escalate("She wants a word")
        return escalations.with_user(self.leader)

    def test_each_answer_of_a_superior_reaches_whoever_asked_and_nobody_else(self):
        answers = {
            "approved": (self._asked, lambda r: r.action_approve()),
            "refused": (self._asked, lambda r: r.action_refuse("Too dear")),
            "takes it over": (self._escalated, lambda e: e.action_take()),
            "call Claire": (self._escalated, lambda e: e.action_return("call Claire")),
            "settled": (self._escalated, lambda e: e.action_done()),
        }
        for words, (ask, answer) in answers.items():
            with self.subTest(words):
                asked, before = ask(), len(self._heard(self.handler))
                answer(asked)
                heard = self._heard(self.handler)
                self.assertEqual(len(heard), before + 1)
                self.assertIn(words, heard[0])
        self.assertFalse(self._heard(self.leader))

    def test_what_may_be_given_is_told_with_the_instruction(self):
        self._escalated().action_return("Call her at 16:00", concession_amount=120)
        self.assertIn("120", self._heard(self.handler)[0])
        task = self.complaint._complaint_running("second_handling")
        self.assertIn("120", str(task.note))

    def test_a_superiors_promise_is_finished_by_nobody_else(self):
        self._escalated()
        promise = self.complaint._complaint_running("promise")
        self.assertEqual(promise.user_id, self.leader)
        with self.assertRaisesRegex(UserError, "Leader promised it"):
            promise.with_user(self.handler).action_done()
        activity = promise.sudo().activity_id.with_user(self.handler)
        with self.assertRaisesRegex(UserError, "Leader promised it"):
            activity.action_feedback()
        promise.with_user(self.leader).action_done()
        self.assertEqual(promise.state, "done")

    def test_managers_are_asked_before_whoever_administers_the_system(self):
        admin = self.env.ref("base.user_admin")
        admin.group_ids |= self.env.ref("helpdesk_mgmt.group_helpdesk_manager")
        managers = self.env["res.users"]._complaint_managers(self.company)
        self.assertIn(admin, managers)
        self.assertLess(
            managers.ids.index(self.manager.id), managers.ids.index(admin.id)
        )
        remedy = self._create_remedy(self.complaint, amount=700)
        remedy.action_request()
        self.assertEqual(remedy.sudo().deadline_id.user_id, self.manager)

    def test_what_follows_from_a_customers_mail_is_not_said_by_them(self):
        said = self.complaint.with_user(self.portal).sudo()._complaint_log("Left out")
        self.assertEqual(said.author_id, self.env.ref("base.partner_root"))
        noted = self.complaint._complaint_log("Left out")
        self.assertEqual(noted.author_id, self.handler.partner_id)


@freeze_time("2026-03-02 09:00:00")
class TestOfferMailedOnce(CustomerMailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls._create_complaint(complaint_severity_id=cls.normal.id)

    def _mails(self):
        return self.complaint.complaint_interaction_ids.filtered(
            lambda i: i.purpose == "offer"
        )

    def test_who_has_no_address_chooses_on_the_phone(self):
        remedy = self._create_remedy(self.complaint, amount=20)
        remedy.action_offer()
        self.assertTrue(self.complaint.complaint_offer_waiting)
        self.complaint.partner_id.sudo().email = False
        self.complaint.sudo().partner_email = False
        self.assertFalse(self.complaint.complaint_offer_waiting)
        self.assertEqual(remedy.state, "offered")

    def test_a_contact_of_another_company_is_waiting_as_well(self):
        """The handler may not see the contact, and does see what is to be done."""
        self._create_remedy(self.complaint, amount=20).action_offer()
        other = self.env["res.company"].sudo().create({"name": "Elsewhere"})
        rules = self.env.ref("base.res_partner_rule").sudo()
        rules.active = True
        self.complaint.partner_id.sudo().company_id = other
        self.env.invalidate_all()
        complaint = self.complaint.with_user(self.handler)
        self.assertFalse(
            complaint.sudo().partner_id.with_user(self.handler).has_access("read")
        )
        self.assertTrue(complaint.complaint_offer_waiting)

    def test_the_offer_is_mailed_once_and_again_only_where_asked_for(self):
        self._create_remedy(self.complaint, amount=20).action_offer()
        self.assertTrue(self.complaint.complaint_offer_waiting)
        self.complaint.action_send_offer()
        self.assertFalse(self.complaint.complaint_offer_waiting)
        with self.assertRaisesRegex(UserError, "mailed already"):
            self.complaint.action_send_offer()
        self.assertEqual(len(self._mails()), 1)
        self.complaint.action_send_offer_again()
        self.assertEqual(len(self._mails()), 2)

    def test_the_wish_to_mail_outlasts_the_approval(self):
        offers = self.env["complaint.offer"].with_user(self.handler)
        line = {"type_id": self.refund.id, "amount": 200}
        offer = offers.create(
            {"ticket_id": self.complaint.id, "line_ids": [(0, 0, line)]}
        )
        offer.action_offer()
        self.assertFalse(self._mails())
        self.complaint.complaint_remedy_ids.with_user(self.leader).action_approve()
        self.assertEqual(len(self._mails()), 1)
        self.complaint.action_offer_remedies()
        self.assertEqual(len(self._mails()), 1, "it was mailed with the approval")

    def test_no_colleague_gets_a_copy_of_what_we_mail_to_the_customer(self):
        colleagues = (self.handler + self.leader).partner_id
        self.complaint.sudo().message_subscribe(colleagues.ids)
        self._create_remedy(self.complaint, amount=20).action_offer()
        self.complaint.action_send_offer()
        mail = self._mails().sudo().message_id
        told = mail.notified_partner_ids | mail.notification_ids.res_partner_id
        self.assertIn(self.customer, told)
        self.assertFalse(told & colleagues)


@freeze_time("2026-03-02 09:00:00")
class TestUndo(CustomerMailCase):
    """A mail to the customer waits ten seconds for whoever sent it to think again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls._create_complaint(complaint_severity_id=cls.normal.id)

    def _send(self):
        self._create_remedy(self.complaint, amount=20).action_offer()
        self.complaint.action_send_offer()
        return self.complaint.complaint_interaction_ids.message_id

    def test_the_mail_waits_and_the_queue_is_called_for_it(self):
        message = self._send()
        mail = message.sudo().mail_ids
        self.assertEqual(mail.state, "outgoing")
        self.assertEqual(str(mail.scheduled_date), "2026-03-02 09:00:10")

    def test_what_is_written_in_the_chatter_waits_as_well(self):
        said = {"message_type": "comment", "partner_ids": self.customer.ids}
        told = {**said, "subtype_xmlid": "mail.mt_comment"}
        post = self.complaint.with_user(self.handler).message_post
        message = post(body="We come tomorrow.", **told)
        self.assertEqual(
            str(message.sudo().mail_ids.scheduled_date), "2026-03-02 09:00:10"
        )
        self.assertTrue(self.complaint.complaint_first_contact_at)
        self.complaint.complaint_undo_mail(message.id)
        self.assertFalse(message.exists())
        self.assertFalse(self.complaint.complaint_first_contact_at)
        with self.assertRaises(UserError):
            post(body="For us", **said, subtype_xmlid="mail.mt_note")
        said["partner_ids"] = self.leader.partner_id.ids
        note = post(body="For us", **said, subtype_xmlid="mail.mt_note")
        plain = self._create_ticket(partner_id=self.customer.id)
        plain = plain.with_user(self.handler).message_post(body="Hello", **told)
        for message in (note, plain):
            self.assertFalse(any(message.sudo().mail_ids.mapped("scheduled_date")))

    def test_undo_is_offered_for_one_and_not_for_many(self):
        buses = self.env["bus.bus"].sudo()
        for count, offered in ((1, 1), (5, 0)):
            tickets = self._create_ticket(count=count, team_id=self.team.id)
            self.env.cr.precommit.run()
            before = buses.search([])
            for ticket in tickets:
                ticket._complaint_mail_customer(Markup("<p>News</p>"), "News")
            self.env.cr.precommit.run()
            told = buses.search([("id", "not in", before.ids)]).mapped("message")
            sent = [message for message in told if "complaint_recovery.sent" in message]
            self.assertEqual(len(sent), offered)

    def test_undone_it_is_not_sent_and_all_is_as_before(self):
        message = self._send()
        self.complaint.complaint_undo_mail(message.id)
        self.assertFalse(message.exists())
        mails = self.env["mail.mail"].sudo().search([("subject", "ilike", "offer")])
        self.assertFalse(mails.filtered(lambda m: m.state == "outgoing"))
        self.assertFalse(self.complaint.complaint_first_contact_at)
        self.assertFalse(self.complaint.complaint_interaction_ids.reached)
        self.assertTrue(self.complaint.complaint_offer_waiting)
        self.complaint.action_send_offer()
        self.assertFalse(self.complaint.complaint_offer_waiting)

    def test_what_has_left_and_what_others_sent_is_not_undone(self):
        message = self._send()
        for user, state in ((self.manager, "outgoing"), (self.handler, "sent")):
            message.sudo().mail_ids.state = state
            with self.subTest(state), self.assertRaisesRegex(UserError, "too late"):
                self.complaint.with_user(user).complaint_undo_mail(message.id)

    def test_of_several_mails_none_has_left_when_it_is_taken_back(self):
        """The queue sends one after the other, and deletes what it has sent."""
        for status in ("sent", "bounce", "exception", "pending", "process"):
            with self.subTest(status):
                message = self._send_to_two()
                customer = message.sudo().notification_ids.filtered(
                    lambda told: told.res_partner_id == self.customer
                )
                mine = message.sudo().mail_ids.filtered(
                    lambda mail: self.customer in mail.recipient_ids
                )
                self.assertLess(mine, message.sudo().mail_ids)
                customer.notification_status = status
                mine.unlink()
                self.assertTrue(message.exists())
                with self.assertRaisesRegex(UserError, "too late"):
                    self.complaint.complaint_undo_mail(message.id)
                self.assertTrue(message.exists())
        message = self._send_to_two()
        self.complaint.complaint_undo_mail(message.id)
        self.assertFalse(message.exists())

    def _send_to_two(self):
        """Write to the customer and to a colleague, each in a mail of its own."""
        colleague = self.leader.partner_id
        message = self.complaint.with_user(self.handler).message_post(
            body="We come tomorrow.",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=(self.customer | colleague).ids,
        )
        self.assertGreater(len(message.sudo().mail_ids), 1)
        return message

    def test_what_was_noted_as_sent_is_noted_as_taken_back(self):
        self.manager.sudo().name = "Marcel Proust"
        message = self.complaint.with_user(self.handler).message_post(
            body="Marcel Proust forgot it.",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.customer.ids,
        )
        notes = self.complaint.message_ids.sorted("id").mapped("body")
        self.assertIn("Sent, although the words name Marcel Proust", notes[-1])
        self.complaint.complaint_undo_mail(message.id)
        last = self.complaint.message_ids.sorted("id")[-1].body
        self.assertIn("Taken back before it left", last)
        self.assertIn("names Marcel Proust", last)
        self.assertIn("not sent", last)

    def test_a_mail_that_waits_for_longer_is_not_taken_back_later(self):
        """The customer may have read it on the page by then."""
        for seconds, late in ((10, False), (29, False), (31, True), (3600, True)):
            with freeze_time("2026-03-02 09:00:00"):
                message = self._send_to_two()
            at = datetime(2026, 3, 2, 9) + timedelta(seconds=seconds)
            with freeze_time(at), self.subTest(seconds):
                if late:
                    with self.assertRaisesRegex(UserError, "too late"):
                        self.complaint.complaint_undo_mail(message.id)
                else:
                    self.complaint.complaint_undo_mail(message.id)
                self.assertEqual(bool(message.exists()), late)

    def test_no_caller_says_that_nobody_watches(self):
        for key in ("ir_cron_progress_id", "complaint_unwatched"):
            ticket = self.complaint.with_context(**{key: True})
            message = ticket.with_user(self.handler).message_post(
                body="We come tomorrow.",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                partner_ids=self.customer.ids,
            )
            self.assertTrue(message.sudo().mail_ids.scheduled_date, key)

    def test_a_decision_taken_back_is_not_sent(self):
        self.complaint.write(
            {"complaint_decision": "upheld", "complaint_explanation": "We were late."}
        )
        self.complaint.action_send_decision()
        self.assertTrue(self.complaint.complaint_decision_sent_at)
        message = self.complaint.complaint_interaction_ids.message_id
        self.complaint.complaint_undo_mail(message.id)
        self.assertFalse(self.complaint.complaint_decision_sent_at)
