"""What was approved for one customer goes to no other."""

from odoo.exceptions import UserError

from .common.remedies import RemedyCommon


class TestRemedyCustomer(RemedyCommon):
    """Each state of a remedy × who changes the customer to whom."""

    def _remedy(self, state, amount=40):
        ticket = self._create_complaint(complaint_severity_id=self.normal.id)
        remedy = self._create_remedy(ticket, amount=amount)
        director = self.company.complaint_director_id
        steps = {
            "draft": (),
            "to_approve": ("request",),
            "approved": ("request", "approve"),
            "offered": ("request", "approve", "offer"),
            "accepted": ("request", "approve", "offer", "accept"),
        }
        for step in steps[state]:
            if step == "approve":
                if remedy.state == "to_approve":
                    remedy.with_user(director).action_approve()
                continue
            getattr(remedy, f"action_{step}")()
        self.assertEqual(remedy.state, state)
        return remedy

    def _lead(self, remedy, customer, user=None):
        ticket = remedy.ticket_id.with_user(user or self.manager)
        with self.cr.savepoint():
            ticket.write({"partner_id": customer.id})
        return ticket.partner_id

    def test_what_was_offered_goes_to_nobody_else(self):
        other = self.env["res.partner"].create({"name": "Deco"})
        for state in ("offered", "accepted"):
            for customer in (other, self.manager.partner_id, other.browse()):
                remedy = self._remedy(state)
                with self.subTest(state, customer=customer):
                    with self.assertRaisesRegex(UserError, "goes to nobody else"):
                        self._lead(remedy, customer)

    def test_what_is_only_approved_is_decided_on_by_who_leads_it_to_somebody_else(self):
        other = self.env["res.partner"].create({"name": "Deco"})
        small, large = self._remedy("approved"), self._remedy("approved", 5000)
        self.assertEqual(self._lead(small, other), other)
        with self.assertRaisesRegex(UserError, "approved for somebody else"):
            self._lead(large, other)

    def test_nobody_leads_it_to_themselves(self):
        remedy = self._remedy("approved")
        with self.assertRaisesRegex(UserError, "approved for somebody else"):
            self._lead(remedy, self.manager.partner_id)

    def test_a_contact_of_the_same_customer_takes_it_over(self):
        colleague = self.env["res.partner"].create(
            {"name": "Al", "parent_id": self.customer_company.id}
        )
        for state in ("approved", "offered", "accepted"):
            with self.subTest(state):
                remedy = self._remedy(state)
                self.assertEqual(self._lead(remedy, colleague), colleague)

    def test_what_is_only_thought_of_hinders_nobody(self):
        other = self.env["res.partner"].create({"name": "Deco"})
        remedy = self._remedy("draft", 5000)
        self.assertEqual(self._lead(remedy, other, self.handler), other)
