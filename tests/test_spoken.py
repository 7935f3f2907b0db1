"""On complaints people speak as themselves, now, and in the thread of the record."""

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from .test_evidence import EvidenceCommon


class TestSpoken(EvidenceCommon):
    """Nobody makes up a word of the customer, of a superior, or of another day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.spoken = cls._find_spoken()
        # What a caller says of a message, beside its words.
        cls.others = {
            "author_id": cls.director.partner_id.id,
            "email_from": cls.director.email_formatted,
            "date": "2020-01-01 10:00:00",
        }

    def _assert_own(self, message):
        message = message.sudo()
        self.assertEqual(message.author_id, self.manager.partner_id)
        self.assertEqual(message.email_from, self.manager.email_formatted)
        self.assertGreater(message.date.year, 2020)

    def test_everybody_speaks_as_themselves_in_each_thread(self):
        self.assertGreater(len(self.spoken), 5)
        told = {"body": "Approved", "partner_ids": self.manager.partner_id.ids}
        for model, record in self.spoken.items():
            record = record.with_user(self.manager)
            for each in ({}, {"author_id": self.manager.partner_id.id}):
                with self.subTest(model, given=sorted(each)):
                    said = {**self.others, **each}
                    self._assert_own(record.message_post(body="Approved", **said))
                    said.pop("date")  # Odoo takes none there.
                    self._assert_own(record.message_notify(**told, **said))

    def test_no_word_of_the_customer_is_made_up(self):
        ticket = self.ticket.with_user(self.handler)
        before = ticket.complaint_interaction_ids
        message = ticket.message_post(
            body="I accept",
            message_type="email",
            author_id=self.portal.partner_id.id,
            email_from=self.portal.email_formatted,
            incoming_email_to="complaints@company.example",
        )
        self.assertEqual(message.author_id, self.handler.partner_id)
        self.assertEqual(message.sudo().message_type, "comment")
        self.assertFalse(message.sudo().incoming_email_to)
        message = ticket.message_post(body="I accept", email_from=self.portal.email)
        self.assertEqual(message.author_id, self.handler.partner_id)
        said = ticket.complaint_interaction_ids - before
        self.assertNotIn("in", said.mapped("direction"))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_no_message_is_made_past_the_thread(self):
        forged = {
            "body": "I accept",
            "author_id": self.portal.partner_id.id,
            "message_type": "user_notification",
            "partner_ids": [(6, 0, self.handler.partner_id.ids)],
        }
        for user in (self.employee, self.sales, self.handler, self.manager):
            messages = self.env["mail.message"].with_user(user)
            for model, record in self.spoken.items():
                named = {"model": model, "res_id": record.id}
                stored = {f"default_{name}": named[name] for name in named}
                with self.subTest(user.name, model=model):
                    with self.assertRaises(AccessError):
                        messages.create({**forged, **named})
                    with self.assertRaises(AccessError):
                        messages.with_context(**stored).create(forged)

    def test_nobody_is_told_of_a_complaint_by_another_thread(self):
        for user in (self.employee, self.handler):
            for model, record in self.spoken.items():
                threads = self.env["mail.thread"].with_user(user)
                with self.subTest(user.name, model=model):
                    with self.assertRaises(AccessError):
                        threads.message_notify(
                            body="x",
                            partner_ids=user.partner_id.ids,
                            model=model,
                            res_id=record.id,
                        )

    def test_a_plain_ticket_is_as_in_odoo(self):
        plain = self._create_ticket().with_user(self.manager)
        message = plain.message_post(body="x", author_id=self.director.partner_id.id)
        self.assertEqual(message.author_id, self.director.partner_id)

    def test_mails_written_for_many_are_of_whoever_writes_them(self):
        """The same by the composer, which writes them as superuser past the thread."""
        senders = (self.director.email, self.customer.email, "info@azure.example")
        for model in ("helpdesk.ticket", "complaint.corrective.action"):
            record = self.spoken[model]
            composers = self.env["mail.compose.message"].with_user(self.manager)
            composers = composers.with_context(
                default_model=model,
                default_res_ids=record.ids,
                default_composition_mode="mass_mail",
            )
            for sender in senders:
                for author in (self.director, self.portal, self.manager):
                    said = {"author_id": author.partner_id.id, "email_from": sender}
                    to = (
                        self.customer
                        if model == "helpdesk.ticket"
                        else author.partner_id
                    )
                    composer = composers.create(
                        {"body": "x", "subject": "x", "partner_ids": to.ids, **said}
                    )
                    with self.subTest(model, **said):
                        mails, _messages = composer._action_send_mail()
                        self.assertTrue(mails)
                        self._assert_own(mails.mail_message_id)

    def _mail_many(self, template=None, **vals):
        composers = self.env["mail.compose.message"].with_user(self.manager)
        template = template or self.env["mail.template"]
        composer = composers.with_context(
            default_model="helpdesk.ticket",
            default_res_ids=self.ticket.ids,
            default_composition_mode="mass_mail",
            default_template_id=template.id,
        ).create({"body": "x", "subject": "x", **vals})
        mails, _messages = composer._action_send_mail()
        return mails.mail_message_id.sudo().email_from

    def _template(self, user=None):
        templates = self.env["mail.template"].with_user(user or self.env.user)
        return templates.create(
            {
                "name": "x",
                "model_id": self.env["ir.model"]._get_id("helpdesk.ticket"),
                "email_from": self.director.email,
                "subject": "x",
                "body_html": "<p>x</p>",
            }
        )

    def test_addresses_of_the_company_are_kept_though_a_contact_has_them(self):
        """A contact *Service* with the address of the team is nobody in person."""
        alias = self.team.alias_id.alias_full_name
        domain = self.team.alias_id.alias_domain_id.default_from_email
        server = "desk@company.example"
        self.env["ir.mail_server"].create(
            {"name": "x", "smtp_host": "x", "from_filter": f"else.example,{server}"}
        )
        for shared in filter(None, (alias, domain, server)):
            self.env["res.partner"].create({"name": "Service", "email": shared})
            with self.subTest(shared):
                to = self.customer.ids
                sender = self._mail_many(email_from=shared, partner_ids=to)
                self.assertEqual(sender, shared)
                ticket = self.ticket.with_user(self.handler)
                self.assertTrue(ticket._complaint_is_oneself("email_from", shared))
        self.env["res.partner"].create({"name": "y", "email": "boss@else.example"})
        sender = self._mail_many(email_from="boss@else.example", partner_ids=to)
        self.assertEqual(sender, self.manager.email_formatted)

    def test_a_template_that_was_set_up_keeps_its_sender_and_ones_own_does_not(self):
        to = {"partner_ids": self.customer.ids}
        self.assertEqual(self._mail_many(self._template(), **to), self.director.email)
        own = self._template(self.manager)
        sender = self._mail_many(own, **to)
        self.assertEqual(sender, self.manager.email_formatted)
        self.ticket.sudo().stage_id.mail_template_id = own
        self.assertEqual(self._mail_many(own, **to), self.director.email)
