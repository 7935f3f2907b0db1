from odoo.fields import Command
from odoo.tests import Form, freeze_time

from .common import ComplaintCommon


@freeze_time("2026-03-02 09:00:00")
class TestOfferWish(ComplaintCommon):
    """What was to be mailed as soon as it is approved, is mailed then, and once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-03-02 09:00:00"):
            cls.ticket = cls._create_complaint(complaint_severity_id=cls.normal.id)
            cls._contact(cls.ticket)

    def _ask(self, *amounts, **vals):
        """Offer in the dialog what is above the limit of the handler."""
        lines = [
            Command.create({"type_id": self.refund.id, "amount": amount})
            for amount in amounts
        ]
        offer = (
            self.env["complaint.offer"]
            .with_user(self.handler)
            .create({"ticket_id": self.ticket.id, "line_ids": lines, **vals})
        )
        answer = offer.action_offer()
        return offer.line_ids.remedy_id, answer

    def _approve(self, remedies):
        remedies.with_user(self.leader).action_approve()

    def _mails(self):
        return self.ticket.complaint_interaction_ids.filtered(
            lambda exchange: exchange.purpose == "offer"
        )

    def test_with_the_approval_it_is_offered_and_mailed_by_whoever_asked(self):
        remedy, answer = self._ask(200)
        self.assertIn("mailed", answer["params"]["message"])
        self.assertFalse(self._mails())
        self._approve(remedy)
        self.assertEqual(remedy.state, "offered")
        self.assertTrue(remedy.mailed_at)
        self.assertEqual(remedy.step_user_id, self.handler)
        self.assertEqual(remedy.approved_by_id, self.leader)
        (mail,) = self._mails()
        self.assertEqual(mail.user_id, self.handler)

    def test_without_the_wish_the_approval_offers_nothing(self):
        remedy, answer = self._ask(200, tell_customer=False)
        self.assertIn("offer it once", answer["params"]["message"])
        self._approve(remedy)
        self.assertEqual(remedy.state, "approved")
        self.assertFalse(self._mails())

    def test_options_asked_for_together_wait_for_the_last_one(self):
        remedies, _answer = self._ask(200, 150)
        self._approve(remedies[0])
        self.assertEqual(set(remedies.mapped("state")), {"approved", "to_approve"})
        self._approve(remedies[1])
        self.assertEqual(set(remedies.mapped("state")), {"offered"})
        self.assertEqual(len(set(remedies.mapped("offer_number"))), 1)
        self.assertEqual(len(self._mails()), 1)

    def test_what_needs_no_approval_is_offered_with_the_rest(self):
        remedies, _answer = self._ask(200, 20)
        self.assertEqual(set(remedies.mapped("state")), {"approved", "to_approve"})
        self._approve(remedies.filtered(lambda r: r.state == "to_approve"))
        self.assertEqual(set(remedies.mapped("state")), {"offered"})
        self.assertEqual(len(self._mails()), 1)

    def test_where_one_of_them_is_refused_the_rest_is_left_to_whoever_asked(self):
        remedies, _answer = self._ask(200, 150)
        remedies[0].with_user(self.leader).action_refuse("Too much")
        self._approve(remedies[1])
        self.assertEqual(remedies[1].state, "approved")
        self.assertFalse(self._mails())

    def test_what_was_offered_by_hand_meanwhile_is_not_followed_by_a_second_mail(self):
        remedy, _answer = self._ask(200)
        self._ask(20)
        self.assertEqual(len(self._mails()), 1)
        self._approve(remedy)
        self.assertEqual(remedy.state, "approved")
        self.assertEqual(len(self._mails()), 1)

    def test_what_waits_for_the_rest_and_is_told_by_hand_gets_no_second_mail(self):
        remedies, _answer = self._ask(100, 60)
        self._approve(remedies[0])
        remedies[0].with_user(self.handler).action_offer(confirmed=True)
        self.assertEqual(len(self._mails()), 1)
        self._approve(remedies[1])
        self.assertEqual(remedies[1].state, "approved")
        self.assertEqual(len(self._mails()), 1)

    def test_whoever_may_not_offer_any_more_does_not_stop_the_approval(self):
        remedy, _answer = self._ask(200)
        self.customer.email = self.ticket.sudo().partner_email = False
        self._approve(remedy)
        self.assertEqual(remedy.state, "approved")
        self.assertFalse(remedy.mailed_at)
        note = self.env["mail.message"].search(
            [
                ("model", "=", "helpdesk.ticket"),
                ("res_id", "=", self.ticket.id),
                ("message_type", "=", "user_notification"),
                ("partner_ids", "in", self.handler.partner_id.ids),
                ("body", "ilike", "not offered by itself"),
            ]
        )
        self.assertEqual(len(note), 1)


@freeze_time("2026-03-02 09:00:00")
class TestAboveLimit(ComplaintCommon):
    """Whoever types an amount above their limit reads at once who is asked."""

    def _dialog(self, amount, user=None, **vals):
        ticket = self._create_complaint(complaint_severity_id=self.normal.id)
        offers = self.env["complaint.offer"].with_user(user or self.handler)
        form = Form(
            offers.with_context(default_ticket_id=ticket.id),
            "complaint_recovery.complaint_offer_view_form",
        )
        with form.line_ids.new() as line:
            line.type_id = self.refund
            line.amount = amount
        return form

    def test_within_the_limit_nothing_is_said(self):
        form = self._dialog(50)
        self.assertFalse(form.asks_first)
        self.assertFalse(form.line_ids.edit(0).approval_note)

    def test_above_it_the_line_names_who_is_asked(self):
        form = self._dialog(51)
        self.assertTrue(form.asks_first)
        self.assertIn(self.leader.name, form.line_ids.edit(0).approval_note)
        self.assertIn("mailed to the customer", form.asks_first_note)
        form.tell_customer = False
        self.assertIn("once it is approved", form.asks_first_note)

    def test_who_is_named_is_who_will_be_asked(self):
        for amount in (51, 200, 100000):
            form = self._dialog(amount)
            note = form.line_ids.edit(0).approval_note
            offer = form.save()
            offer.action_offer()
            asked = offer.line_ids.remedy_id.sudo().deadline_id.user_id
            self.assertIn(asked.name, note)

    def test_what_was_given_before_counts(self):
        form = self._dialog(30)
        ticket = form.save().ticket_id
        remedy = self._create_remedy(ticket, amount=40)
        remedy.action_offer()
        remedy.action_accept()
        offer = (
            self.env["complaint.offer"]
            .with_user(self.handler)
            .new(
                {
                    "ticket_id": ticket.id,
                    "line_ids": [
                        Command.create({"type_id": self.refund.id, "amount": 30})
                    ],
                }
            )
        )
        self.assertTrue(offer.line_ids.above_limit)
