"""Who is kept from a ticket is kept from it on record, and has nothing left of it."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import new_test_user

from .common import ComplaintCommon


class TestAboutColleague(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = new_test_user(
            cls.env,
            "boss",
            groups="helpdesk_mgmt.group_helpdesk_manager",
            name="Boss",
            email="boss@company.example",
        )

    @classmethod
    def default_env_context(cls):
        return {}  # Mail is on.

    def _make_about(self, way):
        """Return a ticket that a handler made about the manager in this ``way``."""
        about = {"complaint_about_user_id": self.manager.id}
        if way == "complaint":
            return self._create_complaint(**about)
        if way == "plain":
            return self._create_ticket(**about)
        if way == "marked":
            ticket = self._create_ticket(**about)
            ticket.action_mark_complaint()
            return ticket
        if way == "copy":
            return self._create_complaint().copy(about)
        ticket = self._create_ticket()
        if way == "team":
            about["team_id"] = self.team.id
        ticket.write(about)
        return ticket

    WAYS = ("complaint", "plain", "marked", "copy", "written", "team")

    def test_no_way_to_say_so_is_silent(self):
        for way in self.WAYS:
            ticket = self._make_about(way).sudo()
            with self.subTest(way):
                notes = ticket.message_ids.filtered(
                    lambda m: "Handler changed whom it is about" in (m.body or "")
                )
                self.assertEqual(len(notes), 1)
                self.assertIn("from – to Manager", notes.body)
                told = self.env["mail.message"].search(
                    [("subject", "=", f"{ticket.number}: whom it is about")]
                )
                self.assertEqual(len(told), 1)
                self.assertIn(self.boss.partner_id, told.notified_partner_ids)
                self.assertNotIn(self.manager.partner_id, told.notified_partner_ids)

    def test_of_history_it_is_noted_and_nobody_told(self):
        ticket = self._create_complaint(
            self.boss,
            is_complaint=True,
            complaint_imported=True,
            complaint_received_at="2020-01-01 00:00:00",
            complaint_about_user_id=self.manager.id,
        ).sudo()
        notes = " ".join(ticket.message_ids.mapped("body"))
        self.assertIn("changed whom it is about", notes)
        told = self.env["mail.message"].search(
            [("subject", "=", f"{ticket.number}: whom it is about")]
        )
        self.assertFalse(told)

    def test_a_ticket_that_is_about_nobody_is_told_to_nobody(self):
        for ticket in self._create_complaint() | self._create_ticket():
            ticket.complaint_about_user_id = False
            notes = " ".join(ticket.sudo().message_ids.mapped("body"))
            self.assertNotIn("whom it is about", notes)

    def _records(self, ticket):
        """Return the ticket and a part of each kind on which there may be to-dos."""
        self._create_remedy(ticket, self.agent_all)
        self._create_apology(ticket, self.agent_all)
        ticket = ticket.sudo()
        parts = [ticket[name][:1] for name in sorted(ticket._complaint_part_fields())]
        return [ticket, *(part for part in parts if part)]

    def _leave(self, record):
        """Return what the leader has to do, and what they plan to say, there."""
        left = []
        if "activity_ids" in record._fields:
            left.append(
                record.activity_schedule(summary="CANARY", user_id=self.leader.id)
            )
        if "message_ids" in record._fields:
            left.append(
                self.env["mail.scheduled.message"]
                .with_user(self.leader)
                .sudo()
                .create(
                    {
                        "model": record._name,
                        "res_id": record.id,
                        "author_id": self.leader.partner_id.id,
                        "body": "CANARY",
                        "scheduled_date": "2099-01-01 10:00:00",
                    }
                )
            )
        return left

    def _assert_nothing_left(self, left):
        self.env.flush_all()
        self.env.invalidate_all()
        for record in left:
            with self.subTest(record._name, on=record.exists()):
                theirs = record.with_user(self.leader).search([("id", "=", record.id)])
                self.assertFalse(theirs)
        todos = self.env["mail.activity"].search([("summary", "=", "CANARY")])
        self.assertTrue(todos)
        self.assertNotIn(self.leader, todos.user_id)

    def test_nothing_to_do_on_it_or_on_a_part_stays_with_them(self):
        records = self._records(self._create_complaint())
        self.assertGreater(len(records), 3)
        left = [found for record in records for found in self._leave(record)]
        self.assertGreater(len(left), 3)
        records[0].with_user(self.manager).complaint_about_user_id = self.leader
        self._assert_nothing_left(left)
        todos = self.env["mail.activity"].search([("summary", "=", "CANARY")])
        self.assertEqual(todos.user_id, self.handler)

    def test_nor_where_it_is_closed(self):
        for owner in (self.handler, self.leader):
            ticket = self._create_complaint(self.agent_all, user_id=owner.id)
            records = self._records(ticket)
            self.env["mail.activity"].search([("summary", "=", "CANARY")]).unlink()
            ticket.with_user(self.manager).action_withdraw("They found it")
            left = [found for record in records for found in self._leave(record)]
            records[0].with_user(self.manager).complaint_about_user_id = self.leader
            self.assertTrue(records[0].complaint_closed_at)
            self._assert_nothing_left(left)

    def test_nor_on_a_plain_ticket(self):
        ticket = self._create_ticket().sudo()
        left = self._leave(ticket)
        ticket.with_user(self.handler).complaint_about_user_id = self.leader
        self._assert_nothing_left(left)

    def test_what_others_have_to_do_there_stays_theirs(self):
        ticket = self._create_complaint().sudo()
        other = self._create_complaint().sudo()
        kept = ticket.activity_schedule(summary="CANARY", user_id=self.agent_all.id)
        kept |= other.activity_schedule(summary="CANARY", user_id=self.leader.id)
        users = kept.mapped("user_id")
        ticket.with_user(self.manager).complaint_about_user_id = self.leader
        self.assertEqual(kept.mapped("user_id"), users)


class TestTaskOfOthers(ComplaintCommon):
    """Who has a task on a complaint they may not read finds out nobody it is about."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls._create_complaint()
        cls.complaint.sudo().complaint_about_user_id = cls.manager
        due = fields.Datetime.now() + timedelta(hours=4)
        task = cls.complaint.sudo()._complaint_open_deadline(
            "task", "Look at it", due, user=cls.employee
        )
        cls.task = task.with_user(cls.employee).sudo(False)

    def _ways(self, partner):
        told = {"body": "x", "partner_ids": partner.ids}
        yield lambda: self.task.message_subscribe(partner.ids)
        yield lambda: self.task.message_post(
            message_type="comment", subtype_xmlid="mail.mt_note", **told
        )
        yield lambda: self.task.message_notify(**told)

    def _answers(self, partner):
        answers = []
        for call in self._ways(partner):
            savepoint = self.cr.savepoint()
            try:
                call()
                answers.append("done")
            except UserError as error:
                answers.append(str(error))
            savepoint.close(rollback=True)
        return answers

    def test_each_colleague_gets_the_same_answer(self):
        self.assertFalse(self.complaint.with_user(self.employee).has_access("read"))
        answers = self._answers(self.sales.partner_id)
        self.assertIn("done", answers)
        for user in (self.manager, self.leader, self.handler):
            with self.subTest(user.name):
                self.assertEqual(self._answers(user.partner_id), answers)

    def test_whom_it_is_about_still_hears_nothing(self):
        for call in self._ways(self.manager.partner_id):
            call()
        self.assertNotIn(self.manager.partner_id, self.task.sudo().message_partner_ids)
        told = self.task.sudo().message_ids.notified_partner_ids
        self.assertNotIn(self.manager.partner_id, told)

    def test_a_customer_is_refused_as_before(self):
        for call in self._ways(self.customer):
            with self.assertRaises(UserError), self.cr.savepoint():
                call()


