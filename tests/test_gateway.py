from odoo import fields
from odoo.tests import new_test_user

from .common.mail import ALIAS, MailCase

COMPLAINTS = {
    "plain_text": "maren.thiessen@mailbox.example",
    "multipart_alternative": "bernhard.aschauer@alpenpost.example",
    "quoted_reply": "tomasz.wilk@gmail.example",
    "attachment_photo": "ines.carvalho@correio.example",
    "chinese_gb18030": "chen.jia.2046@qq.example",
    "chinese_utf8": "peizhen.lin@webmail.example",
    "foreign_cc": "jane.doe@azure-interior.example",
    "nonsense_seed": "gilbert.okonjo@fastpost.example",
    "no_subject": "keira.vanderberg@icloud.example",
    "broken_charset": "g.leaud@vieuxfai.example",
    "forwarded_by_colleague": "rosalind.achterberg@gmail.example",
}
MACHINES = ("bounce", "auto_reply", "vacation_autoreply_gmail")
MAREN = COMPLAINTS["plain_text"]
QUOTED = COMPLAINTS["quoted_reply"]
JANE = COMPLAINTS["foreign_cc"]


class TestOpening(MailCase):
    def test_every_real_mail_becomes_one_complaint_of_its_sender(self):
        for name, sender in COMPLAINTS.items():
            with self.subTest(mail=name):
                ticket = self._receive_file(name)
                self.assertEqual(len(ticket), 1)
                self.assertTrue(ticket.is_complaint)
                self.assertIn(sender, ticket.partner_email)
                self.assertEqual(ticket.user_id, self.leader, "not OdooBot")

    def test_no_machine_opens_a_complaint(self):
        for name in MACHINES:
            with self.subTest(mail=name):
                self.assertFalse(self._receive_file(name))
                self.assertFalse(self._outsiders_written_to())

    def test_a_machine_still_opens_a_plain_ticket(self):
        self.team.complaint_default = False
        ticket = self._receive_file("auto_reply")
        self.assertTrue(ticket)
        self.assertFalse(ticket.is_complaint)

    def test_chinese_is_read_as_it_was_written(self):
        simplified = self._receive_file("chinese_gb18030")
        self.assertIn("儿童床有刺鼻气味", simplified.name)
        self.assertIn("甲醛", simplified.description)
        self.assertIn("陈㛃", simplified._complaint_customer_name())
        traditional = self._receive_file("chinese_utf8")
        self.assertEqual(traditional.name, "沙發清潔後褪色變形，無人回覆")
        self.assertEqual(traditional._complaint_customer_name(), "林佩蓁")

    def test_broken_charset_keeps_what_can_be_read(self):
        ticket = self._receive_file("broken_charset")
        self.assertEqual(ticket.name, "Refrigerateur en panne, commande EH-48455")
        self.assertIn("74,30", ticket.description)

    def test_a_mail_without_subject_has_a_title(self):
        self.assertTrue(self._receive_file("no_subject").name)

    def test_attachments_are_kept(self):
        ticket = self._receive_file("attachment_photo")
        names = set(ticket.attachment_ids.mapped("name"))
        self.assertEqual(names, {"IMG_4417.jpeg", "Recibo nº 20417.pdf"})
        self.assertGreater(min(ticket.attachment_ids.mapped("file_size")), 500)

    def test_forty_megabytes_of_nonsense_headers_are_a_complaint(self):
        head, _sep, body = self._raw("nonsense_seed").partition(b"\r\n\r\n")
        junk = b"".join(
            b"X-Nonsense-%07d: %s\r\n" % (i, b"x" * 180) for i in range(200_000)
        )
        self.assertGreater(len(junk), 40_000_000)
        ticket = self._receive(head + b"\r\n" + junk + b"\r\n" + body)
        self.assertEqual(ticket.name, "Charged twice for the same mattress")

    def test_the_same_mail_twice_is_one_complaint(self):
        self.assertTrue(self._receive_file("plain_text"))
        self.assertFalse(self._receive_file("plain_text"))

    def test_a_known_customer_is_the_customer(self):
        maren = self.env["res.partner"].create({"name": "Maren", "email": MAREN})
        self.assertEqual(self._receive_file("plain_text").partner_id, maren)

    def test_a_forwarding_colleague_is_not_the_complainant(self):
        new_test_user(
            self.env, "lukas", "base.group_user", email="lukas.weidner@example.com"
        )
        ticket = self._receive_file("forwarded_by_colleague")
        self.assertFalse(ticket.partner_id)
        self.assertIn("rosalind.achterberg@gmail.example", ticket.partner_email)
        self.assertTrue(self._mails_to("rosalind.achterberg@gmail.example"))
        self.assertFalse(self._mails_to("lukas.weidner@example.com"))
        self.assertFalse(ticket.complaint_first_contact_at)

    def test_a_date_in_the_future_does_not_lose_the_mail(self):
        maren = self.env["res.partner"].create({"name": "Maren", "email": MAREN})
        raw = self._write_mail(maren.email, Date="Fri, 1 Jan 2100 10:00:00 +0000")
        ticket = self._receive(raw)
        self.assertLessEqual(
            ticket.complaint_interaction_ids.date, fields.Datetime.now()
        )

    def test_no_mail_of_a_sender_is_lost_however_many(self):
        for number in range(22):
            self._receive(self._write_mail(MAREN, subject=f"Mail {number}"))
        tickets = self.env["helpdesk.ticket"].search([("partner_email", "=", MAREN)])
        self.assertEqual(len(tickets), 22)
        limits = self.env["mail.mail"].search([("subject", "like", "Re: Mail")])
        self.assertFalse(limits, "nor does a limit mail go out")

    def test_no_answer_of_a_sender_is_lost_however_many(self):
        ticket = self._receive(self._write_mail(MAREN))
        ack = self._mails_to(MAREN).mail_message_id
        for number in range(22):
            self._receive(self._answer_to(ack, MAREN, body=f"Mail {number}"))
        self.assertEqual(len(ticket.complaint_interaction_ids), 1 + 22)

    def test_plain_tickets_have_no_limit_of_ours(self):
        self.team.complaint_default = False
        for number in range(22):
            self.assertTrue(self._receive(self._write_mail(MAREN, subject=f"{number}")))


