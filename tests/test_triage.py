from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time

from .common import ComplaintCommon


class TestTriage(ComplaintCommon):
    def _severity(self, **vals):
        return self._create_complaint(**vals).complaint_severity_id

    def test_severity_starts_at_normal(self):
        self.assertEqual(self._severity(), self.normal)

    def _create_customer(self):
        return self.env["res.partner"].create({"name": "New", "email": "n@n.example"})

    def test_any_ground_makes_it_one_step_graver(self):
        for vals in (
            {"complaint_loss_ongoing": True},
            {"complaint_sentiment": "angry"},
            *({"complaint_exposure": x} for x in ("review", "media", "legal")),
        ):
            customer = self._create_customer()
            with self.subTest(vals):
                severity = self._severity(partner_id=customer.id, **vals)
                self.assertEqual(severity, self.major)

    def test_grounds_of_three_points_make_it_two_steps_graver(self):
        for exposure in ("media", "regulator", "legal"):
            customer = self._create_customer()
            with self.subTest(exposure):
                severity = self._severity(
                    partner_id=customer.id,
                    complaint_exposure=exposure,
                    complaint_sentiment="angry",
                )
                self.assertEqual(severity, self.critical)

    def test_severity_ends_at_the_top_of_the_scale(self):
        severity = self._severity(
            complaint_exposure="legal",
            complaint_sentiment="angry",
            complaint_loss_ongoing=True,
        )
        self.assertEqual(severity, self.critical)

    def test_upset_customer_alone_changes_nothing(self):
        self.assertEqual(self._severity(complaint_sentiment="upset"), self.normal)

    def test_repeat_of_the_same_cause_is_graver(self):
        self._create_complaint(complaint_cause_id=self.cause.id)
        severity = self._severity(complaint_cause_id=self.cause.id)
        self.assertEqual(severity, self.major)

    def test_repeat_counts_for_the_whole_company_of_the_customer(self):
        self._create_complaint(
            complaint_cause_id=self.cause.id, partner_id=self.customer_company.id
        )
        severity = self._severity(complaint_cause_id=self.cause.id)
        self.assertEqual(severity, self.major)

    def test_repeat_ends_after_the_company_s_days(self):
        self.company.complaint_repeat_days = 90
        with freeze_time("2026-01-05 09:00"):
            self._create_complaint(complaint_cause_id=self.cause.id)
        with freeze_time("2026-04-05 08:00"):
            severity = self._severity(complaint_cause_id=self.cause.id)
            self.assertEqual(severity, self.major)
        with freeze_time("2026-09-05 10:00"):
            severity = self._severity(complaint_cause_id=self.cause.id)
            self.assertEqual(severity, self.normal)

    def test_repeat_of_the_same_cause_weighs_double(self):
        self._create_complaint(complaint_cause_id=self.cause.id)
        vals = {"complaint_sentiment": "angry"}
        severity = self._severity(complaint_cause_id=self.cause.id, **vals)
        self.assertEqual(severity, self.critical)
        self.assertEqual(self._severity(**vals), self.major)

    def test_another_customer_is_no_repeat(self):
        self._create_complaint(complaint_cause_id=self.cause.id)
        severity = self._severity(
            complaint_cause_id=self.cause.id, partner_id=self.stranger.id
        )
        self.assertEqual(severity, self.normal)

    def test_given_severity_is_never_overwritten(self):
        severity = self._severity(
            complaint_severity_id=self.minor.id, complaint_exposure="legal"
        )
        self.assertEqual(severity, self.minor)

    def test_later_exposure_does_not_change_the_severity_by_itself(self):
        ticket = self._create_complaint()
        ticket.complaint_exposure = "legal"
        self.assertEqual(ticket.complaint_severity_id, self.normal)

    def test_proposal_says_why(self):
        ticket = self._create_complaint(complaint_loss_ongoing=True)
        self.assertEqual(ticket._complaint_triage()[1], ["the loss goes on"])

    def test_complaint_always_has_a_severity(self):
        with self.assertRaises(UserError):
            self._create_complaint().complaint_severity_id = False

    def test_severity_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Other"})
        severity = self.minor.copy({"company_id": other.id})
        with self.assertRaises(ValidationError):
            self._create_complaint().sudo().complaint_severity_id = severity
