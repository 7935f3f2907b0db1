from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .common import ComplaintCommon


class TestDuplicate(ComplaintCommon):
    """What was told twice ends once, and goes on where it was told first."""

    @classmethod
    def default_env_context(cls):
        return {}  # Mail is on.

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls._create_complaint(
            complaint_severity_id=cls.minor.id, complaint_cause_id=cls.cause.id
        )
        cls._contact(cls.first)
        cls.second = cls._create_complaint(
            name="Kettle",
            description="The kettle leaks, I wrote already.",
            complaint_cause_id=cls.cause.id,
            complaint_severity_id=cls.minor.id,
        )

    def _end(self, user=None):
        self.second.with_user(user or self.handler).action_close_duplicate(
            self.first.id
        )

    def _mails(self):
        mails = self.env["mail.mail"].sudo()
        return mails.search(
            [("model", "=", "helpdesk.ticket"), ("res_id", "=", self.second.id)],
            order="id desc",
        )

    def test_a_handler_ends_it_with_honest_words(self):
        before = len(self._mails())
        self._end()
        ticket = self.second.sudo()
        self.assertEqual(ticket.complaint_outcome, "duplicate")
        self.assertEqual(ticket.complaint_phase, "closed")
        self.assertEqual(ticket.duplicate_id, self.first)
        self.assertTrue(ticket.stage_id.closed)
        mails = self._mails()
        self.assertEqual(len(mails), before + 1)
        self.assertIn(self.first.number, mails[0].subject)
        self.assertIn("are about the same thing", mails[0].body_html)
        self.assertNotIn("take your complaint", mails[0].body_html)
        self.assertIn("goes on", ticket._complaint_portal_values()["state"])

    def test_promises_offers_and_words_go_on_there(self):
        ticket = self.second.sudo()
        soon = fields.Datetime.now() + timedelta(days=1)
        promise = ticket._complaint_promise("Send the lid", soon)
        word = self._create_interaction(self.second, purpose="progress")
        apology = self._create_apology(self.second)
        apology.action_send()
        offer = self._create_remedy(self.second, amount=20)
        offer.action_offer()
        old = self._create_remedy(self.first, amount=10)
        old.action_offer()
        self._end()
        first = self.first.sudo()
        self.assertEqual((promise | word.deadline_id).ticket_id, first)
        self.assertEqual(promise.activity_id.res_id, first.id)
        self.assertEqual(word.ticket_id, first)
        self.assertEqual(apology.ticket_id, first)
        self.assertEqual((offer.ticket_id, offer.state), (first, "offered"))
        self.assertNotEqual(offer.offer_number, old.offer_number)
        self.assertFalse(ticket._complaint_running())
        self.assertIn(promise, first._complaint_running("promise"))
        notes = " ".join(first.message_ids.mapped("body"))
        self.assertIn("I wrote already", notes)

    def test_nothing_escalates_and_no_repeat_is_counted(self):
        told = self.second.sudo().complaint_escalation_ids
        self._end()
        self.assertEqual(self.second.sudo().complaint_escalation_ids, told)
        self.assertLessEqual(set(told.mapped("state")), {"done"})
        third = self._create_complaint(complaint_cause_id=self.cause.id)
        self.assertEqual(third.sudo().complaint_alike_ids, self.first)
        rows = self.env["complaint.report"].search([("ticket_id", "=", self.second.id)])
        self.assertFalse(rows)
        self.first.action_withdraw("Found it")
        fourth = self._create_complaint()
        self.assertNotIn(self.second, fourth.sudo().complaint_alike_ids)

    def test_the_customer_who_answers_is_heard_there(self):
        self._end()
        self.second.with_user(self.env.ref("base.user_root")).message_post(
            body="Any news of the kettle?",
            message_type="email",
            subtype_xmlid="mail.mt_comment",
            author_id=self.customer.id,
        )
        heard = self.first.sudo().complaint_interaction_ids.filtered(
            lambda i: i.direction == "in"
        )
        words = " ".join(filter(None, heard.mapped("summary")))
        self.assertIn("Any news of the kettle?", words)
        self.assertFalse(self.second.sudo()._complaint_running("reply"))

    def test_what_they_write_goes_nowhere_once_others_would_read_it(self):
        """Whatever came between since: customer, company. Secrecy is shared by both."""
        other = self.env["res.company"].create({"name": "Elsewhere"})
        (self.handler | self.leader | self.manager).company_ids |= other
        changes = {
            "customer": (self.second, {"partner_id": self.stranger.id}),
            "customer there": (self.first, {"partner_id": self.stranger.id}),
            "company": (self.first, {"company_id": other.id, "team_id": False}),
        }
        self._end()
        for name, (ticket, vals) in changes.items():
            with self.subTest(name), self.env.cr.savepoint() as savepoint:
                ticket.sudo().write(vals)
                heard = self.first.sudo().complaint_interaction_ids
                before = self.first.sudo().message_ids
                self.second.with_user(self.env.ref("base.user_root")).message_post(
                    body="My account is 4711",
                    message_type="comment",
                    subtype_xmlid="mail.mt_comment",
                    author_id=self.second.sudo().partner_id.id,
                )
                there = self.first.sudo()
                self.assertEqual(there.complaint_interaction_ids, heard)
                said = (there.message_ids - before).mapped("body")
                self.assertNotIn("4711", " ".join(said))
                waiting = self.second.sudo()._complaint_running("reply")
                self.assertTrue(waiting, "its owner hears of it")
                savepoint.rollback()
            self.env.invalidate_all()

    def test_nobody_leads_a_closed_duplicate_to_another_complaint(self):
        strange = self._create_complaint(partner_id=self.stranger.id)
        self._end()
        original = self.first.sudo()
        for user in (self.handler, self.manager):
            for su in (False, True):
                for records, vals in (
                    (self.second, {"duplicate_id": strange.id}),
                    (self.second, {"duplicate_id": False}),
                    (strange, {"duplicate_ids": [(4, self.second.id)]}),
                    (self.first, {"duplicate_ids": [(5,)]}),
                ):
                    with self.subTest(user.name, su=su, vals=vals):
                        with self.assertRaises(AccessError), self.env.cr.savepoint():
                            records.with_user(user).sudo(su).write(vals)
                        self.assertEqual(self.second.sudo().duplicate_id, original)
        self.second.write({"duplicate_id": original.id})
        self.second.action_reopen()
        self.second.write({"duplicate_id": strange.id})

    def test_what_is_confidential_goes_on_where_it_is_confidential(self):
        self.second.sudo().complaint_confidential = True
        with self.assertRaisesRegex(UserError, "is confidential and"):
            self._end()
        self.first.with_user(self.handler).complaint_confidential = True
        self._end()
        self.assertEqual(self.second.sudo().duplicate_id, self.first)

    def test_what_is_about_a_colleague_goes_on_where_they_do_not_read_it(self):
        self.second.sudo().complaint_about_user_id = self.agent_all
        with self.assertRaisesRegex(UserError, "about a colleague"):
            self._end()
        self.first.sudo().complaint_about_user_id = self.agent_all
        self._end()
        self.assertEqual(self.second.sudo().duplicate_id, self.first)

    def test_what_is_no_duplicate_is_refused(self):
        other = self._create_complaint(partner_id=self.stranger.id)
        plain = self._create_ticket()
        closed = self._create_complaint()
        closed.action_withdraw("Found it")
        cells = {
            "another customer's": other,
            "is not a complaint": plain,
            "is closed": closed,
            "of itself": self.second,
        }
        for words, original in cells.items():
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                self.second.action_close_duplicate(original)
        hidden = self._create_complaint(user=self.manager, user_id=self.manager.id)
        with self.assertRaises(AccessError):
            self.second.action_close_duplicate(hidden.id)
        with self.assertRaises(AccessError):
            self.second.with_user(self.employee).action_close_duplicate(self.first.id)

    def test_reopened_it_is_a_complaint_of_its_own_again(self):
        self._end()
        self.second.action_reopen()
        ticket = self.second.sudo()
        self.assertFalse(ticket.duplicate_id or ticket.complaint_outcome)
        self.assertTrue(ticket._complaint_running("resolution"))

    def test_similar_words_and_numbers_are_found(self):
        other = self._create_complaint(name="Invoice", description="Wrong sum.")
        self.assertEqual(self.second.complaint_similar_ids[:1], self.first)
        self.assertNotIn(other, self.second.complaint_similar_ids)
        self.second.name = f"Re: {other.number}"
        self.second.invalidate_recordset(["complaint_similar_ids"])
        self.assertEqual(self.second.complaint_similar_ids[:1], other)
        strange = self._create_complaint(partner_id=self.stranger.id)
        self.assertFalse(strange.complaint_similar_ids)

    def test_words_that_stand_in_every_letter_make_nothing_alike(self):
        invoice = self._create_complaint(name="Invoice", description="Zahlen, bitte.")
        for told, heard in {
            "They took the sum, and not what was agreed.": "The lid and what it was",
            "Die Rechnung ist nicht richtig, und nicht meine.": "Nicht die Tür und",
            "La facture est fausse pour les trois mois.": "Les tasses pour une",
        }.items():
            with self.subTest(told):
                invoice.description = told
                self.second.write({"name": "Kettle", "description": heard})
                self.assertNotIn(invoice, self.second._complaint_find_similar())
                self.second.description = f"{heard} {told}"
                self.assertIn(invoice, self.second._complaint_find_similar())
        self.second.write({"name": "The", "description": "and not"})
        self.assertFalse(self.second._complaint_find_similar())

    def test_one_word_in_the_midst_of_both_makes_them_not_alike(self):
        self.first.write({"name": "Kettle", "description": "It leaks on the socket."})
        self.second.write({"name": "Freezer", "description": "The socket is fine."})
        self.assertFalse(self.second._complaint_find_similar())
        self.second.description = "The kettle is fine."
        self.assertEqual(self.second._complaint_find_similar(), self.first)
        self.second.description = "A socket that leaks."
        self.assertEqual(self.second._complaint_find_similar(), self.first)

    def test_long_letters_are_not_alike_for_words_of_the_day(self):
        self.first.write(
            {
                "name": "Kettle leaks onto the socket",
                "description": "A puddle on Monday. I want no repair that takes three "
                "weeks. We make tea from morning to night.",
            }
        )
        self.second.write(
            {
                "name": "Freezer switches off at night",
                "description": "Installed eleven days ago, we found it at plus four "
                "degrees in the morning. We threw away fish, then meat, for three "
                "hundred euro. Your hotline told us to keep an eye on it.",
            }
        )
        self.assertFalse(self.second._complaint_find_similar())
        self.second.description += " It leaks as the kettle did."
        self.assertEqual(self.second._complaint_find_similar(), self.first)

    def test_the_dialog_proposes_the_most_alike(self):
        action = self.second.action_close_duplicate()
        wizard = self.env[action["res_model"]].with_user(self.handler)
        form = Form(wizard.with_context(**action["context"]))
        self.assertEqual(form.original_id, self.first)
        self.assertIn(self.first.number, form.similar_note)
        form.save().action_apply()
        self.assertEqual(self.second.sudo().duplicate_id, self.first)

    def test_on_the_call_it_is_told_to_who_may_not_open_it(self):
        self.first.sudo().user_id = self.leader
        self.first.sudo().message_unsubscribe(self.handler.partner_id.ids)
        self.assertFalse(self.first.with_user(self.handler).has_access("read"))
        entry = self.env["complaint.quick.entry"].with_user(self.handler)
        entry = entry.new({"partner_id": self.customer.id})
        self.assertIn(self.first.number, entry.similar_note)
        self.assertIn("Leader", entry.similar_note)
        self.assertNotIn(f"/odoo/helpdesk.ticket/{self.first.id}", entry.similar_note)
        self.first.with_user(self.manager).complaint_about_user_id = self.handler
        entry = self.env["complaint.quick.entry"].with_user(self.handler)
        entry = entry.new({"partner_id": self.customer.id})
        self.assertNotIn(self.first.number, entry.similar_note or "")

    def _told(self, user):
        """Return the numbers told as similar: by the list, the form and the call."""
        self.env.invalidate_all()
        second = self.second.with_user(user)
        listed = (
            self.env["helpdesk.ticket"]
            .sudo()
            .browse(second.read(["complaint_similar_ids"])[0]["complaint_similar_ids"])
        )
        entry = self.env["complaint.quick.entry"].with_user(user)
        entry = entry.new({"partner_id": self.customer.id, "description": "kettle"})
        numbers = (self.first | self.hidden).sudo().mapped("number")
        return [
            [n for n in numbers if n in text]
            for text in (
                " ".join(listed.mapped("number")),
                second.complaint_similar_note or "",
                entry.similar_note or "",
            )
        ]

    def test_of_those_one_may_not_open_no_more_is_told_than_one_may_know(self):
        self.hidden = self._create_complaint(
            user=self.manager, user_id=self.manager.id, name="The kettle again"
        )
        hidden, first = self.hidden.sudo(), self.first.sudo().number
        both = [first, hidden.number]
        # A list holds what one may open, words tell of the others.
        self.assertEqual(self._told(self.handler), [[first], both, both])
        action = self.second.action_close_duplicate()
        dialog = self.env[action["res_model"]].with_user(self.handler)
        form = Form(dialog.with_context(**action["context"]))
        self.assertEqual(form.original_id, self.first, "of those one may open")
        hidden.complaint_confidential = True
        self.assertEqual(self._told(self.handler), [[first]] * 3)
        self.assertEqual(self._told(self.manager), [both] * 3)
        hidden.complaint_confidential = False
        hidden.complaint_about_user_id = self.handler
        self.assertEqual(self._told(self.handler), [[first]] * 3)

    def test_what_was_said_is_not_moved_and_the_way_out_is_named(self):
        said = self.second.with_user(self.handler).message_post(body="Sorry")
        with self.assertRaisesRegex(UserError, "closed as a duplicate"):
            said.sudo().write({"res_id": self.first.id})

    def test_what_is_no_complaint_is_refused_in_words(self):
        first = self.first.id
        for sent in ([first], str(first), {"id": first}, True, 1.5, self.customer):
            with (
                self.subTest(sent),
                self.assertRaisesRegex(UserError, "Choose the complaint"),
            ):
                self.second.with_user(self.handler).action_close_duplicate(sent)
