from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common import ComplaintCommon


@freeze_time("2026-03-02 09:00")
class TestToday(ComplaintCommon):
    """What a person sees in the morning: all they may read, and no more."""

    def _today(self, user=None):
        teams = self.env["helpdesk.ticket.team"].with_user(user or self.handler)
        return teams.retrieve_complaint_today()

    def _tiles(self, user=None):
        return [tile["value"] for tile in self._today(user)["tiles"]]

    def _shown(self, line, user=None):
        """Return what the action behind a figure would show."""
        action = line["action"]
        model = self.env[action["res_model"]].with_user(user or self.handler)
        shown = safe_eval(action["domain"] or "[]", {"uid": model.env.uid})
        return model.search(Domain(shown) & Domain(action["complaint_filter"]))

    def test_what_a_figure_shows_is_a_filter_that_can_be_taken_off(self):
        self._create_complaint(complaint_cause_id=self.cause.id)
        today = self._today()
        for line in (*today["tiles"], *today["phases"], *today["causes"]):
            with self.subTest(line["name"]):
                plain = self.env.ref(line["action"]["xml_id"])
                self.assertEqual(
                    line["action"]["domain"] or False, plain.domain or False
                )
                self.assertTrue(line["action"]["complaint_filter"])

    def test_open_overdue_and_due_today_are_told_apart(self):
        before = self._tiles()[:3]
        late, soon, calm = (self._create_complaint() for _number in range(3))
        for ticket, hour in ((late, "2026-03-02 08:00"), (soon, "2026-03-02 20:00")):
            own_hand(ticket.complaint_deadline_ids).write({"due_at": hour})
        own_hand(calm.complaint_deadline_ids).write({"due_at": "2026-03-09 08:00"})
        for ticket in (late, soon, calm):
            ticket.sudo()._complaint_refresh_next_due()
        after = self._tiles()[:3]
        self.assertEqual([b - a for a, b in zip(before, after, strict=True)], [3, 1, 1])

    def test_each_figure_opens_what_it_counts(self):
        self._create_complaint(complaint_cause_id=self.cause.id)
        today = self._today()
        for line in (*today["tiles"][:5], *today["phases"]):
            with self.subTest(line["name"]):
                self.assertEqual(len(self._shown(line)), line["value"])

    def test_day_ends_where_the_user_is(self):
        ticket = self._create_complaint()
        due = ticket._complaint_promise("Call back", "2026-03-02 23:30")
        promises = 3
        counts = []
        for tz in ("UTC", "America/New_York", "Asia/Shanghai"):
            teams = self.env["helpdesk.ticket.team"].with_user(self.handler)
            today = teams.with_context(tz=tz).retrieve_complaint_today()
            counts.append(today["tiles"][promises]["value"])
        self.assertTrue(due)
        self.assertEqual(counts, [1, 1, 0])

    def test_handler_counts_no_complaint_of_others(self):
        before = self._tiles()
        self._create_complaint(user=self.manager, user_id=self.manager.id)
        self.assertEqual(self._tiles(), before)

    def test_satisfaction_is_compared_with_the_thirty_days_before(self):
        for when, said in (
            ("2026-02-20", "satisfied"),
            ("2026-02-21", "dissatisfied"),
            ("2026-01-15", "satisfied"),
        ):
            ticket = self._create_complaint()
            own_hand(ticket).write(
                {"complaint_satisfaction": said, "complaint_closed_at": when}
            )
        tile = self._today()["tiles"][-1]
        self.assertEqual(tile["value"], "50 %")
        self.assertIn("100 %", tile["name"])

    def test_nobody_asked_is_no_zero(self):
        tile = self._today(self.leader)["tiles"][-1]
        self.assertEqual(tile["value"], "–")

    def test_causes_that_grow_come_first_and_steady_ones_do_not(self):
        steady = self.env.ref("complaint_recovery.complaint_cause_price")
        for cause, days in (
            (self.cause, ("2026-02-10", "2026-02-11", "2026-01-10")),
            (steady, ("2026-02-10", "2026-01-10")),
        ):
            for day in days:
                self._create_complaint(
                    complaint_cause_id=cause.id, complaint_received_at=day
                )
        (line,) = self._today()["causes"]
        self.assertEqual((line["value"], line["former"]), (2, 1))
        self.assertEqual(len(self._shown(line)), 3)

    def test_nobody_without_helpdesk_rights_is_told_figures(self):
        for user in (self.employee, self.sales_all, self.portal):
            with self.subTest(user.name), self.assertRaises(AccessError):
                self._today(user)

    def test_more_complaints_cost_no_more_queries(self):
        costs = []
        for _round in range(3):
            self._create_complaint()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._today()
            costs.append(self.env.cr.sql_log_count - before)
        self.assertEqual(costs[1], costs[2])


