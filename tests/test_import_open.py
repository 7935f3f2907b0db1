from datetime import timedelta

from odoo import fields
from odoo.exceptions import ValidationError

from .common import ComplaintCommon


class TestImportOpen(ComplaintCommon):
    """Open complaints taken over, their numbers, and owners who have left."""

    @classmethod
    def default_env_context(cls):
        return {}  # Mail is on.

    def _take_over(self, **vals):
        ticket = (
            self.env["helpdesk.ticket"]
            .with_user(self.manager)
            .create(
                {
                    "complaint_imported": True,
                    "name": "Old",
                    "description": "<p>Leaks.</p>",
                    "partner_id": self.customer.id,
                    "team_id": self.team.id,
                    "user_id": self.handler.id,
                    "complaint_received_at": fields.Datetime.now() - timedelta(days=10),
                    "complaint_stage_id": self.stage_investigating.id,
                    "complaint_severity_id": self.minor.id,
                    **vals,
                }
            )
        )
        # It was taken over an hour ago.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET create_date = create_date - interval '1 hour'"
            " WHERE id = %s",
            [ticket.id],
        )
        ticket.invalidate_recordset()
        return ticket.with_user(self.handler)

    def _kinds(self, ticket):
        return set(ticket.sudo()._complaint_running().mapped("kind"))

    def test_silent_until_the_first_thing_is_done_here(self):
        ticket = self._take_over()
        self.assertFalse(self._kinds(ticket))
        self.assertFalse(ticket.sudo().complaint_taken_over_at)

    def test_the_first_thing_done_here_begins_its_time(self):
        ways = {
            "call": lambda t: self._create_interaction(t, purpose="progress"),
            "severity": lambda t: t.write({"complaint_severity_id": self.normal.id}),
            "finding": lambda t: t.write({"complaint_finding": "<p>Broken.</p>"}),
            "word of the customer": self._word,
        }
        for way, do in ways.items():
            with self.subTest(way):
                ticket = self._take_over()
                do(ticket)
                self.assertLessEqual({"progress", "resolution"}, self._kinds(ticket))
                self.assertTrue(ticket.sudo().complaint_taken_over_at)
                due = ticket.sudo()._complaint_running("resolution").due_at
                self.assertGreater(due, fields.Datetime.now())

    def _word(self, ticket):
        return ticket.with_user(self.env.ref("base.user_root")).message_post(
            body="Any news?",
            message_type="email",
            subtype_xmlid="mail.mt_comment",
            author_id=self.customer.id,
        )

    def test_the_owner_hears_of_the_customers_mail(self):
        message = self._word(self._take_over())
        told = message.sudo().notification_ids.res_partner_id
        self.assertIn(self.handler.partner_id, told)

    def test_the_follow_up_is_planned_after_delivery(self):
        ticket = self._take_over()
        self._contact(ticket)
        remedy = self._create_remedy(ticket)
        remedy.action_offer()
        remedy.action_accept()
        remedy.action_deliver()
        self.assertEqual(ticket.sudo().complaint_phase, "follow_up")
        self.assertIn("follow_up", self._kinds(ticket))

    def test_numbers_are_kept_and_never_collide(self):
        drawn = self._create_ticket().number
        ahead = f"HT{int(drawn[2:]) + 3:05d}"
        self.assertEqual(self._take_over(number="7261951").number, "7261951")
        self.assertEqual(self._take_over(number=ahead).number, ahead)
        numbers = self._create_ticket(count=5).mapped("number")
        self.assertNotIn(ahead, numbers)
        self.assertGreater(min(numbers), ahead)
        with self.assertRaises(ValidationError):
            self._take_over(number=drawn)
        with self.assertRaises(ValidationError):
            self._create_ticket(number=ahead)
        self.assertNotEqual(self._create_ticket().copy().number, "/")

    def test_the_import_dialog_offers_the_number(self):
        wizard = self.env["base_import.import"].with_user(self.manager)
        names = [each["id"] for each in wizard.get_fields_tree("helpdesk.ticket")]
        self.assertIn("number", names)

    def test_owners_who_have_left_can_be_named(self):
        self.leader.active = False
        names = ["complaint_imported", "name", "description", "user_id"]
        names += ["complaint_stage_id", "complaint_received_at", "team_id"]
        row = ["True", "Old", "Leaks", "Leader", "Closed", "2020-01-01", "Complaints"]
        result = self.env["helpdesk.ticket"].with_user(self.manager).load(names, [row])
        self.assertFalse(result["messages"])
        ticket = self.env["helpdesk.ticket"].browse(result["ids"])
        self.assertEqual(ticket.user_id, self.leader)
