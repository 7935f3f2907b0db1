"""Who files without an account keeps no key of whoever turns out to be the sender."""

from odoo import fields
from odoo.exceptions import AccessError

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


class TestLeadsToAKey(DoorCase):
    """What a public page takes as proof is a key itself: nobody reads or sets it."""

    def test_no_field_of_a_token_is_anybodys(self):
        tokens = [
            (model._name, name)
            for model in self.env.values()
            if model._name.startswith(("complaint.", "helpdesk.ticket"))
            for name, field in model._fields.items()
            if "token" in name and field.type == "char"
        ]
        self.assertIn(("helpdesk.ticket", "complaint_form_token"), tokens)
        for model, name in tokens:
            with self.subTest(model, field=name):
                self.assertEqual(self.env[model]._fields[name].groups, fields.NO_ACCESS)

    def test_who_manages_complaints_neither_reads_nor_sets_the_form_of_one(self):
        self._send()
        ticket = self._found().with_user(self.manager)
        self.assertTrue(ticket.name)
        name = "complaint_form_token"
        for call in (
            lambda: ticket.read([name]),
            lambda: ticket.write({name: "x"}),
            lambda: ticket.search([(name, "=like", "%")]),
            lambda: ticket.formatted_read_group([], [name], ["__count"]),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                call()
