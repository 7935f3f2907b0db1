import base64
import json

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.watchlist import CANARY, WatchlistCommon

#: What figures are made of stays.
FIGURES = (
    "complaint_severity_id",
    "complaint_cause_id",
    "complaint_received_at",
    "complaint_closed_at",
    "complaint_outcome",
    "complaint_claim_amount",
    "complaint_decision",
    "number",
    "user_id",
)


class DataProtectionCommon(WatchlistCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_complaint(
            cls.agent_all,
            name=f"{CANARY} title",
            description=f"<p>{CANARY} description</p>",
            partner_name=f"{CANARY} name",
            partner_email="zaffre@azure.example",
            complaint_desired_outcome=f"{CANARY} wish",
            complaint_finding=f"<p>{CANARY} finding</p>",
            complaint_explanation=f"<p>{CANARY} told</p>",
            complaint_claim_amount=90,
            complaint_cause_id=cls.cause.id,
            complaint_severity_id=cls.normal.id,
        ).sudo()
        cls._create_interaction(
            cls.ticket, purpose="first_contact", summary=f"{CANARY} said"
        )
        letter = cls._create_apology(cls.ticket, body=f"<p>{CANARY} sorry</p>")
        letter.action_send()
        cls._create_remedy(cls.ticket, description=f"{CANARY} money")
        cls.ticket.message_post(body=f"{CANARY} chat", subject=f"{CANARY} subject")
        cls.env["ir.attachment"].create(
            {
                "name": f"{CANARY}.pdf",
                "raw": CANARY.encode(),
                "res_model": "helpdesk.ticket",
                "res_id": cls.ticket.id,
            }
        )

    @classmethod
    def _close(cls):
        own_hand(cls.ticket).write({"complaint_closed_at": "2030-01-05 10:00:00"})
        own_hand(cls.ticket).complaint_outcome = "satisfied"

    def _export(self, user=None, partner=None):
        partner = partner or self.customer
        dialogs = self.env["complaint.data.export"].with_user(user or self.manager)
        dialog = dialogs.create({"partner_id": partner.id})
        dialog.action_export()
        return dialog

    def _json(self, dialog):
        return json.loads(base64.b64decode(dialog.json_file))

    def _anonymise(self, user=None, partner=None, confirmed=True):
        partner = partner or self.customer
        dialogs = self.env["complaint.anonymise"].with_user(user or self.manager)
        vals = {"partner_id": partner.id, "confirmed": confirmed}
        dialogs.create(vals).action_anonymise()
        self.env.invalidate_all()


class TestExport(DataProtectionCommon):
    """All that is kept about a person, for machines and to read."""

    def test_export_tells_all_that_was_said_given_and_promised(self):
        dialog = self._export()
        told = base64.b64decode(dialog.json_file).decode()
        for word in ("title", "description", "name", "wish", "finding", "told"):
            self.assertIn(f"{CANARY} {word}", told)
        for word in ("said", "sorry", "money", "chat"):
            self.assertIn(f"{CANARY} {word}", told)
        self.assertIn(f"{CANARY}.pdf", told)
        complaint = self._json(dialog)["complaints"][0]
        for model in ("interaction", "apology", "remedy", "deadline"):
            self.assertTrue(complaint[f"complaint.{model}"])

    def test_page_to_read_tells_the_same(self):
        page = base64.b64decode(self._export().html_file).decode()
        for word in ("title", "said", "sorry", "money", "chat"):
            self.assertIn(f"{CANARY} {word}", page)
        self.assertIn("<!DOCTYPE html>", page)
        self.assertIn("Desired outcome", page)

    def test_page_to_read_runs_nothing_a_customer_wrote(self):
        self.ticket.complaint_desired_outcome = "<script>alert(1)</script>"
        page = base64.b64decode(self._export().html_file).decode()
        self.assertNotIn("<script>", page)

    def test_watch_entries_belong_to_it(self):
        self._create_active()
        entries = self._json(self._export(partner=self.customer_company))["watchlist"]
        self.assertEqual(entries[0]["reason"], f"{CANARY} reason")
        # What is said of the company is nothing about one of its people.
        self.assertFalse(self._json(self._export())["watchlist"])

    def test_company_exports_those_of_its_people_and_nobody_elses(self):
        other = self._create_complaint(self.agent_all, partner_id=self.stranger.id)
        told = self._json(self._export(partner=self.customer_company))
        numbers = [complaint["number"] for complaint in told["complaints"]]
        self.assertEqual(numbers, [self.ticket.number])
        self.assertNotIn(other.sudo().number, numbers)

    def test_no_key_to_a_door_is_exported(self):
        self.ticket._portal_ensure_token()
        told = base64.b64decode(self._export().json_file).decode()
        self.assertNotIn(self.ticket.access_token, told)

    def test_what_the_manager_may_not_read_is_left_out_and_said(self):
        self.assertFalse(self._export().incomplete)
        other = self.env["res.company"].create({"name": "Company B"})
        foreigner = new_test_user(
            self.env,
            "foreign_user",
            groups="helpdesk_mgmt.group_helpdesk_manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        self.ticket.sudo().with_context(allowed_company_ids=other.ids).write(
            {"company_id": other.id, "team_id": False, "user_id": foreigner.id}
        )
        dialog = self._export()
        self.assertTrue(dialog.incomplete)
        self.assertFalse(self._json(dialog)["complaints"])

    def test_that_there_is_one_about_the_manager_is_not_told(self):
        self.ticket.complaint_about_user_id = self.manager
        dialog = self._export()
        self.assertFalse(dialog.incomplete)
        self.assertFalse(self._json(dialog)["complaints"])
        views = dialog.get_views([(False, "form")])["views"]
        self.assertIn("about yourself", views["form"]["arch"])  # Of every export.

    def test_only_managers_export(self):
        for user in (self.handler, self.agent_all, self.sales_all, self.employee):
            with self.subTest(user.name), self.assertRaises(AccessError):
                self._export(user)


@freeze_time("2030-01-10 09:00:00")
class TestAnonymise(DataProtectionCommon):
    """Who it was is gone for good; what figures are made of stays."""

    def _texts(self):
        """Return all texts of the tables that may name somebody."""
        tables = ["helpdesk_ticket", "mail_message", "mail_mail", "mail_tracking_value"]
        tables += ["ir_attachment", "complaint_watchlist_entry"]
        child = self.env.registry["complaint.child"]
        for name, model in self.env.registry.items():
            if issubclass(model, child) and not self.env[name]._abstract:
                tables.append(self.env[name]._table)
        self.env.flush_all()
        found = {}
        for table in tables:
            self.env.cr.execute(f"SELECT t::text FROM {table} t")  # noqa: S608
            found[table] = " ".join(row for (row,) in self.env.cr.fetchall())
        return found

    def test_no_trace_is_left_in_any_table(self):
        self._create_active()
        self._close()
        self.assertIn(CANARY, self._texts()["helpdesk_ticket"])
        self._anonymise(partner=self.customer_company)
        for table, text in self._texts().items():
            with self.subTest(table):
                self.assertNotIn(CANARY, text)
                self.assertNotIn("zaffre@", text)

    def test_figures_stay(self):
        self._close()
        before = [self.ticket[name] for name in FIGURES]
        apology, remedy = (
            self.ticket.complaint_apology_ids,
            self.ticket.complaint_remedy_ids,
        )
        kept = (apology.state, apology.sent_at, remedy.amount, remedy.state)
        self._anonymise()
        self.assertEqual([self.ticket[name] for name in FIGURES], before)
        found = (apology.state, apology.sent_at, remedy.amount, remedy.state)
        self.assertEqual(found, kept)

    def test_customer_is_no_longer_linked(self):
        self._close()
        self.ticket._message_subscribe(self.customer.ids)
        self._anonymise()
        self.assertFalse(self.ticket.partner_id or self.ticket.commercial_partner_id)
        self.assertFalse(self.ticket.message_partner_ids & self.customer)
        self.assertTrue(self.customer.exists().name)

    def test_files_are_deleted(self):
        self._close()
        mine = [("res_model", "=", "helpdesk.ticket"), ("res_id", "=", self.ticket.id)]
        self.assertTrue(self.env["ir.attachment"].search(mine))
        self._anonymise()
        self.assertFalse(self.env["ir.attachment"].search(mine))

    def test_it_is_on_record_who_did_it(self):
        self._close()
        self._anonymise()
        note = self.ticket.message_ids[0]
        self.assertIn(self.manager.name, note.body)
        self.assertEqual(str(note.date), "2030-01-10 09:00:00")

    def test_refused_while_a_complaint_is_open_with_the_reason(self):
        with self.assertRaisesRegex(UserError, f"{self.ticket.number}.*open"):
            self._anonymise()
        self.assertIn(CANARY, self.ticket.name)

    def test_one_open_complaint_keeps_all(self):
        self._close()
        self._create_complaint(self.agent_all)
        with self.assertRaises(UserError):
            self._anonymise()
        self.assertIn(CANARY, self.ticket.name)

    def test_complaints_of_others_are_not_touched(self):
        other = self._create_complaint(self.agent_all, partner_id=self.stranger.id)
        self._close()
        self._anonymise()
        self.assertEqual(other.sudo().name, "Kettle leaks")
        self.assertEqual(other.sudo().partner_id, self.stranger)

    def test_news_to_the_salesperson_is_emptied(self):
        self._close()
        news = self.customer.message_notify(
            partner_ids=self.sales.partner_id.ids,
            body=f"{self.ticket.number}: {CANARY} title",
            subject=f"{CANARY} complained",
        )
        self._anonymise()
        self.assertNotIn(CANARY, f"{news.subject} {news.body}")

    def test_watch_entries_of_every_state_are_erased(self):
        self._close()
        entry, other = self._create_active(), self._create_entry(kind="frequent")
        other.action_reject("No")
        self._anonymise(partner=self.customer_company)
        self.assertFalse((entry | other).exists())

    def test_it_asks_before_and_managers_alone_do_it(self):
        self._close()
        with self.assertRaisesRegex(UserError, "onfirm"):
            self._anonymise(confirmed=False)
        for user in (self.handler, self.agent_all, self.sales_all):
            with self.subTest(user.name), self.assertRaises(AccessError):
                self._anonymise(user)

    def test_twice_says_that_nothing_is_kept(self):
        self._close()
        self._anonymise()
        with self.assertRaisesRegex(UserError, "Nothing"):
            self._anonymise()
