from odoo.exceptions import UserError, ValidationError
from odoo.tools import email_normalize_all, html2plaintext

from odoo.addons.complaint_recovery.tools.rendering import rendering

from .common.group import GroupCase

HEADERS = ("From", "To", "Cc", "Bcc", "Subject", "Reply-To", "Message-Id")
HEADERS += ("References", "In-Reply-To", "List-Id", "List-Unsubscribe")


class TestGroupSecrecy(GroupCase):
    """No customer learns of another: not by mail, page, letter, header or follower."""

    def _others(self, partner):
        """Return what must not be told to ``partner``: names, addresses, numbers."""
        words = [self.group.name]
        for ticket in self.tickets.sudo():
            if ticket.partner_id != partner:
                words += [ticket.partner_id.name, ticket.partner_id.email]
                words += [ticket.number, ticket.name]
        return words

    def _send_all(self):
        mails = self.env["mail.mail"].search([("state", "=", "outgoing")])
        with self._outbox() as sent:
            mails.send()
        return sent

    def test_real_mails_tell_nobody_of_the_others(self):
        self.env["mail.mail"].search([]).unlink()
        for kind in ("apology", "decision", "remedy"):
            self._do(kind, words=f"We are sorry about the {kind}.")
        told = {partner.email: 0 for partner in self.tickets.partner_id}
        for message in self._send_all():
            to = email_normalize_all(message["To"])
            self.assertEqual(len(to), 1)
            if to[0] not in told:
                continue  # A colleague.
            told[to[0]] += 1
            partner = self.tickets.partner_id.filtered(lambda p, t=to: p.email == t[0])
            whole = message.as_string() + str(message.get_body(("html",)).get_content())
            headers = " ".join(str(message[name]) for name in HEADERS)
            for word in self._others(partner):
                self.assertNotIn(word, whole)
                self.assertNotIn(word, headers)
        self.assertEqual(set(told.values()), {2})  # Apology and decision.

    def test_threads_of_mails_share_no_reference(self):
        self.env["mail.mail"].search([]).unlink()
        for kind in ("apology", "decision"):
            self._do(kind)
        seen = {}
        for message in self._send_all():
            references = f"{message['References']} {message['In-Reply-To']}".split()
            for reference in {message["Message-Id"], *references} - {"None"}:
                seen.setdefault(reference, set()).update(
                    set(email_normalize_all(message["To"]))
                    & set(self.tickets.partner_id.mapped("email"))
                )
        self.assertTrue(seen)
        self.assertFalse([people for people in seen.values() if len(people) > 1])

    def test_letters_name_nobody_else(self):
        for kind in ("apology", "decision"):
            self._do(kind)
        for ticket in self.tickets.sudo():
            letters = self.env["ir.attachment"].search(
                [("res_model", "=", ticket._name), ("res_id", "=", ticket.id)]
            )
            self.assertEqual(len(letters.filtered("complaint_letter")), 2)
            report = self.env["ir.actions.report"]._complaint_for_us()
            apology = ticket.complaint_apology_ids
            for name, record in (("apology", apology), ("decision", ticket)):
                html = report._render_qweb_html(
                    f"complaint_recovery.report_{name}", record.ids
                )[0].decode()
                for word in self._others(ticket.partner_id):
                    self.assertNotIn(word, html)

    def test_complainants_share_no_follower_but_colleagues(self):
        self._do("apology")
        for ticket in self.tickets.sudo():
            outside = ticket.message_partner_ids.filtered("partner_share")
            self.assertLessEqual(outside, ticket.partner_id)
        self.assertFalse(
            self.group.sudo().message_partner_ids.filtered("partner_share")
        )

    def test_no_customer_follows_or_is_written_to_on_a_group(self):
        with self.assertRaises(UserError):
            self.group.message_subscribe(self.anna.ids)
        with self.assertRaises(UserError):
            self.group.message_post(body="Hello", partner_ids=self.anna.ids)
        self.assertFalse(self.group.sudo().message_partner_ids & self.anna)

    def test_foreign_followers_keep_a_complaint_out_of_a_group(self):
        ticket = self._create_complaint(self.leader)
        self.env["mail.followers"].create(
            {
                "res_model": ticket._name,
                "res_id": ticket.id,
                "partner_id": self.stranger.id,
            }
        )
        with self.assertRaisesRegex(ValidationError, "Competitor.*Remove them"):
            ticket.complaint_group_id = self.group
        self.env["mail.followers"].search(
            [("partner_id", "=", self.stranger.id), ("res_id", "=", ticket.id)]
        ).unlink()
        ticket.complaint_group_id = self.group
        self.assertIn(ticket, self.group.ticket_ids)

    def test_another_customer_of_the_group_cannot_follow(self):
        for partner in (self.boris, self.chloe):
            with self.assertRaises(UserError):
                self.tickets[0].message_subscribe(partner.ids)

    def test_the_outgoing_look_knows_the_others_names(self):
        ticket = self.tickets[0]
        ticket.write(
            {
                "complaint_decision": "upheld",
                "complaint_explanation": "<p>As we told Boris Novak.</p>",
            }
        )
        self.assertEqual(
            ticket.action_send_decision()["res_model"], "complaint.send.anyway"
        )
        ticket.complaint_group_id = False
        self.assertIs(ticket.action_send_decision(), True)

    def test_a_sender_without_contact_is_not_named_either(self):
        self.tickets[1].sudo().write(
            {"partner_id": False, "partner_name": "Dora Okoye"}
        )
        named = self.tickets[0]._complaint_find_named_in("As Dora Okoye wrote")
        self.assertEqual(named, ["Dora Okoye"])

    def test_whom_one_is_about_is_not_told_who_complained_by_a_list_of_names(self):
        suspect = self.agent_all
        words = "Anna Berg, Boris Novak, Chloé Martin"
        mine = self.tickets[0].with_user(suspect)
        told = {name for name, _around in mine.complaint_named_in(words)}
        self.assertEqual(told, {"Boris Novak", "Chloé Martin"})
        self.tickets[1].sudo().complaint_about_user_id = suspect
        self.env.invalidate_all()
        told = {name for name, _around in mine.complaint_named_in(words)}
        self.assertEqual(told, {"Chloé Martin"})

    def test_in_a_step_naming_somebody_is_a_refusal_and_no_question(self):
        batch = self._do("apology", words="As we told Boris Novak, sorry.")
        self.assertEqual(self._lines(batch), ["failed", "done", "failed"])
        self.assertIn("Boris Novak", batch.line_ids[0].reason)
        self.assertFalse(self.tickets[0].sudo().complaint_apology_ids)

    def test_a_case_known_to_us_is_not_called_your_complaint(self):
        self.assertIn("your case", self._first_words("action_tell"))
        self.group.duty_to_inform = True
        for method in ("action_tell", "action_apologise"):
            words = self._first_words(method)
            self.assertIn("a matter that concerns you", words)
            self.assertNotIn("your case", words)
        ticket = self.tickets[0].sudo()
        before = ticket.message_ids
        self._do("apology")
        self._do("decision")
        subjects = (ticket.message_ids - before).mapped("subject")
        subjects = " ".join(filter(None, subjects))
        self.assertIn("in a matter that concerns you", subjects)
        self.assertNotIn("your complaint", subjects)
        self.assertIn("matter that concerns you", ticket._complaint_apology_subject())

    def test_no_mail_page_or_letter_calls_a_case_known_to_us_a_complaint(self):
        """Whatever is sent after the customer has joined, and what the portal says."""
        self.group.duty_to_inform = True
        ticket = self.tickets[0].sudo()
        self._do("decision")
        self._do("remedy")
        apology = self._do("apology") and ticket.complaint_apology_ids
        word = {"complaint_words": "Soon"}
        said = [str(ticket._complaint_portal_values())]
        for name, record in (
            *((name, ticket) for name in ("offer", "decision", "word")),
            *((name, ticket) for name in ("follow_up", "closed")),
            ("running_late", ticket.complaint_deadline_ids[:1]),
            ("apology", apology),
        ):
            template = self.env.ref(f"complaint_recovery.mail_template_{name}")
            template = rendering(template, record).with_context(**word)
            for field in ("subject", "body_html"):
                said += template._render_field(field, record.ids).values()
        for words in said:
            self.assertNotRegex(words.lower(), r"your (complaint|case)")
        self.assertGreater(str(said).count("matter that concerns you"), 10)

    def test_everybody_else_reads_of_the_own_complaint(self):
        ticket = self.tickets[0].sudo()
        self.assertIn("your complaint", ticket._complaint_offer_subject())
        self.assertIn("Your complaint", ticket._complaint_portal_values()["called"])
        self.assertIn("your complaint", str(ticket._complaint_portal_timeline()))

    def _first_words(self, method):
        action = getattr(self.group, method)()
        batch = self.env[action["res_model"]].browse(action["res_id"])
        return html2plaintext(batch.text_ids[0].body).lower()