class TestLedBack(ComplaintCommon):
    """What leads back to a complaint is kept from whom that is about."""

    def test_each_model_with_a_link_to_a_complaint_has_a_rule_for_it(self):
        met = []
        for name, model in self.registry.items():
            field = model._fields.get("ticket_id")
            ours = name.startswith("complaint.") and model._auto
            if not ours or model._abstract or model._transient or not field:
                continue
            if field.store and field.comodel_name == "helpdesk.ticket":
                met.append(name)
                rules = self.env["ir.rule"].search(
                    [("model_id.model", "=", name), ("groups", "=", False)]
                )
                with self.subTest(name):
                    told = "".join(rules.mapped("domain_force"))
                    self.assertIn("complaint_about_user_id", told)
        self.assertIn("complaint.corrective.action", met)
        self.assertGreater(len(met), 6)

    def test_a_corrective_action_is_kept_with_the_complaint_it_was_begun_from(self):
        complaint = self._create_complaint()
        action = self.env["complaint.corrective.action"].create(
            {
                "name": "Coach them",
                "cause_id": self.cause.id,
                "user_id": self.leader.id,
                "ticket_id": complaint.id,
            }
        )
        for user in (self.manager, self.handler):
            complaint.sudo().complaint_about_user_id = user
            own = action.with_user(user).sudo(False)
            with self.subTest(user.name):
                self.assertFalse(own.search([("id", "=", action.id)]))
                for operation in ("read", "write"):
                    self.assertFalse(own.has_access(operation))
        complaint.sudo().complaint_about_user_id = False
        self.assertTrue(action.with_user(self.manager).has_access("write"))
