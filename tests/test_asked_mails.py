"""Mails that somebody has a template write: what they say of them themselves."""

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .test_evidence import EvidenceCommon


class TestAskedMails(EvidenceCommon):
    """Odoo writes such a mail as superuser, with whatever the caller says of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        vals = {"subject": "I accept", "body_html": "<p>I accept, thank you.</p>"}
        cls.about_oneself, cls.about_it = cls.env["mail.template"].create(
            [
                {**vals, "name": model, "model_id": cls.env["ir.model"]._get_id(model)}
                for model in ("res.users", "helpdesk.ticket")
            ]
        )
        cls.people = cls.employee | cls.sales | cls.handler | cls.manager

    def _send(self, user, template=None, record=None, **values):
        template = (template or self.about_oneself).with_user(user)
        values = {"email_to": "me@else.example", **values}
        return template.send_mail((record or user).id, email_values=values)

    def test_no_message_of_a_complaint_is_written_again(self):
        messages = self.messages.sudo()
        fields = ["model", "res_id", "body", "author_id"]
        before = messages.read(fields)
        for user in self.people:
            for message in messages:
                for named in (message.id, str(message.id), [message.id, "x"]):
                    with self.subTest(user.name, model=message.model, named=named):
                        with self.assertRaises(AccessError):
                            self._send(user, mail_message_id=named)
        messages.invalidate_recordset()
        self.assertEqual(messages.read(fields), before)

    def test_no_word_is_put_on_a_complaint(self):
        theirs = {"author_id": self.portal.partner_id.id, "message_type": "email"}
        line = [(0, 0, {"model": "helpdesk.ticket", "res_id": self.ticket.id})]
        for user in self.people:
            for values in (
                {"model": "helpdesk.ticket", "res_id": self.ticket.id, **theirs},
                {"model": "complaint.remedy", "res_id": 1},
                {"child_ids": line},
                {"tracking_value_ids": line},
            ):
                with self.subTest(user.name, values=sorted(values)):
                    with self.assertRaises(AccessError):
                        self._send(user, **values)
        handler, ticket = self.handler, self.ticket
        for name, value in {**theirs, "date": "2020-01-01", "res_id": 1}.items():
            with self.subTest(name), self.assertRaises(AccessError):
                self._send(handler, self.about_it, ticket, **{name: value})

    def test_no_mail_about_a_complaint_is_of_somebody_else(self):
        own, ticket = {"recipient_ids": [(4, self.customer.id)]}, self.ticket
        for sender in (self.director.email, self.customer.email, self.portal.email):
            with self.subTest(sender), self.assertRaises(AccessError):
                values = {**own, "email_to": False, "email_from": sender}
                self._send(self.handler, self.about_it, ticket, **values)
        for sender in (self.handler.email, "team@company.example"):
            values = {**own, "email_to": False, "email_from": sender}
            self.assertTrue(self._send(self.handler, self.about_it, ticket, **values))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_no_file_is_sent_along_that_one_may_not_read(self):
        id_ = self.file.id
        self.ticket.sudo().complaint_about_user_id = self.manager
        strangers = self.people.filtered(
            lambda user: not self.file.with_user(user).has_access("read")
        )
        self.assertLessEqual(self.sales | self.manager, strangers)
        for user in strangers:
            for commands in ([(4, id_)], [(6, 0, [id_])], [id_], [{"id": id_}]):
                with self.subTest(user.name, commands=commands):
                    with self.assertRaises(AccessError):
                        self._send(user, attachment_ids=commands)

    def test_no_file_or_contact_is_made_changed_or_deleted(self):
        own = self.env["ir.attachment"].with_user(self.employee).create({"name": "x"})
        file = self.file.sudo()
        for user in self.people:
            for commands in (
                [(2, file.id, 0)],
                [(1, file.id, {"raw": b"Forged"})],
                [(0, 0, {"name": "x", "raw": b"x"})],
                [(3, file.id, 0)],
            ):
                for name in ("attachment_ids", "unrestricted_attachment_ids"):
                    with self.subTest(user.name, name=name, commands=commands):
                        with self.assertRaises(AccessError):
                            self._send(user, **{name: commands})
            with self.assertRaises(AccessError):
                self._send(user, unrestricted_attachment_ids=[(6, 0, own.ids)])
            partner = [(1, self.portal.partner_id.id, {"email": "me@else.example"})]
            with self.assertRaises(AccessError):
                self._send(user, recipient_ids=partner)
        self.assertEqual(file.exists().raw, b"As sent")
        self.assertEqual(self.portal.partner_id.email, "portal@azure.example")

    def test_no_stranger_gets_a_mail_about_a_complaint(self):
        template, ticket = self.about_it, self.ticket
        with self.assertRaisesRegex(UserError, "me@else.example"):
            self._send(self.handler, template, ticket)
        with self.assertRaisesRegex(UserError, self.stranger.name):
            self._send(
                self.handler,
                template,
                ticket,
                email_to=False,
                recipient_ids=[(4, self.stranger.id)],
            )
        self.assertTrue(
            self._send(self.handler, template, ticket, email_to=self.portal.email)
        )

    def test_mails_about_others_are_as_in_odoo(self):
        own = self.env["ir.attachment"].with_user(self.employee).create({"name": "x"})
        mail_id = self._send(
            self.employee,
            author_id=self.director.partner_id.id,
            message_type="user_notification",
            attachment_ids=[(4, own.id)],
        )
        mail = self.env["mail.mail"].sudo().browse(mail_id)
        self.assertEqual(mail.attachment_ids, own)
        self.assertEqual(mail.author_id, self.director.partner_id)
        plain = self._create_ticket()
        self.assertTrue(self._send(self.handler, self.about_it, plain, date=False))
