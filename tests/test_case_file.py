import json
from datetime import datetime, timedelta
from urllib.parse import quote

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, freeze_time, new_test_user
from odoo.tools import mute_logger

from .common.scheduled_pass import MONDAY, PassCommon

REPORT = "complaint_recovery.report_case_file"


class CaseFileCommon(PassCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(MONDAY):
            cls.complaint = cls._create_complaint(
                complaint_desired_outcome="A new kettle", complaint_claim_amount=90
            )

    def _page(self, user=None, ticket=None):
        """Return the page as the report controller makes it for ``user``."""
        report = self.env["ir.actions.report"].with_user(user or self.leader)
        ticket = ticket or self.complaint
        return report._render_qweb_html(REPORT, ticket.ids)[0].decode()


class TestCaseFile(CaseFileCommon):
    """What the case file says."""

    def test_customer_wishes_and_claims_are_told(self):
        page = self._page()
        for words in ("Jane Doe", "A new kettle", "90.00", "Handler", "It leaks."):
            self.assertIn(words, page)

    def test_number_to_call_is_told_also_where_it_is_that_of_the_company(self):
        self.customer_company.phone = "+32 2 555 01 10"
        self.customer.phone = False
        self.assertIn("+32 2 555 01 10", self._page())

    def test_timeline_has_exchanges_stages_and_promises(self):
        with freeze_time(MONDAY):
            self._create_interaction(
                self.complaint, summary="Puddle in the kitchen", sentiment="upset"
            )
            promise = self.complaint._complaint_promise(
                "Call back", MONDAY + timedelta(hours=2)
            )
            promise.action_reschedule(
                MONDAY + timedelta(hours=4), "Waiting for the lab"
            )
        with freeze_time(MONDAY + timedelta(days=1)):
            promise.action_done()
        self.env.cr.precommit.run()  # What is new is not tracked until then.
        tracked = self.complaint.with_context(tracking_disable=0, mail_notrack=0)
        tracked.complaint_stage_id = self.stage_investigating
        self.env.cr.precommit.run()  # Where it is written down.
        page = self._page()
        for words in (
            "Puddle in the kitchen",
            "Upset",
            "Waiting for the lab",
            "Broken",
        ):
            self.assertIn(words, page)
        self.assertIn("Received → Investigating", page)

    def test_what_was_given_is_told_with_its_full_cost(self):
        self._contact(self.complaint)
        self._create_apology(
            self.complaint, gift="Flowers", gift_cost=25, admits_fault=True
        ).action_send()
        remedy = self._create_remedy(self.complaint, description="Money back")
        self.complaint.sudo().complaint_finding = "<p>The seal was missing.</p>"
        remedy.action_offer()
        remedy.action_accept()
        page = self._page()
        for words in ("Flowers", "Money back", "Accepted", "seal was missing", "65.00"):
            self.assertIn(words, page)

    def test_reason_and_course_of_the_escalation_are_told(self):
        escalation = self.complaint._complaint_escalate("She threatens to leave")
        escalation.with_user(self.leader).action_return("Call her first", 100)
        page = self._page()
        for words in ("She threatens to leave", "Call her first", "100.00", "Leader"):
            self.assertIn(words, page)

    def test_earlier_complaints_are_told_with_what_came_of_them(self):
        earlier = self._create_complaint(name="Lid does not close")
        self._create_complaint(name="Not theirs", partner_id=self.stranger.id)
        earlier.action_withdraw("She is fine")
        page = self._page()
        self.assertIn("Lid does not close", page)
        self.assertIn("Withdrawn", page)
        self.assertNotIn("Not theirs", page)

    def test_earlier_complaint_about_the_reader_is_not_told(self):
        secret = {"name": "About the leader", "complaint_about_user_id": self.leader.id}
        self._create_complaint(self.agent_all, **secret)
        self.assertIn("About the leader", self._page(self.manager))
        self.assertNotIn("About the leader", self._page(self.leader))

    def test_copy_that_is_kept_tells_of_no_colleague(self):
        secret = {
            "name": "About somebody",
            "complaint_about_user_id": self.agent_all.id,
        }
        self._create_complaint(self.manager, **secret)
        escalation = self.complaint._complaint_escalate("She wants a word")
        escalation.with_user(self.leader).action_take()
        self.assertIn("About somebody", self._page(self.leader))
        kept = escalation.sudo().attachment_id.raw.decode(errors="replace")
        self.assertNotIn("About somebody", kept)

    def test_times_are_those_of_the_reader(self):
        self.leader.tz, self.manager.tz = "Asia/Shanghai", "America/New_York"
        self._create_interaction(self.complaint, date=datetime(2026, 3, 2, 15, 30))
        self.assertIn("03/02/2026 11:30", self._page(self.leader))
        self.assertIn("03/02/2026 10:30", self._page(self.manager))

    def test_words_are_those_of_the_reader(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env["complaint.stage"].browse(self.stage_received.id).with_context(
            lang="fr_FR"
        ).name = "Reçu"
        self.leader.lang = "fr_FR"
        self.assertIn("Reçu", self._page(self.leader))
        self.assertNotIn("Reçu", self._page(self.manager))

    def test_queries_do_not_grow_with_the_history(self):
        counts = []
        for number in (5, 45):
            now = fields.Datetime.now()
            self.env["complaint.interaction"].with_user(self.handler).create(
                [
                    {
                        "ticket_id": self.complaint.id,
                        "date": now - timedelta(minutes=minutes + 1),
                        "summary": f"Word {minutes}",
                    }
                    for minutes in range(number)
                ]
            )
            for hours in range(number):
                self.complaint._complaint_promise(
                    f"Call {hours}", now + timedelta(hours=hours + 1)
                )
            # The first times fill what is kept in memory for good.
            counts.append(min(self._count_queries() for _time in range(3)))
        self.assertEqual(counts[0], counts[1])

    def _count_queries(self):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._page()
        return self.env.cr.sql_log_count - before


class TestCaseFileSecrecy(CaseFileCommon, HttpCase):
    """The case file is for colleagues who may read the complaint, by any way in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        escalation = cls.complaint._complaint_escalate("She wants a word")
        cls.kept = escalation.sudo().attachment_id
        cls.customer_user = new_test_user(
            cls.env, "jane_user", groups="base.group_portal", password="jane_user"
        )
        cls.customer_user.partner_id = cls.customer

    def _urls(self):
        number = self.complaint.id
        context = quote(json.dumps({"allowed_company_ids": self.company.ids}))
        return (
            f"/report/html/{REPORT}/{number}",
            f"/report/html/{REPORT}/{number}?context={context}",
            f"/report/pdf/{REPORT}/{number}",
            f"/report/text/{REPORT}/{number}",
            f"/web/content/{self.kept.id}",
        )

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_nobody_gets_it_by_its_address_who_may_not_read_the_complaint(self):
        colleague = new_test_user(
            self.env,
            "other_user",
            groups="helpdesk_mgmt.group_helpdesk_user_own",
            password="other_user",
        )
        about = self.env["helpdesk.ticket"].browse(self.complaint.id).sudo()
        about.complaint_about_user_id = self.agent_all
        for user in (self.customer_user, colleague, self.employee, self.agent_all):
            self.authenticate(user.login, user.login)
            for url in self._urls():
                with self.subTest(user.name, url=url):
                    answer = self.url_open(url)
                    self.assertNotEqual(answer.status_code, 200)
                    self.assertNotIn("She wants a word", answer.text)

    def test_owner_and_superiors_get_it_by_its_address(self):
        for user in (self.handler, self.leader, self.manager):
            self.authenticate(user.login, user.login)
            for url in (self._urls()[0], self._urls()[-1]):
                with self.subTest(user.name, url=url):
                    self.assertIn("She wants a word", self.url_open(url).text)

    def test_no_copy_hangs_on_the_ticket_nor_on_its_messages(self):
        ticket = self.complaint.sudo()
        files = self.env["ir.attachment"].search(
            [("res_model", "=", ticket._name), ("res_id", "=", ticket.id)]
        )
        self.assertNotIn(self.kept, files | ticket.message_ids.attachment_ids)
        self.assertEqual(self.kept.res_model, "complaint.escalation")

    def test_customer_reads_neither_the_copy_nor_the_escalation(self):
        for record in (self.kept, self.complaint.complaint_escalation_ids):
            with self.subTest(record._name), self.assertRaises(AccessError):
                record.with_user(self.customer_user).check_access("read")

    def test_plain_ticket_has_none(self):
        ticket = self._create_ticket()
        with self.assertRaisesRegex(UserError, "not a complaint"):
            self._page(self.handler, ticket)

    def test_whoever_takes_it_over_keeps_what_was_seen_then(self):
        self._create_interaction(self.complaint, summary="Now she is angry")
        escalation = self.complaint.complaint_escalation_ids.with_user(self.leader)
        self.assertNotIn("Now she is angry", self.kept.raw.decode(errors="replace"))
        escalation.action_take()
        kept = escalation.sudo().attachment_id
        self.assertNotEqual(kept, self.kept)
        self.assertIn("Now she is angry", kept.raw.decode(errors="replace"))

    def test_copy_is_altered_by_nobody(self):
        for user in (self.handler, self.leader, self.manager):
            with self.subTest(user.name), self.assertRaises(UserError):
                self.kept.with_user(user).write({"raw": b"Other"})

    def test_guidance_is_for_the_live_page_alone(self):
        model = self.registry["helpdesk.ticket"]
        guide = lambda ticket: "" if ticket.env.su else "Confirm in writing"  # noqa: E731
        self.patch(model, "_complaint_case_file_guidance", guide)
        self.assertIn("Confirm in writing", self._page(self.leader))
