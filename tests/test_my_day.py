from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common import ComplaintCommon

#: So many queries for a page of eighty rows.
MOST_QUERIES = 10


@freeze_time("2026-03-02 09:00")
class TestMyDay(ComplaintCommon):
    """What one person has to do today, by own rights, at a price that does not grow."""

    def _day(self, user=None, **scope):
        teams = self.env["helpdesk.ticket.team"].with_user(user or self.handler)
        return teams.retrieve_complaint_day(**scope)

    def _rows(self, part, user=None, **scope):
        parts = {x["key"]: x["rows"] for x in self._day(user, **scope)["parts"]}
        return parts.get(part, [])

    def _promise(self, ticket, **after):
        return ticket._complaint_promise(
            "Call back", fields.Datetime.now() + timedelta(**after)
        )

    def test_what_is_late_today_and_later_are_told_apart(self):
        ticket = self._create_complaint()
        self._contact(ticket)
        names = {"hours": 1}, {"hours": 5}, {"days": 2}
        late, today, later = (self._promise(ticket, **after) for after in names)
        with freeze_time("2026-03-02 12:00"):
            self.env.invalidate_all()
            for part, due in (("overdue", late), ("today", today), ("later", later)):
                ids = [row["id"] for row in self._rows(part)]
                self.assertIn(due.id, ids, part)
                self.assertEqual(len(ids), len(set(ids)))

    def test_a_row_has_all_that_is_needed_to_call(self):
        self.customer.phone = "+32 470 12 34 56"
        ticket = self._create_complaint(complaint_loss_ongoing=True)
        self._contact(ticket)
        self._promise(ticket, hours=2)
        (row,) = [r for r in self._rows("today") if r["what"] == "Call back"]
        self.assertEqual(row["phone"], "+32 470 12 34 56")
        self.assertEqual((row["customer"], row["loss"]), (self.customer.name, True))
        self.assertEqual(row["buttons"], ["call", "done", "later"])
        self.assertEqual(row["at"], "2026-03-02 11:00:00")

    def test_reply_after_the_end_is_read_and_not_ticked_off(self):
        """*Done* stood for "only thanks", before one knew what they wrote."""
        ticket = self._create_complaint()
        ticket._complaint_ask_to_reopen()
        reply = ticket._complaint_running("reply")
        rows = self._rows("today") + self._rows("later")
        (row,) = [row for row in rows if row["id"] == reply.id]
        self.assertEqual(row["buttons"], ["read"])

    def test_each_button_of_a_row_is_a_method_of_its_record(self):
        ticket = self._create_complaint(complaint_severity_id=self.normal.id)
        self._create_remedy(ticket, amount=200).action_request()
        ticket._complaint_escalate("She wants a word")
        rows = [*self._rows("decide", self.leader), *self._rows("later", self.leader)]
        methods = {
            "call": "action_record_call",
            "done": "action_done",
            "later": "action_reschedule",
            "approve": "action_approve",
            "consent": "action_give_consent",
            "take": "action_take",
            "own": "action_take",
            "return": "action_return",
        }
        seen = set()
        for row in rows:
            for button in row["buttons"]:
                seen.add(button)
                model = "helpdesk.ticket" if button == "call" else row["model"]
                if button in methods:
                    self.assertTrue(hasattr(self.env[model], methods[button]), button)
        self.assertGreaterEqual(seen, {"approve", "refuse", "take", "return", "call"})

    def test_leader_is_told_what_is_needed_to_decide(self):
        ticket = self._create_complaint(
            complaint_severity_id=self.normal.id,
            complaint_desired_outcome="Her money back",
        )
        self._create_remedy(ticket, amount=200).action_request()
        (row,) = self._rows("decide", self.leader)
        self.assertIn("200", row["what"])
        for words in (self.handler.name, "Her money back"):
            self.assertIn(words, row["more"])
        teams = self.env["helpdesk.ticket.team"]
        for user, count in ((self.leader, 1), (self.handler, 0)):
            counted = teams.with_user(user).retrieve_complaint_decisions()
            self.assertEqual(counted, count)

    def test_complaint_told_of_more_than_once_is_decided_once(self):
        ticket = self._create_complaint()
        told = [
            ticket._complaint_escalate(words, users=self.manager)
            for words in ("She wants a word", "She stood at the counter")
        ]
        (row,) = self._rows("decide", self.manager)
        self.assertEqual(row["id"], told[1].id)
        for escalation in told:
            self.assertIn(escalation.reason, row["more"])
        self.assertEqual(row["buttons"], ["take", "return"])
        teams = self.env["helpdesk.ticket.team"].with_user(self.manager)
        self.assertEqual(teams.retrieve_complaint_decisions(), 1)
        told[1].with_user(self.manager).action_take()
        self.assertFalse(self._rows("decide", self.manager))

    def test_who_promised_a_word_reads_that_it_is_their_own(self):
        """One does not hear from oneself."""
        ticket = self._create_complaint()
        ticket._complaint_escalate("She wants a word", users=self.leader)
        due = [*self._rows("later", self.leader), *self._rows("today", self.leader)]
        named = [row["what"] for row in due if row["ticket"] == ticket.id]
        self.assertIn("They will hear from you", named)
        told = ticket._complaint_running("promise").with_user(self.leader)
        self.assertIn(self.leader.name, told._get_told_name())

    def test_owner_who_was_told_takes_nothing_over_from_themselves(self):
        ticket = self._create_complaint(user=self.leader, user_id=self.leader.id)
        escalation = ticket._complaint_escalate("Nobody above", users=self.leader)
        (row,) = self._rows("decide", self.leader)
        self.assertEqual(row["buttons"], ["own"])
        escalation.with_user(self.leader).action_take()
        self.assertEqual(escalation.state, "taken")

    def test_offer_the_customer_has_not_answered_waits(self):
        ticket = self._create_complaint(complaint_severity_id=self.normal.id)
        self._contact(ticket)
        self._create_remedy(ticket).action_offer()
        (row,) = self._rows("waiting")
        self.assertEqual(row["ticket"], ticket.id)

    def test_offer_that_did_not_arrive_is_called_about_and_does_not_wait(self):
        ticket = self._create_complaint(complaint_severity_id=self.normal.id)
        self._contact(ticket)
        self._create_remedy(ticket).action_offer()
        failed = fields.Datetime.now() + timedelta(minutes=1)
        own_hand(ticket.sudo()).complaint_mail_failed_at = failed
        self.assertFalse(self._rows("waiting"))
        told = [row for row in self._rows("today") if row["key"].startswith("lost")]
        self.assertEqual([row["ticket"] for row in told], ticket.ids)
        self.assertEqual(told[0]["buttons"], ["call"])
        self.assertEqual(told[0]["what"], "Call, as our mail did not arrive")

    def _held(self, user=None, **scope):
        return [row["ticket"] for row in self._rows("held", user, **scope)]

    def _cancel_all(self, ticket):
        ticket.sudo()._complaint_running()._cancel()

    def test_own_complaint_with_nothing_due_is_in_sight(self):
        quiet = self._create_complaint()
        self._cancel_all(quiet)
        busy = self._create_complaint()
        self._promise(busy, hours=2)
        self.assertIn(quiet.id, self._held())
        self.assertNotIn(busy.id, self._held(), "it stands above already")
        for row in self._rows("held"):
            self.assertEqual(row["buttons"], ["call"])

    def test_held_ones_are_own_open_ones_and_not_those_of_the_team(self):
        other = self._create_complaint(user=self.leader, user_id=self.leader.id)
        closed = self._create_complaint()
        for ticket in other + closed:
            self._cancel_all(ticket)
        closed._complaint_enter_closed()
        self.assertNotIn(other.id, self._held())
        self.assertNotIn(closed.id, self._held())
        self.assertIn(other.id, self._held(self.leader))
        self.assertFalse(self._held(self.leader, scope="team"))

    def test_all_open_ones_are_counted_however_many(self):
        self._create_ticket(count=90, team_id=self.team.id, user_id=self.handler.id)
        mine = [("user_id", "=", self.handler.id), ("complaint_closed_at", "=", False)]
        count = self.env["helpdesk.ticket"].search_count(
            [*mine, ("is_complaint", "=", True)]
        )
        self.assertGreaterEqual(count, 90)
        self.assertEqual(self._day()["figures"]["open"], count)

    def test_leader_sees_silent_and_angry_customers_of_others_and_handlers_do_not(self):
        angry = self._create_complaint(complaint_sentiment="angry")
        with freeze_time("2026-02-20 09:00"):
            silent = self._create_complaint()
            self._contact(silent)
        tickets = {row["ticket"] for row in self._rows("worries", self.leader)}
        self.assertEqual(tickets & set((angry + silent).ids), set((angry + silent).ids))
        self.assertFalse(self._rows("worries"))

    def test_day_of_the_team_is_that_of_others_as_well(self):
        ticket = self._create_complaint()
        self._contact(ticket)
        promise = self._promise(ticket, hours=2)
        for scope, found in (("mine", False), ("team", True)):
            ids = [r["id"] for r in self._rows("today", self.leader, scope=scope)]
            self.assertEqual(promise.id in ids, found)

    def test_nobody_sees_what_they_may_not_read(self):
        other = self._create_complaint(user=self.manager, user_id=self.manager.id)
        rows = self._day(scope="team")["parts"]
        told = {row["ticket"] for part in rows for row in part["rows"]}
        self.assertNotIn(other.id, told)
        for user in (self.employee, self.sales_all, self.portal):
            with self.subTest(user.name), self.assertRaises(AccessError):
                self._day(user)

    def test_leaders_read_first_that_no_mail_leaves(self):
        servers = self.env["ir.mail_server"]
        servers.with_context(active_test=False).search([]).unlink()
        self.env["mail.notification"].search([]).unlink()
        self.assertIn("no mail leaves", self._day(self.leader)["notice"])
        self.assertEqual(self._day(self.handler)["notice"], "")
        servers.create({"name": "Out", "smtp_host": "mail.example.com"})
        self.assertEqual(self._day(self.leader)["notice"], "")

    def test_eighty_rows_cost_as_few_queries_as_eight(self):
        costs = []
        for count in (8, 72):
            tickets = self._create_ticket(count=count, team_id=self.team.id)
            tickets.partner_id = self.customer
            self.env.flush_all()
            self.env.invalidate_all()
            self._day()  # What is cached for the user.
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows = sum(len(part["rows"]) for part in self._day()["parts"])
            costs.append(self.env.cr.sql_log_count - before)
        self.assertGreaterEqual(rows, 80)
        self.assertEqual(costs[0], costs[1])
        self.assertLessEqual(costs[1], MOST_QUERIES)
