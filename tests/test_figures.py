from odoo.tests import freeze_time

from .common import ComplaintCommon


@freeze_time("2030-06-03 09:00:00")
class TestFigures(ComplaintCommon):
    """What is told beside a decision on money."""

    def _give(self, ticket, amount):
        remedy = self._create_remedy(ticket, amount=amount)
        remedy.action_offer()
        remedy.action_accept()
        return remedy

    def _create_similar(self, amount, **vals):
        vals = {
            "complaint_cause_id": self.cause.id,
            "complaint_severity_id": self.normal.id,  # A repeat would be graver.
            **vals,
        }
        ticket = self._create_complaint(**vals)
        self._give(ticket, amount)
        return ticket

    def test_given_counts_what_was_accepted_and_not_what_was_offered(self):
        ticket = self._create_complaint()
        self._give(ticket, 20)
        self._create_remedy(ticket, amount=25).action_offer()
        self.assertEqual(ticket.complaint_given_amount, 20)

    def test_full_cost_counts_gifts_that_were_given(self):
        ticket = self._create_complaint()
        self._give(ticket, 20)
        self._create_apology(ticket, gift="Tea", gift_cost=8).action_send()
        self._create_apology(ticket, gift="Cake", gift_cost=5)
        self.assertEqual(ticket.complaint_cost_amount, 28)

    def test_customer_is_counted_over_twelve_months_and_all_contacts(self):
        old = self._create_complaint(
            complaint_claim_amount=100, complaint_received_at="2029-06-01 09:00:00"
        )
        self._give(old, 10)
        recent = self._create_complaint(
            partner_id=self.customer_company.id, complaint_claim_amount=30
        )
        self._give(recent, 15)
        ticket = self._create_complaint(complaint_claim_amount=5)
        self.assertEqual(ticket.complaint_customer_claimed, 35)
        self.assertEqual(ticket.complaint_customer_given, 15)

    def test_similar_cases_are_others_of_the_cause_in_90_days(self):
        self._create_similar(10)
        self._create_similar(40)
        self._create_similar(45, complaint_received_at="2030-03-01 09:00:00")
        own = self._create_similar(50)
        self.assertEqual(own.complaint_similar_count, 2)
        self.assertEqual(own.complaint_similar_min, 10)
        self.assertEqual(own.complaint_similar_max, 40)

    def test_amount_outside_of_similar_cases_is_unusual(self):
        self._create_similar(10)
        self._create_similar(40)
        ticket = self._create_complaint(complaint_cause_id=self.cause.id)
        self.assertTrue(ticket._complaint_is_unusual(41))
        self.assertTrue(ticket._complaint_is_unusual(9))
        self.assertFalse(ticket._complaint_is_unusual(40))

    def test_without_similar_cases_nothing_is_unusual(self):
        ticket = self._create_complaint(complaint_cause_id=self.cause.id)
        self.assertFalse(ticket._complaint_is_unusual(1000))

    def test_figures_of_many_cost_no_query_each(self):
        tickets = self._create_complaint().concat(
            *(self._create_complaint() for _index in range(5))
        )
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        tickets.mapped("complaint_customer_given")
        tickets.mapped("complaint_similar_max")
        self.assertLess(self.cr.sql_log_count - before, 15)
