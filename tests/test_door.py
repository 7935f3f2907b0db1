"""The door for everybody: a complaint without an account."""

from unittest.mock import patch

from lxml import html

from odoo.tests import freeze_time, mute_logger

from .common.door import ADDRESS, FORM, DoorCase
from .common.portal import PNG


class TestDoor(DoorCase):
    """Heard at once, trusted once the address has answered."""

    def test_anybody_gets_number_person_time_and_page_at_once(self):
        page = self._send()
        ticket = self._found()
        text = self._text(page)
        hear_by = ticket._complaint_running("first_contact").due_at
        self.assertIn(ticket.number, text)
        self.assertIn("Leader is looking after it", text)
        self.assertIn(ticket._complaint_portal_day(hear_by), text)
        link = html.fromstring(page.text).xpath("//a[contains(@class,'btn-primary')]")
        own = self.url_open(link[-1].get("href"))
        self.assertIn("The kettle leaks.", self._text(own))

    def test_what_was_told_is_kept(self):
        self._send(
            phone="+49 30 1234567",
            call_when="after 17:00",
            reference="S00042",
            desired_outcome="A new one",
            claim_amount="40.50",
            loss_ongoing="yes",
        )
        ticket = self._found()
        self.assertEqual(ticket.partner_name, "Nadia Brandt")
        self.assertEqual(ticket.partner_email, ADDRESS)
        self.assertEqual(ticket.complaint_call_when, "after 17:00")
        self.assertEqual(ticket.complaint_call_number, "+49 30 1234567")
        self.assertEqual(ticket.complaint_reference, "S00042")
        self.assertEqual(ticket.complaint_desired_outcome, "A new one")
        self.assertEqual(ticket.complaint_claim_amount, 40.5)
        self.assertTrue(ticket.complaint_loss_ongoing)

    def test_a_phone_number_alone_is_enough(self):
        page = self._send(email="", phone="030 1234567")
        self.assertIn("We will call you", self._text(page))
        self.assertFalse(self._mails(self._found()).filtered("email_to"))

    def test_nobody_is_taken_for_a_customer_before_the_address_answers(self):
        self._send(email=self.customer.email, name=self.customer.name)
        ticket = self._found()
        self.assertTrue(ticket.complaint_unconfirmed)
        self.assertFalse(ticket.partner_id)

    def test_who_confirms_is_found_among_the_customers(self):
        self._send(email=self.customer.email)
        ticket = self._found()
        self._confirm(ticket, address=self.customer.email)
        self.assertEqual(ticket.partner_id, self.customer)
        self.assertFalse(ticket.complaint_unconfirmed)

    def test_the_mail_has_no_word_that_was_typed(self):
        self._send(name="Cheap pills", description="Buy pills at pills.example")
        mail = self._to_customer(self._found())
        self.assertEqual(len(mail), 1)
        words = f"{mail.subject} {mail.body_html} {mail.email_to}"
        for word in ("Cheap", "pills", "Buy"):
            self.assertNotIn(word, words)

    def test_looking_at_the_link_confirms_nothing(self):
        self._send()
        ticket = self._found()
        page = self.url_open(self._confirm_link(ticket))
        self.assertIn(ticket.number, page.text)
        self.assertTrue(ticket.complaint_unconfirmed)

    def test_confirming_opens_the_page_and_ends_the_first_key(self):
        self._send()
        ticket = self._found()
        first = ticket.access_token
        page = self._confirm(ticket)
        self.assertIn("it comes from you", self._text(page))
        self.assertFalse(ticket.complaint_unconfirmed)
        self.assertNotEqual(ticket.access_token, first)
        old = self.url_open(f"/my/complaint/{ticket.id}?access_token={first}")
        self.assertEqual(old.status_code, 404)
        told = self._to_customer(ticket)
        self.assertEqual(len(told), 2)
        self.assertIn("We have your complaint", told[0].subject)

    def test_who_did_not_file_it_says_so(self):
        self._send()
        ticket = self._found()
        page = self._confirm(ticket, mine="no")
        self.assertIn("You will hear nothing more", self._text(page))
        self.assertFalse(ticket.partner_email)
        self.assertTrue(ticket.complaint_unconfirmed)

    def test_made_up_links_lead_nowhere(self):
        for key in ("x", "AAAA", "A" * 200, "%00", "..", "🙂"):
            page = self.url_open(f"/complaint/confirm/{key}")
            self.assertLess(page.status_code, 500, key)
            self.assertNotIn("Yes, it is mine", page.text)

    def test_unconfirmed_are_not_counted_until_somebody_knows_them(self):
        report = self.env["complaint.report"]
        before = report.search_count([])
        self._send()
        self.assertEqual(report.search_count([]), before)
        self._found().with_user(self.leader).action_confirm_sender()
        self.assertEqual(report.search_count([]), before + 1)

    def test_unconfirmed_are_told_to_nobody_beyond_the_desk(self):
        self.env["complaint.escalation.rule"].create(
            {
                "name": "Each one to the managers",
                "trigger": "severity",
                "level": 3,
                "recipient": "managers",
            }
        )
        with freeze_time("2026-11-24 10:05:00"):
            self._send()
        ticket = self._found()
        with freeze_time("2027-01-24 10:05:00"):  # Long after all that was due.
            ticket._complaint_running()._check_rules()
            told = ticket.complaint_escalation_ids.to_user_ids
            self.assertTrue(told)
            self.assertLessEqual(told, self.leader | self.handler)
            ticket.with_user(self.leader).action_confirm_sender()
            self.assertIn(self.manager, ticket.complaint_escalation_ids.to_user_ids)
            ticket._complaint_running()._check_rules()
            later = ticket.complaint_escalation_ids.filtered("deadline_id")
            self.assertIn(self.manager, later.to_user_ids)

    def test_whom_one_of_us_called_is_known(self):
        self._send(email="", phone="030 1234567")
        ticket = self._found()
        self._create_interaction(
            ticket.with_user(self.leader),
            user=self.leader,
            purpose="first_contact",
            state="done",
            reached=True,
            summary="Spoke with her",
        )
        self.assertFalse(ticket.complaint_unconfirmed)

    def test_login_leads_to_the_door(self):
        page = self.url_open("/web/login")
        self.assertIn('href="/complaint"', page.text)

    def test_who_is_signed_in_gets_their_own_form(self):
        self._login(self.portal)
        page = self.url_open("/complaint?reference=S00042")
        self.assertIn("/my/complaint/new", page.url)
        self.assertIn("S00042", page.text)


