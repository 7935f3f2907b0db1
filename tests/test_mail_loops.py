from odoo import fields
from odoo.tools import mute_logger

from odoo.addons.complaint_recovery.models.contact.mail_thread import MOST_ANSWERS

from .common.customer_mail import CustomerMailCase

JANE = "jane@azure.example"
#: What machines write back → its headers. No two mark themselves alike.
MACHINES = {
    "German": {
        "Subject": "Abwesenheitsnotiz: Re: Ihre Beschwerde",
        "Auto-Submitted": "auto-replied",
    },
    "Chinese": {"Subject": "自动回复：您的投诉", "Precedence": "auto_reply"},
    "Taiwan, no header": {"Subject": "自動回覆: 您的申訴"},
    "Exchange": {
        "Subject": "Automatische Antwort: Your complaint",
        "X-Auto-Response-Suppress": "All",
    },
    "receipt": {"Subject": "Gelesen: complaint", "Auto-Submitted": "auto-generated"},
}
#: What lists, forwarders, forms and filters stamp on what persons write.
STAMPS = {
    "bulk": {"Precedence": "bulk"},
    "list": {"Precedence": "list", "List-Id": "<complaints.azure.example>"},
    "empty sender": {"Return-Path": "<>"},
    "form": {"Auto-Submitted": "auto-generated"},
    "forwarder": {"Auto-Submitted": "auto-forwarded"},
    "newsletter": {"List-Unsubscribe": "<mailto:out@azure.example>"},
    "mass mail": {"Feedback-ID": "1:2:3:azure"},
    "spam": {"X-Spam-Flag": "YES"},
    "spam of Exchange": {"X-Forefront-Antispam-Report": "CIP:1.2.3.4;SFV:SPM;H:x"},
}
UNREAD = ("no-reply@azure.example", "donotreply@azure.example", "postmaster@a.example")
THREAD = "odoo.addons.mail.models.mail_thread"


