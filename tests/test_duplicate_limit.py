from odoo.exceptions import UserError

from .common import ComplaintCommon


class TestDuplicateLimit(ComplaintCommon):
    """Remedies that come along are judged where they come to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first, cls.second = (
            cls._create_complaint(complaint_severity_id=cls.minor.id) for _one in "ab"
        )

    def _give(self, ticket, amount, user=None):
        remedy = self._create_remedy(ticket, user, amount=amount)
        remedy.action_offer()
        remedy.action_accept()
        return remedy

    def _end(self, user):
        self.second.with_user(user).action_close_duplicate(self.first.id)

    def test_whoever_ends_it_may_decide_on_the_sum(self):
        self._give(self.first, 50)
        brought = self._give(self.second, 50)
        with self.assertRaisesRegex(UserError, "100.* above your limit"):
            self._end(self.handler)
        self._end(self.leader)
        self.assertEqual(brought.ticket_id, self.first)

    def test_what_was_granted_there_is_not_granted_here(self):
        escalation = self.second._complaint_escalate("She wants a word")
        escalation.with_user(self.leader).action_return("Be generous", 200)
        remedy = self._create_remedy(self.second, amount=150)
        remedy.action_request()
        self.assertEqual(remedy.state, "approved")
        with self.assertRaisesRegex(UserError, "150.* above your limit"):
            self._end(self.handler)

    def test_nobody_decides_on_the_own_request_as_a_deputy(self):
        self._give(self.first, 50)
        self._give(self.second, 50)
        self.leader.sudo().write(
            {
                "complaint_deputy_id": self.handler.id,
                "complaint_away_from": "2000-01-01",
                "complaint_away_until": "2100-01-01",
            }
        )
        self.assertIn(self.leader, self.handler._complaint_represented())
        with self.assertRaisesRegex(UserError, "above your limit"):
            self._end(self.handler)

    def test_where_nothing_is_added_no_limit_is_asked(self):
        self._give(self.first, 200, self.leader)
        draft = self._create_remedy(self.second, amount=30)
        self._end(self.handler)
        self.assertEqual(draft.ticket_id, self.first)

    def test_two_at_the_same_moment_meet_at_the_original(self):
        seen, tickets = [], self.env.registry["helpdesk.ticket"]
        read = tickets._complaint_commitment

        def note_row_version(ticket):
            seen.append(self._get_row_version())
            return read(ticket)

        self.patch(tickets, "_complaint_commitment", note_row_version)
        before = self._get_row_version()
        self._end(self.handler)
        self.assertTrue(seen)
        self.assertNotIn(before, seen, "updated before it is read: the later one fails")

    def _get_row_version(self):
        self.env.flush_all()
        self.cr.execute("SELECT ctid FROM helpdesk_ticket WHERE id=%s", [self.first.id])
        return self.cr.fetchone()
