"""What happened on a complaint stays on record, and those concerned hear of it."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, freeze_time, tagged
from odoo.tools import mute_logger

from .common.complaint import ComplaintCommon


class TestOnTheRecord(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-03-02 09:00:00"))
        cls.ticket = cls._create_complaint()

    def _told(self, user):
        """Return what was put into the inbox of ``user`` since the class was set up."""
        notes = self.env["mail.notification"].search(
            [("res_partner_id", "=", user.partner_id.id)]
        )
        return " ".join(notes.mail_message_id.mapped("body"))

    def test_who_follows_a_complaint_is_told_to_nobody_outside_the_helpdesk(self):
        follower = self.env["mail.followers"].search(
            [("res_model", "=", "helpdesk.ticket"), ("res_id", "=", self.ticket.id)]
        )
        self.assertTrue(follower)
        for user in (self.employee, self.sales):
            theirs = self.env["mail.followers"].with_user(user)
            with self.subTest(user.name):
                self.assertFalse(theirs.search([("id", "in", follower.ids)]))
                with self.assertRaises(AccessError):
                    follower.with_user(user).read(["partner_id"])
        for user in (self.handler, self.leader, self.manager):
            with self.subTest(user.name):
                found = follower.with_user(user).search([])
                self.assertLessEqual(follower, found)
                follower.with_user(user).read(["partner_id"])

    def test_who_follows_a_customer_is_told_as_before(self):
        self.customer.message_subscribe(self.sales.partner_id.ids)
        follower = self.customer.message_follower_ids
        for user in (self.employee, self.handler):
            with self.subTest(user.name):
                self.assertIn(follower, follower.with_user(user).search([]))

    def test_who_was_told_is_not_rewritten(self):
        message = self.ticket.with_user(self.handler).message_post(
            body="We call you",
            partner_ids=self.customer.ids,
            subtype_xmlid="mail.mt_comment",
        )
        # It was written in a transaction of its own.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mail_message SET create_date = '2026-03-01' WHERE id = %s",
            (message.id,),
        )
        self.env.invalidate_all()
        note = message.sudo().notification_ids[:1]
        self.assertTrue(note)
        for user in (self.handler, self.manager):
            with self.subTest(user.name), mute_logger("odoo.models"):
                with self.assertRaises(UserError):
                    message.with_user(user).partner_ids = False
                with self.assertRaises(UserError):
                    note.with_user(user).res_partner_id = user.partner_id
                with self.assertRaises(UserError):
                    note.with_user(user).create(
                        {
                            "mail_message_id": message.id,
                            "res_partner_id": user.partner_id.id,
                        }
                    )

    def test_the_superior_hears_of_a_complaint_that_is_none_after_all(self):
        self.ticket.with_user(self.handler).action_unmark_complaint()
        self.assertIn(self.ticket.number, self._told(self.leader))

    def test_the_superior_hears_of_a_complaint_that_is_deleted(self):
        number = self.ticket.number
        self.ticket.with_user(self.manager).unlink()
        self.assertIn(number, self._told(self.leader))

    def test_no_exchange_took_place_before_the_complaint(self):
        received = self.ticket.complaint_received_at
        with self.assertRaises(ValidationError):
            self._create_interaction(self.ticket, date=received - timedelta(minutes=1))
        self._create_interaction(self.ticket, date=received)

    def test_who_apologised_hears_it_from_whoever_sent_it(self):
        apology = self._create_apology(self.ticket, user_id=self.director.id)
        apology.with_user(self.handler).action_send()
        self.assertIn(self.handler.name, self._told(self.director))


@tagged("post_install", "-at_install")
class TestTracking(ComplaintCommon, HttpCase):
    @classmethod
    def default_env_context(cls):
        return {}

    def test_a_caller_does_not_switch_the_record_off(self):
        ticket = self._create_complaint()
        self.handler.password = "handler_user"
        self.authenticate("handler_user", "handler_user")
        context = {"tracking_disable": True, "mail_notrack": True}
        self.make_jsonrpc_request(
            "/web/dataset/call_kw/helpdesk.ticket/write",
            {
                "model": "helpdesk.ticket",
                "method": "write",
                "args": [ticket.ids, {"complaint_severity_id": self.major.id}],
                "kwargs": {"context": context},
            },
        )
        self.env.invalidate_all()
        tracked = ticket.message_ids.sudo().tracking_value_ids.field_id
        self.assertIn("complaint_severity_id", tracked.mapped("name"))

    def test_nor_of_what_a_button_decides(self):
        """What our methods write for a caller is tracked as what they write."""
        ticket = self._create_complaint()
        remedy = self._create_remedy(ticket)
        self.handler.password = "handler_user"
        self.authenticate("handler_user", "handler_user")
        for method in ("action_request", "action_cancel"):
            self.make_jsonrpc_request(
                f"/web/dataset/call_kw/complaint.remedy/{method}",
                {
                    "model": "complaint.remedy",
                    "method": method,
                    "args": [remedy.ids],
                    "kwargs": {
                        "context": {"tracking_disable": True, "mail_notrack": True}
                    },
                },
            )
        self.env.invalidate_all()
        self.assertEqual(remedy.state, "cancelled")
        tracked = remedy.message_ids.sudo().tracking_value_ids.field_id
        self.assertIn("state", tracked.mapped("name"))
