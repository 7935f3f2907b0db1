from odoo.exceptions import AccessError
from odoo.tests import freeze_time

from .common import ComplaintCommon


@freeze_time("2030-01-02 09:00:00")
class TestNotes(ComplaintCommon):
    """What is noted for colleagues is for colleagues, also over RPC."""

    def _notes(self, ticket):
        return ticket.sudo().message_ids.filtered("is_internal")

    def _assert_hidden(self, ticket, word):
        note = self._notes(ticket).filtered(lambda m: word in (m.body or ""))
        self.assertEqual(len(note), 1)
        with self.assertRaises(AccessError):
            note.with_user(self.portal).read(["body"])

    def test_customer_does_not_read_why_it_was_handed_over(self):
        ticket = self._create_complaint(partner_id=self.portal.partner_id.id)
        ticket.action_hand_over(self.leader.id, "canary of the handover")
        self._assert_hidden(ticket, "canary of the handover")

    def test_customer_does_not_read_whom_we_turned_away(self):
        ticket = self._create_complaint(partner_id=self.portal.partner_id.id)
        ticket.sudo().message_subscribe(self.stranger.ids)
        self._assert_hidden(ticket, self.stranger.name)

    def test_note_is_no_exchange_with_the_customer(self):
        ticket = self._create_complaint()
        ticket.action_hand_over(self.leader.id, "On leave")
        self.assertFalse(ticket.with_user(self.leader).complaint_interaction_ids)

    def test_cancelling_what_blocks_closing_leaves_a_note(self):
        ticket = self._create_complaint()
        promise = ticket._complaint_promise("Call back", "2030-01-03 09:00:00")
        promise.with_user(self.handler).action_cancel()
        self.assertTrue(
            self._notes(ticket).filtered(lambda m: "Call back" in (m.body or ""))
        )
