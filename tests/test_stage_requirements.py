from datetime import timedelta

from odoo import fields
from odoo.exceptions import ValidationError

from odoo.addons.complaint_recovery.exceptions import ComplaintRequirementError

from .common import ComplaintCommon

#: Switch → how the test meets it. ``remedy`` counts where the complaint is upheld.
MET = {
    "require_first_contact": "_meet_first_contact",
    "require_finding": "_meet_finding",
    "require_decision_sent": "_meet_decision_sent",
    "require_apology": "_meet_apology",
    "require_remedy": "_meet_remedy",
    "require_delivery": "_meet_delivery",
    "require_followup": "_meet_followup",
    "require_outcome": "_meet_followup",
}


class TestStageRequirements(ComplaintCommon):
    """Each switch by itself, on a stage of its own, all other switches off."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stages = cls.env["complaint.stage"].search([])
        cls.stages.write(
            {**dict.fromkeys(MET, False), "requirement_severity_ids": [(5,)]}
        )
        cls.stage = cls.env["complaint.stage"].create(
            {"name": "Check", "phase": "recovery", "sequence": 35}
        )
        cls.ticket = cls._create_complaint(complaint_severity_id=cls.normal.id)

    def _enter(self, stage=None, ticket=None):
        (ticket or self.ticket).complaint_stage_id = stage or self.stage

    def _assert_refused(self, stage=None, ticket=None):
        before = (ticket or self.ticket).complaint_stage_id
        with self.assertRaises(ComplaintRequirementError), self.env.cr.savepoint():
            self._enter(stage, ticket)
        (ticket or self.ticket).invalidate_recordset()
        self.assertEqual((ticket or self.ticket).complaint_stage_id, before)

    def _meet_first_contact(self):
        self._create_interaction(self.ticket)

    def _meet_finding(self):
        self.ticket.write(
            {"complaint_finding": "<p>Seal</p>", "complaint_attribution": "ours"}
        )

    def _decide(self, decision="upheld"):
        self.ticket.write(
            {"complaint_decision": decision, "complaint_explanation": "<p>Yes</p>"}
        )

    def _meet_decision_sent(self):
        self._decide()
        self.ticket.action_send_decision()

    def _meet_apology(self):
        self._create_apology(self.ticket).action_send()

    def _accept(self):
        remedy = self._create_remedy(self.ticket)
        remedy.action_offer()
        remedy.action_accept()
        return remedy

    def _meet_remedy(self):
        self._accept()

    def _meet_delivery(self):
        remedies = self.ticket.complaint_remedy_ids
        remedies.filtered(lambda r: r.state == "accepted").action_deliver()

    def _meet_followup(self):
        if self.ticket.complaint_phase != "follow_up":
            self.ticket.action_resolve()
        self._follow_up(self.ticket)

    def _prepare_gap(self, switch):
        """Bring about what a switch is about where it is not so by itself."""
        if switch == "require_remedy":
            self._decide()
        if switch == "require_delivery":
            self._accept()

    def test_each_switch_holds_the_complaint_back_until_it_is_met(self):
        ticket = self.ticket
        for switch, meet in MET.items():
            self.ticket = ticket.copy({"complaint_severity_id": self.normal.id})
            self._prepare_gap(switch)
            target = self.stage if "follow" not in meet else self.stage_closed
            target[switch] = True
            with self.subTest(switch):
                self._assert_refused(target)
                getattr(self, meet)()
                if self.ticket.complaint_stage_id != target:
                    self._enter(target)
                self.assertEqual(self.ticket.complaint_stage_id, target)
            target[switch] = False

    def test_every_requirement_is_tried_here(self):
        self.assertEqual(set(MET), set(self.stages._get_requirements()))

    def test_without_switches_nothing_is_asked(self):
        for switch in MET:
            with self.subTest(switch):
                self._prepare_gap(switch)
        self._enter()
        self.assertEqual(self.ticket.complaint_stage_id, self.stage)

    def test_requirement_holds_for_the_severities_named(self):
        self.stage.require_finding = True
        self.stage.requirement_severity_ids = self.major | self.critical
        for severity in (self.minor, self.normal):
            with self.subTest(severity.name):
                self.ticket.complaint_severity_id = severity
                self.assertFalse(self.ticket._complaint_missing(self.stage))
        for severity in (self.major, self.critical):
            with self.subTest(severity.name):
                self.ticket.complaint_severity_id = severity
                self._assert_refused()

    def test_what_earlier_stages_ask_is_asked_in_later_ones(self):
        self.stage.require_finding = True
        for stage in (self.stage_following_up, self.stage_closed):
            with self.subTest(stage.name):
                self._assert_refused(stage)
        self._enter(self.stage_investigating)

    def test_earlier_stages_ask_with_their_own_severities(self):
        self.stage.require_finding = True
        self.stage.requirement_severity_ids = self.critical
        self._enter(self.stage_following_up)
        self.ticket.complaint_severity_id = self.critical
        self._assert_refused(self.stage_closed)

    def test_archived_stage_asks_nothing_any_more(self):
        self.stage.require_finding = True
        self.stage.active = False
        self._enter(self.stage_following_up)

    def test_stage_of_another_company_asks_nothing_here(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.stage.write({"require_finding": True, "company_id": other.id})
        self._enter(self.stage_following_up)

    def test_stage_of_the_own_company_asks_from_wherever_one_works(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.stage.write({"require_finding": True, "company_id": self.company.id})
        self.handler.company_ids += other
        ticket = self.ticket.with_context(
            allowed_company_ids=[other.id, self.company.id]
        )
        self._assert_refused(self.stage_following_up, ticket)

    def test_what_the_first_stage_asks_for_is_asked_on_the_way_on(self):
        """Or nobody could take a call, and every mail would be turned away."""
        first = self.stages._get_first("intake", self.company)
        first.write(dict.fromkeys(MET, True))
        caller = self._create_complaint(complaint_severity_id=self.normal.id)
        self.assertEqual(caller.complaint_stage_id, first)
        self._assert_refused(self.stage, caller)

    def test_remedy_is_asked_where_the_complaint_is_upheld(self):
        self.stage.require_remedy = True
        self._decide("partly_upheld")
        self._assert_refused()
        self._decide("not_upheld")
        self._enter()

    def test_offered_remedy_is_no_accepted_one(self):
        self.stage.require_remedy = True
        self._decide()
        self._create_remedy(self.ticket).action_offer()
        self._assert_refused()

    def test_finding_needs_text_and_responsibility(self):
        self.stage.require_finding = True
        for vals in (
            {"complaint_finding": "<p>Seal</p>"},
            {"complaint_finding": "<p><br></p>", "complaint_attribution": "ours"},
        ):
            with self.subTest(vals):
                self.ticket.write(vals)
                self._assert_refused()

    def test_apology_in_draft_is_none(self):
        self.stage.require_apology = True
        self._create_apology(self.ticket)
        self._assert_refused()

    def test_decision_that_was_not_sent_is_none(self):
        self.stage.require_decision_sent = True
        self._decide()
        self._assert_refused()

    def test_running_promise_and_task_block_closing_whatever_the_switches(self):
        later = fields.Datetime.now() + timedelta(days=2)
        for kind in ("promise", "task"):
            deadline = self.ticket._complaint_open_deadline(kind, "Call back", later)
            with self.subTest(kind):
                self._assert_refused(self.stage_closed)
            deadline.with_user(self.handler).action_done()
        self._enter(self.stage_closed)

    def test_error_names_the_gaps_and_opens_the_dialog(self):
        self.stage.write({"require_finding": True, "require_apology": True})
        with self.assertRaises(ComplaintRequirementError) as caught:
            self._enter()
        self.assertIn("the findings and the responsibility", str(caught.exception))
        self.assertIn("an apology", str(caught.exception))
        context = caught.exception.context
        self.assertEqual(context["action"]["res_model"], "complaint.missing")
        self.assertEqual(
            context["action"]["context"],
            {"default_ticket_id": self.ticket.id, "default_stage_id": self.stage.id},
        )
        self.assertEqual(context["button"], "Fill in what is missing")

    def test_fill_missing_asks_for_what_closing_needs(self):
        context = self.ticket.action_fill_missing()["context"]
        self.assertEqual(context["default_stage_id"], self.stage_closed.id)

    def test_stage_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.stage.company_id = other
        with self.assertRaises(ValidationError):
            self.ticket.sudo().complaint_stage_id = self.stage