@freeze_time("2026-03-02 09:00")
class TestPictures(ComplaintCommon):
    def _pictures(self, user=None):
        teams = self.env["helpdesk.ticket.team"].with_user(user or self.handler)
        return {p["key"]: p["lines"] for p in teams.retrieve_complaint_pictures()}

    def test_nothing_measured_is_a_gap_and_no_zero(self):
        for line in self._pictures(self.leader).get("shares", []):
            self.assertIsNone(line["value"], line["name"])
        self._create_complaint()
        kept = self._pictures()["shares"][0]
        self.assertIsNone(kept["value"])

    def test_each_bar_opens_what_it_counts(self):
        with freeze_time("2026-02-26 09:00"):
            ticket = self._create_complaint(
                complaint_cause_id=self.cause.id,
                complaint_severity_id=self.normal.id,
            )
        self._contact(ticket)
        remedy = self._create_remedy(ticket)
        remedy.action_offer()
        remedy.action_accept()
        remedy.action_deliver()
        with freeze_time("2026-03-02 10:00"):
            pictures = self._pictures()
        cells = 0
        for key in ("phases", "weeks", "causes", "remedies"):
            for line in pictures[key]:
                action = line["action"]
                model = self.env[action["res_model"]].with_user(self.handler)
                found = model.search_count(action["complaint_filter"])
                with self.subTest(key, line=line["name"]):
                    former = line["former"] if key == "causes" else 0
                    self.assertEqual(found, line["value"] + former)
                cells += 1
        self.assertGreater(cells, 10)
        self.assertEqual(pictures["shares"][0]["value"], 100)

    def test_times_are_held_against_target_and_against_the_time_before(self):
        for day, hour in (("2026-01-14", 13), ("2026-02-18", 11)):
            with freeze_time(f"{day} 09:00"):
                ticket = self._create_complaint(complaint_severity_id=self.normal.id)
            with freeze_time(f"{day} {hour}:00"):
                self._contact(ticket)
            self.env.flush_all()
        pictures = self._pictures()
        shares = {line["name"]: line for line in pictures["shares"]}
        first = shares["First contact in time"]
        self.assertEqual((first["value"], first["former"]), (100, 100))
        self.assertIsNone(shares["Solved in time"]["value"])
        hours = {line["name"]: line for line in pictures["hours"]}
        first = hours["First contact"]
        self.assertEqual((first["value"], first["former"]), (2, 4))
        self.assertEqual((first["share"], first["former_share"]), (50, 100))
        self.assertNotIn("Solution", hours)

    def test_bars_are_parts_of_the_longest(self):
        for _number in range(3):
            self._create_complaint()
        lines = self._pictures()["weeks"]
        self.assertEqual(max(line["share"] for line in lines), 100)
        self.assertTrue(all(0 <= line["share"] <= 100 for line in lines))

    def test_nobody_without_helpdesk_rights_is_told_figures(self):
        for user in (self.employee, self.sales_all, self.portal):
            with self.subTest(user.name), self.assertRaises(AccessError):
                self._pictures(user)
