from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tools.safe_eval import safe_eval

from .common.wizards import LATER, NOW, WizardCommon


@freeze_time(NOW)
class TestBulk(WizardCommon):
    """One thing done to each of several complaints, as if each had been opened."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(NOW):
            cls.tickets = cls._create_ticket(count=3, team_id=cls.team.id)

    def _bulk(self, operation, tickets=None, **vals):
        tickets = tickets or self.tickets
        bulks = self.env["complaint.bulk"].with_user(self.handler)
        bulk = bulks.with_context(active_ids=tickets.ids)
        return bulk.create({"operation": operation, **vals})

    def test_each_operation_reaches_each_complaint(self):
        operations = {
            "cause": {"cause_id": self.cause.id},
            "promise": {"name": "You hear from us", "due_at": LATER},
            "later": {"due_at": "2030-01-04 09:00:00", "reason": "No part"},
            "message": {"subject": "News", "words": "The part is on its way."},
            "hand_over": {"user_id": self.leader.id, "reason": "Holidays"},
        }
        known = self.env["complaint.bulk"]._fields["operation"].get_values(self.env)
        self.assertEqual(set(operations), set(known))
        for operation, vals in operations.items():
            with self.subTest(operation):
                told = self._bulk(operation, **vals).action_apply()
                self.assertIn("3 of 3", told["params"]["message"])
        tickets = self.tickets.sudo()
        self.assertEqual(tickets.complaint_cause_id, self.cause)
        self.assertEqual(len(tickets._complaint_running("promise")), 3)
        self.assertEqual(len(tickets.complaint_interaction_ids.message_id), 3)
        self.assertEqual(tickets.user_id, self.leader)

    def test_what_one_refuses_the_others_do_not_suffer(self):
        other = self._create_complaint(complaint_severity_id=self.normal.id)
        self._play_to_follow_up(other)
        self._follow_up(other)
        bulk = self._bulk("cause", self.tickets + other, cause_id=self.cause.id)
        told = bulk.action_apply()["params"]
        self.assertEqual(told["type"], "warning")
        self.assertIn("3 of 4", told["message"])
        self.assertFalse(other.complaint_cause_id)

    def test_words_that_name_somebody_are_asked_about_first(self):
        bulk = self._bulk("message", subject="News", words="As Leader said")
        question = bulk.action_apply()
        self.assertEqual(question["res_model"], "complaint.send.anyway")
        self.assertFalse(self.tickets.complaint_interaction_ids)

    def test_names_are_looked_for_with_each_customer(self):
        """Who is no stranger to the first one may be one to the next."""
        self.stranger.name = "Marcel Proust"
        self.tickets[0].complaint_third_party_id = self.customer
        self.tickets[1].complaint_third_party_id = self.stranger
        bulk = self._bulk("message", subject="News", words="Marcel Proust called")
        question = bulk.action_apply()
        self.assertEqual(question["res_model"], "complaint.send.anyway")
        bulk.action_apply(confirmed=True)
        for ticket, noted in zip(self.tickets, (0, 1, 0), strict=True):
            notes = " ".join(ticket.sudo().message_ids.mapped("body"))
            self.assertEqual(notes.count("although the words name"), noted)

    def test_what_is_missing_is_said(self):
        for operation in ("hand_over", "cause", "promise", "message", "later"):
            with self.subTest(operation), self.assertRaises(UserError):
                self._bulk(operation).action_apply()


class TestFavourites(WizardCommon):
    def test_each_favourite_runs_for_a_handler_and_is_named_in_their_language(self):
        filters = self.env["ir.filters"].with_user(self.handler)
        action = self.env.ref("complaint_recovery.complaint_action_all")
        shown = filters.get_filters("helpdesk.ticket", action.id)
        self.assertGreaterEqual(len(shown), 5)
        tickets = self.env["helpdesk.ticket"].with_user(self.handler)
        for favourite in shown:
            with self.subTest(favourite["name"]):
                domain = safe_eval(favourite["domain"], {"uid": self.handler.id})
                tickets.search_count(domain)
