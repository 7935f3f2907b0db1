import base64
from contextlib import suppress

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form
from odoo.tools import html2plaintext, mute_logger

from .common.history import HistoryCommon
from .test_salesperson import SalesCase


class TestSalesEntry(HistoryCommon, SalesCase):
    """A complaint that sales heard of is taken up without any right to tickets."""

    def _report(self, user=None, **vals):
        """Return the ticket (as superuser) and what the colleague is shown."""
        user = user or self.sales
        entry = self._entry(user, **vals)
        before = self.env["helpdesk.ticket"].search([])
        action = entry.action_report()
        return self.env["helpdesk.ticket"].search([]) - before, action

    def _entry(self, user, **vals):
        return (
            self.env["complaint.sales.entry"]
            .with_user(user)
            .create(
                {
                    "partner_id": self.customer.id,
                    "description": "The kettle leaks again. It is wet.",
                    **vals,
                }
            )
        )

    def _told_to(self, user, ticket):
        """Return the words ``user`` was told of ``ticket`` in the inbox."""
        messages = self.env["mail.message"].search(
            [
                ("model", "=", ticket._name),
                ("res_id", "=", ticket.id),
                ("notified_partner_ids", "in", user.partner_id.ids),
            ]
        )
        return "".join(messages.mapped("body"))

    def test_complaint_is_opened_with_all_that_was_told(self):
        ticket, _action = self._report(
            desired_outcome="A new kettle",
            claim_amount=80,
            sentiment="angry",
            exposure="media",
            loss_ongoing=True,
            sales_note="The renewal",
        )
        self.assertTrue(ticket.is_complaint)
        self.assertEqual(ticket.name, "The kettle leaks again")
        self.assertEqual(ticket.complaint_source, "sales")
        self.assertEqual(ticket.complaint_reporter_id, self.sales)
        self.assertEqual(ticket.complaint_desired_outcome, "A new kettle")
        self.assertEqual(ticket.complaint_claim_amount, 80)
        self.assertEqual(ticket.complaint_sentiment, "angry")
        self.assertEqual(ticket.complaint_exposure, "media")
        self.assertEqual(ticket.complaint_sales_note, "The renewal")
        self.assertTrue(ticket.complaint_loss_ongoing)

    def test_severity_is_proposed_and_team_leader_takes_it_up(self):
        ticket, _action = self._report(partner_id=self.stranger.id)
        self.assertEqual(ticket.complaint_severity_id, self.normal)
        self.assertEqual(ticket.team_id, self.team)
        self.assertEqual(ticket.user_id, self.leader)
        graver, _action = self._report(sentiment="angry", exposure="legal")
        self.assertEqual(graver.complaint_severity_id, self.critical)
        self.assertTrue(graver.complaint_deadline_ids)

    def test_form_of_the_customer_opens_the_dialog(self):
        action = self._as(self.sales, self.customer).action_report_complaint()
        entries = self.env[action["res_model"]].with_user(self.sales)
        entries = entries.with_context(**action["context"])
        with Form(
            entries, view="complaint_recovery.complaint_sales_entry_view_form"
        ) as form:
            self.assertEqual(form.partner_id, self.customer)
            form.description = "It leaks."
        self.assertTrue(form.record)

    def test_reporter_gets_no_access_and_does_not_follow(self):
        for user in (self.sales, self.foreign_sales, self.sales_all):
            ticket, _action = self._report(user)
            self.assertNotIn(user.partner_id, ticket.message_partner_ids)
            self.assertFalse(ticket.with_user(user).has_access("read"))
            messages = self.env["mail.message"].with_user(user)
            domain = [("model", "=", "helpdesk.ticket"), ("res_id", "=", ticket.id)]
            with mute_logger("odoo.addons.base.models.ir_rule"):
                self.assertFalse(messages.search(domain))

    def test_own_customer_opens_what_becomes_of_it(self):
        ticket, action = self._report()
        action = action["params"]["next"]
        self.assertEqual(action["res_model"], "complaint.history")
        row = self.env["complaint.history"].with_user(self.sales)
        row = row.browse(action["res_id"])
        self.assertEqual(row.number, ticket.number)
        self.assertEqual(row.user_id, self.leader)

    def test_it_is_told_what_to_say_to_the_customer(self):
        for user in (self.sales, self.foreign_sales):
            ticket, action = self._report(user)
            said = action["params"]
            for words in (ticket.number, "Tell the customer: Leader", " by "):
                self.assertIn(words, said["message"])
            self.assertTrue(said["sticky"])

    def test_who_reported_for_a_colleagues_customer_sees_that_one_alone(self):
        other = self._create_complaint()
        ticket, _action = self._report(self.foreign_sales)
        self.assertTrue(self._history(self.foreign_sales, ticket))
        self.assertFalse(self._history(self.foreign_sales, other))
        self.assertTrue(self._history(self.sales, ticket))
        self.assertTrue(self._history(self.sales_all, ticket))

    def test_reporter_is_told_who_takes_it_up_and_by_when(self):
        for user in (self.sales, self.foreign_sales):
            ticket, _action = self._report(user)
            news = self._news(user)[-1:]
            for words in (ticket.number, "Leader", "Contact the customer, by"):
                self.assertIn(words, news.body)

    def test_who_reported_hears_what_came_of_it_whoevers_customer_it_is(self):
        ticket, _action = self._report(self.foreign_sales)
        ticket.action_withdraw("She found the lid.")
        opened, closed = self._news(self.foreign_sales)
        self.assertIn("complained", opened.subject)
        self.assertIn("is closed", closed.subject)
        self.assertIn("took the complaint back", closed.body)
        self.assertNotIn("patience", closed.body)
        heard = self._news(self.sales).filtered(lambda m: ticket.number in m.body)
        self.assertEqual(len(heard), 2, "and so does sales")

    def test_what_comes_with_the_opening_is_one_note(self):
        self.env["complaint.escalation.rule"].create(
            {
                "name": "Press",
                "trigger": "exposure",
                "level": 3,
                "recipient": "managers",
            }
        )
        ticket, _action = self._report(exposure="media", sentiment="angry")
        self.assertTrue(ticket.complaint_escalation_ids, "it went up at once")
        heard = self._news(self.sales).filtered(lambda m: ticket.number in m.body)
        self.assertEqual(len(heard), 1)
        self.assertFalse(self._activities(), "they know what they reported")

    def test_an_open_one_is_added_to(self):
        ticket = self._create_complaint()
        entry = self._entry(
            self.sales,
            existing_id=ticket.id,
            description="It leaks more now.",
            internal_note="She is about to leave us.",
        )
        self.assertIn(ticket.id, entry.open_ids.ids)
        before = self.env["helpdesk.ticket"].search_count([])
        action = entry.action_report()
        self.assertIn(ticket.number, action["params"]["message"])
        self.assertEqual(self.env["helpdesk.ticket"].search_count([]), before)
        told = ticket.complaint_interaction_ids.filtered(
            lambda i: "It leaks more now." in (i.summary or "")
        )
        self.assertEqual((told.direction, told.user_id), ("in", self.sales))
        self.assertFalse(ticket.complaint_first_contact_at, "the desk still calls them")
        self.assertIn("It leaks more now.", self._told_to(self.handler, ticket))
        self.assertFalse(ticket.with_user(self.sales).has_access("read"))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_one_that_is_not_theirs_to_read_is_not_added_to(self):
        ticket = self._create_complaint()
        entry = self._entry(self.foreign_sales)
        self.assertFalse(entry.open_ids)
        entry.sudo().existing_id = ticket.id
        with self.assertRaises(AccessError):
            entry.action_report()
        self.assertFalse(ticket.complaint_interaction_ids)

    def test_the_story_is_told_to_who_may_read_it(self):
        ticket = self._create_complaint(complaint_desired_outcome="A new kettle")
        ticket.complaint_finding = "CANARY"
        self._contact(ticket)
        row = self.env["complaint.history"].with_user(self.sales).browse(ticket.id)
        story = html2plaintext(row.story)
        for words in (
            "They told us: ",
            "They want: A new kettle",
            "Promised for then: ",
        ):
            self.assertIn(words, story)
        self.assertNotIn("CANARY", story)
        self.assertNotIn("False", story)
        ticket.complaint_confidential = True
        row.invalidate_recordset()
        self.assertNotIn("kettle", row.story)

    def test_the_owner_is_told_something_without_words_of_the_customer(self):
        ticket = self._create_complaint()
        before = len(ticket.complaint_interaction_ids)
        self._entry(
            self.sales,
            existing_id=ticket.id,
            description=False,
            internal_note="They asked me when you call.",
        ).action_report()
        self.assertEqual(len(ticket.complaint_interaction_ids), before)
        self.assertIn("when you call", self._told_to(self.handler, ticket))

    def test_a_company_complains_by_a_person(self):
        ticket, _action = self._report(
            partner_id=self.customer_company.id, contact_id=self.customer.id
        )
        self.assertEqual(ticket.partner_id, self.customer)
        self.assertEqual(ticket.partner_email, self.customer.email)

    def test_what_is_for_colleagues_is_not_among_the_customers_words(self):
        ticket, _action = self._report(internal_note="She is a friend of the boss.")
        self.assertNotIn("boss", ticket.description)
        note = ticket.message_ids.filtered(lambda m: "boss" in m.body)
        self.assertTrue(note.subtype_id.internal or note.is_internal)

    def test_a_mood_nobody_knows_is_not_made_up(self):
        entry = self._entry(self.sales)
        self.assertFalse(entry.sentiment)
        entry.action_report()

    def test_own_salesperson_is_told_once(self):
        before = len(self._news())
        self._report()
        self.assertEqual(len(self._news()) - before, 1)

    def test_customer_is_answered_that_it_arrived(self):
        ticket, _action = self._report()
        mails = ticket.message_ids.filtered(
            lambda m: self.customer in m.notified_partner_ids | m.partner_ids
        )
        self.assertTrue(mails)

    def test_files_go_to_the_ticket(self):
        files = self.env["ir.attachment"].with_user(self.sales)
        photo = files.create(
            {
                "name": "photo.txt",
                "datas": base64.b64encode(b"wet"),
                "res_model": "complaint.sales.entry",
            }
        )
        ticket, _action = self._report(attachment_ids=[(6, 0, photo.ids)])
        self.assertEqual((photo.res_model, photo.res_id), (ticket._name, ticket.id))

    def test_no_file_of_anybody_else_is_taken_along(self):
        secret = self.env["ir.attachment"].create(
            {"name": "secret.txt", "datas": base64.b64encode(b"secret")}
        )
        with mute_logger("odoo.addons.base.models.ir_rule"):
            with suppress(AccessError):
                self._report(attachment_ids=[(6, 0, secret.ids)])
        self.assertFalse(secret.res_id)

    def test_helpdesk_reports_as_well_and_nobody_else(self):
        self._report(self.handler)
        for user in (self.employee, self.portal):
            with self.assertRaises(AccessError), mute_logger("odoo.models"):
                self._entry(user)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_customer_must_be_readable_and_company_ones_own(self):
        other = self.env["res.company"].create({"name": "Other company"})
        self.env["ir.rule"].search(
            [("model_id.model", "=", "res.partner")]
        ).active = True
        self.stranger.company_id = other
        for vals in ({"partner_id": self.stranger.id}, {"company_id": other.id}):
            with self.subTest(vals), self.assertRaises(UserError):
                self._report(**vals)

    def test_dialogs_of_others_stay_closed(self):
        entry = self._entry(self.sales)
        stranger = entry.with_user(self.foreign_sales)
        with (
            self.assertRaises(AccessError),
            mute_logger("odoo.addons.base.models.ir_rule"),
        ):
            stranger.read(["description"])
        with (
            self.assertRaises(AccessError),
            mute_logger("odoo.addons.base.models.ir_rule"),
        ):
            stranger.action_report()

    def test_without_words_nothing_is_opened(self):
        with self.assertRaises(UserError):
            self._report(description="  ")
