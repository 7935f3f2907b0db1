from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from .common.group import GroupCase


class TestGroupBatch(GroupCase):
    """A step is done with each customer as a person would do it, once."""

    def test_the_finding_is_told_to_each_in_the_own_language(self):
        batch = self._do("decision", finding="<p>Lorry broke down</p>")
        self.assertEqual(self._lines(batch), ["done"] * 3)
        for ticket, lang in zip(
            self.tickets.sudo(), ("en_US", "en_US", "fr_FR"), strict=True
        ):
            self.assertTrue(ticket.complaint_decision_sent_at)
            self.assertIn(lang, ticket.complaint_explanation)
            self.assertIn("Lorry", ticket.complaint_finding)

    def test_everybody_gets_an_apology_with_its_exchange_and_letter(self):
        batch = self._do("apology", admits_fault=True)
        self.assertEqual(self._lines(batch), ["done"] * 3)
        apologies = self.tickets.sudo().complaint_apology_ids
        self.assertEqual(apologies.mapped("state"), ["sent"] * 3)
        self.assertEqual(apologies.user_id, self.leader)
        self.assertTrue(all(apologies.mapped("admits_fault")))
        self.assertEqual(len(apologies.attachment_id), 3)

    def test_everybody_is_offered_the_remedy(self):
        batch = self._do("remedy")
        self.assertEqual(self._lines(batch), ["done"] * 3)
        remedies = self.tickets.sudo().complaint_remedy_ids
        self.assertEqual(remedies.mapped("state"), ["offered"] * 3)
        self.assertIn("fr_FR", self.tickets[2].complaint_remedy_ids.description)

    @freeze_time("2030-01-02 10:00:00")
    def test_a_follow_up_is_promised_by_each_owner(self):
        self._do("follow_up", planned_at="2030-01-04 10:00:00")
        visits = self.tickets.sudo().complaint_interaction_ids
        planned = visits.filtered(lambda i: i.purpose == "follow_up")
        self.assertEqual(planned.mapped("state"), ["planned"] * 3)
        self.assertEqual(planned.user_id, self.handler)

    def test_a_second_run_adds_nothing(self):
        self._do("apology")
        self._run()
        self.assertEqual(len(self.tickets.sudo().complaint_apology_ids), 3)

    def test_what_was_done_already_is_left_out(self):
        self._create_apology(self.tickets[0], self.leader).action_send()
        batch = self._prepare("apology")
        self.assertEqual(batch.preview_count, 2)
        self.assertIn("We apologised already.", batch.preview)
        batch.action_start()
        self._run()
        self.assertEqual(self._lines(batch), ["skipped", "done", "done"])

    def test_who_has_left_the_group_or_is_done_with_hears_nothing(self):
        batch = self._prepare("apology")
        batch.action_start()
        self.tickets[0].action_leave_group()
        self.tickets[1].sudo().action_withdraw("A mistake")
        self._run()
        self.assertEqual(self._lines(batch), ["skipped", "skipped", "done"])
        self.assertFalse(self.tickets[:2].sudo().complaint_apology_ids)

    def test_preview_shows_each_customer_the_own_words(self):
        batch = self._prepare("apology", "You told us “<t t-out='object.name'/>”.")
        for name in ("Late for Anna", "Late for Boris", "Late for Chloé", "fr_FR"):
            self.assertIn(name, batch.preview)

    def test_an_address_filled_in_later_is_tried_again_alone(self):
        self.anna.email = False
        batch = self._do("apology")
        self.assertEqual(self._lines(batch), ["failed", "done", "done"])
        self.assertIn("no e-mail address", batch.line_ids[0].reason)
        self.anna.email = "anna@berg.example"
        batch.action_retry()
        self._run()
        self.assertEqual(self._lines(batch), ["done"] * 3)
        self.assertEqual(len(self.tickets.sudo().complaint_apology_ids), 3)

    def test_one_that_breaks_stops_nobody_and_leaves_nothing_half_done(self):
        apology = type(self.env["complaint.apology"])
        finish, boris = apology._finish, self.tickets[1]

        def broken(apologies, when):
            finish(apologies, when)
            if apologies.ticket_id == boris:
                raise ValueError("Printer on fire")

        with patch.object(apology, "_finish", broken), mute_logger("odoo.addons"):
            batch = self._do("apology")
        self.assertEqual(self._lines(batch), ["done", "failed", "done"])
        self.assertFalse(boris.sudo().complaint_apology_ids)
        self.assertEqual(self._apologies_to(self.boris), 0)
        self.assertEqual(self._apologies_to(self.anna), 1)
        self.assertIn("on fire", batch.line_ids[1].reason)

    def _apologies_to(self, partner):
        mails = self._mails_to(partner.email)
        return len(mails.filtered(lambda m: "apology" in (m.subject or "")))

    def test_above_the_own_limit_it_is_asked_for_and_offered_once_approved(self):
        batch = self._do("remedy", amount=400)
        self.assertEqual(self._lines(batch), ["failed"] * 3)
        self.assertIn("above your limit", batch.line_ids[0].reason)
        remedies = self.tickets.sudo().complaint_remedy_ids
        self.assertEqual(remedies.mapped("state"), ["to_approve"] * 3)
        remedies.with_user(self.manager).action_approve()
        batch.action_retry()
        self._run()
        self.assertEqual(remedies.mapped("state"), ["offered"] * 3)
        self.assertEqual(self.tickets.sudo().complaint_remedy_ids, remedies)

    def test_without_a_finding_nothing_grave_is_offered(self):
        self.tickets[0].sudo().complaint_severity_id = self.major
        batch = self._do("remedy")
        self.assertEqual(self._lines(batch), ["failed", "done", "done"])
        self.assertIn("what was found", batch.line_ids[0].reason)

    def test_not_upheld_is_told_with_a_superior_s_consent(self):
        batch = self._do("decision", decision="not_upheld", basis="contract")
        self.assertEqual(self._lines(batch), ["done"] * 3)
        # The leader stands above the owner: starting it is the consent.
        ticket = self.tickets[0].sudo()
        self.assertEqual(ticket.complaint_consent_user_id, self.leader)

    def test_not_upheld_on_the_own_complaint_waits_for_consent(self):
        ticket = self.tickets[0].sudo()
        ticket.user_id = self.leader
        batch = self._do("decision", decision="not_upheld", basis="contract")
        self.assertEqual(self._lines(batch), ["failed", "done", "done"])
        self.assertFalse(ticket.complaint_decision_sent_at)
        ticket.with_user(self.manager).action_give_consent()
        batch.action_retry()
        self._run()
        self.assertTrue(ticket.complaint_decision_sent_at)
        self.assertEqual(ticket.complaint_consent_user_id, self.manager)

    def test_words_of_the_owner_s_own_are_not_overwritten(self):
        self.tickets[0].sudo().complaint_explanation = "<p>Dear Anna, you are right</p>"
        batch = self._do("decision")
        self.assertEqual(self._lines(batch), ["skipped", "done", "done"])
        self.assertIn("Dear Anna", self.tickets[0].sudo().complaint_explanation)

    def test_a_blank_never_goes_out(self):
        batch = self._prepare("apology", "It was […")
        with self.assertRaisesRegex(UserError, "to be filled in"):
            batch.action_start()

    def test_it_runs_with_the_rights_of_whoever_started_it(self):
        foreign = self.tickets[2].sudo()
        batch = self._prepare("apology")
        batch.action_start()
        foreign.write({"team_id": self.plain_team.id, "user_id": self.agent_all.id})
        self._run()
        states = self._lines(batch.sudo())
        self.assertEqual(states, ["done", "done", "failed"])
        self.assertFalse(foreign.complaint_apology_ids)

    def test_a_step_is_started_by_whoever_prepared_it(self):
        """Else its amount could be another one than who starts it has looked at."""
        batch = self._prepare("remedy")
        with self.assertRaisesRegex(UserError, "prepared this step"):
            batch.with_user(self.manager).action_start()
        with self.assertRaisesRegex(UserError, "prepared this step"):
            batch.text_ids.with_user(self.manager).unlink()
        batch.action_start()
        self.assertEqual(batch.state, "running")

    def test_what_was_started_is_not_changed(self):
        batch = self._do("apology")
        with self.assertRaises(UserError):
            batch.admits_fault = True
        with self.assertRaises(UserError):
            batch.text_ids[0].body = "<p>Else</p>"
        with self.assertRaises(UserError):
            batch.action_start()

    def test_nobody_else_is_made_the_one_it_runs_as(self):
        batch = self._prepare("apology")
        for vals in ({"user_id": self.manager.id}, {"state": "running"}):
            with self.assertRaises(AccessError):
                batch.write(vals)
        with self.assertRaises(AccessError):
            batch.with_user(self.handler).action_start()

    def test_progress_is_told(self):
        self._create_apology(self.tickets[0], self.leader).action_send()
        batch = self._prepare("apology")
        batch.action_start()
        self.assertEqual(batch.progress, 0)
        self._run()
        self.assertEqual(batch.progress, 100)
        self.assertEqual(batch.state, "done")
        self.assertEqual(batch.progress_note, "2 of 3 done, 1 left out, 0 failed")

    def test_a_step_whose_starter_has_left_says_so(self):
        batch = self._prepare("apology")
        batch.action_start()
        self.leader.active = False
        self._run()
        lines = batch.sudo().line_ids
        self.assertEqual(lines.mapped("state"), ["failed"] * 3)
        self.assertIn("has left", lines[0].reason)
