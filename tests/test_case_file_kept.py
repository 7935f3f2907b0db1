from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .common import ComplaintCommon

JOB = "complaint_recovery.ir_cron_case_file"
REPORT = "odoo.addons.base.models.ir_actions_report.IrActionsReport"


class TestCaseFileKept(ComplaintCommon):
    """Who takes a complaint over waits for no PDF, and the file is on record."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls._create_complaint()

    def _take(self):
        """Take it over where Odoo prints as it does on a live server."""
        escalation = self.complaint._complaint_escalate("A word", users=self.leader)
        with patch(f"{REPORT}._run_wkhtmltopdf", side_effect=AssertionError) as engine:
            context = {"force_report_rendering": True}
            escalation.with_user(self.leader).with_context(**context).action_take()
        engine.assert_not_called()
        return escalation.sudo()

    def _print(self, **engine):
        state = patch(f"{REPORT}.get_wkhtmltopdf_state", return_value="ok")
        run = patch(f"{REPORT}._run_wkhtmltopdf", autospec=True, **engine)
        with self.enter_registry_test_mode(), state, run as called:
            self.env.ref(JOB).method_direct_trigger()
        self.env.invalidate_all()
        return called

    def test_taking_over_keeps_the_page_at_once(self):
        escalation = self._take()
        file = escalation.attachment_id
        self.assertEqual((file.mimetype, file.complaint_letter), ("text/html", True))
        self.assertIn(self.complaint.number, file.raw.decode())

    def test_the_job_puts_the_pdf_of_that_page_in_its_place(self):
        escalation = self._take()
        file = escalation.attachment_id
        self.complaint.name = "Called otherwise afterwards"
        called = self._print(return_value=b"%PDF-1.4 printed")
        (page,) = called.call_args.args[1]
        self.assertIn(self.complaint.number, str(page))
        self.assertNotIn("Called otherwise", str(page), "as it was then")
        self.assertEqual(escalation.attachment_id, file)
        self.assertEqual(file.raw, b"%PDF-1.4 printed")
        self.assertEqual(file.mimetype, "application/pdf")
        self.assertTrue(file.name.endswith(".pdf"), file.name)
        self.assertTrue(file.complaint_letter)

    def test_it_is_printed_once(self):
        self._take()
        self._print(return_value=b"%PDF-1.4 printed")
        self.assertFalse(self._print(return_value=b"%PDF-1.4 again").called)

    @mute_logger("odoo.addons.complaint_recovery.models.escalation.kept_file")
    def test_where_printing_fails_the_page_stays(self):
        file = self._take().attachment_id
        page = file.raw
        self._print(side_effect=UserError("no engine"))
        self.assertEqual((file.raw, file.mimetype), (page, "text/html"))

    def test_without_the_job_the_page_stays(self):
        self.env.ref(JOB).unlink()
        file = self._take().attachment_id
        self.assertEqual(file.mimetype, "text/html")
