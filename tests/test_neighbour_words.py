"""Other apps' jobs render a template that somebody chose, for ids somebody chose."""

import datetime

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from .common.secret import SECRET, SecretCommon

LOGGERS = ("odoo.addons.base.models.ir_rule", "odoo.addons.mail.models.mail_template")


class TestWordsOfOthers(SecretCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env["mail.template"].create(
            {
                "name": "x",
                "model_id": cls.env["ir.model"]._get_id("helpdesk.ticket"),
                "subject": "{{ object.number }} {{ object.name }}",
                "body_html": '<p t-out="object.name"/>',
                "email_to": "thief@evil.example",
                "email_from": "us@us.example",
                "report_template_ids": [
                    Command.set(
                        cls.env.ref("complaint_recovery.complaint_action_case_file").ids
                    )
                ],
            }
        )

    def _assert_nothing_told(self, call):
        before = self.env["mail.message"].search([], order="id desc", limit=1).id
        with self.assertRaises(AccessError), self.cr.savepoint():
            call()
        new = self.env["mail.message"].search([("id", ">", before)])
        self.assertNotIn(SECRET, str(new.mapped("body")))

    def _with_id_of_ticket(self, record):
        """Move a row to the id of the complaint, as enough of them get there."""
        table = record._table
        self.env.flush_all()
        self.cr.execute(f"SELECT 1 FROM {table} WHERE id = %s", [self.ticket.id])
        if not self.cr.fetchone():
            self.cr.execute(
                f"UPDATE {table} SET id = %s WHERE id = %s", [self.ticket.id, record.id]
            )
        self.env.invalidate_all()
        return record.browse(self.ticket.id)

    @mute_logger(*LOGGERS)
    def test_reminder_of_a_meeting_tells_of_no_complaint(self):
        start = fields.Datetime.now() + datetime.timedelta(minutes=1)
        alarm = self.env["calendar.alarm"].with_user(self.employee)
        alarm = alarm.create(
            {
                "name": "x",
                "alarm_type": "email",
                "duration": 1,
                "interval": "minutes",
                "mail_template_id": self.template.id,
            }
        )
        event = self.env["calendar.event"].with_user(self.employee)
        event = event.with_context(no_mail_to_attendees=True).create(
            {
                "name": "mine",
                "start": start,
                "stop": start + datetime.timedelta(hours=1),
                "alarm_ids": [Command.set(alarm.ids)],
                "partner_ids": [Command.set(self.employee.partner_id.ids)],
            }
        )
        attendee = self._with_id_of_ticket(event.attendee_ids[:1])
        root = attendee.with_user(self.env.ref("base.user_root")).sudo()
        root = root.with_context(no_mail_to_attendees=False)
        self._assert_nothing_told(
            lambda: root._notify_attendees(self.template, notify_author=True)
        )

    @mute_logger(*LOGGERS)
    def test_mail_of_an_order_that_is_sent_later_tells_of_no_complaint(self):
        order = self.env["sale.order"].with_user(self.sales)
        order = self._with_id_of_ticket(
            order.create(
                {"partner_id": self.env["res.partner"].create({"name": "x"}).id}
            )
        )
        order = order.with_user(self.env.ref("base.user_root")).sudo()
        self._assert_nothing_told(
            lambda: order._send_order_notification_mail(self.template)
        )

    @mute_logger(*LOGGERS)
    def test_mail_of_a_coupon_tells_of_no_complaint(self):
        program = self.env["loyalty.program"].create(
            {
                "name": "x",
                "program_type": "coupons",
                "communication_plan_ids": [
                    Command.create(
                        {"trigger": "create", "mail_template_id": self.template.id}
                    )
                ],
            }
        )
        card = self.env["loyalty.card"].with_context(loyalty_no_mail=True)
        card = card.create(
            {"program_id": program.id, "partner_id": self.employee.partner_id.id}
        )
        card = self._with_id_of_ticket(card).with_context(loyalty_no_mail=False)
        card = card.with_user(self.env.ref("base.user_root")).sudo()
        self._assert_nothing_told(card._send_creation_communication)
