import base64
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import HttpCase
from odoo.tools import html2plaintext

from .common.mail import MailCase

CANARY = "CANARY-4711"
REPORT = "odoo.addons.base.models.ir_actions_report.IrActionsReport"


class LetterCase(MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_complaint()
        cls.ticket.write(
            {
                "complaint_finding": CANARY,
                "complaint_attribution": "ours",
                "complaint_decision": "upheld",
                "complaint_explanation": "<p>You are right.</p>",
            }
        )

    def _html(self, report, record):
        reports = self.env["ir.actions.report"]._complaint_for_us()
        name = f"complaint_recovery.report_{report}"
        return html2plaintext(reports._render_qweb_html(name, record.ids)[0].decode())

    def _apology(self, **vals):
        words = {"channel": "letter", "body": "<p>We are sorry.</p>"}
        return self._create_apology(self.ticket, **{**words, **vals})

    def _visit(self, **vals):
        vals = {"channel": "visit", "place": "Their kitchen", **vals}
        return self._create_interaction(self.ticket, **vals)


class TestLetters(LetterCase):
    def test_an_apology_is_a_letter_signed_by_a_person(self):
        self.leader.partner_id.function = "Head of Customer Care"
        words = self._html("apology", self._apology(user_id=self.leader.id))
        for expected in (
            "Azure Interior",
            "Dear Jane Doe,",
            "We are sorry.",
            "Leader",
            "Head of Customer Care",
            self.ticket.number,
            self.ticket._complaint_letter_date(),
        ):
            self.assertIn(expected, words)

    def test_a_decision_says_how_to_answer(self):
        words = self._html("decision", self.ticket)
        for expected in ("You are right.", "complaints@example.com", "Handler"):
            self.assertIn(expected, words)

    def test_a_letter_is_dated_in_the_customers_language(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        self.customer.lang = "zh_TW"
        self.assertRegex(self._html("apology", self._apology()), r"\d年\d+月\d+日")

    def test_the_visit_sheet_has_what_a_visit_needs_and_nothing_internal(self):
        self.ticket.complaint_desired_outcome = "A new kettle"
        visit = self._visit(
            participant_ids=self.leader.partner_id.ids, summary="INTERNAL"
        )
        words = self._html("visit", visit)
        for expected in ("Their kitchen", "Leader", "It leaks.", "A new kettle"):
            self.assertIn(expected, words)
        self.assertNotIn("INTERNAL", words)
        self.assertNotIn(CANARY, words)

    def test_a_signed_visit_shows_the_signature(self):
        pixel = base64.b64encode(
            base64.b64decode(
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
                "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
            )
        )
        visit = self._visit(signature=pixel)
        reports = self.env["ir.actions.report"]._complaint_for_us()
        name = "complaint_recovery.report_visit"
        html = reports._render_qweb_html(name, visit.ids)[0]
        self.assertIn(b"data:image/png;base64", html)

    def test_the_handler_may_print_the_visit_sheet(self):
        actions = self.env["ir.actions.actions"].with_user(self.handler)
        reports = actions.get_bindings("complaint.interaction")["report"]
        self.assertIn("Print visit sheet", [report["name"] for report in reports])

    def test_the_letter_as_sent_is_kept_on_the_complaint(self):
        apology = self._apology()
        apology.action_send()
        letter = apology.attachment_id
        kept_on = (letter.res_model, letter.res_id)
        self.assertEqual(kept_on, ("helpdesk.ticket", self.ticket.id))
        self.assertTrue(letter.raw)

    def test_a_real_pdf_is_made_where_there_is_an_engine(self):
        reports = self.env["ir.actions.report"]._complaint_for_us()
        if reports.get_wkhtmltopdf_state() in ("install", "broken"):
            self.skipTest("no wkhtmltopdf")
        ticket = self.ticket.with_context(force_report_rendering=True)
        content, kind = ticket._render_letter(
            "complaint_recovery.report_decision", self.ticket
        )
        self.assertEqual(kind, "pdf")
        self.assertTrue(content.startswith(b"%PDF"))

    def test_without_an_engine_html_is_kept_and_told_once(self):
        with patch(f"{REPORT}.get_wkhtmltopdf_state", return_value="install"):
            first, second = self._apology(), self._apology()
            (first | second).action_send()
        self.assertEqual(first.attachment_id.mimetype, "text/html")
        told = self.ticket.message_ids.filtered(lambda m: "wkhtmltopdf" in m.body)
        self.assertEqual(len(told), 1)

    def test_such_a_letter_stands_for_itself(self):
        with patch(f"{REPORT}.get_wkhtmltopdf_state", return_value="install"):
            apology = self._apology()
            apology.action_send()
        page = apology.attachment_id.raw.decode()
        self.assertIn(f"<title>Apology {self.ticket.number}</title>", page)
        self.assertIn("<style>", page)
        self.assertNotRegex(page, r"<(script|link)\b|/web/assets|Odoo Report")

    def test_what_was_not_sent_is_printed_as_a_draft(self):
        apology = self._apology()
        reports = self.env["ir.actions.report"].with_user(self.handler)
        for record, name in ((apology, "apology"), (self.ticket, "decision")):
            report = f"complaint_recovery.report_{name}"
            with self.subTest(name):
                looked_at = reports._render_qweb_html(report, record.ids)[0]
                self.assertIn(b"DRAFT", looked_at)
                sent = reports._complaint_for_us()
                self.assertNotIn(
                    b"DRAFT", sent._render_qweb_html(report, record.ids)[0]
                )
        apology.action_send()
        self.assertNotIn(b"DRAFT", apology.attachment_id.raw)
        again = reports._render_qweb_html(
            "complaint_recovery.report_apology", apology.ids
        )
        self.assertNotIn(b"DRAFT", again[0])

    def test_a_failing_engine_loses_no_letter(self):
        with (
            patch(f"{REPORT}.get_wkhtmltopdf_state", return_value="ok"),
            patch(f"{REPORT}._render_qweb_pdf", side_effect=UserError("Out of memory")),
        ):
            apology = self._apology()
            apology.action_send()
        self.assertEqual(apology.attachment_id.mimetype, "text/html")

    def test_subject_and_name_are_in_the_customers_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.customer.lang = "zh_CN"
        seen = []
        send = type(self.ticket)._complaint_mail_customer

        def spy(tickets, body, subject, *args, **kwargs):
            seen.append(subject)
            return send(tickets, body, subject, *args, **kwargs)

        template = self.env.ref("complaint_recovery.mail_template_apology")
        translated = "致歉信 {{ object.ticket_id.number }}"
        template.with_context(lang="zh_CN").subject = translated
        with patch.object(type(self.ticket), "_complaint_mail_customer", spy):
            self._apology(channel="email").action_send()
        self.assertEqual(seen, [f"致歉信 {self.ticket.number}"])


class TestFindingStaysInternal(HttpCase, LetterCase):
    def test_nothing_the_customer_gets_holds_the_finding(self):
        portal = self.portal.partner_id
        self.ticket.with_user(self.manager).partner_id = portal
        portal.email = "portal@azure.example"
        self._contact(self.ticket)
        self._apology(channel="email").action_send()
        self.ticket.action_send_decision()
        remedy = self._create_remedy(self.ticket)
        remedy.action_offer()
        remedy.action_accept()
        remedy.action_deliver()
        self._follow_up(self.ticket)
        self.assertTrue(self.ticket.complaint_closed_at)
        mails = self._mails_to(portal.email)
        self.assertGreaterEqual(len(mails), 3)
        letters = self.ticket.attachment_ids
        self.assertEqual(len(letters), 2)
        self.authenticate("portal_user", "portal_user")
        page = self.url_open(f"/my/ticket/{self.ticket.id}")
        self.assertEqual(page.status_code, 200)
        self.assertIn(self.ticket.number, page.text)
        told = [*mails.mapped("body_html"), *mails.mapped("subject"), page.text]
        told += [letter.raw.decode(errors="ignore") for letter in letters]
        self.assertNotIn(CANARY, "".join(told))
