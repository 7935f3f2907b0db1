from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import Form, freeze_time
from odoo.tools import mute_logger

from .common import ComplaintCommon
from .common.remedies import RemedyCommon


@freeze_time("2026-03-02 09:00:00")
class TestThirdParty(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"]
        cls.supplier = partners.create({"name": "Deco", "is_company": True})
        cls.contact = partners.create(
            {"name": "Sam Reed", "parent_id": cls.supplier.id}
        )
        cls.ticket = cls._create_complaint(complaint_severity_id=cls.minor.id)
        cls.claim = {
            "complaint_attribution": "third_party",
            "complaint_third_party_id": cls.supplier.id,
            "complaint_third_party_contact_id": cls.contact.id,
            "complaint_third_party_amount": 120,
            "complaint_third_party_date": "2026-03-01",
            "complaint_third_party_note": "Their no. 77: they look into it",
        }

    def test_customer_is_put_right_by_us_whatever_the_third_party_says(self):
        self.ticket.write(self.claim)
        remedy = self._create_remedy(self.ticket)
        remedy.action_offer()
        remedy.action_accept()
        remedy.action_deliver()
        self.assertEqual(remedy.state, "delivered")
        self.assertEqual(self.ticket.complaint_third_party_amount, 120)

    def test_claim_goes_on_when_the_complaint_is_closed(self):
        self._play_to_follow_up(self.ticket)
        self._follow_up(self.ticket)
        self.ticket.action_close()
        self.assertTrue(self.ticket.complaint_closed_at)
        self.ticket.write(self.claim)
        self.assertEqual(self.ticket.complaint_third_party_contact_id, self.contact)

    def test_form_asks_for_it_where_a_third_party_is_responsible(self):
        form = self._form()
        for attribution, shown in (
            ("ours", False),
            ("third_party", True),
            ("shared", True),
            ("customer", False),
        ):
            form.complaint_attribution = attribution
            for name in self.claim.keys() - {"complaint_attribution"}:
                with self.subTest(attribution, name=name):
                    self.assertEqual(not form._get_modifier(name, "invisible"), shown)

    def test_another_third_party_has_another_contact(self):
        self.ticket.write(self.claim)
        form = self._form()
        form.complaint_third_party_id = self.stranger
        self.assertFalse(form.complaint_third_party_contact_id)

    def test_claim_is_searched_and_summed(self):
        self.ticket.write(self.claim)
        self._create_complaint()
        tickets = self.env["helpdesk.ticket"].with_user(self.handler)
        [[party, amount]] = tickets._read_group(
            [("complaint_third_party_amount", ">", 0)],
            ["complaint_third_party_id"],
            ["complaint_third_party_amount:sum"],
        )
        self.assertEqual((party, amount), (self.supplier, 120))

    def test_customer_reads_nothing_of_it(self):
        self.ticket.sudo().message_subscribe(self.portal.partner_id.ids)
        tickets = self.env["helpdesk.ticket"].with_user(self.portal)
        for name in self.claim:
            with self.subTest(name), self.assertRaises(AccessError):
                tickets.browse(self.ticket.id).read([name])
            with self.subTest(name), self.assertRaises(AccessError):
                tickets.search([(name, "!=", False)])

    def test_copy_of_a_ticket_claims_nothing(self):
        self.ticket.write(self.claim)
        copy = self.ticket.copy()
        for name in self.claim:
            self.assertFalse(copy[name])

    def _form(self):
        form = Form(
            self.ticket.with_user(self.handler),
            "complaint_recovery.complaint_view_form",
        )
        form.complaint_attribution = "third_party"
        form.complaint_third_party_id = self.supplier
        return form


class TestThirdPartyKept(RemedyCommon):
    def test_claim_keeps_its_third_party(self):
        contact = self.stranger.copy({"parent_id": self.stranger.id})
        self.ticket.complaint_third_party_id = self.stranger
        self.ticket.complaint_third_party_contact_id = contact
        for partner in (contact, self.stranger):
            with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
                with self.env.cr.savepoint():
                    partner.unlink()