class TestMachines(CustomerMailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_complaint()
        cls.word = cls.ticket._complaint_mail_customer("We come.", "Your kettle")

    def _machine(self, answers=True, body="I am away until Monday.", **headers):
        subject = headers.pop("Subject")
        if answers:
            headers |= {
                "In_Reply_To": self.word.message_id,
                "References": self.word.message_id,
            }
        headers = {name.replace("-", "_"): value for name, value in headers.items()}
        return self._write_mail(JANE, body=body, subject=subject, **headers)

    def _sent(self):
        return self.env["mail.mail"].search_count([])

    def test_answers_by_machines_bring_no_mail_and_no_complaint_however_many(self):
        for name, headers in MACHINES.items():
            sent = len(self._outsiders_written_to())
            for _number in range(MOST_ANSWERS + 2):
                with mute_logger(THREAD):
                    self.assertFalse(self._receive(self._machine(**headers)), name)
            self.assertEqual(len(self._outsiders_written_to()), sent, name)

    def test_what_they_write_is_no_word_of_the_customer(self):
        for name, headers in MACHINES.items():
            with self.subTest(machine=name):
                self._receive(self._machine(**headers))
                self.assertFalse(self.ticket.complaint_interaction_ids)
                self.assertTrue(self.ticket.message_ids[0].subtype_id.internal)

    def test_out_of_the_blue_they_are_not_answered_however_many(self):
        for name, headers in MACHINES.items():
            sent = len(self._outsiders_written_to())
            for _number in range(MOST_ANSWERS + 2):
                with mute_logger(THREAD):
                    self._receive(self._machine(answers=False, **headers))
            self.assertEqual(len(self._outsiders_written_to()), sent, name)

    def test_what_a_person_wrote_is_opened_whatever_is_stamped_on_it(self):
        for name, headers in STAMPS.items():
            with self.subTest(stamp=name):
                raw = self._machine(answers=False, Subject="Billed twice", **headers)
                ticket = self._receive(raw)
                self.assertTrue(ticket.is_complaint)
                self.assertFalse(self._newest(ticket))
                self.assertIn(next(iter(headers)), ticket.message_ids[0].body)

    def test_what_a_person_answered_is_their_word_whatever_is_stamped_on_it(self):
        for name, headers in STAMPS.items():
            with self.subTest(stamp=name):
                before = self.ticket.complaint_interaction_ids
                raw = self._machine(body="It leaks", Subject="Re: Kettle", **headers)
                self.assertFalse(self._receive(raw))
                said = self.ticket.complaint_interaction_ids - before
                self.assertEqual(said.direction, "in")

    def test_nobody_is_answered_where_nobody_reads(self):
        for sender in UNREAD:
            ticket = self._receive(self._write_mail(sender))
            self.assertTrue(ticket.is_complaint, sender)
            self.assertFalse(self._newest(ticket), sender)

    def test_a_desk_that_answers_each_mail_of_ours_comes_to_rest(self):
        answered = 0
        for number in range(12):
            raw = self._write_mail("Desk <desk@vendor.example>", subject=f"#{number}")
            ticket = self._receive(raw)
            self.assertTrue(ticket.is_complaint)
            answered += bool(self._newest(ticket))
        self.assertEqual(answered, MOST_ANSWERS)

    def test_who_may_be_a_person_is_read_and_not_answered(self):
        raw = self._machine(
            answers=False,
            body="Our ticket system sends this. The kettle leaks!",
            **{"Subject": "Kettle", "X-Auto-Response-Suppress": "DR, AutoReply"},
        )
        ticket = self._receive(raw)
        self.assertTrue(ticket.is_complaint)
        self.assertFalse(self._newest(ticket))

    def test_a_person_whose_client_wants_no_receipts_is_answered(self):
        raw = self._machine(
            answers=False,
            **{"Subject": "Kettle", "X-Auto-Response-Suppress": "RN, NRN"},
        )
        self.assertTrue(self._newest(self._receive(raw)))

    def test_a_person_who_complains_about_automatic_replies_is_answered(self):
        raw = self._machine(answers=False, Subject="自动回复太多了，没有人回答")
        self.assertTrue(self._newest(self._receive(raw)))

    def test_our_own_acknowledgement_coming_back_is_not_answered(self):
        """Sent back by a rule of theirs; once without the headers we set."""
        sent = len(self._outsiders_written_to())
        body = self._newest(self.ticket).body_html
        own = {"Subject": f"We have your complaint {self.ticket.number}"}
        ours = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
        for headers in [{}] + [ours] * 30:
            with mute_logger(THREAD):
                self._receive(self._machine(body=body, **own, **headers))
        self.assertEqual(len(self._outsiders_written_to()), sent)

    def test_a_mail_from_our_own_address_is_not_answered(self):
        sent = len(self._outsiders_written_to())
        for _number in range(MOST_ANSWERS + 2):
            with mute_logger(THREAD):
                self._receive(self._write_mail("complaints@example.com"))
        self.assertEqual(len(self._outsiders_written_to()), sent)

    def test_two_absent_people_do_not_tell_each_other_for_ever(self):
        self._let_handler_be_away()
        sent = len(self._outsiders_written_to())
        for headers in MACHINES.values():
            self._receive(self._machine(**headers))
        self.assertEqual(len(self._outsiders_written_to()), sent)

    def test_a_stranger_is_not_told_who_is_away(self):
        self._let_handler_be_away()
        sent = len(self._outsiders_written_to())
        self._receive(self._answer_to(self.word, "someone@deco.example"))
        self.assertEqual(len(self._outsiders_written_to()), sent)

    def test_a_customer_is_told_who_is_away(self):
        self._let_handler_be_away()
        self._receive(self._answer_to(self.word, JANE, body="Still wet."))
        self.assertIn("I am away.", self._newest(self.ticket).body_html)

    def test_a_machine_on_a_closed_complaint_asks_nothing_and_opens_nothing(self):
        self.ticket.action_withdraw("Found it")
        sent = self._sent()
        for name, headers in MACHINES.items():
            with self.subTest(machine=name):
                self.assertFalse(self._receive(self._machine(**headers)))
                self.assertFalse(self.ticket.complaint_reply_waiting)
        self.assertEqual(
            self.env["mail.mail"].search([], limit=self._sent() - sent).recipient_ids,
            self.handler.partner_id,
        )

    def _let_handler_be_away(self):
        now = fields.Datetime.now()
        self.handler.write(
            {
                "out_of_office_from": fields.Datetime.subtract(now, days=1),
                "out_of_office_to": fields.Datetime.add(now, days=9),
                "out_of_office_message": "<p>I am away.</p>",
            }
        )
