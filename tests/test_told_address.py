"""An address that a colleague writes on a complaint does not become the customer's."""

from odoo.exceptions import AccessError, UserError

from .common.mail import ConversationCase

EVIL = "private@evil.example"


class TestToldAddress(ConversationCase):
    """Each way to write one × what the customer's address does."""

    def _on_a_complaint(self, **vals):
        ticket = self._create_complaint(**vals)
        ticket.with_user(self.handler).write({"partner_email": EVIL})
        return ticket

    def _at_the_start(self, **vals):
        return self._create_complaint(partner_email=EVIL, **vals)

    def _on_a_plain_ticket(self, **vals):
        ticket = self._create_ticket(partner_email=EVIL, **vals)
        ticket.action_mark_complaint()
        return ticket

    def _on_a_plain_ticket_later(self, **vals):
        ticket = self._create_ticket(**vals)
        ticket.with_user(self.handler).write({"partner_email": EVIL})
        ticket.action_mark_complaint()
        return ticket

    def _ways(self):
        yield self._on_a_complaint
        yield self._at_the_start
        yield self._on_a_plain_ticket
        yield self._on_a_plain_ticket_later

    def _body_to_it(self, ticket):
        """Return the mail that leaves to it by a template of the handler's, if any."""
        template = self.env["mail.template"].create(
            {
                "name": "Ours",
                "model_id": self.env["ir.model"]._get_id("helpdesk.ticket"),
                "subject": "x",
                "body_html": f"<p>{ticket._complaint_mail_link()}</p>",
            }
        )
        try:
            mail = template.with_user(self.handler).send_mail(
                ticket.id, email_values={"email_to": EVIL, "recipient_ids": []}
            )
        except UserError:  # It is written to no stranger.
            return ""
        sent = self.env["mail.mail"].sudo().browse(mail)._prepare_outgoing_list()
        self.assertTrue(sent)
        return " ".join(part["body"] for part in sent)

    def test_where_the_customer_has_one_of_their_own_it_is_a_strangers(self):
        for way in self._ways():
            with self.subTest(way.__name__):
                ticket = way(partner_id=self.customer.id)
                self.assertEqual(ticket.sudo().partner_email, EVIL)
                self.assertNotIn("access_token", self._body_to_it(ticket))
                subject = f"Re: {ticket.number}"
                self._receive(self._write_mail(EVIL, "I am happy", subject=subject))
                exchanges = ticket.complaint_interaction_ids.sudo()
                heard = exchanges.filtered(lambda e: e.direction == "in")
                self.assertFalse(heard.filtered(lambda e: "happy" in str(e.summary)))
                said = ticket.sudo().message_ids.filtered(lambda m: "happy" in m.body)
                self.assertNotIn(self.customer, said.author_id)
                self.assertTrue(all(said.mapped("subtype_id.internal")))

    def test_where_they_have_none_it_counts(self):
        nobody = self.env["res.partner"].create({"name": "Nick"})
        for way in self._ways():
            with self.subTest(way.__name__):
                ticket = way(partner_id=nobody.id)
                self.assertIn("access_token", self._body_to_it(ticket))

    def test_it_is_written_on_record_where_something_depends_on_it(self):
        nobody = self.env["res.partner"].create({"name": "Nick"})
        ticket = self._create_complaint(
            partner_id=nobody.id, partner_email="nick@home.example"
        )
        self._create_interaction(ticket, purpose="first_contact")
        before = ticket.message_ids
        ticket.with_user(self.handler).write({"partner_email": EVIL})
        said = (ticket.message_ids - before).filtered(lambda m: EVIL in m.body)
        self.assertTrue(said)
        self.assertIn("nick@home.example", said[0].body)
        told = self.env["mail.message"].sudo()
        told = told.search([("message_type", "=", "user_notification")], limit=1)
        self.assertIn(EVIL, told.body)
        self.assertEqual(told.partner_ids, self.leader.partner_id)

    def test_what_the_customer_wrote_from_is_theirs(self):
        """Also where their contact has another one."""
        mail = self._write_mail("Jane <jane@home.example>")
        ticket = self._receive(mail)
        ticket.with_user(self.manager).write({"partner_id": self.customer.id})
        self.assertEqual(ticket._complaint_customer_addresses(), ["jane@home.example"])

    def test_other_addresses_are_taken_up_by_the_button_alone(self):
        for user in (self.handler, self.manager):
            with self.assertRaises(AccessError):
                self.ticket.with_user(user).write({"complaint_other_emails": EVIL})
