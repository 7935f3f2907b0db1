"""Who files without an account keeps no key of whoever turns out to be the sender."""

import re

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


class TestConfirmKey(DoorCase):
    """What proves that an address answered goes out to that address alone."""

    def _rendered(self, ticket, user):
        """Yield all that ``user`` gets of the mail that asks to confirm."""
        template = self.env.ref("complaint_recovery.mail_template_confirm")
        dialog = self.env["mail.compose.message"].with_user(user)
        vals = {"model": ticket._name, "res_ids": str(ticket.ids)}
        vals["template_id"] = template.id
        dialog = dialog.create({**vals, "composition_mode": "comment"})
        yield dialog.body
        dialog.sudo().unlink()
        yield ticket._door_confirm_link()
        messages = ticket.env["mail.message"].search([("res_id", "=", ticket.id)])
        yield from messages.mapped("body")
        yield from ticket.message_ids.mapped("preview")

    def test_no_colleague_gets_it(self):
        self._send()
        ticket = self._found()
        tried = 0
        for user in (self.handler, self.leader, self.manager, self.director):
            theirs = ticket.with_user(user).sudo(False)
            if not theirs.has_access("read"):
                continue
            for told in list(self._rendered(theirs, user)):
                for link in re.findall(r"/complaint/confirm/([\w%=-]+)", told or ""):
                    tried += 1
                    self.assertEqual(link, str(ticket.id))
                    page = self.url_open(f"/complaint/confirm/{link}")
                    self.assertNotIn(ticket.number, page.text)
        self.assertGreater(tried, 3)

    def test_it_goes_out_to_that_address_and_nowhere_else(self):
        self._send()
        ticket = self._found()
        mail = self._to_customer(ticket)[-1:]
        body = mail.body_html
        plain = ticket._door_confirm_link()
        self.assertIn(plain, body)
        other = self.env["res.partner"].create({"name": "X", "email": "x@x.example"})
        self.assertIn(plain, mail._personalize_outgoing_body(body, partner=other))
        for told in (f"{mail.email_to}, x@x.example", "x@x.example"):
            mail.email_to = told
            self.assertIn(plain, mail._personalize_outgoing_body(body))
        foreign = body.replace(ticket.get_base_url(), "https://evil.example")
        mail.email_to = ticket.partner_email
        self.assertNotIn(plain, mail._personalize_outgoing_body(body))
        self.assertEqual(mail._personalize_outgoing_body(foreign), foreign)

    def test_quoted_in_an_answer_it_is_kept_nowhere(self):
        self._send()
        ticket = self._found()
        key = self._confirm_link(ticket).rpartition("/")[2]
        for spelling in (
            f"https://h.example/complaint/confirm/{key}",
            f"https://s.example/?url=h%2Fcomplaint%2Fconfirm%2F{key}",
            f"complaint/confirm/{key[:20]}\n> {key[20:]}",
        ):
            kept = ticket._complaint_without_token(f"Thanks. {spelling}")
            with self.subTest(spelling):
                self.assertNotIn(key[:12], kept)
                self.assertIn("Thanks.", kept)
