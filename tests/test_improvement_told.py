from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common import ComplaintCommon


@freeze_time("2026-06-01 09:00")
class TestBecauseOfYou(ComplaintCommon):
    """Who complained hears what became better because of it (D26, D32)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.action = cls.env["complaint.corrective.action"].create(
            {
                "name": "Depot Ghent",
                "cause_id": cls.cause.id,
                "user_id": cls.handler.id,
                "told": "Parcels leave the same day.",
            }
        )
        own_hand(cls.action).write(
            {"state": "effective", "done_at": "2026-03-01 09:00"}
        )
        cls.others = cls.env["res.partner"].create(
            [
                {"name": f"Customer {number}", "email": f"c{number}@example.com"}
                for number in range(3)
            ]
        )

    def _end(self, partner, outcome="satisfied", **vals):
        ticket = self._create_complaint(
            partner_id=partner.id,
            complaint_cause_id=self.cause.id,
            complaint_received_at="2026-02-01 09:00",
            **vals,
        )
        own_hand(ticket).write(
            {
                "complaint_closed_at": "2026-02-20 09:00",
                "complaint_outcome": outcome,
            }
        )
        return ticket

    def _thank(self, user=None):
        known = self.env["mail.mail"].search([])
        self.action.with_user(user or self.handler).action_thank()
        return self.env["mail.mail"].search([]) - known

    def test_each_is_thanked_on_the_own_complaint_alone(self):
        tickets = [self._end(partner) for partner in self.others]
        mails = self._thank()
        self.assertEqual(len(mails), 3)
        for ticket, partner in zip(tickets, self.others, strict=True):
            mail = mails.filtered(lambda m, t=ticket: m.res_id == t.id)
            self.assertEqual(mail.recipient_ids, partner)
            self.assertIn("Parcels leave the same day", mail.body_html)
            self.assertNotIn("Depot Ghent", mail.body_html)
            for other in self.others - partner:
                self.assertNotIn(other.name, mail.body_html)

    def test_twice_pressed_nobody_is_thanked_twice(self):
        self._end(self.others[0])
        self._thank()
        with self.assertRaisesRegex(UserError, "nobody is left"):
            self._thank()

    def test_customer_with_two_complaints_gets_one_mail(self):
        self._end(self.others[0])
        self._end(self.others[0])
        self.assertEqual(len(self._thank()), 1)
        with self.assertRaisesRegex(UserError, "nobody is left"):
            self._thank()

    def test_address_written_otherwise_is_the_same_person(self):
        nobody = self.env["res.partner"]
        for address in ("Ann@Client.example", "Ann <ann@client.example>"):
            self._end(nobody, partner_email=address)
        self.assertEqual(len(self._thank()), 1)

    def test_each_reads_it_in_the_own_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.action.with_context(lang="zh_CN").told = "包裹当天发出。"
        self.others[0].lang = "zh_CN"
        self._end(self.others[0])
        self._end(self.others[1])
        bodies = self._thank().mapped("body_html")
        self.assertEqual(sum("包裹当天发出" in body for body in bodies), 1)

    def test_whom_we_could_not_satisfy_and_who_took_it_back_are_left_in_peace(self):
        self._end(self.others[0], "unsettled")
        self._end(self.others[1], "withdrawn")
        self.assertEqual(self.action.with_user(self.handler).to_thank_count, 0)

    def test_whoever_complained_after_the_change_is_not_thanked_for_it(self):
        ticket = self._end(self.others[0])
        own_hand(ticket).complaint_received_at = "2026-04-01 09:00"
        self.assertEqual(self.action.with_user(self.handler).to_thank_count, 0)

    def test_nothing_goes_out_before_it_proved_effective(self):
        self._end(self.others[0])
        own_hand(self.action).state = "done"
        with self.assertRaisesRegex(UserError, "cannot be done"):
            self._thank()

    def test_nothing_goes_out_without_words_for_customers(self):
        self._end(self.others[0])
        self.action.told = " "
        with self.assertRaisesRegex(UserError, "what we tell customers"):
            self._thank()

    def test_nobody_without_helpdesk_rights_writes_to_customers(self):
        self._end(self.others[0])
        self.action.user_id = self.employee
        with self.assertRaises(AccessError):
            self._thank(self.employee)

    def test_whom_it_was_said_to_is_not_written_by_hand(self):
        ticket = self._end(self.others[0])
        with self.assertRaises(AccessError):
            ticket.with_user(self.manager).complaint_thanked_for_id = self.action
