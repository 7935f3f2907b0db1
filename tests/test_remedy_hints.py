from datetime import datetime

from odoo.tests import freeze_time
from odoo.tools import html2plaintext

from .common import ComplaintCommon

CHRISTMAS = datetime(2025, 12, 25, 10)
FRIDAY = datetime(2025, 12, 19, 10)


@freeze_time("2025-12-15 09:00:00")
class TestPromiseHint(ComplaintCommon):
    """A word beside the promised day, never a barrier."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2025-12-15 09:00:00"):
            cls.ticket = cls._create_complaint(complaint_severity_id=cls.normal.id)
        cls.leaves = cls.env["resource.calendar.leaves"]
        cls.holiday = cls.leaves.create(
            {
                "name": "Christmas",
                "calendar_id": cls.calendar.id,
                "company_id": cls.company.id,
                "date_from": "2025-12-25 00:00:00",
                "date_to": "2025-12-25 23:59:59",
            }
        )

    def _hint(self, day, **vals):
        return self._create_remedy(self.ticket, promised_at=day, **vals).promise_advice

    def _away(self, user, start, end):
        resource = self.env["resource.resource"].create(
            {"name": user.name, "user_id": user.id, "calendar_id": self.calendar.id}
        )
        self.leaves.create(
            {
                "name": "Operation",
                "resource_id": resource.id,
                "calendar_id": self.calendar.id,
                "date_from": start,
                "date_to": end,
            }
        )

    def test_story_says_the_title_once(self):
        """A title made of the first sentence stood twice before whoever decides."""
        ticket = self.ticket
        remedy = self._create_remedy(ticket)
        ticket.name, ticket.description = "It leaks", "<p>It leaks. Again.</p>"
        self.assertEqual(remedy.story, "It leaks. Again.")
        ticket.description = "<p>Since Monday.</p>"
        self.assertEqual(remedy.story, "It leaks: Since Monday.")

    def test_ordinary_day_needs_no_word(self):
        self.assertFalse(self._hint(FRIDAY))
        self.assertFalse(self._hint(False))

    def test_holiday_is_named_with_its_day(self):
        hint = self._hint(CHRISTMAS)
        self.assertEqual(hint, "Thursday, December 25, 2025 is a holiday (Christmas).")

    def test_weekend_is_no_working_day(self):
        hint = self._hint(datetime(2025, 12, 20, 10))
        self.assertEqual(hint, "Saturday, December 20, 2025 is not a working day.")

    def test_hint_is_no_barrier(self):
        remedy = self._create_remedy(self.ticket, promised_at=CHRISTMAS)
        remedy.action_offer()
        remedy.action_accept()
        self.assertEqual(remedy.sudo().deadline_id.due_at, CHRISTMAS)
        self.assertIn("holiday", remedy.promise_advice)

    def test_delivered_remedy_needs_no_hint_any_more(self):
        remedy = self._create_remedy(self.ticket, promised_at=CHRISTMAS)
        for action in ("action_offer", "action_accept", "action_deliver"):
            getattr(remedy, action)()
        self.assertFalse(remedy.promise_advice)

    def test_day_is_the_one_of_the_calendar(self):
        self.calendar.tz = "Asia/Tokyo"
        self.assertFalse(self._hint(datetime(2025, 12, 19, 10)))
        late = datetime(2025, 12, 19, 16)  # Saturday in Tokyo.
        self.assertIn("Saturday", self._hint(late))

    def test_holiday_of_another_calendar_or_company_does_not_count(self):
        other = self.env["res.company"].create({"name": "Other"})
        calendar = self.calendar.copy()
        self.holiday.calendar_id = calendar
        self.assertFalse(self._hint(CHRISTMAS))
        self.holiday.calendar_id = False
        self.holiday.company_id = other
        self.assertFalse(self._hint(CHRISTMAS))

    def test_leave_of_the_owner_is_told_without_its_reason(self):
        self._away(self.handler, "2025-12-18 08:00:00", "2025-12-22 17:00:00")
        hint = self._hint(FRIDAY)
        self.assertEqual(hint, "Handler is away until Monday, December 22, 2025.")

    def test_leave_of_another_colleague_does_not_count(self):
        self._away(self.leader, "2025-12-18 08:00:00", "2025-12-22 17:00:00")
        self.assertFalse(self._hint(FRIDAY))

    def test_owner_with_a_deputy_is_away(self):
        self.handler.complaint_away_until = "2025-12-19"
        self.assertIn("Handler is away until", self._hint(FRIDAY))
        self.assertFalse(self._hint(datetime(2025, 12, 22, 10)))

    def test_leave_planner_may_know_more(self):
        users = self.env.registry["res.users"]
        self.patch(users, "_complaint_is_away", lambda user, day=None: True)
        self.assertIn("Handler is away", self._hint(FRIDAY))

    def test_mistyped_year_breaks_nothing(self):
        self.assertFalse(self._hint(datetime(9999, 12, 31, 23)))

    def test_every_hour_counts_without_working_hours(self):
        self.company.resource_calendar_id.attendance_ids.unlink()
        self.assertFalse(self._hint(datetime(2025, 12, 20, 10)))


@freeze_time("2025-12-15 09:00:00")
class TestUnusual(ComplaintCommon):
    """What similar cases got, beside each remedy."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2025-12-15 09:00:00"):
            for amount in (20, 40):
                remedy = cls._create_remedy(cls._create_similar(), amount=amount)
                remedy.action_offer()
                remedy.action_accept()
            cls.ticket = cls._create_similar()

    @classmethod
    def _create_similar(cls):
        return cls._create_complaint(
            complaint_cause_id=cls.cause.id, complaint_severity_id=cls.normal.id
        )

    def test_range_of_similar_cases_is_told_in_money(self):
        remedy = self._create_remedy(self.ticket)
        money = self.company.currency_id.format
        self.assertEqual(remedy.similar_range, f"{money(20)} – {money(40)}")

    def test_outside_of_the_range_is_flagged(self):
        for amount, unusual in ((19, True), (20, False), (40, False), (41, True)):
            remedy = self._create_remedy(self.ticket, amount=amount)
            with self.subTest(amount):
                self.assertEqual(remedy.unusual, unusual)

    def test_what_was_given_already_counts(self):
        remedy = self._create_remedy(self.ticket, amount=20)
        remedy.action_offer()
        remedy.action_accept()
        self.assertFalse(remedy.unusual)
        self.assertTrue(self._create_remedy(self.ticket, amount=30).unusual)

    def test_foreign_money_is_compared_in_company_currency(self):
        currency = self.env["res.currency"].create(
            {
                "name": "FOR",
                "symbol": "F",
                "rate_ids": [(0, 0, {"name": "2025-01-01", "rate": 10})],
            }
        )
        remedy = self._create_remedy(self.ticket, amount=300, currency_id=currency.id)
        self.assertFalse(remedy.unusual)
        remedy.amount = 30
        self.assertTrue(remedy.unusual)

    def test_figures_say_all_there_is_to_know(self):
        self.ticket.complaint_claim_amount = 900
        figures = html2plaintext(self._create_remedy(self.ticket).figures)
        money = self.company.currency_id.format
        for amount in (900, 0, 60, 20, 40):
            self.assertIn(money(amount), figures.replace("*", ""))

    def test_hints_of_80_remedies_cost_what_those_of_8_cost(self):
        costs = []
        for count in (8, 80):
            remedies = self._create_remedy(self.ticket).browse()
            for _index in range(count // 8):
                ticket = self._create_similar()
                for day in range(8):
                    remedies += self._create_remedy(
                        ticket, promised_at=datetime(2025, 12, 20 + day, 10)
                    )
            costs.append(self._count_queries(remedies))
        self.assertLessEqual(costs[1], costs[0])
        self.assertLess(costs[0], 40)

    def _count_queries(self, remedies):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        remedies.read(["promise_advice", "unusual", "similar_range", "figures"])
        return self.cr.sql_log_count - before
