"""Whatever a colleague writes to the customer is an exchange, and waits ten seconds."""

from odoo.exceptions import AccessError, UserError

from odoo.addons.complaint_recovery.models.contact.undo import NO_MAIL

from .common import ComplaintCommon


class TestNotesToCustomers(ComplaintCommon):
    """No kind of message and no note goes to the customer past the record."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_complaint(cls.agent_all)

    def _post(self, **kwargs):
        ticket = self.ticket.with_user(self.agent_all)
        return ticket.message_post(
            body="We are sorry", partner_ids=self.customer.ids, **kwargs
        )

    def _kinds(self):
        offered = self.env["mail.message"]._fields["message_type"].get_values(self.env)
        return sorted(set(offered) - NO_MAIL)

    def test_every_kind_of_message_is_an_exchange_that_waits(self):
        self.assertGreater(len(self._kinds()), 4)
        for kind in self._kinds():
            for internal in ({}, {"is_internal": True}):
                before = self.ticket.complaint_interaction_ids
                message = self._post(
                    message_type=kind, subtype_xmlid="mail.mt_comment", **internal
                )
                with self.subTest(kind, internal=internal):
                    exchange = self.ticket.complaint_interaction_ids - before
                    self.assertEqual(exchange.message_id, message.sudo())
                    self.assertEqual(exchange.direction, "out")
                    self.assertTrue(message.sudo().mail_ids.mapped("scheduled_date"))
                    self.assertFalse(message.sudo().is_internal)

    def test_no_note_is_mailed_to_the_customer(self):
        ticket = self.ticket.with_user(self.agent_all)
        told = {"body": "x", "partner_ids": self.customer.ids}
        others = self.env["mail.message.subtype"].search([("internal", "=", False)])
        others -= self.env.ref("mail.mt_comment")
        self.assertTrue(others)
        # A mail that somebody makes up is one of a stranger, noted for the owner.
        for kind in set(self._kinds()) - {"email"}:
            for subtype in self.env.ref("mail.mt_note") | others:
                with self.subTest(kind, subtype=subtype.name):
                    with self.assertRaisesRegex(UserError, "colleagues"):
                        self._post(message_type=kind, subtype_id=subtype.id)
        for internal in (True, False):
            with self.assertRaisesRegex(UserError, "colleagues"):
                ticket.message_notify(
                    **told, is_internal=internal, subtype_xmlid="mail.mt_comment"
                )
        with self.assertRaisesRegex(UserError, "colleagues"):
            ticket.message_notify(**told)
        with self.assertRaisesRegex(UserError, "colleagues"):
            ticket.message_post(body="x", outgoing_email_to=self.customer.email)
        colleagues = ticket.message_post(
            body="Look", message_type="comment", partner_ids=self.leader.partner_id.ids
        )
        self.assertEqual(colleagues.sudo().partner_ids, self.leader.partner_id)

    def test_no_other_subtype_shows_the_customer_what_is_not_recorded(self):
        """Those of Odoo and other addons tell of a ticket, and stand on the page."""
        subtypes = self.env["mail.message.subtype"].search([("internal", "=", False)])
        subtypes -= self.env.ref("mail.mt_comment")
        self.assertTrue(subtypes)
        self.ticket.sudo().message_subscribe(
            self.customer.ids, subtypes.ids + self.env.ref("mail.mt_comment").ids
        )
        ticket = self.ticket.with_user(self.agent_all)
        for kind in set(self._kinds()) - {"email"}:
            for subtype in subtypes:
                for named in (subtype.id, str(subtype.id)):
                    message = ticket.message_post(
                        body="We pay", message_type=kind, subtype_id=named
                    ).sudo()
                    with self.subTest(kind, subtype=subtype.name, named=named):
                        self.assertTrue(message.subtype_id.internal)
                        self.assertNotIn(self.customer, message.notified_partner_ids)
        self.assertFalse(self.ticket.complaint_interaction_ids)

    def test_who_may_only_read_it_writes_to_nobody_but_colleagues(self):
        self._invite(self.ticket, self.employee.partner_id)
        ticket = self.ticket.with_user(self.employee)
        self.assertTrue(ticket.has_access("read"))
        for told in ({}, {"partner_ids": self.customer.ids}):
            with self.assertRaises(AccessError):
                ticket.message_post(
                    body="We pay",
                    message_type="comment",
                    subtype_xmlid="mail.mt_comment",
                    **told,
                )
        ticket.message_post(body="I asked the driver.", message_type="comment")
        self.assertFalse(self.ticket.complaint_interaction_ids)

    def test_a_note_on_a_plain_ticket_is_as_in_odoo(self):
        plain = self._create_ticket().with_user(self.agent_all)
        note = plain.message_post(
            body="x", message_type="notification", partner_ids=self.customer.ids
        )
        self.assertEqual(note.sudo().message_type, "notification")
        self.assertEqual(note.sudo().partner_ids, self.customer)

    def test_who_follows_what_happens_to_a_ticket_is_told_no_words_by_the_way(self):
        """By its subtype Odoo mails a message to who chose to hear of such things."""
        others = self.env["mail.message.subtype"].search([("internal", "=", False)])
        others -= self.env.ref("mail.mt_comment")
        ticket = self.ticket.with_user(self.agent_all)
        ticket.message_subscribe(self.customer.ids, others.ids)
        for kind in set(self._kinds()) - {"email"}:
            for subtype in others:
                with self.subTest(kind, subtype=subtype.name):
                    mails = self.env["mail.mail"].sudo().search([])
                    exchanges = self.ticket.complaint_interaction_ids
                    try:
                        with self.env.cr.savepoint():
                            ticket.message_post(
                                body="We pay 9,999",
                                message_type=kind,
                                subtype_id=subtype.id,
                            )
                    except UserError as error:
                        self.assertIn("colleagues", str(error))
                    told = (self.env["mail.mail"].sudo().search([]) - mails).filtered(
                        lambda mail: self.customer in mail.recipient_ids
                    )
                    exchanged = self.ticket.complaint_interaction_ids - exchanges
                    self.assertEqual(bool(told), bool(exchanged))

    def test_what_changes_is_told_to_who_follows_that(self):
        stage = self.env["helpdesk.ticket.stage"].search([("closed", "=", False)])
        subtypes = self.env["mail.message.subtype"].search([("internal", "=", False)])
        ticket = self.ticket.with_user(self.agent_all)
        ticket.message_subscribe(self.customer.ids, subtypes.ids)
        for other in stage - ticket.stage_id:
            ticket.stage_id = other
            self.env.flush_all()
            self.assertEqual(ticket.stage_id, other)
