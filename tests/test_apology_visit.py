import base64
from datetime import datetime

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, freeze_time

from .common import ComplaintCommon
from .common.remedies import VISIT as PLANNED
from .common.remedies import RemedyCommon

MONDAY = datetime(2026, 3, 2, 9)
VISIT = datetime(2026, 3, 4, 14)
#: One pixel, as drawn on the glass.
SIGNATURE = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    b"AABJRU5ErkJggg=="
)


class VisitCase(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.complaint_apology_team_ids = cls.director | cls.leader
        with freeze_time(MONDAY):
            cls.ticket = cls._create_complaint(complaint_severity_id=cls.major.id)

    @classmethod
    def _form(cls, user=None, **context):
        context = {"default_ticket_id": cls.ticket.id, **context}
        dialogs = cls.env["complaint.apology.visit"].with_user(user or cls.handler)
        return Form(dialogs.with_context(**context))

    @classmethod
    def _plan(cls, **context):
        with cls._form(**context) as form:
            form.date = VISIT
            form.place = "Their kitchen"
            form.user_id = cls.director
            form.companion_ids.add(cls.leader)
            form.gift = "Flowers"
            form.gift_cost = 25
        form.record.action_apply()
        return cls.ticket.complaint_apology_ids

    def _record(self, apology, **vals):
        """Record the visit in the dialog, as the handler, and return the exchange."""
        action = apology.action_send()
        dialogs = self.env[action["res_model"]].with_user(self.handler)
        with Form(dialogs.with_context(**action["context"])) as form:
            for name, value in vals.items():
                form[name] = value
        form.record.action_apply()
        return apology.interaction_id


@freeze_time(MONDAY)
class TestPlan(VisitCase):
    def test_visit_is_a_promise_in_the_ledger(self):
        visit = self._plan().interaction_id
        self.assertEqual((visit.state, visit.purpose), ("planned", "apology"))
        promise = visit.deadline_id
        self.assertEqual((promise.kind, promise.due_at), ("promise", VISIT))
        self.assertEqual(promise.user_id, self.director)
        self.assertIn("Their kitchen", promise.name)

    def test_visit_has_people_place_and_gift(self):
        apology = self._plan()
        self.assertEqual((apology.gift, apology.gift_cost), ("Flowers", 25))
        self.assertEqual(apology.user_id, self.director)
        self.assertEqual(apology.interaction_id.participant_ids, self.leader.partner_id)
        self.assertEqual(apology.interaction_id.place, "Their kitchen")

    def test_planned_visit_is_no_apology_given(self):
        apology = self._plan()
        self.assertEqual(apology.state, "draft")
        self.assertFalse(self.ticket.complaint_apologised_at)
        self.assertEqual(self.ticket.complaint_cost_amount, 0)

    def test_only_the_apology_team_goes(self):
        with self._form() as form:
            form.date = VISIT
        self.assertEqual(form.record.candidate_ids, self.director | self.leader)
        form.record.user_id = self.agent_all
        with self.assertRaisesRegex(UserError, "apology team"):
            form.record.action_apply()

    def test_colleague_the_complaint_is_about_does_not_go(self):
        self.ticket.sudo().complaint_about_user_id = self.leader
        with self._form() as form:
            form.date = VISIT
        self.assertEqual(form.record.candidate_ids, self.director)

    def test_without_a_team_everybody_of_the_helpdesk_may_go(self):
        self.company.complaint_apology_team_ids = False
        with self._form() as form:
            form.date = VISIT
            self.assertEqual(form.user_id, self.handler)
        self.assertNotIn(self.employee, form.record.candidate_ids)

    def test_place_is_the_customers_address(self):
        self.customer.write({"street": "Main Street 1", "city": "Bruges"})
        self.assertIn("Main Street 1", self._form().place)

    def test_visit_is_planned_for_a_time_to_come(self):
        with self._form() as form:
            form.date = MONDAY
        with self.assertRaises(UserError):
            form.record.action_apply()

    def test_visit_is_planned_once(self):
        apology = self._plan()
        with self.assertRaises(UserError):
            self._plan(default_apology_id=apology.id)

    def test_draft_becomes_the_visit(self):
        draft = self._create_apology(self.ticket, channel="visit", gift="Wine")
        action = draft.action_plan_visit()
        self.assertEqual(self._plan(**action["context"]), draft)
        self.assertTrue(draft.visit_planned)

    def test_running_visit_keeps_the_complaint_from_closing(self):
        self._plan()
        gaps = self.ticket._complaint_missing(self.stage_closed)
        self.assertTrue([gap for gap in gaps if "Their kitchen" in gap])


class TestVisit(VisitCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(MONDAY):
            cls.apology = cls._plan()

    @freeze_time(VISIT)
    def test_visit_that_took_place_gives_the_apology(self):
        self._record(self.apology)
        self.assertEqual((self.apology.state, self.apology.sent_at), ("sent", VISIT))
        self.assertEqual(self.ticket.complaint_apologised_at, VISIT)
        self.assertEqual(len(self.ticket.complaint_interaction_ids), 1)
        self.assertEqual(self.ticket.complaint_cost_amount, 25)

    @freeze_time(VISIT)
    def test_visit_in_time_keeps_the_promise(self):
        visit = self._record(self.apology)
        self.assertEqual(
            (visit.deadline_id.state, visit.deadline_id.kept), ("done", True)
        )

    @freeze_time(VISIT)
    def test_signature_is_kept_and_final(self):
        visit = self._record(self.apology, signature=SIGNATURE)
        self.assertEqual(base64.b64decode(visit.signature)[:4], b"\x89PNG")
        with self.assertRaises(UserError):
            visit.with_user(self.manager).signature = False

    @freeze_time(VISIT)
    def test_visit_that_did_not_take_place_leaves_a_draft(self):
        self._record(self.apology, reached=False)
        self.assertEqual(self.apology.state, "draft")
        self.assertFalse(self.ticket.complaint_apologised_at)
        self.assertFalse(self.apology.visit_planned)

    @freeze_time(VISIT)
    def test_visit_that_became_a_call_leaves_a_draft(self):
        self._record(self.apology, channel="phone")
        self.assertEqual(self.apology.state, "draft")

    def test_visit_that_failed_is_planned_anew(self):
        with freeze_time(VISIT):
            self._record(self.apology, reached=False)
        with freeze_time(VISIT.replace(hour=8, day=3)):
            self._plan(default_apology_id=self.apology.id)
        self.assertTrue(self.apology.visit_planned)

    @freeze_time(VISIT)
    def test_given_visit_is_final(self):
        self._record(self.apology)
        for vals in ({"gift_cost": 1}, {"interaction_id": False}):
            with self.subTest(vals), self.assertRaises(UserError):
                self.apology.sudo().write(vals)

    def test_planned_visits_are_not_sent_in_a_batch(self):
        both = self.apology | self._create_apology(self.ticket)
        with self.assertRaises(UserError):
            both.action_send()

    @freeze_time(MONDAY)
    def test_visit_without_a_plan_is_recorded_at_once(self):
        apology = self._create_apology(self.ticket, channel="visit")
        apology.action_send()
        self.assertEqual(apology.state, "sent")
        self.assertEqual(self.ticket.complaint_apologised_at, MONDAY)


@freeze_time(MONDAY)
class TestTeamAndProposal(VisitCase):
    def test_apology_team_has_helpdesk_rights(self):
        with self.assertRaises(ValidationError):
            self.company.complaint_apology_team_ids = self.employee

    def test_team_is_set_in_settings(self):
        settings = self.env["complaint.settings"].with_user(self.manager).create({})
        settings.complaint_apology_team_ids = self.agent_all
        settings.action_apply()
        self.assertEqual(self.company.complaint_apology_team_ids, self.agent_all)

    def test_serious_complaint_put_right_proposes_a_visit(self):
        apologies = self.env["complaint.apology"]
        self.assertFalse(apologies._proposes_visit(self.ticket))
        self._settle(self.ticket)
        self.assertTrue(apologies._proposes_visit(self.ticket))
        self.assertIn("apology visit", self.ticket.complaint_status)
        self._plan()
        self.assertFalse(apologies._proposes_visit(self.ticket))

    def test_mild_complaint_proposes_none(self):
        ticket = self._create_complaint(complaint_severity_id=self.minor.id)
        self._play_to_follow_up(ticket)
        self.assertEqual(ticket.complaint_phase, "follow_up")
        self.assertFalse(self.env["complaint.apology"]._proposes_visit(ticket))

    def _settle(self, ticket):
        """Bring a serious complaint to the follow-up, its requirements lifted."""
        self.env["complaint.stage"].search([]).write(
            {"require_finding": False, "require_decision_sent": False}
        )
        self._play_to_follow_up(ticket)


@freeze_time("2026-03-02 09:00:00")
class TestVisitOfAnApology(RemedyCommon):
    def test_apology_that_became_a_mail_is_not_given_by_the_visit(self):
        apology = self._create_apology(self.ticket, channel="visit", body="Sorry")
        visit = self._plan(apology)
        apology.channel = "email"
        with freeze_time(PLANNED):
            visit._record({"reached": True})
            self.assertEqual(apology.state, "draft")
            apology.action_send()
        self.assertTrue(apology.attachment_id)

    def test_team_of_the_apologys_own_complaint_goes_whatever_else_is_sent(self):
        other = self._create_complaint()
        self.ticket.sudo().complaint_about_user_id = self.leader
        apology = self._create_apology(self.ticket, channel="visit")
        with self.assertRaises(UserError):
            self._plan(apology, ticket_id=other.id, user_id=self.leader.id)
        self.assertFalse(apology.interaction_id)
