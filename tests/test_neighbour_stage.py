from odoo.exceptions import UserError

from odoo.addons.complaint_recovery.models.ticket import asked_first

from .common import ComplaintCommon


class TestStageBesideOthers(ComplaintCommon):
    """One write of the stage that happens, heard by all; none that does not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        stages = cls.env["helpdesk.ticket.stage"]
        cls.working = stages.create({"name": "Working", "sequence": 40})
        cls.over = stages.create({"name": "Over", "sequence": 50, "closed": True})
        cls.gone = stages.create({"name": "Gone", "sequence": 51, "closed": True})
        cls.stage_closed.ticket_stage_id = cls.over
        cls.complaint = cls._create_complaint()

    def setUp(self):
        super().setUp()
        self._forget(self.complaint)

    def _forget(self, *tickets):
        for ticket in tickets:
            ticket.sudo().neighbour_stages = False

    def _told(self, ticket):
        return (ticket.sudo().neighbour_stages or "").split()

    def _ready(self, ticket):
        """Bring it to where nothing is missing any more, and no further."""
        self._play_to_follow_up(ticket)
        self.stage_closed.write({"require_followup": False, "require_outcome": False})
        self._forget(ticket)

    def _close(self, ticket):
        self._play_to_follow_up(ticket)
        self._follow_up(ticket)
        self.assertTrue(ticket.complaint_closed_at)

    def test_ours_is_asked_before_addons_that_are_loaded_later(self):
        model = self.env.registry["helpdesk.ticket"]
        first = [base for base in model.__mro__[1:] if "write" in vars(base)][0]
        self.assertIs(first, asked_first.HelpdeskTicket)
        self.env.registry._setup_models__(self.cr, ["helpdesk.ticket"])
        self.assertIs(model.__bases__[0], asked_first.HelpdeskTicket)
        self.assertEqual(model.__bases__.count(asked_first.HelpdeskTicket), 1)

    def test_addons_that_come_later_have_their_name_for_the_model(self):
        """Or their data finds no ``model_helpdesk_ticket``."""
        for addon in ("complaint_recovery", "complaint_recovery_sale", "neighbour"):
            with self.subTest(addon):
                self.assertTrue(self.env.ref(f"{addon}.model_helpdesk_ticket"))
        model = self.env.registry["helpdesk.ticket"]
        self.assertEqual(model._module, model.__bases__[1]._module)

    def test_steps_that_move_the_ticket_are_heard_once(self):
        self.stage_following_up.ticket_stage_id = self.working
        self._play_to_follow_up(self.complaint)
        self.assertEqual(self._told(self.complaint), ["Working"])
        self._follow_up(self.complaint)
        self.assertEqual(self.complaint.stage_id, self.over)
        self.assertEqual(self._told(self.complaint), ["Working", "Over"])

    def test_reopening_is_heard_as_well(self):
        self._close(self.complaint)
        self._forget(self.complaint)
        self.complaint.action_reopen()
        self.assertFalse(self.complaint.stage_id.closed)
        self.assertEqual(self._told(self.complaint), [self.complaint.stage_id.name])

    def test_a_step_that_leaves_the_ticket_where_it_is_is_not_heard(self):
        self._contact(self.complaint)
        self.complaint.complaint_stage_id = self.stage_recovering
        self.assertEqual(self._told(self.complaint), [])

    def test_mark_leaves_the_stage_alone_where_it_fits(self):
        plain = self._create_ticket()
        plain.action_mark_complaint()
        self.assertEqual(self._told(plain), [])

    def test_stage_a_person_chose_is_the_one_it_gets(self):
        self._ready(self.complaint)
        self.complaint.stage_id = self.gone
        self.assertEqual(self.complaint.complaint_stage_id, self.stage_closed)
        self.assertEqual(self.complaint.stage_id, self.gone)
        self.assertEqual(self._told(self.complaint), ["Gone"])

    def test_contradiction_of_two_stages_is_not_heard(self):
        self._ready(self.complaint)
        stages = {
            "complaint_stage_id": self.stage_closed.id,
            "stage_id": self.working.id,
        }
        self.complaint.write(stages)
        self.assertEqual(self.complaint.stage_id, self.over)
        self.assertEqual(self._told(self.complaint), ["Over"])

    def test_refused_move_is_heard_by_nobody(self):
        stage = self.complaint.stage_id
        with self.assertRaises(UserError), self.cr.savepoint():
            self.complaint.stage_id = self.over
        self.assertEqual(self.complaint.stage_id, stage)
        self.assertEqual(self._told(self.complaint), [])

    def test_superuser_code_moves_no_open_complaint_and_nobody_hears_it_did(self):
        stage = self.complaint.stage_id
        self.complaint.sudo().write({"stage_id": self.over.id, "priority": "3"})
        self.assertEqual(self.complaint.stage_id, stage)
        self.assertEqual(self.complaint.priority, "3")
        self.assertEqual(self._told(self.complaint), [])
        note = self.complaint.sudo().message_ids[0].body
        self.assertIn("“Over”. The complaint stays: it ends", note)

    def test_in_a_batch_each_is_told_of_its_own(self):
        for user in (self.manager, self.env.user):
            plain, other = self._create_ticket(), self._create_complaint()
            self._forget(plain, other)
            batch = (plain | other).with_user(user)
            with self.subTest(user.login):
                batch.write({"stage_id": self.over.id})
                self.assertEqual(plain.stage_id, self.over)
                self.assertEqual(self._told(plain), ["Over"])
                self.assertFalse(other.stage_id.closed)
                self.assertEqual(self._told(other), [])

    def test_closed_complaint_stays_closed_with_a_note_that_says_so(self):
        self._close(self.complaint)
        self._forget(self.complaint)
        self.complaint.sudo().stage_id = self.working
        self.assertEqual(self.complaint.stage_id, self.over)
        self.assertEqual(self._told(self.complaint), [])
        note = self.complaint.sudo().message_ids[0].body
        self.assertIn("“Working”. The complaint stays closed", note)

    def test_automation_on_the_stage_runs_once(self):
        """Odoo's automation rules stand outside of every addon's write."""
        field = self.env["ir.model.fields"]._get("helpdesk.ticket", "stage_id")
        model = self.env["ir.model"]._get("helpdesk.ticket")
        action = self.env["ir.actions.server"].create(
            {
                "name": "Count",
                "model_id": model.id,
                "state": "code",
                "code": "for r in records: r['color'] += 1",
            }
        )
        self.env["base.automation"].create(
            {
                "name": "Stage is over",
                "model_id": model.id,
                "trigger": "on_stage_set",
                "trg_field_ref": self.over.id,
                "trigger_field_ids": [(6, 0, field.ids)],
                "filter_domain": f"[('stage_id', '=', {self.over.id})]",
                "action_server_ids": [(6, 0, action.ids)],
            }
        )
        self._close(self.complaint)
        self.assertEqual(self.complaint.color, 1)
        stays = self._create_complaint()
        stays.sudo().stage_id = self.over
        self.assertEqual(stays.color, 0)

    def test_todo_of_others_is_done_and_ends_no_complaint(self):
        for finish in ("action_feedback", "action_feedback_schedule_next"):
            stage = self.complaint.stage_id
            todo = self.handler.partner_id.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=self.handler.id,
                neighbour_ticket_id=self.complaint.id,
                neighbour_stage_id=self.over.id,
            ).with_user(self.handler)
            with self.subTest(finish):
                action = getattr(todo, finish)()
                self.assertFalse(todo.exists() and todo.active)
                self.assertEqual(self.complaint.stage_id, stage)
                self.assertEqual(self._told(self.complaint), [])
                if isinstance(action, dict):
                    # No browser takes a mark.
                    self.assertNotIn("complaint_by_the_way", action["context"])