class TestDoorGuarded(DoorCase):
    """It stands open to the internet."""

    def test_one_address_gets_one_mail_an_hour(self):
        with freeze_time("2026-11-24 10:05:00"):
            for number in range(3):
                self._send(description=f"Kettle {number} leaks.")
        tickets = self._found()
        self.assertEqual(len(tickets), 3)
        self.assertEqual(len(self._to_customer(tickets)), 1)
        with freeze_time("2026-11-24 11:06:00"):
            self._send(description="Kettle 4 leaks.")
        self.assertEqual(len(self._to_customer(self._found())), 2)

    def test_one_mailbox_gets_one_mail_however_it_is_written(self):
        counts = self.env["complaint.door.count"]
        self.assertTrue(counts._take("mail", "jane.doe@gmail.com"))
        for other in (
            "JaneDoe@googlemail.com",
            "jane.doe+2@gmail.com",
            '"jane.doe"@gmail.com',
        ):
            with self.subTest(other):
                self.assertFalse(counts._take("mail", other))
        self.assertTrue(counts._take("mail", "john@gmail.com"))
        self.assertTrue(counts._take("mail", "janedoe@quick.example"))
        self.assertTrue(counts._take("mail", "jane.doe@quick.example"))

    def test_one_link_lists_all_that_waits(self):
        for number in range(2):
            self._send(description=f"Kettle {number} leaks.")
        page = self.url_open(self._confirm_link(self._found()))
        for ticket in self._found():
            self.assertIn(ticket.number, page.text)

    def test_too_many_of_one_connection_wait_and_keep_their_words(self):
        with freeze_time("2026-11-24 10:05:00"):
            for number in range(11):
                page = self._send(
                    email=f"a{number}@quick.example", description=f"Kettle {number}"
                )
        self.assertEqual(page.status_code, 429)
        self.assertIn("Kettle 10", page.text)
        self.assertEqual(len(self._found()), 10)

    def test_too_fast_a_machine_and_the_trap_write_nothing(self):
        with patch(f"{FORM}.FASTEST", 3):
            page = self._send()
        self.assertEqual(page.status_code, 422)
        self.assertIn("The kettle leaks.", page.text)
        page = self._send(company_fax="1")
        self.assertEqual(page.status_code, 422)
        for token in ("", "x", "a.b.c", "é.b.c", "1.2.3.4"):
            page = self._send({**self._open(), "form_token": token})
            self.assertEqual(page.status_code, 422)
        self.assertFalse(self._found())

    def test_pressing_send_once_more_is_enough(self):
        page = self._send({"csrf_token": "wrong", "form_token": "wrong"})
        tree = html.fromstring(page.text)
        form = {
            field.get("name"): field.get("value")
            for field in tree.xpath("//form[@action='/complaint']//*[@name]")
            if field.tag == "input" and field.get("type") not in ("checkbox", "file")
        }
        text = tree.xpath("//textarea[@name='description']")[0].text
        form = {name: value or "" for name, value in form.items()}
        self.url_open("/complaint", data={**form, "description": text})
        self.assertEqual(len(self._found()), 1)
        self.assertEqual(self._found().partner_name, "Nadia Brandt")

    def test_sent_twice_it_is_one(self):
        form = self._open()
        first, second = self._send(form), self._send(form)
        self.assertEqual(first.url, second.url)
        self.assertEqual(len(self._found()), 1)

    def test_back_and_send_again_asks_first(self):
        self._send()
        page = self._send()
        self.assertEqual(page.status_code, 422)
        self.assertIn(self._found().number, page.text)
        self._send(again="yes")
        self.assertEqual(len(self._found()), 2)

    def test_the_same_words_of_somebody_else_are_told_to_nobody(self):
        self._send()
        number = self._found().number
        self.authenticate(None, None)
        page = self._send()
        self.assertEqual(page.status_code, 200)
        self.assertNotIn(number, page.text)
        self.assertEqual(len(self._found()), 2)

    def test_names_and_addresses_no_mail_could_have_are_asked_for_again(self):
        for wrong in (
            {"name": ""},
            {"email": "", "phone": ""},
            {"email": "no address"},
            {"email": "a@x.example, b@x.example"},
            {"email": "a" * 250 + "@x.example"},
            {"email": "a@x.example\r\nBcc: b@x.example"},
            {"phone": "12"},
            {"phone": "call me"},
            {"name": "a" * 101},
            {"description": " \x00 "},
        ):
            page = self._send(**wrong)
            self.assertEqual(page.status_code, 422, wrong)
        self.assertFalse(self._found())

    def test_controls_are_left_out_and_break_nothing(self):
        self._send(
            name="Na\x00dia", description="It \x00leaks\x1b.", reference="\x00S1"
        )
        ticket = self._found()
        self.assertEqual(ticket.partner_name, "Nadia")
        self.assertEqual(ticket.complaint_reference, "S1")

    def test_files_are_fewer_and_smaller_than_of_whom_we_know(self):
        photos = [("files", (f"{n}.png", PNG, "image/png")) for n in range(6)]
        self.assertEqual(self._send(files=photos).status_code, 422)
        large = [("files", ("a.png", PNG + b"0" * 11 * 1024 * 1024, "image/png"))]
        self.assertEqual(self._send(files=large).status_code, 422)
        self._send(files=photos[:5])
        self.assertEqual(len(self._found()._complaint_portal_documents("file")), 5)

    @mute_logger("odoo.http")
    def test_a_flood_of_bytes_is_not_read(self):
        large = [("files", ("a.png", b"0" * 31 * 1024 * 1024, "image/png"))]
        self.assertEqual(self._send(files=large).status_code, 413)
        self.assertFalse(self._found())

    def test_no_field_beyond_the_known_ones_is_taken(self):
        self._send(
            partner_id=self.customer.id,
            complaint_unconfirmed="",
            team_id=self.plain_team.id,
            confidential="yes",
            company_id=99,
        )
        ticket = self._found()
        self.assertTrue(ticket.complaint_unconfirmed)
        self.assertFalse(ticket.partner_id)
        self.assertEqual(ticket.team_id, self.team)

    def test_whoever_has_the_key_confirms_nothing_and_reaches_no_superior(self):
        self._send()
        ticket = self._found()
        path = f"/my/complaint/{ticket.id}"
        for step in ("write", "superior"):
            tree = html.fromstring(
                self.url_open(f"{path}?access_token={ticket.access_token}").text
            )
            token = tree.xpath("//input[@name='csrf_token']")[0].get("value")
            words = {"body": "More", "reason": "The boss"}
            keys = {"csrf_token": token, "access_token": ticket.access_token}
            self.url_open(f"{path}/{step}", data={**words, **keys})
        self.assertTrue(ticket.complaint_unconfirmed)
        self.assertFalse(ticket.complaint_escalation_ids.filtered("requested"))
        self.assertEqual(len(self._to_customer(ticket)), 1)
        message = ticket.message_ids.filtered(lambda m: "More" in (m.body or ""))
        self.assertFalse(message.author_id)
