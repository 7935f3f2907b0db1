from lxml import etree

from odoo.modules import Manifest
from odoo.tools import convert_file, file_open, mute_logger

from odoo.addons.complaint_recovery.models.life.remaking import NEEDED

from .common import ComplaintCommon

ADDON = "complaint_recovery"
#: Mails nobody asks for by name: who deletes one wants no such mail.
UNWANTED = {
    "mail_template_acknowledgement",
    "mail_template_follow_up",
    "mail_template_closed",
    "mail_template_withdrawn",
    "mail_template_duplicate",
    "mail_template_review",
    "mail_template_director",
    "mail_template_confirm",
    "mail_template_step",
}


class TestUpdate(ComplaintCommon):
    """What an administrator has shaped survives an update of the addon."""

    @classmethod
    def default_env_context(cls):
        return {}  # Administrators are told.

    def _files(self):
        """Return the data files whose records are not updated, with their text."""
        for name in Manifest.for_addon(ADDON)["data"]:
            with file_open(f"{ADDON}/{name}", "rb") as file:
                if not name.endswith(".xml"):
                    continue
                tree = etree.parse(file)
            if tree.getroot().get("noupdate") == "1" and name.startswith("data/"):
                yield name, tree

    def _update(self):
        """Load our data as an update does."""
        self.env.flush_all()
        for name, _tree in self._files():
            convert_file(self.env, ADDON, name, {}, mode="update", noupdate=False)
        self.env["complaint.remaking"]._finish()

    def _delete(self, *names):
        for name in names:
            self.env.ref(f"{ADDON}.{name}").sudo().unlink()
        self.env.flush_all()

    def _is_there(self, name):
        return bool(self.env.ref(f"{ADDON}.{name}", raise_if_not_found=False))

    def test_only_what_the_code_asks_for_is_made_anew(self):
        count = 0
        for file, tree in self._files():
            for record in tree.iter("record"):
                needed = record.get("model") in NEEDED
                wanted = needed and record.get("id") not in UNWANTED
                with self.subTest(file, record=record.get("id")):
                    self.assertEqual(record.get("forcecreate") != "0", wanted)
                count += 1
        self.assertGreater(count, 100)

    @mute_logger("odoo.models.unlink")
    def test_what_was_deleted_stays_deleted(self):
        names = (
            "complaint_authority_handler",
            "complaint_apology_template_trouble",
            "complaint_cause_product_incomplete",
            "complaint_remedy_type_voucher",
            "complaint_report_filter_apology",
            "complaint_escalation_rule_reopened",
            "mail_template_director",
            "mail_template_acknowledgement",
        )
        self._delete(*names)
        self._update()
        for name in names:
            with self.subTest(name):
                self.assertFalse(self._is_there(name))

    @mute_logger("odoo.models.unlink")
    def test_what_the_code_needs_is_made_anew_with_a_note(self):
        names = (
            "mail_activity_type_first_contact",
            "ir_cron_deadlines",
            "mail_template_offer",
        )
        self._delete(*names)
        self._update()
        for name in names:
            with self.subTest(name):
                self.assertTrue(self._is_there(name))
        admin = self.env.ref("base.user_admin").partner_id
        note = self.env["mail.message"].search(
            [("notified_partner_ids", "in", admin.ids)], order="id desc", limit=1
        )
        self.assertIn("Complaint: first contact", note.body)
        self.assertIn("deadlines and escalations", note.body)

    def test_an_update_without_loss_tells_nobody(self):
        count = self.env["mail.message"].search_count([])
        self._update()
        self.assertEqual(self.env["mail.message"].search_count([]), count)

    def test_a_phase_without_a_stage_gets_one(self):
        stages = self.env["complaint.stage"].search([("phase", "=", "follow_up")])
        self.env.cr.execute(
            "UPDATE complaint_stage SET active = FALSE WHERE id IN %s",
            [tuple(stages.ids)],
        )
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        self._update()
        self.assertTrue(stages[:1].active)
        self.env.cr.execute("DELETE FROM complaint_stage WHERE phase = 'withdrawn'")
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        self._update()
        stage = self.env["complaint.stage"]._get_first("withdrawn", self.company)
        self.assertTrue(stage)
        self._create_complaint().action_withdraw("Found it")

    def test_edits_stay(self):
        severity, rule = self.minor, self.env["complaint.escalation.rule"].search([])[0]
        severity.write({"name": "Tiny", "first_contact_hours": 3})
        rule.write({"percent": 60})
        limit = self.env.ref(f"{ADDON}.complaint_authority_manager")
        limit.amount = 77
        self._update()
        self.env.invalidate_all()
        self.assertEqual((severity.name, severity.first_contact_hours), ("Tiny", 3))
        self.assertEqual((rule.percent, limit.amount), (60, 77))