class TestAcknowledgement(MailCase):
    def test_goes_out_once_to_the_sender_alone(self):
        self._receive_file("plain_text")
        mails = self._mails_to(MAREN)
        self.assertEqual(len(mails), 1)
        self.assertEqual(self._outsiders_written_to(), [mails.email_to])

    def test_answers_by_machines_are_not_wanted(self):
        self._receive_file("plain_text")
        headers = self._mails_to(MAREN).headers
        self.assertIn("'Auto-Submitted': 'auto-replied'", headers)

    def test_an_answer_to_it_comes_back_to_the_complaint(self):
        ticket = self._receive_file("plain_text")
        ack = self._mails_to(MAREN)
        self.assertIn(ALIAS, ack.reply_to)
        answer = self._answer_to(ack.mail_message_id, MAREN, body="Still wet.")
        self.assertFalse(self._receive(answer))
        self.assertIn("Still wet", ticket.message_ids[0].body)
        self.assertEqual(len(self._mails_to(MAREN)), 1, "no second acknowledgement")


class TestReplies(MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tomasz = cls.env["res.partner"].create({"name": "Tomasz", "email": QUOTED})
        cls.ticket = cls._create_complaint(partner_id=cls.tomasz.id)
        cls.word = cls.ticket._complaint_mail_customer("We are sorry.", "Your sofa")

    def test_a_quoted_reply_lands_on_its_complaint_and_is_on_record(self):
        self.assertFalse(
            self._receive_file("quoted_reply", reference=self._reference())
        )
        exchange = self.ticket.complaint_interaction_ids
        self.assertEqual(
            (exchange.direction, exchange.channel, exchange.message_id),
            ("in", "email", self.ticket.message_ids[0]),
        )

    def test_what_a_reply_quotes_of_us_is_no_contact(self):
        self._receive_file("quoted_reply", reference=self._reference())
        self.assertFalse(self.ticket.complaint_first_contact_at)
        self.assertFalse(self.ticket.complaint_last_outbound_at)

    def test_an_absence_note_is_kept_but_is_no_word_of_the_customer(self):
        before = self.ticket.message_ids
        name = "vacation_autoreply_gmail"
        self.assertFalse(self._receive_file(name, reference=self._reference()))
        note = self.ticket.message_ids - before
        self.assertEqual(len(note), 1)
        self.assertTrue(note.subtype_id.internal)
        self.assertFalse(self.ticket.complaint_interaction_ids)

    def test_a_bounce_takes_the_contact_back(self):
        ticket = self.ticket.with_user(self.handler)
        word = ticket.message_post(
            body="We come on Friday.",
            partner_ids=self.tomasz.ids,
            subtype_xmlid="mail.mt_comment",
            message_type="comment",
        )
        self.assertTrue(ticket.complaint_first_contact_at)
        raw = self._raw(
            "bounce",
            reference=word.message_id,
            whom=(b"maren.thiessen@mailbox.example", QUOTED.encode()),
        )
        self.assertFalse(self._receive(raw))
        self.assertFalse(ticket.complaint_interaction_ids.reached)
        self.assertFalse(ticket.complaint_first_contact_at)
        deadlines = ticket.complaint_deadline_ids
        first = deadlines.filtered(lambda d: d.kind == "first_contact")
        self.assertEqual((first.state, first.kept), ("running", False))
        self.assertTrue(first.activity_id)

    def test_a_stranger_is_kept_among_ourselves(self):
        stranger = "someone@deco.example"
        raw = self._answer_to(self.word, stranger, body="We are cheaper.")
        self.assertFalse(self._receive(raw))
        note = self.ticket.message_ids[0]
        self.assertIn("We are cheaper", note.body)
        self.assertTrue(note.subtype_id.internal)
        self.assertEqual(note.notified_partner_ids, self.handler.partner_id)
        self.assertFalse(self.ticket.complaint_interaction_ids)
        self.assertNotIn(self.stranger, self.ticket.message_partner_ids)

    def test_a_colleague_by_her_own_mail_client_speaks_for_us(self):
        self.ticket.message_subscribe(self.tomasz.ids)
        raw = self._answer_to(self.word, self.handler.email, body="I called the works.")
        self.assertFalse(self._receive(raw))
        exchange = self.ticket.complaint_interaction_ids
        self.assertEqual((exchange.direction, exchange.user_id), ("out", self.handler))
        self.assertTrue(self.ticket.complaint_first_contact_at)

    def test_a_colleague_who_writes_past_the_ticket_counts_as_well(self):
        both = f"{QUOTED}, {ALIAS}"
        self._receive(self._answer_to(self.word, self.handler.email, to=both))
        self.assertEqual(self.ticket.complaint_interaction_ids.direction, "out")

    def _reference(self):
        return self.word.message_id


class TestCopies(MailCase):
    def setUp(self):
        super().setUp()
        azure = self.env["res.partner"].create({"name": "A", "is_company": True})
        self.jane, self.competitor, self.colleague = self.env["res.partner"].create(
            [
                {"name": "Jane", "email": JANE, "parent_id": azure.id},
                {"name": "Paul", "email": "competitor@deco-addict.example"},
                {"name": "Al", "email": "al@a.example", "parent_id": azure.id},
            ]
        )

    def test_a_foreign_cc_never_becomes_a_follower_and_the_handler_is_told(self):
        ticket = self._receive_file("foreign_cc")
        self.assertEqual(ticket.partner_id, self.jane)
        self.assertNotIn(self.competitor, ticket.message_partner_ids)
        self.assertFalse(ticket.email_cc)
        notes = ticket.message_ids.filtered(lambda m: "Left out" in m.body)
        self.assertEqual(len(notes), 1)
        self.assertIn("competitor@deco-addict.example", notes.body)
        self.assertTrue(notes.subtype_id.internal)

    def test_the_mail_of_who_has_strangers_in_copy_is_kept(self):
        ticket = self._receive_file("foreign_cc")
        self.assertIn("11 of 24 desks", ticket.name)
        self.assertFalse(self._mails_to(self.competitor.email))

    def test_people_of_the_complainant_in_copy_follow(self):
        ticket = self._receive(self._write_mail(JANE, Cc=self.colleague.email))
        self.assertIn(self.colleague, ticket.message_partner_ids)
        self.assertIn(self.colleague.email, ticket.email_cc)

    def test_a_foreign_cc_of_a_reply_is_named_once(self):
        ticket = self._receive(self._write_mail(JANE))
        ack = self._mails_to(JANE).mail_message_id
        for _mail in range(2):
            self._receive(self._answer_to(ack, JANE, Cc=self.competitor.email))
        notes = ticket.message_ids.filtered(lambda m: "Left out" in m.body)
        self.assertEqual(len(notes), 1)
        self.assertNotIn(self.competitor, ticket.message_partner_ids)
        self.assertFalse(ticket.email_cc)

    def test_a_salesperson_in_copy_does_not_get_to_the_complaint(self):
        self.jane.parent_id.user_id = self.sales
        ticket = self._receive(self._write_mail(JANE, Cc=self.sales.email))
        self.assertNotIn(self.sales.partner_id, ticket.message_partner_ids)
        self.assertFalse(ticket.with_user(self.sales).has_access("read"))

    def test_copies_of_a_plain_ticket_are_the_parents_affair(self):
        self.team.complaint_default = False
        ticket = self._receive_file("foreign_cc")
        self.assertIn(self.competitor, ticket.message_partner_ids)
        self.assertIn(self.competitor.email, ticket.email_cc)
