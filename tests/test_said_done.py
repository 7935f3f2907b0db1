import json

from odoo.tests import freeze_time

from .common import ComplaintCommon

SAID, MAILED = "simple_notification", "complaint_recovery.sent"


@freeze_time("2026-03-02 09:00:00")
class TestSaidDone(ComplaintCommon):
    """Whoever did something reads in a corner what it was, in one quiet notice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-03-02 09:00:00"):
            cls.ticket = cls._create_complaint(complaint_severity_id=cls.normal.id)
            cls._contact(cls.ticket)

    def _notices(self, user=None):
        """Return (kind, payload) of what ``user`` read in a corner since then."""
        self.env.cr.precommit.run()
        bus = self.env["bus.bus"].sudo().search([("id", ">", self.since)])
        self.since = max(bus.ids, default=self.since)
        partner = (user or self.handler).partner_id
        told = [
            json.loads(note.message)
            for note in bus
            if f",{partner.id}]" in note.channel
        ]
        return [(m["type"], m["payload"]) for m in told if m["type"] in (SAID, MAILED)]

    def setUp(self):
        super().setUp()
        self.since = 0
        self._notices()

    def _said(self, user=None):
        return [payload["message"] for _kind, payload in self._notices(user)]

    def test_offered_delivered_and_closed_are_said(self):
        remedy = self._create_remedy(self.ticket)
        remedy.action_offer()
        self.assertEqual(
            self._said(), [f"{self.ticket.number}: offered: {remedy.display_name}."]
        )
        remedy.action_accept()
        self.assertIn("the customer chose", self._said()[0])
        remedy.action_deliver()
        self.assertEqual(
            self._said(), [f"{self.ticket.number}: delivered: {remedy.display_name}."]
        )

    def test_closing_is_said(self):
        self.ticket.with_user(self.handler)._complaint_enter_closed()
        self.assertEqual(self._said(), [f"{self.ticket.number} is closed."])

    def test_what_is_mailed_with_it_is_one_notice_with_undo(self):
        offer = self.env["complaint.offer"].with_user(self.handler)
        line = {"type_id": self.refund.id, "amount": 20}
        offer.create(
            {"ticket_id": self.ticket.id, "line_ids": [(0, 0, line)]}
        ).action_offer()
        ((kind, payload),) = self._notices()
        self.assertEqual(kind, MAILED)
        self.assertIn("offered", payload["text"])
        self.assertIn(self.customer.name, payload["text"])
        self.assertTrue(payload["message"])

    def test_many_at_once_are_not_said_one_by_one(self):
        remedies = self.env["complaint.remedy"]
        for _number in range(4):
            ticket = self._create_complaint(complaint_severity_id=self.normal.id)
            remedies |= self._create_remedy(ticket)
        self._notices()
        remedies.action_offer()
        self.assertFalse(self._said())

    def test_who_asked_reads_that_the_mail_went_out_with_the_approval(self):
        offer = self.env["complaint.offer"].with_user(self.handler)
        line = {"type_id": self.refund.id, "amount": 200}
        offer = offer.create({"ticket_id": self.ticket.id, "line_ids": [(0, 0, line)]})
        offer.action_offer()
        self._notices()
        offer.line_ids.remedy_id.with_user(self.leader).action_approve()
        ((kind, _payload),) = self._notices(self.handler)
        self.assertEqual(kind, MAILED)

    def test_customers_read_no_notice_of_ours(self):
        self.ticket.with_user(self.portal)._complaint_say_done("For colleagues")
        self.assertFalse(self._notices(self.portal))
        self.ticket.with_user(self.handler)._complaint_say_done("For colleagues")
        self.assertTrue(self._notices())
