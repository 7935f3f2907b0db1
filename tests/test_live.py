from .common import ComplaintCommon

CHANGED = "complaint_recovery.changed"


class TestLive(ComplaintCommon):
    """Open forms hear that a complaint was changed: its number, and nothing else."""

    def _told(self, change):
        """Return the ids told to colleagues at the commit after ``change``."""
        self.env.cr.precommit.run()
        buses = self.env["bus.bus"].sudo()
        before = buses.search([])
        change()
        self.env.flush_all()
        self.env.cr.precommit.run()
        told = [
            bus.message
            for bus in buses.search([("id", "not in", before.ids)])
            if CHANGED in bus.message
        ]
        return told

    def test_each_change_is_told_once_and_says_no_word_of_it(self):
        ticket = self._create_complaint()
        changes = {
            "field": lambda: ticket.write({"complaint_cause_id": self.cause.id}),
            "call": lambda: self._contact(ticket),
            "remedy": lambda: self._create_remedy(ticket),
            "escalation": lambda: ticket._complaint_escalate("She wants a word"),
        }
        for name, change in changes.items():
            with self.subTest(name):
                told = self._told(change)
                self.assertEqual(len(told), 1)
                self.assertIn(f'"ids":[{ticket.id}]', told[0].replace(" ", ""))
                self.assertNotIn(ticket.name, told[0])

    def test_whom_it_is_about_hears_of_no_change(self):
        ticket = self._create_complaint(complaint_about_user_id=self.agent_all.id)
        change = {"complaint_cause_id": self.cause.id}
        self.assertTrue(self._told(lambda: ticket.write(change)))
        told = self.env["bus.bus"].sudo().search([])
        told = told.filtered(lambda bus: f"[{ticket.id}]" in bus.message)
        channels = " ".join(
            told.filtered(lambda b: CHANGED in b.message).mapped("channel")
        )
        channels = channels.replace(" ", "")
        self.assertNotIn("res.groups", channels)
        self.assertIn(f'"res.partner",{self.manager.partner_id.id}]', channels)
        self.assertNotIn(f'"res.partner",{self.agent_all.partner_id.id}]', channels)

    def test_plain_tickets_tell_nothing(self):
        ticket = self._create_ticket()
        self.assertFalse(self._told(lambda: ticket.write({"name": "Another"})))

    def test_whoever_edits_hears_who_changed_it(self):
        ticket = self._create_complaint()
        ticket.with_user(self.leader).complaint_cause_id = self.cause
        self.env.flush_all()
        self.assertIn(self.leader.name, ticket.complaint_last_change())
        self.assertFalse(ticket.with_user(self.leader).complaint_last_change())
