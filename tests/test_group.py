import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user
from odoo.tools import mute_logger

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.group import GroupCase


class TestGroup(GroupCase):
    """Complaints that are one problem, each still handled by itself."""

    def test_a_selection_becomes_a_group(self):
        self.assertEqual(self.group.ticket_ids, self.tickets)
        self.assertEqual(self.group.state, "open")
        self.assertEqual(self.group.user_id, self.leader)
        self.assertEqual(self.tickets.mapped("complaint_level"), [0, 0, 0])

    def _choose(self, tickets, user=None):
        return (
            self.env["complaint.group.entry"]
            .with_user(user or self.leader)
            .with_context(active_model="helpdesk.ticket", active_ids=tickets.ids)
        )

    def test_the_dialog_proposes_the_cause_they_share(self):
        ticket = self._create_complaint(complaint_cause_id=self.cause.id)
        with Form(self._choose(ticket)) as form:
            self.assertEqual(form.cause_id, self.cause)
            self.assertEqual(form.name, self.cause.name)

    def test_plain_tickets_are_refused(self):
        plain = self._create_ticket(self.agent_all)
        with self.assertRaisesRegex(UserError, "Only complaints"):
            Form(self._choose(plain + self.tickets[0], self.agent_all))
        with self.assertRaises(ValidationError):
            plain.sudo().complaint_group_id = self.group

    def test_complaints_of_another_company_are_refused(self):
        company = self.env["res.company"].create({"name": "Other company"})
        ticket = self._create_complaint(
            self.env.user, company_id=company.id, team_id=False, is_complaint=True
        )
        with self.assertRaisesRegex(UserError, "several companies"):
            self._choose(ticket + self.tickets[0], self.env.user).create({})
        with self.assertRaisesRegex(ValidationError, "Only|only a group of"):
            ticket.complaint_group_id = self.group

    def test_in_one_group_a_complaint_is_not_in_another(self):
        with self.assertRaisesRegex(UserError, "Late in May"):
            self._create_group(self.tickets[0], name="Second")

    def test_complaints_are_added_and_taken_out(self):
        ticket = self._create_complaint(self.leader)
        self._create_group(ticket, group_id=self.group.id)
        self.assertIn(ticket, self.group.ticket_ids)
        ticket.action_leave_group()
        self.assertEqual(self.group.ticket_ids, self.tickets)

    def test_a_closed_group_takes_nobody_in(self):
        self.group.action_close(confirmed=True)
        with self.assertRaisesRegex(ValidationError, "is closed"):
            self._create_complaint(self.leader).complaint_group_id = self.group

    def test_closing_tells_what_is_still_open(self):
        action = self.group.action_close()
        closing = Form(
            self.env[action["res_model"]]
            .with_user(self.leader)
            .with_context(**action["context"])
        ).save()
        self.assertIn(self.tickets[0].number, closing.open_note)
        closing.action_apply()
        self.assertEqual(self.group.state, "closed")
        self.assertFalse(self.tickets[0].complaint_closed_at)
        self.group.action_reopen()
        self.assertEqual(self.group.state, "open")

    def test_a_group_whose_step_runs_is_not_closed(self):
        self._prepare("apology").action_start()
        with self.assertRaisesRegex(UserError, "still running"):
            self.group.action_close(confirmed=True)

    def test_what_is_no_complaint_any_more_leaves_the_group(self):
        ticket = self._create_complaint(self.leader)
        ticket.complaint_group_id = self.group
        self.assertIn(ticket, self.group.ticket_ids)
        ticket.action_unmark_complaint()
        self.assertEqual(self.group.ticket_ids, self.tickets)

    def test_a_group_gives_nobody_access_to_a_ticket(self):
        newcomer = new_test_user(
            self.env, "newcomer_user", groups="helpdesk_mgmt.group_helpdesk_user_own"
        )
        group = self.group.with_user(newcomer)
        self.env.invalidate_all()
        self.assertEqual(group.read(["name", "ticket_ids"])[0]["ticket_ids"], [])
        self.assertEqual((group.ticket_count, group.customer_count), (0, 0))
        self.assertFalse(self.tickets[0].with_user(newcomer).has_access("read"))

    def test_handlers_read_leaders_write_managers_delete(self):
        group = self.group.with_user(self.handler)
        self.assertEqual(group.ticket_count, 3)
        for change in (lambda: group.write({"name": "X"}), group.action_tell):
            with self.assertRaises(AccessError):
                change()
        with self.assertRaises(AccessError), mute_logger("odoo.models.unlink"):
            self.group.unlink()
        for outsider in (self.portal, self.employee, self.sales_all):
            with self.assertRaises(AccessError):
                self.group.with_user(outsider).read(["name"])

    def test_whom_a_complaint_is_about_sees_no_group_of_it(self):
        self.tickets[0].sudo().complaint_about_user_id = self.agent_all
        self.env.invalidate_all()
        self.assertFalse(self.group.with_user(self.agent_all).has_access("read"))
        with self.assertRaises(UserError):
            self.group.message_subscribe(self.agent_all.partner_id.ids)
        self.assertTrue(self.group.with_user(self.manager).has_access("read"))

    def test_whose_steps_were_done_stays_on_record(self):
        self._do("apology")
        with self.assertRaisesRegex(UserError, "stays on record"):
            self.group.with_user(self.manager).unlink()

    def test_a_responsible_person_may_read_complaints(self):
        with self.assertRaisesRegex(ValidationError, "no helpdesk rights"):
            self.group.user_id = self.sales

    def test_state_is_changed_by_the_buttons_alone(self):
        with self.assertRaises(AccessError):
            self.group.state = "closed"

    def test_index_keeps_one_proposal_a_cause(self):
        vals = {"name": "Surge", "cause_id": self.cause.id, "state": "proposed"}
        groups = own_hand(self.env["complaint.group"])
        groups.create(vals)
        with (
            self.assertRaises(psycopg2.IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            groups.create(vals)


class TestGroupFigures(GroupCase):
    """The numbers of a group are those of what one may read, in few queries."""

    def _fresh(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.group

    def test_reached_open_and_satisfied_are_counted(self):
        for ticket in self.tickets[:2]:
            self._create_interaction(ticket, self.leader, purpose="first_contact")
        own_hand(self.tickets[0]).complaint_satisfaction = "satisfied"
        group = self._fresh()
        self.assertEqual(
            (group.customer_count, group.reached_count, group.open_count), (3, 2, 3)
        )
        self.assertEqual(group.satisfied_count, 1)

    def test_two_complaints_of_one_customer_are_one_customer(self):
        ticket = self._create_complaint(self.leader, partner_id=self.anna.id)
        ticket.complaint_group_id = self.group
        group = self._fresh()
        self.assertEqual((group.ticket_count, group.customer_count), (4, 3))

    def test_cost_is_what_was_given_with_gifts(self):
        for ticket, amount in zip(self.tickets[:2], (20, 35), strict=True):
            remedy = self._create_remedy(ticket, self.leader, amount=amount)
            remedy.action_offer()
            remedy.action_accept()
        self._create_remedy(self.tickets[2], self.leader, amount=9).action_offer()
        gift = {"gift": "Flowers", "gift_cost": 5}
        self._create_apology(self.tickets[2], self.leader, **gift).action_send()
        group = self._fresh()
        self.assertEqual(group.cost, 60)
        self.assertTrue(group.remedies_differ)
        self.assertIn("3 ×", group.remedy_note)
        self.assertRegex(group.remedy_note, r"9\.00 – .*35\.00")

    def test_the_same_for_everybody_is_no_difference(self):
        for ticket in self.tickets:
            self._create_remedy(ticket, self.leader, amount=20).action_offer()
        self.assertFalse(self._fresh().remedies_differ)

    def test_queries_do_not_grow_with_groups_and_complaints(self):
        names = ["customer_count", "reached_count", "cost", "remedy_note"]
        few = self._count(self.group, names)
        for _time in range(5):
            tickets = self.env["helpdesk.ticket"].with_user(self.leader)
            for _ticket in range(3):
                tickets += self._create_complaint(
                    self.leader, complaint_severity_id=self.normal.id
                )
            self._create_group(tickets)
            self._create_remedy(tickets[0], self.leader).action_request()
        groups = self.group.search([])
        self.assertEqual(len(groups), 6)
        self.assertLessEqual(self._count(groups, names), few)

    def _count(self, groups, names):
        self._fresh()
        groups.read(["name"])
        before = self.env.cr.sql_log_count
        groups.read(names)
        return self.env.cr.sql_log_count - before
