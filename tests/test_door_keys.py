"""Who files without an account keeps no key of whoever turns out to be the sender."""

from .common.door import DoorCase


class TestDoorKeys(DoorCase):
    def test_the_form_hands_out_no_key_that_was_renewed(self):
        self._send()
        ticket = self._found()
        token = ticket.complaint_form_token
        self._confirm(ticket)
        self.opener.cookies.clear()
        page = self._send(form_token=token)
        self.env.invalidate_all()
        self.assertNotIn(ticket.access_token, page.text + page.url)
        self.assertNotIn(ticket.number, page.text)
        self.assertIn("We already have this complaint", self._text(page))
        self.assertEqual(self._found(), ticket)

    def test_whom_a_colleague_found_stays_the_customer(self):
        self._send(email=self.customer.email)
        ticket = self._found()
        other = self.env["res.partner"].create({"name": "Somebody else"})
        ticket.partner_id = other
        ticket._door_confirm()
        self.assertEqual(ticket.partner_id, other)

    def test_a_colleague_who_names_the_customer_ends_the_first_key(self):
        self._send(email=self.customer.email)
        ticket = self._found()
        first = ticket.access_token
        ticket.with_user(self.leader).partner_id = self.customer
        self.assertNotEqual(ticket.sudo().access_token, first)

    def test_nothing_new_is_opened_for_whom_we_do_not_know(self):
        self._send()
        ticket = self._found()
        answer = ticket._portal_continue(ticket, "Again", "Again")
        self.assertFalse(answer.done)
        self.assertEqual(self._found(), ticket)

    def test_words_sent_as_files_and_odd_tokens_are_no_error(self):
        for data in ({"csrf_token": "é" * 12}, {"form_token": "é"}):
            with self.subTest(data):
                self.assertLess(self._send(**data).status_code, 500)

    def test_a_press_of_no_button_changes_nothing(self):
        self._send()
        ticket = self._found()
        self._confirm(ticket, mine="")
        self.assertTrue(ticket.complaint_unconfirmed)
        self.assertTrue(ticket.partner_email)
