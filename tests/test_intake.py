from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time

from .common import ComplaintCommon


@freeze_time("2026-03-02 09:00:00")  # a Monday
class TestIntake(ComplaintCommon):
    def test_plain_ticket_stays_plain(self):
        ticket = self._create_ticket()
        self.assertFalse(ticket.is_complaint)
        self.assertFalse(ticket.complaint_stage_id)
        self.assertFalse(ticket.complaint_deadline_ids)

    def test_button_makes_a_complaint(self):
        ticket = self._create_ticket()
        ticket.action_mark_complaint()
        self.assertTrue(ticket.is_complaint)
        self.assertEqual(ticket.complaint_stage_id, self.stage_received)
        self.assertEqual(ticket.complaint_source, "customer")
        self.assertEqual(ticket.complaint_received_at, fields.Datetime.now())
        kinds = ticket.complaint_deadline_ids.mapped("kind")
        self.assertCountEqual(kinds, ["first_contact", "progress", "resolution"])

    def test_marking_twice_changes_nothing(self):
        ticket = self._create_complaint()
        deadlines = ticket.complaint_deadline_ids
        ticket.action_mark_complaint()
        self.assertEqual(ticket.complaint_deadline_ids, deadlines)

    def test_of_many_marked_together_each_keeps_what_was_known(self):
        first = self._create_ticket(complaint_severity_id=self.minor.id)
        second = self._create_ticket(complaint_loss_ongoing=True)
        third = self._create_ticket(team_id=False)
        (first | second | third).with_user(self.manager).action_mark_complaint()
        severities = (first | second | third).mapped("complaint_severity_id")
        self.assertEqual(severities, self.minor + self.major + self.normal)
        self.assertEqual(third.complaint_stage_id, self.stage_received)
        kinds = second.sudo().complaint_deadline_ids.mapped("kind")
        self.assertIn("containment", kinds)
        for ticket in first | second | third:
            due = ticket.sudo().complaint_deadline_ids.mapped("due_at")
            self.assertEqual(ticket.sudo().complaint_next_due_at, min(due))

    def test_ticket_of_a_complaints_team_is_a_complaint(self):
        self.assertTrue(self._create_complaint().is_complaint)

    def test_ticket_of_a_complaints_category_is_a_complaint(self):
        category = self.env["helpdesk.ticket.category"].create(
            {"name": "Complaint", "complaint_default": True}
        )
        self.assertTrue(self._create_ticket(category_id=category.id).is_complaint)

    def test_ticket_moved_to_a_complaints_team_becomes_one(self):
        ticket = self._create_ticket()
        ticket.team_id = self.team
        self.assertTrue(ticket.is_complaint)
        self.assertTrue(ticket.complaint_deadline_ids)

    def test_ticket_moved_to_a_complaints_category_becomes_one(self):
        category = self.env["helpdesk.ticket.category"].create({"name": "Complaint"})
        ticket = self._create_ticket()
        category.complaint_default = True
        ticket.category_id = category
        self.assertTrue(ticket.is_complaint)

    def test_switching_a_team_off_leaves_new_tickets_plain(self):
        self.team.complaint_default = False
        self.assertFalse(self._create_complaint().is_complaint)

    def test_complaint_is_created_with_is_complaint(self):
        ticket = self._create_ticket(is_complaint=True)
        self.assertEqual(ticket.complaint_stage_id, self.stage_received)

    def test_default_in_the_context_marks_as_well(self):
        tickets = self.env["helpdesk.ticket"].with_user(self.handler)
        ticket = tickets.with_context(default_is_complaint=True).create(
            {"name": "Late", "description": "Late.", "user_id": self.handler.id}
        )
        self.assertTrue(ticket.complaint_deadline_ids)

    def test_complaint_with_a_wanted_stage_goes_there(self):
        ticket = self._create_ticket(complaint_stage_id=self.stage_investigating.id)
        self.assertTrue(ticket.is_complaint)
        self.assertEqual(ticket.complaint_stage_id, self.stage_investigating)

    def test_day_of_receipt_may_be_given_at_creation(self):
        before = fields.Datetime.now() - timedelta(days=3)
        ticket = self._create_complaint(complaint_received_at=before)
        self.assertEqual(ticket.complaint_received_at, before)

    def test_nothing_is_received_in_the_future(self):
        later = fields.Datetime.now() + timedelta(days=3)
        ticket = self._create_complaint(complaint_received_at=later)
        self.assertEqual(ticket.complaint_received_at, fields.Datetime.now())

    def test_closed_ticket_that_becomes_a_complaint_is_open_again(self):
        done = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        ticket = self._create_ticket()
        ticket.stage_id = done
        ticket.action_mark_complaint()
        self.assertTrue(ticket.is_complaint)
        self.assertFalse(ticket.closed)

    def test_archived_ticket_that_becomes_a_complaint_is_back(self):
        ticket = self._create_complaint(active=False)
        self.assertTrue(ticket.active)

    def test_interactions_before_the_mark_count(self):
        ticket = self._create_ticket()
        self._create_interaction(ticket)
        ticket.action_mark_complaint()
        self.assertEqual(ticket.complaint_first_contact_at, fields.Datetime.now())
        kinds = ticket.complaint_deadline_ids.mapped("kind")
        self.assertNotIn("first_contact", kinds)

    def test_apology_belongs_to_a_complaint(self):
        apology = self._create_apology(self._create_ticket())
        with self.assertRaises(UserError):
            apology.action_send()

    def test_unmarking_undoes_a_mistake(self):
        ticket = self._create_complaint()
        ticket.action_unmark_complaint()
        self.assertFalse(ticket.is_complaint)
        self.assertFalse(ticket.complaint_next_due_at)
        self.assertEqual(
            set(ticket.complaint_deadline_ids.mapped("state")), {"cancelled"}
        )

    def test_unmarking_ends_with_the_first_word_to_the_customer(self):
        ticket = self._create_complaint()
        self._create_interaction(ticket, direction="out")
        with self.assertRaises(UserError):
            ticket.action_unmark_complaint()

    def test_incoming_call_does_not_hinder_unmarking(self):
        ticket = self._create_complaint()
        self._create_interaction(ticket, direction="in")
        ticket.action_unmark_complaint()
        self.assertFalse(ticket.is_complaint)

    def test_unmarking_ends_with_apology_offer_promise_and_decision(self):
        for step in ("_apologise", "_offer", "_promise", "_decide"):
            ticket = self._create_complaint()
            getattr(self, step)(ticket)
            with self.subTest(step), self.assertRaises(UserError):
                ticket.action_unmark_complaint()

    def _apologise(self, ticket):
        self._create_apology(ticket).action_send()

    def _offer(self, ticket):
        ticket.complaint_severity_id = self.normal
        self._create_remedy(ticket, amount=400).action_request()

    def _promise(self, ticket):
        later = fields.Datetime.now() + timedelta(hours=4)
        ticket._complaint_promise("Call back", later)

    def _decide(self, ticket):
        ticket.write(
            {"complaint_decision": "upheld", "complaint_explanation": "<p>Ours</p>"}
        )
        ticket.action_send_decision()

    def test_closed_complaint_is_not_unmarked(self):
        ticket = self._create_complaint()
        ticket.action_withdraw("They found it")
        with self.assertRaises(UserError):
            ticket.action_unmark_complaint()

    def test_complaint_on_record_is_not_deleted(self):
        ticket = self._create_complaint()
        ticket.with_user(self.manager).unlink()
        for step in ("_apologise", "_offer", "_promise", "_decide"):
            ticket = self._create_complaint()
            getattr(self, step)(ticket)
            with self.subTest(step), self.assertRaises(UserError):
                ticket.with_user(self.manager).unlink()

    def test_overridden_complaint_is_not_deleted(self):
        ticket = self._create_complaint().with_user(self.manager)
        ticket.action_override(self.stage_closed.id, "A joke")
        with self.assertRaises(UserError):
            ticket.unlink()


class TestIntakeTogether(ComplaintCommon):
    """Many complaints that come in at once, with all that follows."""

    @classmethod
    def default_env_context(cls):
        return {}  # With messages, mails and followers.

    def _cost(self, team, count):
        """Return how many queries ``count`` tickets of as many customers take."""
        partners = self.env["res.partner"]
        customers = partners.create([{"name": f"No. {n}"} for n in range(count)])
        tickets = self.env["helpdesk.ticket"].with_user(self.handler)
        about = {"name": "Kettle leaks", "description": "It leaks."}
        about |= {"team_id": team.id, "user_id": self.handler.id}
        vals_list = [{**about, "partner_id": customer.id} for customer in customers]
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        tickets.create(vals_list)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_one_complaint_more_asks_no_more_than_one_plain_ticket_more(self):
        def more(team):
            self._cost(team, 3)  # Fills what is kept between requests.
            return self._cost(team, 23) - self._cost(team, 3)

        plain = more(self.plain_team)
        self.assertGreater(plain, 20)
        # Mails and followers are written in batches.
        self.assertLess(more(self.team) - plain, 10)
