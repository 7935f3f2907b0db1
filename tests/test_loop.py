from .common import ComplaintCommon


class TestLoop(ComplaintCommon):
    def test_complaint_from_intake_to_satisfied_closing(self):
        ticket = self._create_complaint()
        self._contact(ticket)
        remedy = self._create_remedy(ticket)
        remedy.action_offer()
        remedy.action_accept()
        remedy.action_deliver()
        self.assertEqual(ticket.complaint_stage_id, self.stage_following_up)
        self._follow_up(ticket)
        self.assertEqual(ticket.complaint_stage_id, self.stage_closed)
        self.assertEqual(ticket.complaint_outcome, "satisfied")
        self.assertTrue(ticket.closed)
