from unittest import SkipTest
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.modules import Manifest
from odoo.tests import tagged
from odoo.tools import convert_file

from odoo.addons.base.tests.common import BaseCommon
from odoo.addons.complaint_recovery.tools.selections import PHASES

MODULE = "complaint_recovery"


class DemoCommon(BaseCommon):
    @classmethod
    def default_env_context(cls):
        return {}  # With mail and tracking, as at install.

    @classmethod
    def _load_demo(cls):
        """Load what the manifest lists, and return its complaints."""
        if cls.env.ref(f"{MODULE}.demo_team", raise_if_not_found=False):
            raise SkipTest("This database has the demo data already.")
        idref = {}
        # As at install, where the data of modules are as they say.
        with patch.object(cls.env.registry, "ready", False):
            for name in Manifest.for_addon(MODULE)["demo"]:
                convert_file(cls.env, MODULE, name, idref, mode="init", noupdate=True)
        cls.env.flush_all()
        cls.env.cr.precommit.run()
        team = cls.env.ref(f"{MODULE}.demo_team")
        return cls.env["helpdesk.ticket"].search(
            [("is_complaint", "=", True), ("team_id", "=", team.id)]
        )

    def _assert_a_pass_fires_nothing(self):
        before = self.env["complaint.escalation"].search([])
        with self.enter_registry_test_mode():
            self.env.ref(f"{MODULE}.ir_cron_deadlines").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(self.env["complaint.escalation"].search([]), before)

    def _assert_nothing_overdue(self, complaints):
        deadlines = complaints.complaint_deadline_ids
        running = deadlines.filtered(lambda d: d.state == "running")
        self.assertTrue(running)
        for deadline in running:
            self.assertGreater(deadline.due_at, fields.Datetime.now(), deadline.name)


@tagged("post_install", "-at_install")
class TestDemo(DemoCommon):
    """The demo data as it is right after install."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2030-01-02 10:00:00"))
        cls.mails_before = cls.env["mail.mail"].search([])
        cls.complaints = cls._load_demo()

    def test_every_phase_has_a_complaint(self):
        found = set(self.complaints.mapped("complaint_phase"))
        self.assertEqual(found, {phase for phase, _label in PHASES})

    def test_cases_worth_showing_are_there(self):
        outcomes = self.complaints.mapped("complaint_outcome")
        self.assertLessEqual({"satisfied", "unsettled", "withdrawn"}, set(outcomes))
        self.assertIn("internal", self.complaints.mapped("complaint_source"))
        self.assertTrue(self.complaints.filtered("complaint_confidential"))
        self.assertTrue(self.complaints.complaint_about_user_id)
        freezer = self.env.ref(f"{MODULE}.demo_complaint_freezer")
        major = self.env.ref(f"{MODULE}.complaint_severity_major")
        self.assertEqual(freezer.complaint_severity_id, major)
        self.assertTrue(freezer._complaint_running("containment"))
        options = self.env.ref(f"{MODULE}.demo_complaint_sofa").complaint_remedy_ids
        self.assertEqual(options.mapped("state"), ["offered", "offered"])
        self.assertEqual(len(set(options.mapped("offer_number"))), 1)

    def test_a_corrective_action_waits_for_somebody_to_look_whether_it_worked(self):
        action = self.env.ref(f"{MODULE}.demo_corrective_late")
        self.assertTrue(action.to_check)
        self.assertGreater(action.span_days, 80)
        self.assertTrue(action.cause_id.standard_answer)

    def test_one_is_escalated_by_hand_to_the_leader(self):
        escalations = self.complaints.complaint_escalation_ids
        self.assertEqual(len(escalations), 1)
        self.assertFalse(escalations.rule_id)
        leader = self.env.ref(f"{MODULE}.demo_user_leader")
        self.assertEqual(escalations.to_user_ids, leader)
        self.assertFalse(escalations.mail_pending)

    def test_first_pass_escalates_nothing(self):
        self._assert_a_pass_fires_nothing()

    def test_open_ones_have_an_owner(self):
        opened = self.complaints.filtered(lambda t: not t.complaint_closed_at)
        self.assertTrue(opened)
        for ticket in opened:
            self.assertTrue(ticket._complaint_may_own(ticket.user_id), ticket.name)

    def test_no_mail_leaves_the_house(self):
        mails = self.env["mail.mail"].search([]) - self.mails_before
        self.assertEqual(set(mails.mapped("state")), {"cancel"})

    def test_each_role_logs_in_with_its_name(self):
        staff = ("handler", "leader", "manager", "director", "sales")
        for role in (*staff, "customer", "renate"):
            user = self.env.ref(f"{MODULE}.demo_user_{role}")
            credential = {"type": "password", "login": role, "password": role}
            found = self.env["res.users"].authenticate(credential, {})
            self.assertEqual(found["uid"], user.id)

    def test_portal_customer_sees_the_own_company_only(self):
        customer = self.env.ref(f"{MODULE}.demo_user_customer")
        seen = self.complaints.with_user(customer)._filtered_access("read").sudo()
        self.assertIn("Kettle leaks onto the socket", seen.mapped("name"))
        bistro = self.env.ref(f"{MODULE}.demo_partner_bistro")
        self.assertEqual(seen.commercial_partner_id, bistro)

    def test_portal_customer_has_an_offer_to_choose_from(self):
        renate = self.env.ref(f"{MODULE}.demo_user_renate")
        seen = self.complaints.with_user(renate)._filtered_access("read").sudo()
        sofa = seen.filtered(lambda t: t.name.startswith("Sofa"))
        [offer] = sofa._complaint_portal_steps()["offers"]
        self.assertEqual(len(offer["options"]), 2)

    def test_nothing_is_overdue_in_midweek(self):
        self._assert_nothing_overdue(self.complaints)


@tagged("post_install", "-at_install")
class TestDemoClock(DemoCommon):
    """Whenever somebody installs it, nothing is overdue at first start."""

    @freeze_time("2030-01-05 23:50:00")
    def test_nothing_is_overdue_on_a_saturday_night(self):
        self._assert_nothing_overdue(self._load_demo())
        self._assert_a_pass_fires_nothing()

    @freeze_time("2030-01-04 16:59:00")
    def test_nothing_is_overdue_on_a_friday_evening(self):
        self._assert_nothing_overdue(self._load_demo())
        self._assert_a_pass_fires_nothing()
