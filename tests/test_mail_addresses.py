"""The customer's mailbox in all its forms, other addresses, our number in a subject."""

from odoo.exceptions import AccessError, UserError

from .common.customer_mail import CustomerMailCase
from .common.mail import ConversationCase

#: E-mail of the contact → addresses it is written from → whether both are one.
MAILBOXES = {
    ("anna@stone.example", "ANNA@STONE.EXAMPLE"): True,
    ("anna@stone.example", "anna+shop@stone.example"): True,
    ("anna+shop@stone.example", "anna@stone.example"): True,
    ("anna+shop@stone.example", "anna+other@stone.example"): True,
    ("m1@x.example, m2@x.example", "m2@x.example"): True,
    ("anna@gmail.com", "anna@googlemail.com"): True,
    ("anna@bücher.example", "anna@xn--bcher-kva.example"): True,
    ("anna@stone.example", "hanna@stone.example"): False,
    ("an_a+x@stone.example", "anna@stone.example"): False,
    ("m1@x.example, m2@x.example", "2@x.example"): False,
}
#: Subject of a mail without references → whether it belongs to the complaint.
SUBJECTS = {
    "Re: We have your complaint {number}": True,
    "AW: [External] Wir haben Ihre Beschwerde #{number}!": True,
    "{number} still leaks": True,
    "关于{number}的投诉": False,  # No blank: no number of its own.
    "关于 {number} 的投诉": True,
    "Re: our order {number}0": False,
}
PRIVATE = "jane.private@gmail.example"


class TestMailboxes(CustomerMailCase):
    def test_other_forms_of_an_address_are_the_same_customer(self):
        for (known, written), same in MAILBOXES.items():
            with self.subTest(known=known, written=written):
                partner = self.env["res.partner"].create({"name": "A", "email": known})
                ticket = self._receive(self._write_mail(written))
                self.assertEqual(ticket.partner_id == partner, same)
                partner.email = False

    def test_where_it_is_not_clear_whose_it_is_nobody_is_chosen(self):
        for name in ("One", "Two"):
            email = f"anna+{name}@stone.example"
            self.env["res.partner"].create({"name": name, "email": email})
        ticket = self._receive(self._write_mail("anna@stone.example"))
        self.assertFalse(ticket.partner_id)

    def test_a_usual_mail_costs_one_query(self):
        self.env["helpdesk.ticket"]._complaint_find_mailbox("warm@stone.example")
        with self.assertQueryCount(1):
            self.env["helpdesk.ticket"]._complaint_find_mailbox("a@stone.example")


class TestNumber(ConversationCase):
    def _write(self, subject, sender=None):
        subject = subject.format(number=self.ticket.number)
        return self._receive(
            self._write_mail(sender or self.customer.email, subject=subject)
        )

    def test_our_number_threads_a_mail_of_the_complaints_people(self):
        for subject, belongs in SUBJECTS.items():
            with self.subTest(subject=subject):
                before = self.ticket.complaint_interaction_ids
                self.assertEqual(not self._write(subject), belongs)
                said = self.ticket.complaint_interaction_ids - before
                self.assertEqual(bool(said), belongs)

    def test_of_anybody_else_it_is_a_complaint_with_a_hint(self):
        ticket = self._write("About {number}", "someone@deco.example")
        self.assertTrue(ticket.is_complaint)
        notes = ticket.message_ids.filtered(lambda m: "The subject names" in m.body)
        self.assertIn(self.ticket.number, notes.body)
        self.assertTrue(notes.subtype_id.internal)
        self.assertFalse(self.ticket.complaint_interaction_ids)

    def test_no_hint_tells_whom_one_is_about_that_it_is_a_complaint(self):
        self.ticket.sudo().complaint_about_user_id = self.agent_all
        ticket = self._write("About {number}", "someone@deco.example")
        self.assertTrue(ticket.is_complaint)
        self.assertNotIn(
            "The subject names", "".join(ticket.message_ids.mapped("body"))
        )

    def test_of_a_closed_one_the_owner_is_asked(self):
        self.ticket.action_withdraw("Found it")
        self.assertFalse(self._write("Re: {number}"))
        self.assertTrue(self.ticket.complaint_reply_waiting)


class TestOtherAddress(ConversationCase):
    def _write(self, email=PRIVATE, body="It still leaks."):
        word = self.ticket._complaint_mail_customer("We come.", "Your kettle")
        self.assertFalse(self._receive(self._answer_to(word, email, body=body)))
        return self.ticket.with_user(self.handler)

    def test_one_click_takes_it_as_theirs(self):
        mine = self._write()
        self.assertEqual(mine.complaint_stranger_email, PRIVATE)
        self.assertFalse(mine.complaint_interaction_ids)
        mine.action_complaint_stranger_is_theirs()
        self.assertFalse(mine.complaint_stranger_email)
        heard = mine.complaint_interaction_ids
        self.assertEqual((heard.direction, heard.summary), ("in", "It still leaks."))
        self.assertTrue(mine._complaint_allows_email(PRIVATE))
        self._write(body="Hello?")
        self.assertFalse(mine.complaint_stranger_email)
        self.assertEqual(len(mine.complaint_interaction_ids), 2)

    def test_the_contact_is_known_by_it_from_then_on(self):
        self._write().action_complaint_stranger_is_theirs()
        self.assertEqual(self.customer.complaint_other_emails, PRIVATE)
        self.assertEqual(
            self._receive(self._write_mail(PRIVATE)).partner_id, self.customer
        )

    def test_of_a_confidential_one_it_is_theirs_alone(self):
        self.ticket.complaint_confidential = True
        self._write().action_complaint_stranger_is_theirs()
        self.assertTrue(self.ticket._complaint_allows_email(PRIVATE))
        self.assertFalse(self.ticket._complaint_allows_email("al@azure.example"))

    def test_somebody_else_stays_a_note(self):
        mine = self._write()
        mine.action_complaint_stranger_is_not()
        self.assertFalse(mine.complaint_stranger_email)
        self.assertFalse(mine.complaint_interaction_ids)
        self.assertFalse(mine._complaint_allows_email(PRIVATE))
        with self.assertRaises(UserError):
            mine.action_complaint_stranger_is_theirs()

    def test_on_a_closed_one_the_owner_is_asked(self):
        self.ticket.action_withdraw("Found it")
        self._write().action_complaint_stranger_is_theirs()
        self.assertTrue(self.ticket.complaint_reply_waiting)

    def test_colleagues_machines_and_customers_ask_nothing(self):
        for email in (self.leader.email, self.customer.email, self.colleague.email):
            self.assertFalse(self._write(email).complaint_stranger_email, email)

    def test_customers_cannot_say_so(self):
        self._write()
        self.ticket.with_user(self.manager).partner_id = self.portal.partner_id
        with self.assertRaises(AccessError):
            self.ticket.with_user(self.portal).action_complaint_stranger_is_theirs()
