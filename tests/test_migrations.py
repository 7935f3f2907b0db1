from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from odoo.tools.sql import column_exists, rename_column

from .common import ComplaintCommon

MIGRATIONS = Path(__file__).parents[1] / "complaint_recovery" / "migrations"


class TestMigrations(ComplaintCommon):
    """A database made by earlier code keeps what it holds."""

    def _migrate(self, version, when="pre"):
        script = MIGRATIONS / version / f"{when}-migrate.py"
        spec = spec_from_file_location(f"{when}_migrate", script)
        spec.loader.exec_module(module := module_from_spec(spec))
        module.migrate(self.env.cr, version)
        self.env.invalidate_all()

    def test_severities_propose_a_visit_as_they_did(self):
        self.minor.propose_visit = True
        proposing = self.env["complaint.severity"].search(
            [("propose_visit", "=", True)]
        )
        old = "[('complaint_severity_id.require_visit', '=', True)]"
        saved = self.env["ir.filters"].create(
            {"name": "Visits", "model_id": "helpdesk.ticket", "domain": old}
        )
        self.env.flush_all()
        rename_column(
            self.env.cr, "complaint_severity", "propose_visit", "require_visit"
        )
        self._migrate("19.0.1.1.0")
        self.assertFalse(
            column_exists(self.env.cr, "complaint_severity", "require_visit")
        )
        found = self.env["complaint.severity"].search([("propose_visit", "=", True)])
        self.assertIn(self.minor, found)
        self.assertEqual(found, proposing)
        self.assertEqual(saved.domain, old.replace("require_", "propose_"))

    def test_severities_get_the_grade_triage_took_them_for(self):
        mild = self.minor.copy({"sequence": 1})
        grave = self.major.copy({"sequence": 35})
        ours = self.minor | self.normal | self.major | self.critical
        (ours | mild | grave).grade = "normal"
        self.env.flush_all()
        self._migrate("19.0.1.2.0", "post")
        self.assertEqual(
            (ours | mild | grave).mapped("grade"),
            ["minor", "normal", "major", "critical", "minor", "major"],
        )

    def test_templates_nobody_changed_get_their_new_words(self):
        closed = self.env.ref("complaint_recovery.mail_template_closed")
        word = self.env.ref("complaint_recovery.mail_template_word")
        new = closed.body_html
        closed.body_html, closed.email_from = "<p>Old</p>", False
        word.with_user(self.env.ref("base.user_admin")).body_html = "<p>Our own</p>"
        self.env.flush_all()
        self._migrate("19.0.1.3.0", "post")
        self.assertEqual(closed.body_html, new)
        self.assertIn("_complaint_mail_from", closed.email_from)
        self.assertEqual(word.body_html, "<p>Our own</p>")
