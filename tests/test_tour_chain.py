from .browser import BrowserCase
from .common import ComplaintCommon


class TestTourChain(ComplaintCommon, BrowserCase):
    """From two options to the letter, by everybody's own hands: 24 clicks at most."""

    def setUp(self):
        super().setUp()
        self.ticket = self._create_complaint(
            complaint_cause_id=self.cause.id, complaint_severity_id=self.normal.id
        )
        self._contact(self.ticket)

    def _walk(self, part, user, path=""):
        start = f"/odoo/action-complaint_recovery.complaint_action_my{path}"
        if not path:
            start = "/odoo/action-complaint_recovery.complaint_day_action"
        name = f"complaint_chain_{part}_tour"
        self.start_tour(start, name, login=user.login, timeout=90)
        self.env.invalidate_all()

    def test_two_options_are_approved_offered_chosen_delivered_and_written_of(self):
        form = f"/{self.ticket.id}"
        self._walk("propose", self.handler, form)
        remedies = self.ticket.complaint_remedy_ids.sorted("company_amount")
        self.assertEqual(remedies.mapped("state"), ["approved", "to_approve"])
        self._walk("approve", self.leader)
        self.assertEqual(remedies.mapped("state"), ["offered", "offered"])
        self._walk("finish", self.handler, form)
        refund, voucher = remedies
        self._check_remedies(refund, voucher)
        self._check_letter()

    def _check_remedies(self, refund, voucher):
        self.assertEqual((refund.state, voucher.state), ("declined", "delivered"))
        self.assertEqual(refund.offer_number, voucher.offer_number)
        self.assertEqual(refund.approved_by_id, self.handler)
        self.assertEqual(voucher.approved_by_id, self.leader)
        promise = self.ticket.sudo().complaint_deadline_ids.filtered(
            lambda deadline: deadline.kind == "promise"
        )
        self.assertEqual((promise.state, promise.verdict), ("done", "kept"))

    def _check_letter(self):
        letter = self.ticket.complaint_apology_ids.filtered(
            lambda apology: apology.channel == "letter"
        )
        self.assertEqual((letter.state, letter.user_id), ("sent", self.handler))
        self.assertIn("The voucher is on its way.", letter.body)
        self.assertTrue(letter.attachment_id.raw)
