from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from odoo.addons.complaint_recovery.tools.own_hand import own_hand
from odoo.addons.complaint_recovery.tools.rendering import rendering

from .common import ComplaintCommon

FORM = "complaint_recovery.complaint_view_form"


class TestGuidance(ComplaintCommon):
    """Whoever handles a complaint sees how, and whom to ask (D9, D27)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cause.guidance = "<p>Ask the depot first.</p>"
        cls.cause.consult_user_ids = cls.employee | cls.leader

    def _complaint(self, **vals):
        ticket = self._create_complaint(complaint_cause_id=self.cause.id, **vals)
        return ticket.with_user(self.handler)

    def test_form_says_how_it_is_handled_as_soon_as_the_cause_is_chosen(self):
        ticket = self._create_complaint().with_user(self.handler)
        with Form(ticket, view=FORM) as form:
            self.assertFalse(form.complaint_guidance)
            form.complaint_cause_id = self.cause
            self.assertIn("Ask the depot first", form.complaint_guidance)
            self.assertEqual(form.complaint_consult_ids[:], self.cause.consult_user_ids)

    def test_nearest_cause_above_says_what_the_own_does_not(self):
        finer = self.env["complaint.cause"].create(
            {"name": "By a day", "parent_id": self.cause.id, "guidance": "<p><br></p>"}
        )
        ticket = self._complaint()
        ticket.complaint_cause_id = finer
        self.assertIn("Ask the depot first", ticket.complaint_guidance)
        self.assertIn(self.leader, ticket.complaint_consult_ids)

    def test_whom_to_consult_is_asked_with_one_click_and_answers_by_a_task(self):
        ticket = self._complaint()
        opened = ticket.action_consult()
        deadlines = self.env["complaint.deadline"].with_user(self.handler)
        with Form(deadlines.with_context(**opened["context"])) as form:
            form.due_at = "2099-01-01 10:00:00"
        task = form.record
        self.assertEqual((task.kind, task.user_id), ("task", self.employee))
        self.assertTrue(task.with_user(self.employee).name)
        with self.assertRaises(AccessError):
            ticket.with_user(self.employee).read(["name"])

    def test_colleague_it_is_about_is_not_consulted(self):
        ticket = self._complaint(complaint_about_user_id=self.employee.id)
        self.assertEqual(ticket.complaint_consult_ids, self.leader)

    def test_without_anybody_to_consult_it_says_so(self):
        self.cause.consult_user_ids = False
        with self.assertRaisesRegex(UserError, "nobody to consult"):
            self._complaint().action_consult()


class TestToldInTheEnd(ComplaintCommon):
    """The closing mail says what has become better since (D26, D32)."""

    def _told(self, state="effective", **vals):
        action = self.env["complaint.corrective.action"].create(
            {
                "name": "Depot Ghent",
                "cause_id": self.cause.id,
                "told": "Parcels leave the same day.",
                **vals,
            }
        )
        own_hand(action).write({"state": state, "done_at": "2026-03-01 09:00"})
        ticket = self._create_complaint(
            complaint_cause_id=self.cause.id,
            complaint_received_at="2026-02-01 09:00",
            complaint_change="You get a discount code.",
        )
        return ticket.with_user(self.handler)

    def test_what_was_changed_and_proved_effective_is_told(self):
        ticket = self._told(cause_id=self.cause.parent_id.id)
        self.assertEqual(
            ticket._complaint_told_changes(),
            ["You get a discount code.", "Parcels leave the same day."],
        )
        template = self.env.ref("complaint_recovery.mail_template_closed")
        template = rendering(template, ticket)
        body = template._render_field("body_html", ticket.ids)[ticket.id]
        self.assertIn("Parcels leave the same day.", body)
        self.assertNotIn("Depot Ghent", body)

    def test_what_did_not_prove_effective_is_not_told(self):
        for state in ("done", "ineffective"):
            with self.subTest(state):
                told = self._told(state)._complaint_told_changes()
                self.assertEqual(told, ["You get a discount code."])

    def test_what_was_changed_before_it_came_is_not_told(self):
        ticket = self._told()
        own_hand(ticket).complaint_received_at = "2026-04-01 09:00"
        self.assertEqual(len(ticket._complaint_told_changes()), 1)

    def test_it_is_told_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.customer.lang = "zh_CN"
        ticket = self._told()
        action = self.env["complaint.corrective.action"].search(
            [("name", "=", "Depot Ghent")]
        )
        action.with_context(lang="zh_CN").told = "包裹当天发出。"
        template = self.env.ref("complaint_recovery.mail_template_closed")
        body = rendering(template, ticket)._render_field(
            "body_html", ticket.ids, compute_lang=True
        )
        self.assertIn("包裹当天发出", body[ticket.id])
