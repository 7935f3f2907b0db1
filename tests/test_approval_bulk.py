from odoo.tests import freeze_time

from .common import ComplaintCommon

COUNT = 100


@freeze_time("2026-03-02 09:00:00")
class TestApprovalBulk(ComplaintCommon):
    """Many remedies cost about a query each, whatever is done with them."""

    def _remedies(self, amount, tickets):
        severity = {"complaint_severity_id": self.normal.id}
        vals = {"name": "x", "description": "x", "user_id": self.handler.id}
        vals |= {"team_id": self.team.id, "partner_id": self.customer.id, **severity}
        tickets = self.ticket_model.create([vals] * tickets)
        vals = {"type_id": self.refund.id, "amount": amount}
        vals_list = [
            {**vals, "ticket_id": tickets[index % len(tickets)].id}
            for index in range(COUNT)
        ]
        model = self.env["complaint.remedy"].with_user(self.handler)
        remedies = model.browse()

        def create():
            nonlocal remedies
            remedies = model.create(vals_list)

        self._assert_cheap(create, 1.0)
        return remedies

    @property
    def ticket_model(self):
        return self.env["helpdesk.ticket"].with_user(self.handler)

    def _assert_cheap(self, action, limit):
        """Assert that ``action`` takes at most ``limit`` queries a record."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        action()
        self.env.flush_all()
        self.env.cr.precommit.run()
        queries = self.env.cr.sql_log_count - before
        self.assertLessEqual(queries / COUNT, limit)

    def test_requests_within_the_limit(self):
        for tickets in (1, COUNT):
            for user, amount in ((self.handler, 40), (self.leader, 200)):
                remedies = self._remedies(amount, tickets).with_user(user)
                with self.subTest(user.name, tickets=tickets):
                    self._assert_cheap(remedies.action_request, 1.0)
                    self.assertEqual(set(remedies.mapped("state")), {"approved"})

    def test_requests_above_the_limit_and_their_answers(self):
        for tickets in (1, COUNT):
            remedies = self._remedies(200, tickets)
            boss = remedies.with_user(self.leader)
            with self.subTest(tickets=tickets):
                self._assert_cheap(remedies.action_request, 2.0)
                deadlines = remedies.sudo().deadline_id
                self.assertEqual(len(deadlines.activity_id), COUNT)
                self.assertEqual(deadlines.user_id, self.leader)
                self._assert_cheap(boss.action_approve, 1.0)
                self.assertEqual(set(remedies.mapped("state")), {"approved"})

    def test_refusals(self):
        for tickets in (1, COUNT):
            remedies = self._remedies(200, tickets)
            remedies.action_request()
            boss = remedies.with_user(self.leader)
            with self.subTest(tickets=tickets):
                self._assert_cheap(lambda boss=boss: boss.action_refuse("No"), 1.5)

    def test_locks_are_taken_in_one_order_once_a_complaint(self):
        remedies = self._remedies(40, 2)
        tickets = remedies.ticket_id.sudo()
        rounds = tickets.mapped("complaint_authority_round")
        (remedies[::-1]).action_request()
        tickets.invalidate_recordset()
        self.assertEqual(
            tickets.mapped("complaint_authority_round"), [r + 1 for r in rounds]
        )
