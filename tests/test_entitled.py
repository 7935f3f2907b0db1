"""Nobody reads a complaint by a mail, or by what they follow elsewhere."""

from contextlib import suppress

from odoo.exceptions import AccessError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .common.mail import ConversationCase


class TestEntitled(ConversationCase):
    """Every way into the followers × every colleague without a right of their own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.elsewhere = cls.env["res.company"].create({"name": "Elsewhere"})
        cls.word = cls.ticket.sudo().message_post(
            body="We look into it.",
            author_id=cls.handler.partner_id.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        cls.without = cls._make_people()

    @classmethod
    def _make_people(cls):
        """Return people who may not read the complaint, by what they are."""
        own = new_test_user(
            cls.env, "own_two", "helpdesk_mgmt.group_helpdesk_user_own", email="own@x.y"
        )
        foreign = new_test_user(
            cls.env,
            "foreign_manager",
            "helpdesk_mgmt.group_helpdesk_manager",
            email="foreign@x.y",
            company_id=cls.elsewhere.id,
            company_ids=cls.elsewhere.ids,
        )
        return {"employee": cls.employee, "own": own, "foreign": foreign}

    def _by_number(self, user):
        subject = f"About {self.ticket.number} please"
        self._receive(self._write_mail(user.email, subject=subject))

    def _by_reply(self, user):
        self._receive(self._answer_to(self.word, user.email))

    def _by_copy(self, user):
        self._receive(self._answer_to(self.word, self.customer.email, Cc=user.email))

    def _by_copy_of_a_colleague(self, user):
        self._receive(self._answer_to(self.word, self.handler.email, Cc=user.email))

    def _by_the_team(self, user):
        self.team.with_user(user).message_subscribe(user.partner_id.ids)
        self.ticket = self._create_complaint(self.leader, user_id=self.leader.id)

    def _by_the_team_that_marks_by_itself(self, user):
        self.team.with_user(user).message_subscribe(user.partner_id.ids)
        self.assertTrue(self.team.complaint_default)
        vals = {"name": "Kettle", "description": "It leaks", "team_id": self.team.id}
        self.ticket = self.env["helpdesk.ticket"].with_user(self.leader).create(vals)
        self.assertTrue(self.ticket.is_complaint)

    def _by_the_team_it_comes_to(self, user):
        team = self.team.copy({"alias_name": "others"})
        team.with_user(user).message_subscribe(user.partner_id.ids)
        self.ticket.sudo().team_id = team

    def _by_a_plain_ticket(self, user):
        self.team.with_user(user).message_subscribe(user.partner_id.ids)
        self.ticket = self._create_ticket(team_id=self.team.id)
        self.ticket.action_mark_complaint()

    def _by_themselves(self, user):
        self.ticket.with_user(user).message_subscribe(user.partner_id.ids)

    def _by_an_activity_of_other_code(self, user):
        self.ticket.sudo().message_subscribe(user.partner_id.ids)

    @mute_logger(
        "odoo.addons.mail.models.mail_thread", "odoo.addons.base.models.ir_rule"
    )
    def test_no_way_in_lets_somebody_read_it(self):
        ways = [name for name in dir(self) if name.startswith("_by_")]
        self.assertGreater(len(ways), 8)
        first = self.ticket
        for who, user in self.without.items():
            for way in ways:
                with self.subTest(way, who=who), self.cr.savepoint() as savepoint:
                    self.ticket = first
                    with suppress(AccessError):
                        getattr(self, way)(user)
                    self.env.flush_all()
                    self.env.invalidate_all()
                    followers = self.ticket.sudo().message_partner_ids
                    self.assertNotIn(user.partner_id, followers)
                    told = self.ticket.sudo().message_ids.notified_partner_ids
                    self.assertNotIn(user.partner_id, told)
                    mine = self.ticket.with_user(user)
                    self.assertFalse(mine.has_access("read"))
                    savepoint.rollback()
        self.ticket = first

    def test_what_they_answer_is_a_note_to_the_owner(self):
        """It is kept, and no customer gets it."""
        self.ticket.message_subscribe(self.customer.ids)
        before = self.ticket.message_ids
        self._by_reply(self.employee)
        said = (self.ticket.message_ids - before).filtered(
            lambda m: m.message_type == "email"
        )
        self.assertEqual(len(said), 1)
        self.assertTrue(said.subtype_id.internal)
        self.assertEqual(said.notified_partner_ids, self.handler.partner_id)

    def test_who_may_read_it_follows_by_a_mail(self):
        for user in (self.leader, self.manager):
            self._by_reply(user)
            self.assertIn(user.partner_id, self.ticket.message_partner_ids)

    def test_whom_a_handler_invites_follows_and_is_heard(self):
        for way in (
            self._added_in_the_dialog,
            self._added_by_an_activity,
            self._added_by_a_mention,
        ):
            with self.subTest(way.__name__), self.cr.savepoint() as savepoint:
                way(self.employee)
                self.assertIn(self.employee.partner_id, self.ticket.message_partner_ids)
                self._by_reply(self.employee)
                mails = self.ticket.message_ids.filtered(
                    lambda m: m.message_type == "email"
                )
                self.assertFalse(mails[0].subtype_id.internal)
                savepoint.rollback()

    def _added_in_the_dialog(self, user):
        self._invite(self.ticket, user.partner_id)

    def _added_by_an_activity(self, user):
        mine = self.ticket.with_user(self.handler)
        mine.activity_schedule("mail.mail_activity_data_todo", user_id=user.id)

    def _added_by_a_mention(self, user):
        mine = self.ticket.with_user(self.handler)
        mine.with_context(mail_post_autofollow=True).message_post(
            body="Look at this, please", partner_ids=user.partner_id.ids
        )

    def test_whom_other_code_adds_for_a_handler_is_left_out_with_a_note(self):
        mine = self.ticket.with_user(self.handler)
        people = self.employee.partner_id | self.leader.partner_id
        mine.message_subscribe(people.ids)
        self.assertIn(self.leader.partner_id, self.ticket.message_partner_ids)
        self.assertNotIn(self.employee.partner_id, self.ticket.message_partner_ids)
        self.assertIn(self.employee.name, self.ticket.message_ids[0].body)

    def test_nobody_of_another_company_is_invited(self):
        mine = self.ticket.with_user(self.handler)
        with self.assertRaisesRegex(Exception, "only colleagues who may know"):
            mine.message_subscribe(self.without["foreign"].partner_id.ids)

    def test_no_mail_tells_whether_there_is_one_of_a_number(self):
        """Nor whether it is about them: to all who may not read it, it is none."""
        about = self._create_complaint(complaint_about_user_id=self.agent_all.id)
        for user, ticket in (
            (self.employee, self.ticket),
            (self.without["own"], self.ticket),
            (self.without["foreign"], self.ticket),
            (self.agent_all, about),
        ):
            said = []
            for number in (ticket.number, "HT99999"):
                subject = f"About {number} please"
                opened = self._receive(self._write_mail(user.email, subject=subject))
                said.append(len(opened))
            self.assertEqual(said, [1, 1], user.name)

    def test_a_customer_of_the_portal_reads_nothing_by_who_else_follows(self):
        """A trainee's contact may hang on our own company's, as a colleague's does."""
        ours = self.company.partner_id
        self.handler.partner_id.parent_id = ours
        trainee = new_test_user(self.env, "trainee", "base.group_portal")
        trainee.partner_id.parent_id = ours
        self.ticket.message_subscribe(self.handler.partner_id.ids)
        mine = self.ticket.with_user(trainee)
        self.assertFalse(mine.has_access("read"))
        self.assertFalse(mine.search([("id", "=", self.ticket.id)]))
        self.assertTrue(self.ticket.with_user(self.portal).has_access("read"))

    def test_nor_what_a_colleague_complains_of_as_a_customer(self):
        ours = self.company.partner_id
        colleague = self.agent_all.partner_id
        trainee = new_test_user(self.env, "trainee", "base.group_portal")
        (colleague | trainee.partner_id).parent_id = ours
        ticket = self._create_complaint(partner_id=colleague.id)
        self.assertEqual(ticket.sudo().commercial_partner_id, ours)
        mine = ticket.with_user(trainee)
        self.assertFalse(mine.has_access("read"))
        self.assertFalse(mine.search([("id", "=", ticket.id)]))
        own = self._create_complaint(partner_id=trainee.partner_id.id)
        self.assertTrue(own.with_user(trainee).has_access("read"))
