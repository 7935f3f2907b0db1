from odoo.exceptions import AccessError, UserError
from odoo.tests import Form
from odoo.tools import mute_logger

from .common.sale import GlueCommon


class LeadCommon(GlueCommon):
    @classmethod
    def _create_lead(cls, user=None, **vals):
        user = user or cls.sales
        leads = cls.env["crm.lead"].with_user(user)
        return leads.create({"name": "Ten kettles", "user_id": user.id, **vals})

    @classmethod
    def _create_stranger_lead(cls, **vals):
        """A lead of somebody who has no customer record yet."""
        contact = {
            "contact_name": "Ann Smith",
            "email_from": "ann@smith.example",
            "phone": "+32 470 99 88 77",
        }
        return cls._create_lead(**{**contact, **vals})


class TestBanner(LeadCommon):
    def test_opportunity_tells_the_open_complaint_of_its_customer(self):
        ticket = self._create_complaint()
        lead = self._create_lead(partner_id=self.customer.id)
        self.assertIn(ticket.number, lead.complaint_notice)

    def test_foreign_salesperson_sees_none(self):
        self._create_complaint()
        lead = self._create_lead(self.foreign_sales, partner_id=self.customer.id)
        self.assertFalse(lead.complaint_notice)

    def test_banner_appears_when_the_customer_is_chosen(self):
        ticket = self._create_complaint()
        form = Form(self._create_lead())
        form.partner_id = self.customer
        self.assertIn(ticket.number, form.complaint_notice)


class TestReport(LeadCommon):
    def _entries(self, lead):
        action = lead.action_report_complaint()
        entries = self.env[action["res_model"]].with_user(lead.env.user)
        return entries.with_context(**action["context"])

    def _report(self, lead, **vals):
        before = self.env["helpdesk.ticket"].search([])
        vals = {"description": "It leaks.", **vals}
        self._entries(lead).create(vals).action_report()
        return (self.env["helpdesk.ticket"].search([]) - before).sudo()

    def test_complaint_is_the_customers(self):
        ticket = self._report(self._create_lead(partner_id=self.customer.id))
        self.assertTrue(ticket.is_complaint)
        self.assertEqual(ticket.partner_id, self.customer)
        self.assertEqual(ticket.complaint_source, "sales")

    def test_without_customer_the_complaint_tells_how_to_reach_the_person(self):
        ticket = self._report(self._create_stranger_lead())
        self.assertFalse(ticket.partner_id)
        self.assertEqual(ticket.partner_name, "Ann Smith")
        self.assertEqual(ticket.partner_email, "ann@smith.example")
        self.assertIn("+32 470 99 88 77", ticket.description)

    def test_dialog_shows_whom_it_is_about(self):
        form = Form(self._entries(self._create_stranger_lead()))
        self.assertIn("Ann Smith", form.lead_contact)
        form.description = "It leaks."
        form.save()

    def test_nobody_to_reach_is_no_complaint(self):
        with self.assertRaisesRegex(UserError, "Who complained"):
            self._report(self._create_lead())

    def test_without_a_lead_the_customer_is_asked_for(self):
        entries = self.env["complaint.sales.entry"].with_user(self.sales)
        form = Form(entries)
        form.description = "It leaks."
        with self.assertRaisesRegex(AssertionError, "partner_id is a required"):
            form.save()

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_reports_on_a_lead_he_may_not_see(self):
        lead = self._create_stranger_lead()
        with self.assertRaises(AccessError):
            lead.with_user(self.foreign_sales).action_report_complaint()
        own = self._create_lead(self.foreign_sales)
        with self.assertRaises(AccessError):
            self._report(own, lead_id=lead.id)
