"""A complaint that was closed, and what is written to it after."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields

from .customer_mail import CustomerMailCase

JANE = "jane@azure.example"
AL = "al@azure.example"


class ReplyCase(CustomerMailCase):
    """A complaint that was closed, and somebody answers the mail that told so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls.env["res.partner"].create(
            {"name": "Al", "email": AL, "parent_id": cls.customer_company.id}
        )
        cls.ticket = cls._create_complaint()
        cls._play_to_follow_up(cls.ticket)
        cls._follow_up(cls.ticket)
        cls.mine = cls.ticket.with_user(cls.handler)

    def _reply(self, body="It leaks again.", sender=JANE, days=0, **headers):
        """Let ``sender`` answer our closing mail, some days later."""
        told = self._newest(self.ticket).mail_message_id
        with freeze_time(fields.Datetime.now() + timedelta(days=days)):
            raw = self._answer_to(
                told, sender, body=body, References=told.message_id, **headers
            )
            return self._receive(raw)

    def _asked(self):
        return self.ticket.sudo().complaint_deadline_ids.filtered(
            lambda d: d.kind == "reply"
        )
